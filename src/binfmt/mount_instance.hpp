#pragma once

#include "base/result.hpp"

namespace qrun::binfmt {

/// Mounts the host's binfmt_misc where it is not mounted, after loading its module where that is missing. A
/// process of its own does it, so that the caller's confinement need not allow it. Does nothing unless run by
/// root.
[[nodiscard]] Status mount_instance_if_missing();

}  // namespace qrun::binfmt
