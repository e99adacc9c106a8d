#pragma once

#include "binfmt/install_plan.hpp"
#include "cli/qbinfmt_session.hpp"

namespace qrun::cli {

/// Carries a plan out, or with --dry-run notes what it would write. When the new handler does not pass its
/// verification, what was done is undone, and the result is a failure of status 6.
void apply_plan(const QbinfmtSession& session, const binfmt::Target& target, const binfmt::InstallPlan& plan,
                QbinfmtResult& result);

/// Writes the file that registers `entry` at boot, unless it is there with the same text.
void persist(const QbinfmtSession& session, const binfmt::Target& target, const binfmt::Entry& entry,
             QbinfmtResult& result);

/// Whether handlers shall outlive a reboot: as asked, else on a host that runs systemd.
[[nodiscard]] bool shall_persist(const QbinfmtOptions& options);

/// P only where the emulator understands it; C only when asked (and it implies O).
[[nodiscard]] std::string flags_for(const QbinfmtOptions& options, const std::optional<binfmt::QemuVersion>& version);

}  // namespace qrun::cli
