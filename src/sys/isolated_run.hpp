#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace qrun::sys {

/// How one file fared. A plain value of fixed size, since it travels through a pipe.
struct IsolatedRun {
    int exec_errno = 0;      ///< errno(3) of execve(2); 0: it was executed
    int exit_status = -1;    ///< -1 when it did not exit by itself
    int signal = 0;          ///< that ended it; 0: none
    bool timed_out = false;  ///< it was killed after the time limit
    bool knows_executable = false;
    dev_t device = 0;  ///< with `inode`: the file that ran, by /proc/PID/exe, when knows_executable
    ino_t inode = 0;
    bool ran_itself = false;          ///< that file is the one that was to be executed: no interpreter took part
    bool deleted = false;             ///< that file has been deleted or replaced since it was opened
    std::array<char, 64> output{};    ///< what it printed, cut and NUL-terminated
    std::array<char, 256> message{};  ///< its standard error, cut and NUL-terminated
};

/// Runs files of any architecture where they can do no harm: in a file system that holds nothing else
/// (chroot), as nobody, without capabilities, with limits of time and file size. A process of its own does
/// this, which keeps the few capabilities that it takes; the caller can give up everything after start() and
/// only passes files to it. An ordinary user gets the same through a user namespace.
class IsolatedRunner {
  public:
    /// `path` ("/NAME") is what the file is executed by, `argv0` its argv[0], `time_limit` in milliseconds.
    [[nodiscard]] static Result<IsolatedRunner> start(std::string_view path, std::string_view argv0, int time_limit);

    /// Runs the file. It is expected to print as many bytes as argv0 has, and to end after a byte on standard
    /// input.
    [[nodiscard]] Result<IsolatedRun> run(std::string_view file) const;

    IsolatedRunner(IsolatedRunner&&) noexcept = default;
    IsolatedRunner& operator=(IsolatedRunner&&) = delete;
    IsolatedRunner(const IsolatedRunner&) = delete;
    IsolatedRunner& operator=(const IsolatedRunner&) = delete;
    ~IsolatedRunner();

  private:
    IsolatedRunner(Fd requests, Fd answers, pid_t pid);

    Fd requests_;
    Fd answers_;
    pid_t pid_;
};

}  // namespace qrun::sys
