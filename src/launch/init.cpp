#include "launch/init.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "base/text.hpp"
#include "launch/enter.hpp"
#include "launch/guest_filter.hpp"
#include "launch/report.hpp"

namespace qrun::launch {
namespace {

constexpr char kind(MessageKind k) {
    return static_cast<char>(k);
}

[[noreturn]] void give_up(const sys::Channel& channel, const Failure& failure) {
    (void)channel.send(kind(MessageKind::failed), encode(failure));
    ::_exit(status_own_failure);
}

/// SIGKILL to this process when the launcher ends, however it ends. A change of ids clears it (prctl(2)).
Status end_with_launcher() {
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) {
        return fail(errno_error("cannot tie the guest to the launcher"));
    }
    return {};
}

/// The guest's root must not reach this process: its program is the host's qrun (/proc/1/exe, CVE-2019-5736).
/// A process that may not dump core can only be looked into with CAP_SYS_PTRACE in the user namespace that
/// executed its program, which is the host's (ptrace(2), "access mode checking").
Status hide_from_guest() {
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return fail(errno_error("cannot protect the guest's init"));
    return {};
}

PreparedMounts take_mounts(const LaunchPlan& plan, std::vector<Fd> fds) {
    PreparedMounts mounts;
    if (fds.empty()) return mounts;
    std::size_t next = 0;
    const auto take = [&]() { return next < fds.size() ? std::move(fds[next++]) : Fd(); };
    if (plan.rootfs) mounts.rootfs = take();
    if (plan.shown_directory) mounts.working_directory = take();
    for (std::size_t i = 0; i < plan.kept_ownership.size(); ++i) mounts.kept_ownership.push_back(take());
    return mounts;
}

/// The words that the command's execve(2) needs, laid out before the fork: nothing is allocated after it.
struct Command {
    explicit Command(const LaunchPlan& plan) : argv_words(plan.command), env_words(plan.environment) {
        argv = sys::pointers_to(argv_words);
        env = sys::pointers_to(env_words);
        const std::string& name = argv_words.front();
        if (name.find('/') != std::string::npos) {
            candidates.push_back(name);
            return;
        }
        for (const auto& variable : env_words) {
            if (!variable.starts_with("PATH=")) continue;
            for (const auto& directory : split(std::string_view(variable).substr(5), ':')) {
                candidates.push_back((directory.empty() ? "." : directory) + "/" + name);
            }
        }
    }

    std::vector<std::string> argv_words, env_words, candidates;
    std::vector<char*> argv, env;
};

/// Tries the candidates as execvp(3) does: a file that may not be executed is remembered, the search goes on.
/// Returns errno when none could be executed.
int execute(const Command& command) {
    int remembered = ENOENT;
    for (const auto& path : command.candidates) {
        ::execve(path.c_str(), command.argv.data(), command.env.data());
        if (errno == EACCES) {
            remembered = EACCES;
        } else if (errno != ENOENT && errno != ENOTDIR) {
            return errno;
        }
    }
    return remembered;
}

[[noreturn]] void become_command(const Command& command, const Inheritance& inheritance, int error_pipe) {
    if (inheritance.own_process_group) ::setpgid(0, 0);
    ::sigprocmask(SIG_SETMASK, &inheritance.signal_mask, nullptr);
    // Nothing of the launcher's and nothing that leaked into it (CVE-2024-21626) goes to the guest.
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    const int failed = execute(command);
    (void)!::write(error_pipe, &failed, sizeof failed);
    ::_exit(status_not_executable);
}

/// Starts the command; ends this process with a report when it cannot be executed.
pid_t start_command(const LaunchPlan& plan, const sys::Channel& channel, const Inheritance& inheritance) {
    const Command command(plan);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        give_up(channel, {errno_error("cannot make a pipe"), status_own_failure});
    const Fd read_end(ends[0]);
    Fd write_end(ends[1]);
    const pid_t child = ::fork();
    if (child < 0) give_up(channel, {errno_error("cannot start a process in the guest"), status_own_failure});
    if (child == 0) become_command(command, inheritance, write_end.get());
    if (inheritance.own_process_group) ::setpgid(child, child);  // whoever comes first; a signal may follow at once
    write_end.reset();
    int failed = 0;
    ssize_t n = 0;
    while ((n = ::read(read_end.get(), &failed, sizeof failed)) < 0 && errno == EINTR) {
    }
    if (n == sizeof failed) give_up(channel, exec_failure(failed, plan.command.front()));
    return child;
}

/// Passes a signal to the command: to its whole process group when it has one of its own.
void deliver(int number, pid_t command, bool own_process_group) {
    if (number <= 0) return;
    if (own_process_group && ::kill(-command, number) == 0) return;
    ::kill(command, number);
}

/// Reaps everything that has ended. True when the command was among it.
bool reap(pid_t command, int& status) {
    bool ended = false;
    int one = 0;
    pid_t pid = 0;
    while ((pid = ::waitpid(-1, &one, WNOHANG)) > 0) {
        if (pid != command) continue;
        status = one;
        ended = true;
    }
    return ended;
}

[[noreturn]] void serve(pid_t command, const sys::Channel& channel, const Fd& children, bool own_process_group) {
    int status = 0;
    std::array<pollfd, 2> waits{pollfd{channel.fd(), POLLIN, 0}, pollfd{children.get(), POLLIN, 0}};
    while (true) {
        (void)::poll(waits.data(), waits.size(), -1);
        if (waits[1].revents != 0) {
            signalfd_siginfo info{};
            (void)!::read(children.get(), &info, sizeof info);
            if (reap(command, status)) {
                (void)channel.send(kind(MessageKind::ended), encode(sys::ending_of(status)));
                ::_exit(0);
            }
        }
        if (waits[0].revents != 0) {
            const auto message = channel.receive();
            if (!message || message->kind == 0) ::_exit(status_own_failure);  // the launcher is gone
            if (message->kind == kind(MessageKind::signal)) {
                deliver(static_cast<int>(parse_number(message->text).value_or(0)), command, own_process_group);
            }
        }
    }
}

Result<Fd> prepare(const LaunchPlan& plan, std::vector<Fd> mounts) {
    QRUN_TRY(Fd instance, enter(plan, take_mounts(plan, std::move(mounts))));
    QRUN_CHECK(end_with_launcher());  // again: becoming root of the namespace cleared it
    QRUN_CHECK(hide_from_guest());
    QRUN_CHECK(clear_inherited_capabilities());
    QRUN_CHECK(load_guest_filter(plan.rootfs.has_value()));
    return instance;
}

}  // namespace

void run_init(const LaunchPlan& plan, sys::Channel channel, const Inheritance& inheritance) {
    if (auto tied = end_with_launcher(); !tied) give_up(channel, {tied.error(), status_own_failure});
    auto message = channel.receive();
    if (!message || message->kind != kind(MessageKind::go)) ::_exit(status_own_failure);

    auto instance = prepare(plan, std::move(message->fds));
    if (!instance) give_up(channel, {instance.error(), status_own_failure});

    sigset_t child_ended;
    ::sigemptyset(&child_ended);
    ::sigaddset(&child_ended, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &child_ended, nullptr);
    const Fd children(::signalfd(-1, &child_ended, SFD_CLOEXEC));
    if (!children) give_up(channel, {errno_error("cannot watch the guest's processes"), status_own_failure});

    const pid_t command = start_command(plan, channel, inheritance);
    serve(command, channel, children, inheritance.own_process_group);
}

}  // namespace qrun::launch
