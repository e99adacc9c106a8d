#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"

namespace qrun::cli {

/// `qrootfs create`, as asked for.
struct CreateOptions {
    std::string directory;
    std::string architecture;  ///< any name; empty: by the directory's own name
    std::string suite = "bookworm";
    std::string variant = "apt";
    std::string mirror;  ///< empty: the host's own
    std::vector<std::string> packages;
    bool dry_run = false;
};

/// qrootfs's command line as a value.
struct QrootfsCommandLine {
    CreateOptions create;
    Verbosity verbosity = Verbosity::normal;
};

/// Parses qrootfs's arguments. The answer is the command line, or text that --help or --version prints.
[[nodiscard]] Result<std::variant<QrootfsCommandLine, std::string>> parse_qrootfs(int argc, const char* const* argv);

}  // namespace qrun::cli
