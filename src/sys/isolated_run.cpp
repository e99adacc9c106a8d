#include "sys/isolated_run.hpp"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <sys/capability.h>
#include <sys/fsuid.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "sys/file.hpp"
#include "sys/mount.hpp"

namespace qrun::sys {
namespace {

static_assert(std::is_trivially_copyable_v<IsolatedRun>);

constexpr unsigned nobody = 65534;
constexpr std::size_t largest_file = 1U << 16U;
constexpr const char* what = "cannot prepare a place to run probes in";

bool read_exactly(int fd, void* data, std::size_t size) {
    auto* at = static_cast<char*>(data);
    while (size > 0) {
        const ssize_t n = ::read(fd, at, size);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        at += n;
        size -= static_cast<std::size_t>(n);
    }
    return true;
}

bool write_exactly(int fd, const void* data, std::size_t size) {
    const auto* at = static_cast<const char*>(data);
    while (size > 0) {
        const ssize_t n = ::write(fd, at, size);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        at += n;
        size -= static_cast<std::size_t>(n);
    }
    return true;
}

struct Pipe {
    Fd read_end;
    Fd write_end;
};

Result<Pipe> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return fail(errno_error(what));
    return Pipe{Fd(ends[0]), Fd(ends[1])};
}

/// What the serving process holds.
struct Place {
    Fd directory;  ///< the root of a detached tmpfs: nothing else can reach it
    Fd proc;
    Fd null;
    std::string name;  ///< of the file in the directory
    std::string argv0;
    int time_limit = 0;  ///< milliseconds
};

/// An ordinary user becomes root of a user namespace, which hands down the handlers of the namespace above
/// it.
Status become_root_of_own_namespace() {
    const auto uid = ::getuid();
    const auto gid = ::getgid();
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) {
        return fail(errno_error("cannot make a user namespace to run probes in", {}, "run it as root"));
    }
    QRUN_CHECK(write_file("/proc/self/setgroups", "deny", what));
    QRUN_CHECK(write_file("/proc/self/gid_map", "0 " + std::to_string(gid) + " 1", what));
    return write_file("/proc/self/uid_map", "0 " + std::to_string(uid) + " 1", what);
}

/// Keeps what entering the place as nobody and ending a probe take, and hands none of it down: with an empty
/// bounding set not even a probe that stays uid 0 (no other id mapped) gets a capability by execve(2).
Status keep_few_capabilities() {
    for (int capability = 0; ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability) {
        (void)::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
    }
    constexpr cap_value_t kept[] = {CAP_SETUID, CAP_SETGID, CAP_SYS_CHROOT, CAP_KILL};
    const std::unique_ptr<_cap_struct, int (*)(void*)> set(::cap_init(), ::cap_free);
    if (!set || ::cap_set_flag(set.get(), CAP_PERMITTED, std::size(kept), kept, CAP_SET) != 0 ||
        ::cap_set_flag(set.get(), CAP_EFFECTIVE, std::size(kept), kept, CAP_SET) != 0 ||
        ::cap_set_proc(set.get()) != 0 || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return fail(errno_error(what));
    }
    return {};
}

Status prepare(Place& place) {
    if (::geteuid() != 0) QRUN_CHECK(become_root_of_own_namespace());
    const std::vector<MountOption> options{{"mode", "0755"}, {"size", "1m"}};
    QRUN_TRY(place.directory, new_mount("tmpfs", options, 0));
    QRUN_TRY(place.proc, open_file("/proc", O_PATH | O_DIRECTORY, what));
    QRUN_TRY(place.null, open_file("/dev/null", O_RDWR, what));
    return keep_few_capabilities();
}

Status put_file(const Place& place, const std::string& file) {
    (void)::unlinkat(place.directory.get(), place.name.c_str(), 0);
    QRUN_TRY(const Fd fd, open_at(place.directory.get(), place.name, O_WRONLY | O_CREAT | O_EXCL, 0755, place.name));
    if (::fchmod(fd.get(), 0755) != 0 || !write_exactly(fd.get(), file.data(), file.size())) {
        return fail(errno_error("cannot write the probe"));
    }
    return {};
}

