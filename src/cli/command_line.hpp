#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace qrun::cli {

/// What a command line came to, short of its options: text to print (--help, --version), or nothing.
using TextToPrint = std::optional<std::string>;

/// Gives `app` its usage line ("Usage: qrun --rootfs DIR …"), which CLI11 2.1 cannot be told otherwise, and
/// the column in which the descriptions of the options start.
void set_usage(CLI::App& app, const std::string& usage, std::size_t column = 30);

/// Parses `argv` into what `app`'s options are bound to. CLI11's exit codes collide with the guest's, so that
/// it never exits by itself: --help and --version come back as text, everything wrong as an Error with the
/// hint to ask for --help.
[[nodiscard]] Result<TextToPrint> parse_command_line(CLI::App& app, int argc, const char* const* argv);

/// Refuses to run with the rights of another: set-user-ID and set-group-ID copies, file capabilities
/// (getauxval(3), AT_SECURE; CVE-2020-5291).
[[nodiscard]] Status refuse_set_id();

}  // namespace qrun::cli
