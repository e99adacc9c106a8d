#pragma once

#include "base/result.hpp"
#include "launch/plan.hpp"

namespace qrun::launch {

/// Carries out a plan and waits for its end. Answers qrun's exit status: the command's own, 128+n when it died
/// of signal n, 126 or 127 when it could not be executed (the message has been printed then). An Error means
/// that the command never ran. When this function ends, no process and no mount of the launch is left.
[[nodiscard]] Result<int> run(const LaunchPlan& plan);

}  // namespace qrun::launch
