#pragma once

#include "cli/qbinfmt_session.hpp"

/// The verbs that only look. Each prints, and answers the exit status.
namespace qrun::cli {

[[nodiscard]] Result<int> qbinfmt_list(const QbinfmtSession& session);
[[nodiscard]] Result<int> qbinfmt_show(const QbinfmtSession& session);
[[nodiscard]] Result<int> qbinfmt_verify(const QbinfmtSession& session);
[[nodiscard]] Result<int> qbinfmt_export(const QbinfmtSession& session);
/// Needs no instance: that may be what is wrong.
[[nodiscard]] Result<int> qbinfmt_doctor(const QbinfmtOptions& options, const binfmt::Verifier& verifier);

}  // namespace qrun::cli
