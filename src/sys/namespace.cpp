#include "sys/namespace.hpp"

#include <fcntl.h>
#include <grp.h>
#include <linux/magic.h>
#include <linux/sched.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <csignal>

#include "base/fd.hpp"
#include "base/text.hpp"
#include "sys/file.hpp"
#include "sys/process.hpp"

namespace qrun::sys {

Result<pid_t> fork_into_namespaces(std::uint64_t flags) {
    struct clone_args arguments {};
    arguments.flags = flags;
    arguments.exit_signal = SIGCHLD;
    const long pid = ::syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid < 0) return fail(errno_error("cannot make namespaces"));
    return static_cast<pid_t>(pid);
}

std::string id_map_text(const std::vector<IdMapping>& mappings) {
    std::string text;
    for (const auto& m : mappings) {
        text += std::to_string(m.inside) + " " + std::to_string(m.outside) + " " + std::to_string(m.count) + "\n";
    }
    return text;
}

Status write_id_maps(pid_t pid, const std::vector<IdMapping>& users, const std::vector<IdMapping>& groups,
                     bool deny_setgroups) {
    const std::string directory = "/proc/" + std::to_string(pid);
    QRUN_TRY(const Fd proc, open_file(directory, O_PATH | O_DIRECTORY));
    struct statfs fs {};
    if (::fstatfs(proc.get(), &fs) != 0) return fail(errno_error("cannot examine", directory));
    if (fs.f_type != PROC_SUPER_MAGIC) return fail(plain_error("/proc is not procfs:", directory));

    const auto write = [&](const char* name, const std::string& text) -> Status {
        const std::string shown = directory + "/" + name;
        QRUN_TRY(const Fd file, open_at(proc.get(), name, O_WRONLY | O_NOFOLLOW, 0, shown, "cannot write"));
        return write_once(file.get(), text, shown);
    };
    if (deny_setgroups) QRUN_CHECK(write("setgroups", "deny"));
    QRUN_CHECK(write("uid_map", id_map_text(users)));
    return write("gid_map", id_map_text(groups));
}

Status write_id_maps_with_helpers(pid_t pid, const std::vector<IdMapping>& users,
                                  const std::vector<IdMapping>& groups) {
    const auto run = [pid](const char* helper, const std::vector<IdMapping>& mappings) -> Status {
        std::vector<std::string> argv{helper, std::to_string(pid)};
        for (const auto& m : mappings) {
            for (const auto number : {m.inside, m.outside, m.count}) argv.push_back(std::to_string(number));
        }
        QRUN_TRY(const Output output, run_program(argv));
        if (output.ending.shell_status() == 0) return {};
        return fail(
            plain_error(std::string(helper) + " refused the id map: " + std::string(trim(output.standard_error)), {},
                        "check the ranges in /etc/subuid and /etc/subgid, and that " + std::string(helper) +
                            " is setuid root (package uidmap)"));
    };
    QRUN_CHECK(run("newuidmap", users));
    return run("newgidmap", groups);
}

Status become_namespace_root() {
    if (::setgroups(0, nullptr) != 0 || ::setresgid(0, 0, 0) != 0 || ::setresuid(0, 0, 0) != 0) {
        return fail(errno_error("cannot become root of the user namespace"));
    }
    return {};
}

}  // namespace qrun::sys
