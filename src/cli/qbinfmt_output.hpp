#pragma once

#include <string>
#include <vector>

#include "binfmt/doctor.hpp"
#include "cli/qbinfmt_session.hpp"

/// Text and JSON of qbinfmt. Nothing here decides anything, and names from outside are escaped.
namespace qrun::cli {

/// The version of the JSON documents: it grows when a key changes its meaning or goes away.
inline constexpr int qbinfmt_schema = 1;

/// One verified target.
struct VerifiedTarget {
    std::string target;
    std::string entry;  ///< that ran it; empty: none
    binfmt::Verification verification;
};

/// Says on stderr what became of each target, and prints --dry-run's lines; or prints JSON.
void print_results(const QbinfmtOptions& options, const std::vector<QbinfmtResult>& results);

void print_list(const QbinfmtOptions& options, const binfmt::Inventory& inventory);
void print_handler(const QbinfmtOptions& options, const binfmt::Handler& handler);
void print_verified(const QbinfmtOptions& options, const std::vector<VerifiedTarget>& verified);
void print_findings(const QbinfmtOptions& options, const std::vector<binfmt::Finding>& findings);
void print_exports(const QbinfmtOptions& options, const std::vector<std::pair<std::string, std::string>>& texts);

/// The JSON document for an error that ended everything.
void print_error_json(const QbinfmtOptions& options, const Error& error, int status);

/// The rows below their heading, each column as wide as its widest field.
[[nodiscard]] std::string table_text(const std::vector<std::vector<std::string>>& rows);

/// The document of tonistiigi/binfmt: {"supported":[platforms],"emulators":[entries]}.
[[nodiscard]] std::string tonistiigi_text(const binfmt::Inventory& inventory);

}  // namespace qrun::cli
