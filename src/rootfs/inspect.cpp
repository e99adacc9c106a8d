#include "rootfs/inspect.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <optional>
#include <vector>

#include "base/text.hpp"
#include "elf/file.hpp"
#include "sys/file.hpp"

namespace qrun::rootfs {
namespace {

/// Programs that tell the architecture: the shell first, then what images without a shell may have.
constexpr const char* telling_programs[] = {
    "/bin/sh",       "/bin/busybox", "/bin/bash",    "/usr/bin/env",    "/bin/ls",    "/usr/bin/apt",
    "/usr/bin/dpkg", "/sbin/apk",    "/usr/bin/rpm", "/usr/bin/pacman", "/sbin/init", "/usr/bin/busybox",
};

/// The target of one program; nothing when it is not there or not an ELF file.
Result<std::optional<Architecture>> look_at(int root, const std::string& program, const std::string& shown) {
    const std::string full = shown + program;
    const auto fd = sys::open_in_root(root, program, O_RDONLY | O_NONBLOCK, true, full);
    if (!fd) return std::nullopt;
    QRUN_TRY(const auto st, sys::stat_of(fd->get(), full));
    if (!S_ISREG(st.st_mode)) return std::nullopt;
    const auto file = elf::read_file(fd->get(), full);
    if (!file) return std::nullopt;  // a script, or damaged: another program may tell
    const auto* target = binfmt::target_of(file->first_bytes);
    if (target == nullptr) {
        return fail(plain_error(fmt::format("unknown architecture (ELF machine {}) of", file->header.machine), full,
                                "qrun knows the targets of QEMU user mode: qbinfmt list --help"));
    }
    return Architecture{target, program};
}

}  // namespace

Result<Architecture> architecture_of(int root, const std::string& command, const std::string& shown) {
    std::optional<Architecture> found;
    for (const char* program : telling_programs) {
        QRUN_TRY(const auto one, look_at(root, program, shown));
        if (!one) continue;
        if (!found) {
            found = one;
        } else if (found->target != one->target) {
            return fail(
                plain_error(fmt::format("mixed architectures ({} is {}, {} is {}) in the rootfs", found->evidence,
                                        found->target->name, one->evidence, one->target->name),
                            shown, "a rootfs must be of one architecture; make a new one with: qrootfs create"));
        }
    }
    if (!found && !command.empty() && command.front() == '/') {
        QRUN_TRY(found, look_at(root, command, shown));
    }
    if (found) return *found;
    return fail(plain_error("cannot tell the architecture: no ELF program (/bin/sh, /usr/bin/env, …) in the rootfs",
                            shown,
                            "is this the directory that holds bin, etc and usr? make a rootfs with: qrootfs create"));
}

Account account_in(const std::string& passwd, unsigned uid) {
    for (const auto& line : split(passwd, '\n')) {
        const auto field = split(line, ':');
        if (field.size() < 7 || parse_number(field[2]) != uid) continue;
        Account account{field[0], field[5], field[6]};
        if (account.home.empty() || account.home.front() != '/') account.home = "/";
        if (account.shell.empty() || account.shell.front() != '/') account.shell = "/bin/sh";
        return account;
    }
    return {uid == 0 ? "root" : std::to_string(uid), uid == 0 ? "/root" : "/", "/bin/sh"};
}

Account account_of(int root, unsigned uid) {
    const auto fd = sys::open_in_root(root, "/etc/passwd", O_RDONLY | O_NONBLOCK, true, "/etc/passwd");
    if (!fd) return account_in("", uid);
    const auto st = sys::stat_of(fd->get(), "/etc/passwd");
    if (!st || !S_ISREG(st->st_mode)) return account_in("", uid);
    return account_in(sys::read_all(fd->get(), 1U << 20U, "/etc/passwd").value_or(""), uid);
}

}  // namespace qrun::rootfs
