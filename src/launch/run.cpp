#include "launch/run.hpp"

#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <sys/mount.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string>

#include "base/log.hpp"
#include "launch/init.hpp"
#include "launch/report.hpp"
#include "sys/channel.hpp"
#include "sys/file.hpp"
#include "sys/mount.hpp"
#include "sys/namespace.hpp"
#include "sys/process.hpp"

namespace qrun::launch {
namespace {

constexpr std::uint64_t namespaces = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC;

/// Passed on to the command. Not: what the kernel raises for qrun's own faults, SIGCHLD, SIGPIPE, SIGURG,
/// SIGWINCH, and the terminal's background signals, which are qrun's own business.
constexpr std::array forwarded{SIGHUP,  SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2,   SIGALRM, SIGCONT,
                               SIGTSTP, SIGIO,  SIGPWR,  SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF};

/// True when qrun is in the foreground of a terminal: then Ctrl-C reaches the guest by itself, as long as it
/// is in the same process group.
bool in_foreground() {
    const Fd terminal(::open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC));
    return terminal && ::tcgetpgrp(terminal.get()) == ::getpgrp();
}

Error without_user_namespaces(Error error) {
    error.what = "cannot make a user namespace";
    switch (error.errno_value) {
        case ENOSPC:
        case EUSERS:
            error.hint = "the limit of user namespaces is reached or zero: see /proc/sys/user/max_user_namespaces";
            break;
        case EPERM:
            error.hint =
                "this host forbids user namespaces to ordinary users: sudo sysctl "
                "kernel.unprivileged_userns_clone=1 (Debian), or the container that qrun runs in forbids them "
                "(its seccomp profile)";
            break;
        default:
            error.hint = "the kernel needs user namespaces (CONFIG_USER_NS)";
            break;
    }
    return error;
}

Status write_maps(const IdMaps& ids, pid_t init) {
    if (ids.with_helpers) return sys::write_id_maps_with_helpers(init, ids.users, ids.groups);
    return sys::write_id_maps(init, ids.users, ids.groups, ids.deny_setgroups);
}

/// A copy of the mounts at `fd` whose files keep their owners as they are on disk for the guest's ids.
Result<Fd> id_mapped_copy(const Fd& fd, const std::string& path, int user_namespace) {
    QRUN_TRY(Fd tree, sys::copy_mount(fd.get(), true, path));
    auto mapped = sys::set_mount_id_map(tree.get(), user_namespace, path);
    if (!mapped) {
        mapped.error().hint =
            "for root, qrun needs a file system with id-mapped mounts (ext4, xfs, btrfs, tmpfs; not "
            "overlayfs or nfs): move the directory there, or run qrun as an ordinary user";
        return fail(std::move(mapped).error());
    }
    return tree;
}

/// What only the caller can mount: for root, id-mapped copies of everything that the guest may write to.
Result<std::vector<Fd>> prepare_mounts(const LaunchPlan& plan, pid_t init) {
    std::vector<Fd> mounts;
    if (!plan.ids.moves_owners) return mounts;
    QRUN_TRY(const Fd user_namespace, sys::open_file("/proc/" + std::to_string(init) + "/ns/user", O_RDONLY));
    const auto add = [&](const Result<Fd>& fd, const std::string& path) -> Status {
        if (!fd) return fail(fd.error());
        QRUN_TRY(Fd tree, id_mapped_copy(*fd, path, user_namespace.get()));
        mounts.push_back(std::move(tree));
        return {};
    };
    const auto open = [](const std::string& path) { return sys::open_file(path, O_PATH | O_DIRECTORY); };
    if (plan.rootfs) QRUN_CHECK(add(open_place(*plan.rootfs), plan.rootfs->path));
    if (plan.shown_directory) QRUN_CHECK(add(open("."), *plan.shown_directory));
    for (const auto& path : plan.kept_ownership) QRUN_CHECK(add(open(path), path));
    return mounts;
}

/// Maps the ids, hands over the mounts and lets the init begin.
Status let_go(const LaunchPlan& plan, const sys::Channel& channel, pid_t init) {
    QRUN_CHECK(write_maps(plan.ids, init));
    QRUN_TRY(const auto mounts, prepare_mounts(plan, init));
    std::vector<int> fds;
    for (const auto& mount : mounts) fds.push_back(mount.get());
    return channel.send(static_cast<char>(MessageKind::go), {}, fds);
}

/// Passes one signal on, unless the terminal has sent it to the guest as well.
void forward(const signalfd_siginfo& info, const sys::Channel& channel, bool own_process_group) {
    const int number = static_cast<int>(info.ssi_signo);
    const bool by_terminal = info.ssi_code == SI_KERNEL && !own_process_group;
    if (!by_terminal) (void)channel.send(static_cast<char>(MessageKind::signal), std::to_string(number));
    if (number == SIGTSTP) (void)::raise(SIGSTOP);  // Ctrl-Z: the shell waits for qrun to stop
}

/// Waits until the init tells the end or is gone; passes signals on meanwhile.
Result<int> follow(const sys::Channel& channel, const Fd& signals, bool own_process_group) {
    std::array<pollfd, 2> waits{pollfd{channel.fd(), POLLIN, 0}, pollfd{signals.get(), POLLIN, 0}};
    while (true) {
        if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) return fail(errno_error("cannot wait"));
        if (waits[1].revents != 0) {
            signalfd_siginfo info{};
            if (::read(signals.get(), &info, sizeof info) == sizeof info) forward(info, channel, own_process_group);
        }
        if (waits[0].revents == 0) continue;
        QRUN_TRY(const auto message, channel.receive());
        switch (static_cast<MessageKind>(message.kind)) {
            case MessageKind::ended:
                return decode_ending(message.text).shell_status();
            case MessageKind::failed: {
                auto failure = decode_failure(message.text);
                if (failure.status == status_own_failure) return fail(std::move(failure.error));
                log_error(failure.error);
                return failure.status;
            }
            default:
                return -1;  // gone without a word
        }
    }
}

