#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "binfmt/target.hpp"

namespace qrun::binfmt {

/// Checks that `path` can serve as the interpreter of a handler: a regular, executable ELF file of this host,
/// statically linked (a dynamic one would look for its libraries within the rootfs and fail with ENOENT).
/// Answers its path with links resolved.
[[nodiscard]] Result<std::string> usable_interpreter(const std::string& path);

/// The first usable emulator of `target`: qemu-NAME-static, then qemu-NAME, in each of `directories`.
/// Errors name the package to install; one that is there but not usable is told apart from none at all.
[[nodiscard]] Result<std::string> find_interpreter(const Target& target, const std::vector<std::string>& directories);

/// Refuses a path that somebody other than root could replace: every component must belong to root and be
/// writable to nobody else. Register a handler for the host only with such a path: the kernel executes it for
/// every user. `path` has its links resolved.
[[nodiscard]] Status check_only_root_can_change(const std::string& path);

}  // namespace qrun::binfmt
