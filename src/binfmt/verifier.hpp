#pragma once

#include "binfmt/verification.hpp"

namespace qrun::binfmt {

/// Runs probes and judges them. Without a runner everything is undecided.
class Verifier {
  public:
    /// `runner` outlives this; nullptr: probes cannot be run here, for the reason in `why_not`.
    explicit Verifier(const sys::IsolatedRunner* runner, std::string why_not = {})
        : runner_(runner), why_not_(std::move(why_not)) {}

    /// Verifies that programs of `target` are run by `entry`.
    [[nodiscard]] Verification verify(const Target& target, const Entry& entry) const;

    /// Whether this machine executes programs of `target` without any handler, found out by running one.
    /// Where that cannot be tried: whether the target's family is x86's.
    [[nodiscard]] bool is_native(const Target& target) const;

    [[nodiscard]] bool can_run() const { return runner_ != nullptr; }

  private:
    const sys::IsolatedRunner* runner_;
    std::string why_not_;
};

}  // namespace qrun::binfmt
