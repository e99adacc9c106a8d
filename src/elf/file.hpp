#pragma once

#include <string>

#include "base/result.hpp"
#include "elf/header.hpp"

namespace qrun::elf {

/// What there is to know of an ELF file before it is executed.
struct File {
    Header header;
    std::string first_bytes;  ///< the first 256 bytes (or fewer): what binfmt_misc matches against
    bool dynamic = false;     ///< has PT_INTERP: needs a loader at execution
};

/// Reads the ELF file behind `fd` (position untouched). `shown` is the path for messages.
[[nodiscard]] Result<File> read_file(int fd, const std::string& shown);

}  // namespace qrun::elf
