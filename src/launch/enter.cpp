#include "launch/enter.hpp"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cerrno>

#include "base/log.hpp"
#include "binfmt/registry.hpp"
#include "rootfs/mount_places.hpp"
#include "rootfs/resolver.hpp"
#include "rootfs/system_mounts.hpp"
#include "sys/file.hpp"
#include "sys/mount.hpp"
#include "sys/namespace.hpp"

namespace qrun::launch {
namespace {

/// Debian's gid of group tty, which owns terminals.
constexpr int tty_group = 5;

/// A guest must not be able to overwrite the emulator through /proc/PID/exe (CVE-2019-5736): the handler's
/// interpreter is opened through a read-only mount of it.
Status make_read_only(const std::string& path) {
    QRUN_TRY(const Fd file, sys::open_file(path, O_PATH | O_NOFOLLOW, "cannot open the emulator"));
    QRUN_TRY(const Fd tree, sys::copy_mount(file.get(), false, path));
    QRUN_CHECK(sys::set_mount_attributes(tree.get(), MOUNT_ATTR_RDONLY, false, path));
    return sys::attach_mount(tree.get(), file.get(), path);
}

Error without_private_instance(Error error) {
    utsname kernel{};
    (void)::uname(&kernel);
    error.what = "cannot make a private binfmt_misc instance on kernel " + std::string(kernel.release);
    error.path.clear();
    error.hint = "Linux 6.7 or newer with binfmt_misc is needed (CONFIG_BINFMT_MISC; as root: modprobe binfmt_misc)";
    return error;
}

/// Mounts a binfmt_misc instance of this user namespace (detached as yet) and registers the handlers in it.
Result<Fd> register_handlers(const std::vector<binfmt::Entry>& handlers) {
    auto tree = sys::new_mount("binfmt_misc", {}, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
    if (!tree) return fail(without_private_instance(std::move(tree).error()));
    QRUN_TRY(Fd directory, sys::open_at(tree->get(), ".", O_RDONLY | O_DIRECTORY, 0, "binfmt_misc"));
    const binfmt::Registry registry("binfmt_misc", std::move(directory));
    for (const auto& entry : handlers) {
        QRUN_CHECK(make_read_only(entry.interpreter));
        QRUN_CHECK(registry.add(entry));
    }
    return tree;
}

/// Attaches the instance to the guest's procfs, where programs look for it.
Status show_handlers(const Fd& instance, const Fd& proc, bool read_only) {
    if (read_only) {
        QRUN_CHECK(sys::set_mount_attributes(instance.get(), MOUNT_ATTR_RDONLY, false, "binfmt_misc"));
    }
    const auto place = sys::open_at(proc.get(), "sys/fs/binfmt_misc", O_PATH | O_DIRECTORY | O_NOFOLLOW, 0,
                                    binfmt::default_directory);
    if (!place) return fail(without_private_instance(place.error()));
    return sys::attach_mount(instance.get(), place->get(), binfmt::default_directory);
}

Status show_working_directory(rootfs::MountPlaces& places, const std::string& path, const Fd& tree) {
    QRUN_CHECK(sys::set_mount_attributes(tree.get(), MOUNT_ATTR_NODEV | MOUNT_ATTR_NOSUID, true, path));
    QRUN_TRY(const Fd place, places.directory(path));
    return places.attach(tree, place, path);
}

Status go_to(const std::string& directory) {
    if (::chdir(directory.c_str()) != 0) return fail(errno_error("cannot start in the directory", directory));
    QRUN_TRY(const std::string now, sys::current_directory());  // an error if it is outside (CVE-2024-21626)
    return {};
}

Result<Fd> enter_rootfs(const LaunchPlan& plan, Fd rootfs, const Fd& working_directory) {
    const std::string& shown = plan.rootfs->path;
    QRUN_CHECK(sys::set_mount_attributes(rootfs.get(), MOUNT_ATTR_NODEV, true, shown));
    Fd instance;
    if (!plan.handlers.empty()) {
        QRUN_TRY(instance, register_handlers(plan.handlers));
    }

    // The new root is mounted over "/": no directory of the host's is needed for it.
    QRUN_TRY(const Fd host_root, sys::open_file("/", O_PATH | O_DIRECTORY));
    QRUN_CHECK(sys::attach_mount(rootfs.get(), host_root.get(), shown));
    rootfs::MountPlaces places(std::move(rootfs), shown);

    QRUN_TRY(const Fd proc, rootfs::mount_proc(places));
    if (instance) QRUN_CHECK(show_handlers(instance, proc, true));
    const bool has_tty_group = IdMaps::maps(plan.ids.groups, tty_group);
    QRUN_CHECK(rootfs::mount_dev(places, has_tty_group ? tty_group : -1));
    QRUN_CHECK(rootfs::mount_sys(places));
    if (!plan.resolver_file.empty()) {
        if (const auto done = rootfs::mount_resolver(places, plan.resolver_file); !done) {
            log_warning(done.error().message(), done.error().hint);
        }
    }
    if (plan.shown_directory) QRUN_CHECK(show_working_directory(places, *plan.shown_directory, working_directory));
    QRUN_CHECK(places.finish());
    QRUN_CHECK(sys::switch_root(places.root(), places.covered_root()));
    QRUN_TRY(const Fd mountinfo, sys::open_at(proc.get(), "self/mountinfo", O_RDONLY, 0, "/proc/self/mountinfo"));
    QRUN_TRY(const std::string mounts, sys::read_all(mountinfo.get(), 1U << 24U, "/proc/self/mountinfo"));
    QRUN_CHECK(sys::prove_single_root(mounts));
    QRUN_CHECK(go_to(plan.start_directory));
    return instance;
}

/// The host's own root: a new procfs for the pid namespace, the handlers, nothing else.
Result<Fd> enter_host_root(const LaunchPlan& plan, const PreparedMounts& prepared) {
    for (std::size_t i = 0; i < prepared.kept_ownership.size(); ++i) {
        const std::string& path = plan.kept_ownership[i];
        QRUN_TRY(const Fd place, sys::open_file(path, O_PATH | O_DIRECTORY));
        QRUN_CHECK(sys::attach_mount(prepared.kept_ownership[i].get(), place.get(), path));
    }
    Fd instance;
    if (!plan.handlers.empty()) {
        QRUN_TRY(instance, register_handlers(plan.handlers));
    }
    QRUN_TRY(const Fd proc, sys::new_mount("proc", {}, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC));
    QRUN_TRY(const Fd place, sys::open_file("/proc", O_PATH | O_DIRECTORY | O_NOFOLLOW));
    QRUN_CHECK(sys::attach_mount(proc.get(), place.get(), "/proc"));
    if (instance) QRUN_CHECK(show_handlers(instance, proc, false));
    QRUN_CHECK(go_to(plan.start_directory));
    return instance;
}

}  // namespace

Result<Fd> enter(const LaunchPlan& plan, PreparedMounts prepared) {
    if (auto separated = sys::stop_mount_propagation(); !separated) {
        Error error = std::move(separated).error();
        if (error.errno_value == EPERM || error.errno_value == EACCES) {
            error.hint =
                "user namespaces are given no rights here; on Ubuntu allow them with: sudo sysctl "
                "kernel.apparmor_restrict_unprivileged_userns=0 (or install qrun's AppArmor profile)";
        }
        return fail(std::move(error));
    }
    // While still the caller: the guest's root may not be able to look into the caller's directories.
    if (plan.rootfs && !prepared.rootfs) {
        QRUN_TRY(const Fd fd, open_place(*plan.rootfs));
        QRUN_TRY(prepared.rootfs, sys::copy_mount(fd.get(), true, plan.rootfs->path));
    }
    if (plan.shown_directory && !prepared.working_directory) {
        QRUN_TRY(const Fd fd, sys::open_file(".", O_PATH | O_DIRECTORY));
        QRUN_TRY(prepared.working_directory, sys::copy_mount(fd.get(), true, *plan.shown_directory));
    }
    if (plan.ids.switches_to_root) QRUN_CHECK(sys::become_namespace_root());
    if (!plan.rootfs) return enter_host_root(plan, prepared);
    return enter_rootfs(plan, std::move(prepared.rootfs), prepared.working_directory);
}

}  // namespace qrun::launch
