#pragma once

#include <string>

#include "base/result.hpp"
#include "launch/options.hpp"

namespace qrun::launch {

/// The caller's directories, as absolute paths.
struct WorkingDirectoryFacts {
    std::string path;       ///< the working directory as the user's shell shows it
    std::string real_path;  ///< the same with links resolved
    std::string home;       ///< $HOME with links resolved; may be empty
    std::string rootfs;     ///< with links resolved; empty: the host's own root
};

/// Where the command starts and what of the host is shown for it.
struct WorkingDirectoryPlan {
    bool shown = false;  ///< the working directory is mounted at `start`, read-write
    std::string start;   ///< where the command starts, as the guest sees it
    std::string note;    ///< why it is not shown, when the user may wonder
};

/// Decides about the working directory. Within the rootfs: the command starts there. `/` and the directories
/// that a system is made of (/usr, /etc, …) are never shown: they would hide the rootfs's own. The home
/// directory, or one above it, is shown only with WorkingDirectoryWish::always, since a hostile rootfs could
/// read and change everything in it. Errors: WorkingDirectoryWish::always for what is never shown.
[[nodiscard]] Result<WorkingDirectoryPlan> plan_working_directory(WorkingDirectoryWish wish,
                                                                  const WorkingDirectoryFacts& facts);

/// True when `path` is `directory` or below it; both absolute and normal.
[[nodiscard]] bool is_within(const std::string& path, const std::string& directory);

}  // namespace qrun::launch
