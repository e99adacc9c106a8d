#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "binfmt/target.hpp"

namespace qrun::binfmt {

/// The path that a probe is executed by and the argv[0] that it gets: of one length, since a probe prints
/// just so many bytes of its argv[0], and different, to see whether flag P holds.
inline constexpr std::string_view probe_path = "/probe-by-path";
inline constexpr std::string_view probe_argv0 = "probe-by-argv0";
inline constexpr int probe_status = 42;

/// The whole ELF file of a target's probe (binfmt/probes.tsv): it prints its argv[0], waits for a byte and
/// exits with status 42. Nothing where no probe is known: such a handler cannot be verified.
[[nodiscard]] std::optional<std::string> probe_file(const Target& target);

}  // namespace qrun::binfmt
