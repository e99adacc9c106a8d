#include "binfmt/registry.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <cerrno>

#include "base/text.hpp"
#include "sys/file.hpp"

namespace qrun::binfmt {
namespace {

constexpr decltype(statfs::f_type) binfmt_misc_magic = 0x42494e4d;  // BINFMTFS_MAGIC, linux/magic.h
constexpr std::size_t most_entries = 10000;

/// What the user can do about a line that the kernel did not take (fs/binfmt_misc.c, bm_register_write).
std::string hint_for(int errno_value, const Entry& entry) {
    switch (errno_value) {
        case ENOENT:
            return "the interpreter " + entry.interpreter + " does not exist";
        case EACCES:
            return entry.interpreter + " is a directory, not executable, or on a noexec mount";
        case ETXTBSY:
            return entry.interpreter + " is open for writing";
        case EEXIST:
            return "a handler of that name exists already";
        case EINVAL:
            return "this kernel does not understand the line; 'qbinfmt doctor' looks for the cause";
        default:
            return {};
    }
}

bool safe_file_name(std::string_view name) {
    return !name.empty() && name != "." && name != ".." && name != "register" && name != "status" &&
           name.find('/') == std::string_view::npos && name.find('\0') == std::string_view::npos;
}

}  // namespace

Result<Registry> Registry::open(const std::string& directory) {
    static constexpr const char* what = "cannot open binfmt_misc";
    const std::string hint = "mount it as root: mount -t binfmt_misc binfmt_misc " + shell_quoted(directory);
    auto fd = sys::open_file(directory, O_RDONLY | O_DIRECTORY, what);
    if (!fd) {
        Error error = std::move(fd).error();
        if (error.errno_value == ENOENT) error.hint = hint;
        return fail(std::move(error));
    }
    struct statfs info {};
    if (::fstatfs(fd->get(), &info) != 0) return fail(errno_error(what, directory));
    if (info.f_type != binfmt_misc_magic) {
        return fail(errno_error_of(ENODEV, "binfmt_misc is not mounted on", directory, hint));
    }
    return Registry(directory, std::move(*fd));
}

Status Registry::write_to(const std::string& name, std::string_view text, const char* what) const {
    const std::string shown = directory_ + "/" + name;
    QRUN_TRY(const Fd fd, sys::open_at(fd_.get(), name, O_WRONLY, 0, shown, what));
    return sys::write_once(fd.get(), text, shown, what);
}

Status Registry::add(const Entry& entry) const {
    QRUN_TRY(const std::string line, encode(entry));
    auto status = write_to("register", line, "cannot register a handler");
    if (status) return status;
    Error error = std::move(status).error();
    error.path = directory_ + "/" + entry.name;
    if (error.hint.empty()) error.hint = hint_for(error.errno_value, entry);
    return fail(std::move(error));
}

Status Registry::remove(const std::string& name) const {
    static constexpr const char* what = "cannot remove the handler";
    if (!safe_file_name(name)) return fail(plain_error("not the name of a handler:", name));
    return write_to(name, "-1", what);
}

Status Registry::enable(const std::string& name, bool on) const {
    if (!safe_file_name(name)) return fail(plain_error("not the name of a handler:", name));
    return write_to(name, on ? "1" : "0", on ? "cannot enable the handler" : "cannot disable the handler");
}

Result<bool> Registry::enabled() const {
    const std::string shown = directory_ + "/status";
    QRUN_TRY(const Fd fd, sys::open_at(fd_.get(), "status", O_RDONLY, 0, shown, "cannot read"));
    QRUN_TRY(const std::string text, sys::read_all(fd.get(), 64, shown));
    return trim(text) == "enabled";
}

Result<Entry> Registry::read(const std::string& name) const {
    const std::string shown = directory_ + "/" + name;
    if (!safe_file_name(name)) return fail(plain_error("not the name of a handler:", name));
    QRUN_TRY(const Fd fd, sys::open_at(fd_.get(), name, O_RDONLY, 0, shown, "cannot read the handler"));
    QRUN_TRY(const std::string text, sys::read_all(fd.get(), 1U << 16U, shown));
    return parse(name, text);
}

Result<std::int64_t> Registry::registered_at(const std::string& name) const {
    struct stat st {};
    if (!safe_file_name(name)) return fail(plain_error("not the name of a handler:", name));
    if (::fstatat(fd_.get(), name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0) {
        return fail(errno_error("cannot examine", directory_ + "/" + name));
    }
    return std::int64_t{st.st_mtim.tv_sec} * 1'000'000'000 + st.st_mtim.tv_nsec;
}

Result<Fd> Registry::lock() const {
    const std::string shown = directory_ + "/register";
    QRUN_TRY(Fd fd, sys::open_at(fd_.get(), "register", O_WRONLY, 0, shown, "cannot lock"));
    while (::flock(fd.get(), LOCK_EX) != 0) {
        if (errno != EINTR) return fail(errno_error("cannot lock", shown));
    }
    return fd;
}

Result<Listing> Registry::read_all() const {
    QRUN_TRY(const auto names, sys::list_directory(fd_.get(), most_entries, directory_));
    Listing listing;
    for (const auto& [name, type] : names) {
        if (name == "register" || name == "status") continue;
        auto entry = read(name);
        if (entry) {
            listing.entries.push_back(*std::move(entry));
        } else if (entry.error().errno_value != ENOENT) {
            listing.unreadable.push_back(std::move(entry).error());
        }
    }
    return listing;
}

}  // namespace qrun::binfmt
