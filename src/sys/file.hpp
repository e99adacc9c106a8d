#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace qrun::sys {

/// open(2), always with O_CLOEXEC. `what` opens the message: "cannot open the policy".
[[nodiscard]] Result<Fd> open_file(const std::string& path, int flags, const char* what = "cannot open");

/// openat(2), always with O_CLOEXEC. `shown` is the path for messages.
[[nodiscard]] Result<Fd> open_at(int dirfd, const std::string& path, int flags, mode_t mode, const std::string& shown,
                                 const char* what = "cannot open");

/// openat2(2) with RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS: `path` is resolved as if `rootfd` were `/`,
/// so that absolute links and `..` stay within it (CVE-2019-19921, CVE-2023-27561). O_CLOEXEC is added.
/// With `follow_links` false, any symbolic link on the way is ELOOP.
[[nodiscard]] Result<Fd> open_in_root(int rootfd, const std::string& path, int flags, bool follow_links,
                                      const std::string& shown, const char* what = "cannot open");

/// Everything up to the end of the file, at most `limit` bytes (more is an error: EFBIG).
[[nodiscard]] Result<std::string> read_all(int fd, std::size_t limit, const std::string& shown);
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::size_t limit = 1U << 20U);

/// Up to `size` bytes at `offset`; shorter only at the end of the file.
[[nodiscard]] Result<std::string> read_at(int fd, std::size_t size, off_t offset, const std::string& shown);

/// The whole of `data` in one write(2), as procfs and binfmt_misc need it; a short write is an error.
[[nodiscard]] Status write_once(int fd, std::string_view data, const std::string& shown,
                                const char* what = "cannot write");

/// Opens `path` (which must exist) for writing and writes `data` in one write(2).
[[nodiscard]] Status write_file(const std::string& path, std::string_view data, const char* what = "cannot write");

/// fstat(2).
[[nodiscard]] Result<struct stat> stat_of(int fd, const std::string& shown);

/// The target of the symbolic link `name` in `dirfd`; `name` empty: of the O_PATH descriptor itself.
[[nodiscard]] Result<std::string> read_link(int dirfd, const std::string& name, const std::string& shown);

/// The absolute path of the current directory. ENOENT when it is not reachable from the root: getcwd(2)
/// answers "(unreachable)…" then, which a caller must never take for a path (CVE-2024-21626).
[[nodiscard]] Result<std::string> current_directory();

/// The absolute path of what `path` names, links resolved (realpath(3)).
[[nodiscard]] Result<std::string> real_path(const std::string& path, const char* what = "cannot open");

/// One name in a directory and its d_type (DT_DIR, DT_LNK, …; DT_UNKNOWN is possible).
struct DirectoryEntry {
    std::string name;
    unsigned char type = 0;
};

/// The entries of a directory without `.` and `..`, sorted by name; more than `limit` is an error (E2BIG).
[[nodiscard]] Result<std::vector<DirectoryEntry>> list_directory(int dirfd, std::size_t limit,
                                                                 const std::string& shown);

}  // namespace qrun::sys