/// Descriptors 0, 1 and 2 must be taken, or the next open(2) becomes the guest's stdin.
Status fill_standard_descriptors() {
    while (true) {
        Fd fd(::open("/dev/null", O_RDWR | O_CLOEXEC));
        if (!fd) return fail(errno_error("cannot open", "/dev/null"));
        if (fd.get() > STDERR_FILENO) return {};
        const int taken = fd.release();
        if (::fcntl(taken, F_SETFD, 0) != 0) return fail(errno_error("cannot prepare", "/dev/null"));
    }
}

}  // namespace

Result<int> run(const LaunchPlan& plan) {
    QRUN_CHECK(fill_standard_descriptors());
    Inheritance inheritance;
    inheritance.own_process_group = !in_foreground();
    sigset_t wanted;
    ::sigemptyset(&wanted);
    for (const int number : forwarded) ::sigaddset(&wanted, number);
    ::sigprocmask(SIG_BLOCK, &wanted, &inheritance.signal_mask);
    const Fd signals(::signalfd(-1, &wanted, SFD_CLOEXEC));
    if (!signals) return fail(errno_error("cannot watch for signals"));

    QRUN_TRY(auto ends, sys::Channel::pair());
    auto forked = sys::fork_into_namespaces(namespaces);
    if (!forked) return fail(without_user_namespaces(std::move(forked).error()));
    if (*forked == 0) {
        ends.first.close();
        run_init(plan, std::move(ends.second), inheritance);
    }
    const pid_t init = *forked;
    ends.second.close();

    auto started = let_go(plan, ends.first, init);
    auto status = started ? follow(ends.first, signals, inheritance.own_process_group)
                          : Result<int>(fail(std::move(started).error()));
    // Ends the init, and with it everything in its pid namespace, if it has not ended by itself.
    if (!status) ::kill(init, SIGKILL);
    QRUN_TRY(const auto ending, sys::wait_for(init));
    ::sigprocmask(SIG_SETMASK, &inheritance.signal_mask, nullptr);
    if (status && *status < 0) {
        log_error(plain_error(
            "the guest was ended from outside (its init died of signal " + std::to_string(ending.number) + ")", {},
            "the kernel's out-of-memory killer does that: see dmesg"));
        return ending.shell_status();
    }
    return status;
}

}  // namespace qrun::launch
