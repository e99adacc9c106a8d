#include "rootfs/resolver.hpp"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <cerrno>

#include "sys/file.hpp"
#include "sys/mount.hpp"

namespace qrun::rootfs {
namespace {

constexpr int most_links = 8;

/// The path that /etc/resolv.conf leads to, whether or not a file is there.
Result<std::string> resolver_path(const MountPlaces& places) {
    std::string path = "/etc/resolv.conf";
    for (int i = 0; i < most_links; ++i) {
        const auto link =
            sys::open_in_root(places.root(), path.substr(0, path.rfind('/') + 1), O_PATH | O_DIRECTORY, true, path);
        if (!link) return path;  // its directory is missing: it will be provided
        const auto target = sys::read_link(link->get(), path.substr(path.rfind('/') + 1), path);
        if (!target) return path;
        path = followed(path, *target);
    }
    return fail(errno_error_of(ELOOP, "cannot follow", "/etc/resolv.conf"));
}

}  // namespace

std::string followed(const std::string& path, const std::string& target) {
    if (target.starts_with('/')) return normal_path(target);
    return normal_path(path.substr(0, path.rfind('/') + 1) + target);
}

Status mount_resolver(MountPlaces& places, const std::string& resolver_file) {
    QRUN_TRY(const std::string path, resolver_path(places));
    const auto existing = sys::open_in_root(places.root(), path, O_PATH, true, path);
    if (!existing && !path.starts_with("/run/")) {
        return fail(
            plain_error("the rootfs has no /etc/resolv.conf to show the host's on; names of other hosts will "
                        "not be found",
                        {}, "make an empty file etc/resolv.conf in the rootfs"));
    }
    QRUN_TRY(const Fd source, sys::open_file(resolver_file, O_PATH));
    QRUN_TRY(const Fd tree, sys::copy_mount(source.get(), false, resolver_file));
    QRUN_CHECK(sys::set_mount_attributes(tree.get(), MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV, false,
                                         resolver_file));
    QRUN_TRY(const Fd place, places.file(path));
    return places.attach(tree, place, path);
}

}  // namespace qrun::rootfs
