#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "binfmt/target.hpp"

namespace qrun::binfmt {

/// One handler of binfmt_misc (Documentation/admin-guide/binfmt-misc.rst of the kernel), matched by
/// magic or by file name extension.
struct Entry {
    enum class Kind { magic, extension };

    std::string name{};
    Kind kind = Kind::magic;
    std::size_t offset = 0;     ///< bytes from the start of the file; offset + magic.size() <= 256
    std::string magic{};        ///< raw bytes; for Kind::extension the extension without the dot
    std::string mask{};         ///< raw bytes, as many as magic, or empty: compare every bit
    std::string interpreter{};  ///< absolute path
    std::string flags{};        ///< of "POCF"
    bool enabled = true;

    /// Whether the handler has this flag.
    [[nodiscard]] bool has(char flag) const { return flags.find(flag) != std::string::npos; }

    friend bool operator==(const Entry&, const Entry&) = default;
};

/// The kernel's limits (fs/binfmt_misc.c, include/uapi/linux/binfmts.h), in bytes.
inline constexpr std::size_t longest_line = 1920;  ///< MAX_REGISTER_LENGTH
inline constexpr std::size_t shortest_line = 11;
inline constexpr std::size_t bytes_compared = 256;       ///< BINPRM_BUF_SIZE
inline constexpr std::size_t longest_interpreter = 127;  ///< as binfmt-misc.rst documents it
inline constexpr std::size_t longest_name = 255;

/// The entry for a target's programs.
[[nodiscard]] Entry entry_for(const Target& target, std::string name, std::string interpreter, std::string flags);

/// The target whose programs `entry` is for: the same bytes compared, in the same way, or bytes of which
/// the target's own header is an example. nullptr: not an entry for one of the targets.
[[nodiscard]] const Target* target_of_entry(const Entry& entry);

/// Refuses names that the kernel refuses, that would break a line of the register format, or that
/// it keeps for itself.
[[nodiscard]] Status check_name(std::string_view name);

/// The line for `register`: :NAME:M:OFFSET:MAGIC:MASK:INTERPRETER:FLAGS with every byte of magic and mask
/// as \xHH (a raw NUL would silently cut the magic short). Refuses what the kernel would refuse or misread
/// (fs/binfmt_misc.c): bad names, over 1920 bytes, a mask of another length, offset + size > 256, an
/// interpreter that is not absolute or over 127 bytes, flags other than POCF, ':' or a control character
/// within a field.
[[nodiscard]] Result<std::string> encode(const Entry& entry);

/// Parses what the kernel shows when /proc/sys/fs/binfmt_misc/NAME is read.
[[nodiscard]] Result<Entry> parse(std::string_view name, std::string_view text);

/// Parses a line of the register format, as in /etc/binfmt.d (binfmt.d(5)): any first byte is the
/// separator, magic and mask may have \xHH escapes.
[[nodiscard]] Result<Entry> parse_line(std::string_view line);

}  // namespace qrun::binfmt
