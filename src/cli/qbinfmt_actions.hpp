#pragma once

#include <vector>

#include "cli/qbinfmt_session.hpp"

/// The verbs that change something. Each answers what became of every target or entry; an Error when nothing
/// could be tried at all.
namespace qrun::cli {

[[nodiscard]] Result<std::vector<QbinfmtResult>> qbinfmt_install(const QbinfmtSession& session);
[[nodiscard]] Result<std::vector<QbinfmtResult>> qbinfmt_adopt(const QbinfmtSession& session);
[[nodiscard]] Result<std::vector<QbinfmtResult>> qbinfmt_uninstall(const QbinfmtSession& session);
[[nodiscard]] Result<std::vector<QbinfmtResult>> qbinfmt_enable(const QbinfmtSession& session, bool on);

}  // namespace qrun::cli
