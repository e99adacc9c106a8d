#pragma once

#include <string>
#include <variant>

#include "base/log.hpp"
#include "base/result.hpp"
#include "launch/options.hpp"

namespace qrun::cli {

/// qrun's command line as a value.
struct QrunCommandLine {
    launch::Options options;
    Verbosity verbosity = Verbosity::normal;
    bool dry_run = false;
};

/// Parses qrun's arguments. The answer is the command line, or text that --help or --version prints.
[[nodiscard]] Result<std::variant<QrunCommandLine, std::string>> parse_qrun(int argc, const char* const* argv);

}  // namespace qrun::cli
