#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace qrun::sys {

/// Puts `text` at `path` so that a reader, and the disk after a crash, has the old file or the new one and never a
/// part: written beside it (a name that starts with a dot), synced, renamed, and the directory synced. Mode 0644. A
/// directory that is missing is made, and the one above it (0755). True when something was written: the same text is
/// left alone.
[[nodiscard]] Result<bool> replace_file(const std::string& path, std::string_view text);

/// Removes the file; true when there was one.
[[nodiscard]] Result<bool> remove_file(const std::string& path);

}  // namespace qrun::sys
