#include "sys/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "base/fd.hpp"
#include "base/text.hpp"

namespace qrun::sys {
namespace {

constexpr std::size_t output_limit = 1U << 20U;

bool is_executable_file(const std::string& path) {
    struct stat st {};
    return ::stat(path.c_str(), &st) == 0 && S_ISREG(st.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

/// Reads both pipes until both are closed.
void collect(const Fd& out, std::string& out_text, const Fd& err, std::string& err_text) {
    std::array<pollfd, 2> waits{pollfd{out.get(), POLLIN, 0}, pollfd{err.get(), POLLIN, 0}};
    const std::array<std::string*, 2> texts{&out_text, &err_text};
    std::array<char, 4096> buffer;
    while (waits[0].fd >= 0 || waits[1].fd >= 0) {
        if (::poll(waits.data(), waits.size(), -1) < 0) {
            if (errno == EINTR) continue;
            return;
        }
        for (std::size_t i = 0; i < waits.size(); ++i) {
            if (waits[i].fd < 0 || waits[i].revents == 0) continue;
            const ssize_t n = ::read(waits[i].fd, buffer.data(), buffer.size());
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) {
                waits[i].fd = -1;
            } else if (texts[i]->size() < output_limit) {
                texts[i]->append(buffer.data(), static_cast<std::size_t>(n));
            }
        }
    }
}

Status make_pipe(Fd& read_end, Fd& write_end) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return fail(errno_error("cannot make a pipe"));
    read_end.reset(ends[0]);
    write_end.reset(ends[1]);
    return {};
}

}  // namespace

Ending ending_of(int wait_status) {
    if (WIFSIGNALED(wait_status)) return {true, WTERMSIG(wait_status)};
    return {false, WEXITSTATUS(wait_status)};
}

Result<Ending> wait_for(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) return fail(errno_error("cannot wait for a child process"));
    }
    return ending_of(status);
}

std::optional<std::string> find_program(const std::string& program) {
    if (program.find('/') != std::string::npos) {
        return is_executable_file(program) ? std::optional(program) : std::nullopt;
    }
    const char* path = std::getenv("PATH");
    for (const auto& directory : split(path != nullptr ? path : "/usr/bin:/bin", ':')) {
        if (directory.empty() || directory.front() != '/') continue;  // never the working directory
        std::string candidate = directory + "/" + program;
        if (is_executable_file(candidate)) return candidate;
    }
    return std::nullopt;
}

std::vector<char*> pointers_to(std::vector<std::string>& strings) {
    std::vector<char*> pointers;
    pointers.reserve(strings.size() + 1);
    for (auto& string : strings) pointers.push_back(string.data());
    pointers.push_back(nullptr);
    return pointers;
}

Result<Output> run_program(const std::vector<std::string>& argv) {
    const auto path = find_program(argv.at(0));
    if (!path) return fail(errno_error_of(ENOENT, "cannot find the program", argv[0]));
    auto words = argv;
    const auto pointers = pointers_to(words);
    Fd out_read, out_write, err_read, err_write;
    QRUN_CHECK(make_pipe(out_read, out_write));
    QRUN_CHECK(make_pipe(err_read, err_write));
    const Fd null(::open("/dev/null", O_RDONLY | O_CLOEXEC));

    const pid_t child = ::fork();
    if (child < 0) return fail(errno_error("cannot start", *path));
    if (child == 0) {
        ::dup2(null.get(), STDIN_FILENO);
        ::dup2(out_write.get(), STDOUT_FILENO);
        ::dup2(err_write.get(), STDERR_FILENO);
        ::execv(path->c_str(), pointers.data());
        ::_exit(127);
    }
    out_write.reset();
    err_write.reset();
    Output output;
    collect(out_read, output.standard_output, err_read, output.standard_error);
    QRUN_TRY(output.ending, wait_for(child));
    return output;
}

}  // namespace qrun::sys
