#pragma once

#include "binfmt/entry.hpp"

namespace qrun::binfmt {

/// True when some file's first bytes match both entries: nowhere do both compare a bit and want it different.
/// The kernel takes the one that was registered last (fs/binfmt_misc.c, search_binfmt_handler). Entries by
/// file name extension never conflict here.
[[nodiscard]] bool can_match_same_file(const Entry& a, const Entry& b);

}  // namespace qrun::binfmt
