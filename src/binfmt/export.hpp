#pragma once

#include <string>

#include "base/result.hpp"
#include "binfmt/entry.hpp"

namespace qrun::binfmt {

/// Forms in which other tools take a handler.
enum class ExportFormat {
    binfmt_d,        ///< a line for a file of binfmt.d(5)
    update_binfmts,  ///< a file for update-binfmts(8) --import
    register_line,   ///< what is written to /proc/sys/fs/binfmt_misc/register
};

/// The text of a handler, with a newline at its end.
[[nodiscard]] Result<std::string> export_entry(const Entry& entry, ExportFormat format);

}  // namespace qrun::binfmt
