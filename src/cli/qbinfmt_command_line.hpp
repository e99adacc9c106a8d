#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "binfmt/registry.hpp"
#include "cli/command_line.hpp"

namespace qrun::cli {

/// What qbinfmt exits with; see qbinfmt(8).
enum QbinfmtStatus : int {
    qbinfmt_done = 0,
    qbinfmt_partly_failed = 1,
    qbinfmt_usage = 2,
    qbinfmt_no_permission = 3,
    qbinfmt_no_binfmt_misc = 4,
    qbinfmt_conflict = 5,
    qbinfmt_not_verified = 6,
};

/// qbinfmt's command line.
struct QbinfmtOptions {
    enum class Verb { install, uninstall, adopt, enable, disable, list, show, verify, doctor, export_handlers };

    Verb verb = Verb::list;
    std::vector<std::string> names;  ///< targets by any name; names of entries where a verb takes them
    std::string directory = binfmt::default_directory;
    std::string root;  ///< without a slash at its end; empty: the host
    std::vector<std::string> emulator_directories{"/usr/local/bin", "/usr/bin"};
    std::optional<bool> persistent;  ///< nothing: as qbinfmt(8) says
    std::string format;              ///< of list and export; empty: the verb's own
    bool directory_given = false;
    bool force = false;
    bool dry_run = false;
    bool verify = true;
    bool credentials = false;
    bool json = false;
    Verbosity verbosity = Verbosity::normal;

    /// All targets are meant: none is named, or "all".
    [[nodiscard]] bool means_all() const;
    /// Only files below `root` are worked on: there is no instance.
    [[nodiscard]] bool offline() const { return !root.empty() && !directory_given; }
};

/// The word for a verb, as it is typed.
[[nodiscard]] const char* word(QbinfmtOptions::Verb verb);

/// Parses the command line; combinations that make no sense are refused.
[[nodiscard]] Result<TextToPrint> parse_qbinfmt(QbinfmtOptions& options, int argc, const char* const* argv);

}  // namespace qrun::cli
