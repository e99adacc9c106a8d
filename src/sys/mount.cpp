#include "sys/mount.hpp"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/text.hpp"

namespace qrun::sys {

Result<Fd> new_mount(const char* type, std::span<const MountOption> options, std::uint64_t attributes) {
    const std::string shown = type;
    const Fd context(::fsopen(type, FSOPEN_CLOEXEC));
    if (!context) return fail(errno_error("cannot make a file system of type", shown));
    for (const auto& [key, value] : options) {
        const bool is_flag = value == nullptr || *value == '\0';
        const int done = is_flag ? ::fsconfig(context.get(), FSCONFIG_SET_FLAG, key, nullptr, 0)
                                 : ::fsconfig(context.get(), FSCONFIG_SET_STRING, key, value, 0);
        if (done != 0) return fail(errno_error(std::string("cannot set option ") + key + " of", shown));
    }
    if (::fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0) {
        return fail(errno_error("cannot make a file system of type", shown));
    }
    Fd tree(::fsmount(context.get(), FSMOUNT_CLOEXEC, static_cast<unsigned>(attributes)));
    if (!tree) return fail(errno_error("cannot mount a file system of type", shown));
    return tree;
}

Result<Fd> copy_mount(int fd, bool recursive, const std::string& shown) {
    const unsigned flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0U);
    Fd tree(::open_tree(fd, "", flags));
    if (!tree) return fail(errno_error("cannot make a mount of", shown));
    return tree;
}

namespace {

Status set_attributes(int tree, const struct mount_attr& attributes, bool recursive, const std::string& shown,
                      const char* what) {
    const unsigned flags = AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0U);
    auto copy = attributes;
    if (::mount_setattr(tree, "", flags, &copy, sizeof copy) != 0) return fail(errno_error(what, shown));
    return {};
}

}  // namespace

Status set_mount_attributes(int tree, std::uint64_t attributes, bool recursive, const std::string& shown) {
    struct mount_attr wanted {};
    wanted.attr_set = attributes;
    return set_attributes(tree, wanted, recursive, shown, "cannot restrict the mount of");
}

Status set_mount_id_map(int tree, int user_namespace, const std::string& shown) {
    struct mount_attr wanted {};
    wanted.attr_set = MOUNT_ATTR_IDMAP;
    wanted.userns_fd = static_cast<std::uint64_t>(user_namespace);
    return set_attributes(tree, wanted, true, shown, "cannot map the owners of the files in");
}

Status attach_mount(int tree, int target, const std::string& shown) {
    if (::move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) != 0) {
        return fail(errno_error("cannot mount on", shown));
    }
    return {};
}

Status stop_mount_propagation() {
    if (::mount(nullptr, "/", nullptr, MS_SLAVE | MS_REC, nullptr) != 0) {
        return fail(errno_error("cannot separate the mounts from the host's"));
    }
    return {};
}

Status switch_root(int root, int covered) {
    static constexpr const char* cannot_leave = "cannot take the host's root away";
    // pivot_root(".", ".") stacks the old root on the new one (pivot_root(2), NOTES): no directory for it
    // is needed in the new root.
    if (::fchdir(root) != 0) return fail(errno_error("cannot enter the new root"));
    if (::syscall(SYS_pivot_root, ".", ".") != 0) return fail(errno_error("cannot switch to the new root"));
    // umount(2) of a directory takes the topmost mount on it. On the old root lies the covered mount, if any: it
    // goes first, or it would go in the old root's stead.
    if (covered >= 0) {
        if (::fchdir(covered) != 0 || ::umount2(".", MNT_DETACH) != 0 || ::fchdir(root) != 0) {
            return fail(errno_error(cannot_leave));
        }
    }
    if (::umount2(".", MNT_DETACH) != 0) return fail(errno_error(cannot_leave));
    if (::chdir("/") != 0) return fail(errno_error("cannot enter", "/"));
    return {};
}

Status prove_single_root(std::string_view mountinfo) {
    int roots = 0;
    for (const auto& line : split(mountinfo, '\n')) {
        const auto field = split(line, ' ');
        if (field.size() > 4 && field[4] == "/") ++roots;
    }
    if (roots == 1) return {};
    return fail(plain_error("the guest's root is not the only one (" + std::to_string(roots) +
                            " mounts on /); this is a fault of qrun, nothing was run"));
}

}  // namespace qrun::sys
