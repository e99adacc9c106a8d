#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/fd.hpp"
#include "base/result.hpp"
#include "emulator/find.hpp"
#include "launch/id_map.hpp"
#include "launch/options.hpp"
#include "launch/place.hpp"
#include "launch/working_directory.hpp"
#include "rootfs/inspect.hpp"

namespace qrun::launch {

/// The rootfs as it was found.
struct RootfsFacts {
    Place place;
    rootfs::Architecture architecture;
    rootfs::Account account;  ///< of its root
};

/// Everything that a plan depends on besides the options. Found out without changing anything.
struct HostFacts {
    IdFacts ids;
    WorkingDirectoryFacts working_directory;
    std::vector<std::string> environment;         ///< NAME=VALUE
    std::optional<RootfsFacts> rootfs;            ///< none: the host's own root
    const binfmt::Target* target = nullptr;       ///< whose programs are to run
    const binfmt::Target* host_target = nullptr;  ///< of the host itself
    std::vector<emulator::Emulator> emulators;    ///< of the target and its relatives; empty: it runs natively
    std::string resolver_file;                    ///< the host's resolv.conf, links resolved; empty: none
};

/// Looks at the host, the rootfs and the emulators. The errors are those that a user meets first: no such
/// rootfs, not a directory, empty, unreadable, unknown or mixed architecture, no emulator.
[[nodiscard]] Result<HostFacts> find_facts(const Options& options);

}  // namespace qrun::launch
