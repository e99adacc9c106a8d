#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qrun::launch {

/// What is to become of the caller's working directory in the guest.
enum class WorkingDirectoryWish {
    automatic,  ///< shown, unless it is /, a system directory, or the home directory itself
    always,     ///< shown even if it is the home directory (--cwd)
    never       ///< not shown (--no-cwd)
};

/// What the user asked for; the command line and nothing else.
struct Options {
    std::optional<std::string> rootfs;        ///< none: the host's own root, with handlers for foreign programs
    std::optional<std::string> architecture;  ///< whose programs to handle; none: as the rootfs's files say
    std::optional<std::string> emulator;      ///< path of the emulator (--qemu); none: it is searched for
    WorkingDirectoryWish working_directory = WorkingDirectoryWish::automatic;
    std::vector<std::pair<std::string, std::optional<std::string>>> environment;  ///< --env NAME[=VALUE]
    std::vector<std::string> kept_ownership;  ///< host directories in which, for root, owners stay as on disk
    std::vector<std::string> command;         ///< empty: the login shell of the rootfs's root
};

}  // namespace qrun::launch