void limit(__rlimit_resource resource, rlim_t value) {
    const rlimit both{value, value};
    (void)::setrlimit(resource, &both);
}

/// In the forked child: enters the place and executes the file; only an errno comes back.
int execute(const Place& place, int input, int output, int error) {
    if (::dup2(input, 0) < 0 || ::dup2(output, 1) < 0 || ::dup2(error, 2) < 0) return errno;
    if (::fchdir(place.directory.get()) != 0 || ::chroot(".") != 0) return errno;
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CPU, 10);  // seconds
    // EINVAL: nobody is not mapped in this user namespace. EPERM: setgroups is denied in it.
    (void)::setgroups(0, nullptr);
    if (::setresgid(nobody, nobody, nobody) != 0 && errno != EINVAL) return errno;
    if (::setresuid(nobody, nobody, nobody) != 0 && errno != EINVAL) return errno;
    std::string argv0 = place.argv0;
    char* const argv[] = {argv0.data(), nullptr};
    char* const environment[] = {nullptr};
    ::execve(("/" + place.name).c_str(), argv, environment);
    return errno;
}

using Clock = std::chrono::steady_clock;

int milliseconds_until(Clock::time_point end) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    return left > 0 ? static_cast<int>(left) : 0;
}

bool readable(int fd, Clock::time_point end) {
    pollfd wait{fd, POLLIN, 0};
    int n = 0;
    do {
        n = ::poll(&wait, 1, milliseconds_until(end));
    } while (n < 0 && errno == EINTR);
    return n > 0;
}

/// Reads until the array is full (with a NUL), `wanted` bytes are there, the pipe is closed, or time is over.
template <std::size_t Size>
bool read_some(int fd, std::array<char, Size>& text, std::size_t wanted, Clock::time_point end) {
    std::size_t have = 0;
    while (have < std::min(wanted, Size - 1)) {
        if (!readable(fd, end)) return false;
        const ssize_t n = ::read(fd, text.data() + have, Size - 1 - have);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        have += static_cast<std::size_t>(n);
    }
    return true;
}

/// Reads which file runs as `pid`. Its link is nobody's, so that is who must look (ptrace(2), access mode
/// checking).
void note_executable(const Place& place, pid_t pid, IsolatedRun& run) {
    ::setfsgid(nobody);
    ::setfsuid(nobody);
    const std::string link = std::to_string(pid) + "/exe";
    struct stat running {};
    run.knows_executable = ::fstatat(place.proc.get(), link.c_str(), &running, 0) == 0;
    ::setfsuid(::geteuid());
    ::setfsgid(::getegid());
    if (!run.knows_executable) return;
    run.device = running.st_dev;
    run.inode = running.st_ino;
    run.deleted = running.st_nlink == 0;
    struct stat itself {};
    run.ran_itself = ::fstatat(place.directory.get(), place.name.c_str(), &itself, 0) == 0 &&
                     itself.st_dev == running.st_dev && itself.st_ino == running.st_ino;
}

/// Ends the child, at the latest when time is over.
void finish(pid_t pid, Clock::time_point end, IsolatedRun& run) {
    const Fd handle(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    if (!handle || !readable(handle.get(), end)) {
        run.timed_out = true;
        (void)::kill(pid, SIGKILL);
    }
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (run.timed_out) return;
    if (WIFEXITED(status)) run.exit_status = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) run.signal = WTERMSIG(status);
}

