#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "sys/process.hpp"

namespace qrun::launch {

/// Exit statuses of qrun's own (as timeout(1), env(1) and podman-run(1) have them).
inline constexpr int status_own_failure = 125;
inline constexpr int status_not_executable = 126;
inline constexpr int status_not_found = 127;

/// Messages between the launcher and its init. The text of each is written and read by the functions below.
enum class MessageKind : char {
    go = 'g',      ///< launcher → init: the ids are mapped; with the prepared mounts
    signal = 's',  ///< launcher → init: deliver this signal to the command
    failed = 'f',  ///< init → launcher: the command was not started, and why
    ended = 'e',   ///< init → launcher: the command ended
};

/// A failure before the command ran, with the exit status that it means.
struct Failure {
    Error error;
    int status = status_own_failure;
};

[[nodiscard]] std::string encode(const Failure& failure);
[[nodiscard]] Failure decode_failure(std::string_view text);

[[nodiscard]] std::string encode(const sys::Ending& ending);
[[nodiscard]] sys::Ending decode_ending(std::string_view text);

/// What it means that execve(2) of the command failed: 127 when there is none, else 126, with the message.
[[nodiscard]] Failure exec_failure(int errno_value, const std::string& command);

}  // namespace qrun::launch
