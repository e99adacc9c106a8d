#pragma once

#include "base/result.hpp"

namespace qrun::sys {

/// Closes every descriptor but standard input, output and error: what a caller left open is of no use and may be
/// the host's (CVE-2024-21626).
void close_inherited_descriptors();

/// Gives up everything that a small tool run by root does not need, for good: the environment, every capability
/// (uid 0 owns the files of binfmt_misc and needs none), new privileges, and by a seccomp allow-list all system
/// calls but those of reading and writing files, memory and its own end. Call it before the first byte from
/// outside is parsed. A call that is not allowed fails with EPERM.
[[nodiscard]] Status confine();

}  // namespace qrun::sys
