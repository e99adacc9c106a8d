#pragma once

#include "base/result.hpp"
#include "cli/qrootfs_command_line.hpp"

namespace qrun::cli {

/// Makes the rootfs: beside its place first, renamed when it is complete, removed when it is not. Answers the
/// exit status; an Error when it could not even begin.
[[nodiscard]] Result<int> create_rootfs(const CreateOptions& options);

}  // namespace qrun::cli
