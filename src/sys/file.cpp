#include "sys/file.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>

namespace qrun::sys {

Result<Fd> open_file(const std::string& path, int flags, const char* what) {
    return open_at(AT_FDCWD, path, flags, 0, path, what);
}

Result<Fd> open_at(int dirfd, const std::string& path, int flags, mode_t mode, const std::string& shown,
                   const char* what) {
    const int fd = ::openat(dirfd, path.c_str(), flags | O_CLOEXEC, mode);
    if (fd < 0) return fail(errno_error(what, shown));
    return Fd(fd);
}

Result<Fd> open_in_root(int rootfd, const std::string& path, int flags, bool follow_links, const std::string& shown,
                        const char* what) {
    struct open_how how {};
    how.flags = static_cast<unsigned>(flags | O_CLOEXEC);
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
    if (!follow_links) how.resolve |= RESOLVE_NO_SYMLINKS;
    long fd = -1;
    do {  // EAGAIN: a rename raced with `..`; openat2(2) says to try again
        fd = ::syscall(SYS_openat2, rootfd, path.c_str(), &how, sizeof how);
    } while (fd < 0 && errno == EAGAIN);
    if (fd < 0) return fail(errno_error(what, shown));
    return Fd(static_cast<int>(fd));
}

Result<std::string> read_all(int fd, std::size_t limit, const std::string& shown) {
    std::string data;
    std::array<char, 16384> buffer;
    while (true) {
        const ssize_t n = ::read(fd, buffer.data(), buffer.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail(errno_error("cannot read", shown));
        if (n == 0) return data;
        data.append(buffer.data(), static_cast<std::size_t>(n));
        if (data.size() > limit) return fail(errno_error_of(EFBIG, "cannot read", shown));
    }
}

Result<std::string> read_file(const std::string& path, std::size_t limit) {
    QRUN_TRY(const Fd fd, open_file(path, O_RDONLY, "cannot read"));
    return read_all(fd.get(), limit, path);
}

Result<std::string> read_at(int fd, std::size_t size, off_t offset, const std::string& shown) {
    std::string data(size, '\0');
    std::size_t have = 0;
    while (have < size) {
        const ssize_t n = ::pread(fd, data.data() + have, size - have, offset + static_cast<off_t>(have));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail(errno_error("cannot read", shown));
        if (n == 0) break;
        have += static_cast<std::size_t>(n);
    }
    data.resize(have);
    return data;
}

Status write_once(int fd, std::string_view data, const std::string& shown, const char* what) {
    const ssize_t n = ::write(fd, data.data(), data.size());
    if (n < 0) return fail(errno_error(what, shown));
    if (static_cast<std::size_t>(n) != data.size()) return fail(errno_error_of(EIO, what, shown));
    return {};
}

Status write_file(const std::string& path, std::string_view data, const char* what) {
    QRUN_TRY(const Fd fd, open_file(path, O_WRONLY, what));
    return write_once(fd.get(), data, path, what);
}

Result<struct stat> stat_of(int fd, const std::string& shown) {
    struct stat st {};
    if (::fstat(fd, &st) != 0) return fail(errno_error("cannot examine", shown));
    return st;
}

Result<std::string> read_link(int dirfd, const std::string& name, const std::string& shown) {
    std::string target(256, '\0');
    while (true) {
        const ssize_t n = ::readlinkat(dirfd, name.c_str(), target.data(), target.size());
        if (n < 0) return fail(errno_error("cannot read the symbolic link", shown));
        if (static_cast<std::size_t>(n) < target.size()) {
            target.resize(static_cast<std::size_t>(n));
            return target;
        }
        target.resize(target.size() * 2);
    }
}

Result<std::string> current_directory() {
    const std::unique_ptr<char, void (*)(void*)> path(::get_current_dir_name(), std::free);
    if (!path) return fail(errno_error("cannot find out the working directory"));
    std::string text = path.get();
    if (text.empty() || text.front() != '/') {
        return fail(errno_error_of(ENOENT, "the working directory cannot be reached from the root", text));
    }
    return text;
}

Result<std::string> real_path(const std::string& path, const char* what) {
    const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), std::free);
    if (!real) return fail(errno_error(what, path));
    return std::string(real.get());
}

Result<std::vector<DirectoryEntry>> list_directory(int dirfd, std::size_t limit, const std::string& shown) {
    // A descriptor of its own, since closedir(3) closes it and the position would be shared.
    Fd own(::openat(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!own) return fail(errno_error("cannot list", shown));
    const std::unique_ptr<DIR, int (*)(DIR*)> dir(::fdopendir(own.get()), ::closedir);
    if (!dir) return fail(errno_error("cannot list", shown));
    (void)own.release();
    std::vector<DirectoryEntry> entries;
    while (true) {
        errno = 0;
        const dirent* entry = ::readdir(dir.get());
        if (entry == nullptr) break;
        const std::string_view name = entry->d_name;
        if (name == "." || name == "..") continue;
        if (entries.size() == limit) return fail(errno_error_of(E2BIG, "too many names in", shown));
        entries.push_back({std::string(name), entry->d_type});
    }
    if (errno != 0) return fail(errno_error("cannot list", shown));
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return entries;
}

}  // namespace qrun::sys
