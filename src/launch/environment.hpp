#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "rootfs/inspect.hpp"

namespace qrun::launch {

/// The environment of the guest's command, as NAME=VALUE, sorted: what `host` (NAME=VALUE) has on the
/// allow-list (terminal, language, time zone, proxies, CI, reproducible builds), HOME, USER, SHELL and PATH as
/// the rootfs has them, then `wishes`: a name with a value sets it, a name alone takes the host's value.
/// Nothing else passes: a host's LD_PRELOAD or QEMU_LOG_FILENAME has no business in a guest.
/// Errors: an empty name or one with '='.
[[nodiscard]] Result<std::vector<std::string>> guest_environment(
    const std::vector<std::string>& host, const rootfs::Account& account,
    const std::vector<std::pair<std::string, std::optional<std::string>>>& wishes);

/// The environment for a command in the host's own root: the host's, then `wishes`.
[[nodiscard]] Result<std::vector<std::string>> host_environment(
    const std::vector<std::string>& host,
    const std::vector<std::pair<std::string, std::optional<std::string>>>& wishes);

}  // namespace qrun::launch
