#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rootfs/create.hpp"

namespace qrun::cli {

/// The repositories for `suite` as the host's own apt is set up; empty when it has none that fit.
[[nodiscard]] std::vector<rootfs::AptSource> host_sources(const std::string& suite);

/// Which of `sources` apt cannot read for `architecture` at present, each with apt's own reason. Reads their
/// indexes into a temporary directory.
[[nodiscard]] std::vector<std::pair<rootfs::AptSource, std::string>> unusable_sources(
    const std::vector<rootfs::AptSource>& sources, const std::string& architecture);

}  // namespace qrun::cli
