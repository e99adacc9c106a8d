#pragma once

#include <vector>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "launch/plan.hpp"

namespace qrun::launch {

/// Mounts that the launcher made before, since only it could (id-mapped ones, by root). Empty ones are made
/// from the plan's paths.
struct PreparedMounts {
    Fd rootfs;
    Fd working_directory;
    std::vector<Fd> kept_ownership;  ///< as many as LaunchPlan::kept_ownership
};

/// Carries out the plan's part in the new namespaces, as the first process of them: becomes root there,
/// registers the handlers, mounts, switches the root and goes to the start directory. The host sees nothing
/// of it; when it fails, ending the process undoes everything.
///
/// The answer keeps the private binfmt_misc instance alive: its last umount would delete the handlers.
[[nodiscard]] Result<Fd> enter(const LaunchPlan& plan, PreparedMounts prepared);

}  // namespace qrun::launch
