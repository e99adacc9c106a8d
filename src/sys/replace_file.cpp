#include "sys/replace_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "sys/file.hpp"

namespace qrun::sys {

namespace {

constexpr const char* what = "cannot write";

Status make_directory(const std::string& path) {
    if (::mkdir(path.c_str(), 0755) == 0 || errno == EEXIST) return {};
    return fail(errno_error("cannot make", path));
}

Status write_beside(int dir, const std::string& beside, const std::string& name, std::string_view text,
                    const std::string& shown) {
    QRUN_TRY(const Fd fd, open_at(dir, beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0644, shown, what));
    if (::fchmod(fd.get(), 0644) != 0) return fail(errno_error(what, shown));
    QRUN_CHECK(write_once(fd.get(), text, shown, what));
    if (::fsync(fd.get()) != 0) return fail(errno_error(what, shown));
    if (::renameat(dir, beside.c_str(), dir, name.c_str()) != 0) return fail(errno_error(what, shown));
    return {};
}

}  // namespace

Result<bool> replace_file(const std::string& path, std::string_view text) {
    const auto slash = path.rfind('/');
    const std::string directory = path.substr(0, slash);
    const std::string name = path.substr(slash + 1);
    (void)make_directory(directory.substr(0, directory.rfind('/')));
    QRUN_CHECK(make_directory(directory));
    QRUN_TRY(const Fd dir, open_file(directory, O_RDONLY | O_DIRECTORY, what));

    // The name is fixed, so a run that was killed leaves one file at most, and the next one takes it away.
    const std::string beside = "." + name + ".new";
    (void)::unlinkat(dir.get(), beside.c_str(), 0);
    if (const auto present = read_file(path); present && *present == text) return false;
    if (auto written = write_beside(dir.get(), beside, name, text, path); !written) {
        (void)::unlinkat(dir.get(), beside.c_str(), 0);
        return fail(std::move(written).error());
    }
    if (::fsync(dir.get()) != 0) return fail(errno_error(what, path));
    return true;
}

Result<bool> remove_file(const std::string& path) {
    if (::unlink(path.c_str()) == 0) return true;
    if (errno == ENOENT) return false;
    return fail(errno_error("cannot remove", path));
}

}  // namespace qrun::sys
