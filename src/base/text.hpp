#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qrun {

/// `text` with control characters and bytes that are not UTF-8 written as \xHH, so that names from a
/// rootfs or a handler cannot drive the terminal.
[[nodiscard]] std::string printable(std::string_view text);

/// The pieces between `separator`s; empty pieces are kept.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);

/// `text` without white space at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

/// A decimal number without sign, nothing else around it; nothing when it is not one or too large.
[[nodiscard]] std::optional<std::uint64_t> parse_number(std::string_view text);

/// One word of a shell command line: quoted only where a shell would need it.
[[nodiscard]] std::string shell_quoted(std::string_view word);

/// How many characters must be added, taken out, replaced or swapped with their neighbour to turn `a` into `b`;
/// for "did you mean".
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace qrun
