#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "binfmt/target.hpp"

namespace qrun::binfmt {

/// One handler of binfmt_misc (Documentation/admin-guide/binfmt-misc.rst of the kernel), matched by
/// magic or by file name extension.
struct Entry {
    enum class Kind { magic, extension };

    std::string name;
    Kind kind = Kind::magic;
    std::size_t offset = 0;   ///< bytes from the start of the file; offset + magic.size() <= 256
    std::string magic;        ///< raw bytes; for Kind::extension the extension without the dot
    std::string mask;         ///< raw bytes, as many as magic, or empty: compare every bit
    std::string interpreter;  ///< absolute path
    std::string flags;        ///< of "POCF"
    bool enabled = true;

    friend bool operator==(const Entry&, const Entry&) = default;
};

/// The entry for a target's programs.
[[nodiscard]] Entry entry_for(const Target& target, std::string name, std::string interpreter,
                              std::string flags);

/// The line for `register`: :NAME:M:OFFSET:MAGIC:MASK:INTERPRETER:FLAGS with every byte of magic and mask
/// as \xHH (a raw NUL would silently cut the magic short). Refuses what the kernel would refuse or misread
/// (fs/binfmt_misc.c): bad names, over 1920 bytes, a mask of another length, offset + size > 256, an
/// interpreter that is not absolute or over 127 bytes (BINPRM_BUF_SIZE), ':' or newline within a field.
[[nodiscard]] Result<std::string> encode(const Entry& entry);

/// Parses what the kernel shows when /proc/sys/fs/binfmt_misc/NAME is read.
[[nodiscard]] Result<Entry> parse(std::string_view name, std::string_view text);

}  // namespace qrun::binfmt
