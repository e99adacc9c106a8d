#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace qrun::sys {

/// How a child ended, as waitpid(2) tells it.
struct Ending {
    bool by_signal = false;
    int number = 0;  ///< exit status 0..255, or the signal's number

    /// The status that a shell would show: itself, or 128 + signal.
    [[nodiscard]] int shell_status() const { return by_signal ? 128 + number : number; }
};

/// What waitpid(2) wrote, for a child that has ended.
[[nodiscard]] Ending ending_of(int wait_status);

/// Waits for one child to end.
[[nodiscard]] Result<Ending> wait_for(pid_t pid);

/// The first executable regular file called `program` in the directories of $PATH; nothing if there is none.
/// A name with a slash is answered as it is, if it can be executed.
[[nodiscard]] std::optional<std::string> find_program(const std::string& program);

/// What a program printed, and how it ended.
struct Output {
    Ending ending;
    std::string standard_output;
    std::string standard_error;
};

/// Runs a program to its end and takes what it prints (at most 1 MiB each). Standard input is /dev/null.
/// `argv[0]` is looked up in $PATH; ENOENT when it is not there.
[[nodiscard]] Result<Output> run_program(const std::vector<std::string>& argv);

/// The strings as execve(2) wants them. The result points into `strings`.
[[nodiscard]] std::vector<char*> pointers_to(std::vector<std::string>& strings);

}  // namespace qrun::sys
