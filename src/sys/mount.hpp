#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/fd.hpp"
#include "base/result.hpp"

/// The mount system calls that work on descriptors: nothing here looks a path up twice, so a link that is
/// swapped between check and mount changes nothing (CVE-2021-30465).
namespace qrun::sys {

/// One option of a new file system: fsconfig(2)'s FSCONFIG_SET_STRING; an empty value sets a flag.
using MountOption = std::pair<const char*, const char*>;

/// A new, detached mount of file system `type` (fsopen, fsconfig, fsmount). `attributes` is of MOUNT_ATTR_*.
[[nodiscard]] Result<Fd> new_mount(const char* type, std::span<const MountOption> options, std::uint64_t attributes);

/// A detached copy of the mount tree at `fd` (an O_PATH descriptor): open_tree(2) with OPEN_TREE_CLONE.
/// In a user namespace a tree with mounts below it that came from outside can only be copied with them
/// (`recursive`), or EINVAL.
[[nodiscard]] Result<Fd> copy_mount(int fd, bool recursive, const std::string& shown);

/// Sets MOUNT_ATTR_* on the mount at `tree` and, if `recursive`, on all below it (mount_setattr(2)).
[[nodiscard]] Status set_mount_attributes(int tree, std::uint64_t attributes, bool recursive,
                                          const std::string& shown);

/// Lets a detached mount show its files with owners moved by the id map of `user_namespace` (Linux 5.12;
/// EINVAL where the file system cannot). Needs CAP_SYS_ADMIN over the file system.
[[nodiscard]] Status set_mount_id_map(int tree, int user_namespace, const std::string& shown);

/// Attaches a detached mount on top of the directory or file behind `target` (move_mount(2)).
[[nodiscard]] Status attach_mount(int tree, int target, const std::string& shown);

/// Makes all mounts of this namespace slaves, so that nothing done here reaches the host.
[[nodiscard]] Status stop_mount_propagation();

/// Makes the mount behind `root` (attached, and reachable) the root directory of this mount namespace and takes
/// the old one away. `covered` is the root of a mount that lies between the two, or negative. Ends with the
/// working directory at the new root. The caller proves the result with prove_single_root().
[[nodiscard]] Status switch_root(int root, int covered);

/// An error unless exactly one mount of `mountinfo` (the text of /proc/self/mountinfo, proc(5)) is at `/`: an
/// old root that is still stacked there could be reached through `..`.
[[nodiscard]] Status prove_single_root(std::string_view mountinfo);

}  // namespace qrun::sys
