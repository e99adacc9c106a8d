#include "sys/replace_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "sys/file.hpp"

namespace qrun::sys {

Status replace_file(const std::string& path, std::string_view text) {
    static constexpr const char* what = "cannot write";
    const auto slash = path.rfind('/');
    const std::string directory = path.substr(0, slash);
    const std::string name = path.substr(slash + 1);
    if (::mkdir(directory.c_str(), 0755) != 0 && errno != EEXIST) return fail(errno_error("cannot make", directory));
    QRUN_TRY(const Fd dir, open_file(directory, O_RDONLY | O_DIRECTORY, what));

    // The name is fixed, so a run that was killed leaves one file at most, and the next one takes it over.
    const std::string beside = "." + name + ".new";
    (void)::unlinkat(dir.get(), beside.c_str(), 0);
    const auto written = [&]() -> Status {
        QRUN_TRY(const Fd fd, open_at(dir.get(), beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0644, path, what));
        if (::fchmod(fd.get(), 0644) != 0) return fail(errno_error(what, path));
        QRUN_CHECK(write_once(fd.get(), text, path, what));
        if (::fsync(fd.get()) != 0) return fail(errno_error(what, path));
        if (::renameat(dir.get(), beside.c_str(), dir.get(), name.c_str()) != 0) return fail(errno_error(what, path));
        return {};
    }();
    if (!written) {
        (void)::unlinkat(dir.get(), beside.c_str(), 0);
        return written;
    }
    if (::fsync(dir.get()) != 0) return fail(errno_error(what, path));
    return {};
}

Result<bool> remove_file(const std::string& path) {
    if (::unlink(path.c_str()) == 0) return true;
    if (errno == ENOENT) return false;
    return fail(errno_error("cannot remove", path));
}

}  // namespace qrun::sys
