#pragma once

#include <string_view>

#include "base/error.hpp"

namespace qrun {

/// How much is said on stderr. Errors are always said.
enum class Verbosity { quiet, normal, verbose };

/// The name that every line of ours starts with, and how much is said. Call once, at the start.
void set_up_log(std::string_view program, Verbosity verbosity);

/// The current verbosity.
[[nodiscard]] Verbosity verbosity();

/// `PROGRAM: error message` and, when there is one, `hint: …`; each in one write(2) to stderr.
void log_error(const Error& error);

/// `PROGRAM: warning: TEXT`, unless quiet. `hint` may be empty.
void log_warning(std::string_view text, std::string_view hint = {});

/// `PROGRAM: TEXT`, unless quiet: what the user should know of a normal run (progress of long work).
void log_info(std::string_view text);

/// `PROGRAM: TEXT`, only when verbose.
void log_verbose(std::string_view text);

}  // namespace qrun
