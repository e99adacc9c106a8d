#include "rootfs/system_mounts.hpp"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

#include "sys/file.hpp"
#include "sys/mount.hpp"

namespace qrun::rootfs {
namespace {

struct Device {
    const char* name;
    unsigned major_number;
    unsigned minor_number;
};

/// Documentation/admin-guide/devices.txt of the kernel.
constexpr Device devices[] = {{"null", 1, 3},   {"zero", 1, 5},    {"full", 1, 7},
                              {"random", 1, 8}, {"urandom", 1, 9}, {"tty", 5, 0}};

constexpr std::array<const char*, 2> links[] = {{"/proc/self/fd", "fd"},
                                                {"/proc/self/fd/0", "stdin"},
                                                {"/proc/self/fd/1", "stdout"},
                                                {"/proc/self/fd/2", "stderr"},
                                                {"pts/ptmx", "ptmx"}};

constexpr const char* shown_parts_of_sys[] = {"block", "bus", "class", "dev", "devices"};

Status bind_device(const Device& device, int dev) {
    const std::string path = std::string("/dev/") + device.name;
    QRUN_TRY(const Fd source, sys::open_file(path, O_PATH | O_NOFOLLOW));
    QRUN_TRY(const auto st, sys::stat_of(source.get(), path));
    if (!S_ISCHR(st.st_mode) || st.st_rdev != makedev(device.major_number, device.minor_number)) {
        return fail(plain_error("the host's device node is not what it should be:", path));
    }
    QRUN_TRY(const Fd tree, sys::copy_mount(source.get(), false, path));
    QRUN_TRY(const Fd place, sys::open_at(dev, device.name, O_CREAT | O_EXCL | O_RDONLY, 0666, path));
    return sys::attach_mount(tree.get(), place.get(), path);
}

/// A mount of a new file system on the new directory `name` of `parent`.
Result<Fd> mount_below(int parent, const char* name, const char* type, std::span<const sys::MountOption> options,
                       std::uint64_t attributes) {
    if (::mkdirat(parent, name, 0755) != 0) return fail(errno_error("cannot make the private", name));
    QRUN_TRY(const Fd place, sys::open_at(parent, name, O_PATH | O_DIRECTORY | O_NOFOLLOW, 0, name));
    QRUN_TRY(Fd tree, sys::new_mount(type, options, attributes));
    QRUN_CHECK(sys::attach_mount(tree.get(), place.get(), name));
    return tree;
}

}  // namespace

Result<Fd> mount_proc(MountPlaces& places) {
    QRUN_TRY(const Fd place, places.directory("/proc", MountPlaces::Links::refuse));
    auto tree = sys::new_mount("proc", {}, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
    if (!tree) {
        // mount_too_revealing() in the kernel's fs/namespace.c: a container that masks parts of its /proc.
        if (tree.error().errno_value == EPERM) {
            tree.error().hint =
                "inside a container that hides parts of /proc, the kernel allows no new one: start the container "
                "with an unmasked /proc (podman, docker: --security-opt systempaths=unconfined)";
        }
        return tree;
    }
    QRUN_CHECK(places.attach(*tree, place, "/proc"));
    return tree;
}

Status mount_dev(MountPlaces& places, int tty_group) {
    QRUN_TRY(const Fd place, places.directory("/dev", MountPlaces::Links::refuse));
    const std::array options{sys::MountOption{"mode", "0755"}};
    QRUN_TRY(const Fd tree, sys::new_mount("tmpfs", options, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC));
    QRUN_CHECK(places.attach(tree, place, "/dev"));
    QRUN_CHECK(places.own(tree.get()));

    for (const auto& device : devices) QRUN_CHECK(bind_device(device, tree.get()));

    const std::string group = std::to_string(tty_group);
    const std::array pts_options{sys::MountOption{"ptmxmode", "0666"}, sys::MountOption{"mode", "0620"},
                                 sys::MountOption{"gid", group.c_str()}};
    const auto pts_used = std::span(pts_options).first(tty_group < 0 ? 2 : 3);
    QRUN_TRY(const Fd pts, mount_below(tree.get(), "pts", "devpts", pts_used, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC));

    const std::array shm_options{sys::MountOption{"mode", "1777"}};
    QRUN_TRY(const Fd shm,
             mount_below(tree.get(), "shm", "tmpfs", shm_options, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV));
    QRUN_CHECK(places.own(shm.get()));

    for (const auto& [target, name] : links) {
        if (::symlinkat(target, tree.get(), name) != 0)
            return fail(errno_error("cannot make in /dev the link", name));
    }
    return {};
}

Status mount_sys(MountPlaces& places) {
    QRUN_TRY(const Fd place, places.directory("/sys", MountPlaces::Links::refuse));
    const std::array options{sys::MountOption{"mode", "0755"}};
    QRUN_TRY(const Fd tree,
             sys::new_mount("tmpfs", options, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC));
    QRUN_CHECK(places.attach(tree, place, "/sys"));
    for (const char* name : shown_parts_of_sys) {
        const std::string path = std::string("/sys/") + name;
        const auto source = sys::open_file(path, O_PATH | O_DIRECTORY | O_NOFOLLOW);
        if (!source) continue;  // no sysfs on this host: the guest does without as well
        QRUN_TRY(const Fd part, sys::copy_mount(source->get(), false, path));
        QRUN_CHECK(sys::set_mount_attributes(
            part.get(), MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC, false, path));
        if (::mkdirat(tree.get(), name, 0755) != 0)
            return fail(errno_error("cannot make in /sys the directory", name));
        QRUN_TRY(const Fd at, sys::open_at(tree.get(), name, O_PATH | O_DIRECTORY | O_NOFOLLOW, 0, path));
        QRUN_CHECK(places.attach(part, at, path));
    }
    return sys::set_mount_attributes(tree.get(), MOUNT_ATTR_RDONLY, false, "/sys");
}

}  // namespace qrun::rootfs
