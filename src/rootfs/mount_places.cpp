#include "rootfs/mount_places.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "base/text.hpp"
#include "sys/file.hpp"
#include "sys/mount.hpp"

namespace qrun::rootfs {
namespace {

/// More names than this in one directory are not bound one by one (fs.mount-max is 100,000 by default).
constexpr std::size_t most_names = 2000;

bool is_volatile(const std::string& path) {
    return path == "/tmp" || path == "/var/tmp" || path == "/run" || path.starts_with("/run/");
}

/// Makes `name` in `directory` (ours) look like the entry of the same name in `source`.
Status show_entry(int source, int directory, const sys::DirectoryEntry& entry, const std::string& shown) {
    if (entry.type == DT_LNK) {
        QRUN_TRY(const std::string target, sys::read_link(source, entry.name, shown));
        if (::symlinkat(target.c_str(), directory, entry.name.c_str()) != 0) {
            return fail(errno_error("cannot copy the symbolic link", shown));
        }
        return {};
    }
    QRUN_TRY(const Fd from, sys::open_at(source, entry.name, O_PATH | O_NOFOLLOW, 0, shown));
    QRUN_TRY(const auto st, sys::stat_of(from.get(), shown));
    if (S_ISDIR(st.st_mode)) {
        if (::mkdirat(directory, entry.name.c_str(), 0755) != 0) return fail(errno_error("cannot make", shown));
    } else {
        QRUN_TRY(const Fd made, sys::open_at(directory, entry.name, O_CREAT | O_EXCL | O_RDONLY, 0644, shown));
    }
    QRUN_TRY(const Fd place, sys::open_at(directory, entry.name, O_PATH | O_NOFOLLOW, 0, shown));
    QRUN_TRY(const Fd tree, sys::copy_mount(from.get(), true, shown));
    return sys::attach_mount(tree.get(), place.get(), shown);
}

}  // namespace

std::string normal_path(const std::string& path) {
    std::vector<std::string> names;
    for (const auto& name : split(path, '/')) {
        if (name.empty() || name == ".") continue;
        if (name != "..") {
            names.push_back(name);
        } else if (!names.empty()) {
            names.pop_back();
        }
    }
    std::string out;
    for (const auto& name : names) out += "/" + name;
    return out.empty() ? "/" : out;
}

bool MountPlaces::is_own(int directory) const {
    const auto st = sys::stat_of(directory, shown_);
    return st && std::find(own_devices_.begin(), own_devices_.end(), st->st_dev) != own_devices_.end();
}

Status MountPlaces::own(int directory) {
    QRUN_TRY(const auto st, sys::stat_of(directory, shown_));
    own_devices_.push_back(st.st_dev);
    return {};
}

Result<MountPlaces::Missing> MountPlaces::find_missing(const std::string& path) const {
    Missing missing;
    missing.path = normal_path(path);
    while (true) {
        auto fd = sys::open_in_root(root(), missing.path, O_PATH | O_DIRECTORY, true, shown_ + missing.path,
                                    "cannot use as a mount point in the rootfs:");
        if (fd) {
            missing.directory = std::move(*fd);
            std::reverse(missing.names.begin(), missing.names.end());
            return missing;
        }
        if (fd.error().errno_value != ENOENT || missing.path == "/") return fail(std::move(fd).error());
        const auto slash = missing.path.rfind('/');
        missing.names.push_back(missing.path.substr(slash + 1));
        missing.path = slash == 0 ? "/" : missing.path.substr(0, slash);
    }
}

Result<Fd> MountPlaces::show_through_tmpfs(const Missing& missing) {
    const std::string shown = shown_ + missing.path;
    auto entries = sys::list_directory(missing.directory.get(), most_names, shown);
    if (!entries) {
        return fail(errno_error_of(entries.error().errno_value,
                                   "cannot provide '" + missing.names.front() + "' in the directory", shown,
                                   "make it in the rootfs yourself, or do without it (qrun --no-cwd for the working "
                                   "directory)"));
    }
    QRUN_TRY(const auto st, sys::stat_of(missing.directory.get(), shown));
    const std::array options{sys::MountOption{"mode", "0755"}};
    QRUN_TRY(Fd tree, sys::new_mount("tmpfs", options, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV));
    QRUN_CHECK(sys::attach_mount(tree.get(), missing.directory.get(), shown));
    QRUN_CHECK(own(tree.get()));
    QRUN_TRY(Fd directory, sys::open_at(tree.get(), ".", O_RDONLY | O_DIRECTORY, 0, shown));
    for (const auto& entry : *entries) {
        QRUN_CHECK(show_entry(missing.directory.get(), directory.get(), entry, shown + "/" + entry.name));
    }
    // An owner that the id map does not have cannot be shown; that is what the guest sees anyway.
    (void)!::fchown(directory.get(), st.st_uid, st.st_gid);
    if (::fchmod(directory.get(), st.st_mode & 07777U) != 0)
        return fail(errno_error("cannot set the mode of", shown));
    if (missing.path == "/") {
        covered_root_ = std::move(root_);
        QRUN_TRY(root_, sys::open_at(tree.get(), ".", O_PATH | O_DIRECTORY, 0, shown));
    }
    if (!is_volatile(missing.path)) read_only_at_end_.push_back(std::move(tree));
    return directory;
}

Result<Fd> MountPlaces::provide(const std::string& path, bool is_directory) {
    QRUN_TRY(Missing missing, find_missing(path));
    Fd at = std::move(missing.directory);
    if (!is_own(at.get())) {
        missing.directory = std::move(at);
        QRUN_TRY(at, show_through_tmpfs(missing));
    }
    std::string shown = shown_ + (missing.path == "/" ? "" : missing.path);
    for (std::size_t i = 0; i < missing.names.size(); ++i) {
        const std::string& name = missing.names[i];
        shown += "/" + name;
        if (is_directory || i + 1 < missing.names.size()) {
            if (::mkdirat(at.get(), name.c_str(), 0755) != 0) return fail(errno_error("cannot make", shown));
        } else {
            QRUN_TRY(const Fd made, sys::open_at(at.get(), name, O_CREAT | O_EXCL | O_RDONLY, 0644, shown));
        }
        QRUN_TRY(at, sys::open_at(at.get(), name, O_PATH | O_NOFOLLOW, 0, shown));
    }
    return at;
}

Result<Fd> MountPlaces::directory(const std::string& path, Links links) {
    auto fd = sys::open_in_root(root(), path, O_PATH | O_DIRECTORY, links == Links::follow, shown_ + path,
                                "cannot use as a mount point in the rootfs:");
    if (fd || fd.error().errno_value == ENOENT) return fd ? std::move(fd) : provide(path, true);
    if (fd.error().errno_value == ELOOP && links == Links::refuse) {
        return fail(
            plain_error("refusing a symbolic link as a mount point in the rootfs:", shown_ + path,
                        "a rootfs has a directory there; a link would lead the mount elsewhere (CVE-2019-19921)"));
    }
    return fd;
}

Result<Fd> MountPlaces::file(const std::string& path) {
    auto fd =
        sys::open_in_root(root(), path, O_PATH, true, shown_ + path, "cannot use as a mount point in the rootfs:");
    if (!fd && fd.error().errno_value == ENOENT) return provide(path, false);
    return fd;
}

Status MountPlaces::attach(const Fd& tree, const Fd& place, const std::string& path) const {
    return sys::attach_mount(tree.get(), place.get(), shown_ + path);
}

Status MountPlaces::finish() {
    for (const auto& tree : read_only_at_end_) {
        QRUN_CHECK(sys::set_mount_attributes(tree.get(), MOUNT_ATTR_RDONLY, false, shown_));
    }
    return {};
}

}  // namespace qrun::rootfs
