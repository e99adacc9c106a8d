#pragma once

#include <string>

#include "base/result.hpp"
#include "binfmt/target.hpp"

namespace qrun::rootfs {

/// The architecture of a root file system, and the program that showed it.
struct Architecture {
    const binfmt::Target* target = nullptr;  ///< never null in a result
    std::string evidence;                    ///< path within the rootfs, "/bin/sh"
};

/// Finds out the architecture of the rootfs behind `root` (a directory) from the ELF headers of programs
/// that every distribution has, and, where it has none of them, of `command`. Links are resolved within the
/// rootfs. Errors: no program found, an ELF machine that is not in the table, programs of several
/// architectures. `shown` is the rootfs's path for messages.
[[nodiscard]] Result<Architecture> architecture_of(int root, const std::string& command, const std::string& shown);

/// Home directory and login shell of a user by the rootfs's own /etc/passwd (read within the rootfs,
/// at most 1 MiB). Falls back to `/` (`/root` for uid 0) and /bin/sh.
struct Account {
    std::string name;
    std::string home;
    std::string shell;
};
[[nodiscard]] Account account_of(int root, unsigned uid);

/// The account of `uid` in the text of a passwd(5) file.
[[nodiscard]] Account account_in(const std::string& passwd, unsigned uid);

}  // namespace qrun::rootfs