Result<IsolatedRun> run_once(const Place& place, const std::string& file) {
    QRUN_CHECK(put_file(place, file));
    QRUN_TRY(Pipe input, make_pipe());
    QRUN_TRY(Pipe output, make_pipe());
    QRUN_TRY(Pipe error, make_pipe());
    QRUN_TRY(Pipe failure, make_pipe());
    const auto end = Clock::now() + std::chrono::milliseconds(place.time_limit);
    const pid_t pid = ::fork();
    if (pid < 0) return fail(errno_error("cannot start a probe"));
    if (pid == 0) {
        const int error_number = execute(place, input.read_end.get(), output.write_end.get(), error.write_end.get());
        (void)write_exactly(failure.write_end.get(), &error_number, sizeof error_number);
        ::_exit(127);
    }
    for (Fd* unused : {&input.read_end, &output.write_end, &error.write_end, &failure.write_end}) unused->reset();

    IsolatedRun run;
    if (!read_exactly(failure.read_end.get(), &run.exec_errno, sizeof run.exec_errno)) run.exec_errno = 0;
    const bool printed = read_some(output.read_end.get(), run.output, place.argv0.size(), end);
    if (run.exec_errno == 0 && printed && run.output[0] != '\0') note_executable(place, pid, run);
    (void)write_exactly(input.write_end.get(), "\n", 1);
    input.write_end.reset();
    finish(pid, end, run);
    (void)read_some(error.read_end.get(), run.message, run.message.size(), end);
    return run;
}

/// The life of the serving process: a length and a file in, 1 and a run or 0 and an errno out.
[[noreturn]] void serve(const Fd& requests, const Fd& answers, Place place) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::signal(SIGPIPE, SIG_IGN);
    const auto ready = prepare(place);
    const int problem = ready ? 0 : (ready.error().errno_value != 0 ? ready.error().errno_value : EIO);
    if (!write_exactly(answers.get(), &problem, sizeof problem) || problem != 0) ::_exit(0);
    std::size_t size = 0;
    while (read_exactly(requests.get(), &size, sizeof size) && size <= largest_file) {
        std::string file(size, '\0');
        if (!read_exactly(requests.get(), file.data(), size)) break;
        const auto run = run_once(place, file);
        const int error_number = run ? 0 : (run.error().errno_value != 0 ? run.error().errno_value : EIO);
        const IsolatedRun answer = run ? *run : IsolatedRun{};
        if (!write_exactly(answers.get(), &error_number, sizeof error_number) ||
            !write_exactly(answers.get(), &answer, sizeof answer)) {
            break;
        }
    }
    ::_exit(0);
}

}  // namespace

Result<IsolatedRunner> IsolatedRunner::start(std::string_view path, std::string_view argv0, int time_limit) {
    QRUN_TRY(Pipe requests, make_pipe());
    QRUN_TRY(Pipe answers, make_pipe());
    const pid_t pid = ::fork();
    if (pid < 0) return fail(errno_error(what));
    if (pid == 0) {
        requests.write_end.reset();
        answers.read_end.reset();
        Place place;
        place.name = path.substr(1);
        place.argv0 = argv0;
        place.time_limit = time_limit;
        serve(requests.read_end, answers.write_end, std::move(place));
    }
    requests.read_end.reset();
    answers.write_end.reset();
    IsolatedRunner runner(std::move(requests.write_end), std::move(answers.read_end), pid);
    int problem = EIO;
    (void)read_exactly(runner.answers_.get(), &problem, sizeof problem);
    if (problem != 0)
        return fail(errno_error_of(problem, what, {}, "it takes root, or permission to make user namespaces"));
    return runner;
}

Result<IsolatedRun> IsolatedRunner::run(std::string_view file) const {
    const std::size_t size = file.size();
    int problem = EIO;
    IsolatedRun run;
    if (size > largest_file || !write_exactly(requests_.get(), &size, sizeof size) ||
        !write_exactly(requests_.get(), file.data(), size) ||
        !read_exactly(answers_.get(), &problem, sizeof problem) || !read_exactly(answers_.get(), &run, sizeof run)) {
        return fail(errno_error_of(EIO, "the process that runs probes has ended"));
    }
    if (problem != 0) return fail(errno_error_of(problem, "cannot run a probe"));
    return run;
}

IsolatedRunner::IsolatedRunner(Fd requests, Fd answers, pid_t pid)
    : requests_(std::move(requests)), answers_(std::move(answers)), pid_(pid) {}

IsolatedRunner::~IsolatedRunner() {
    if (!requests_) return;  // moved from
    requests_.reset();
    (void)::waitpid(pid_, nullptr, 0);
}

}  // namespace qrun::sys
