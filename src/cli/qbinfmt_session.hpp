#pragma once

#include <optional>
#include <string>
#include <vector>

#include "binfmt/inventory.hpp"
#include "binfmt/registry.hpp"
#include "binfmt/verifier.hpp"
#include "cli/qbinfmt_command_line.hpp"

namespace qrun::cli {

/// What every verb of qbinfmt works with.
struct QbinfmtSession {
    const QbinfmtOptions& options;
    const binfmt::Registry* registry;  ///< nullptr: offline
    const binfmt::Verifier& verifier;
};

/// What became of one target or entry.
struct QbinfmtResult {
    std::string target;
    std::string outcome;  ///< "added", "unchanged", "missing", "conflict", …
    std::string entry{};
    std::string interpreter{};
    std::string version{};
    std::string verification{};          ///< a verdict's word, or empty
    std::string conf_file{};             ///< written or removed; or empty
    std::vector<std::string> dry_run{};  ///< what would have been written
    int status = qbinfmt_done;
    std::optional<Error> error{};

    [[nodiscard]] static QbinfmtResult failed(std::string target, std::string outcome, int status, Error error);
};

/// The status for an error of the registry or a file.
[[nodiscard]] int status_for(const Error& error);

/// The exit status of a run: when all failed in one way that way's, when some or in several ways 1.
[[nodiscard]] int overall_status(const std::vector<QbinfmtResult>& results);

/// A target by any name, or an error with the nearest one.
[[nodiscard]] Result<const binfmt::Target*> target_by_name(const std::string& name);

/// The targets that the command line names, each once; all of the table for none or "all".
[[nodiscard]] Result<std::vector<const binfmt::Target*>> named_targets(const QbinfmtOptions& options);

/// The instance's handlers, or offline those of the files.
[[nodiscard]] Result<binfmt::Inventory> inventory_of(const QbinfmtSession& session, bool verify);

/// The entry of that name, the own entry of that target, or the one that handles it.
[[nodiscard]] Result<const binfmt::Handler*> handler_by_name(const binfmt::Inventory& inventory,
                                                             const std::string& name);

}  // namespace qrun::cli
