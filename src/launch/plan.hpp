#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "binfmt/entry.hpp"
#include "launch/facts.hpp"
#include "launch/id_map.hpp"
#include "launch/options.hpp"

namespace qrun::launch {

/// Something to be said when the plan is carried out.
struct Remark {
    std::string text;
    std::string hint;
    bool warning = false;  ///< else only under -v
};

/// Everything that will be done, as a value: --dry-run prints it, apply carries it out and decides nothing.
struct LaunchPlan {
    std::string route = "namespace";
    std::optional<Place> rootfs;  ///< none: the host's own root
    IdMaps ids;
    std::vector<binfmt::Entry> handlers;         ///< registered in the private instance; empty: it runs natively
    std::optional<std::string> shown_directory;  ///< the working directory, mounted at its own path
    std::string start_directory;                 ///< as the guest sees it
    std::string resolver_file;                   ///< of the host, shown as the guest's resolv.conf; empty: none
    std::vector<std::string> kept_ownership;     ///< see Options
    std::vector<std::string> command;
    std::vector<std::string> environment;  ///< NAME=VALUE
    std::vector<Remark> remarks;
};

/// Decides everything. Pure.
[[nodiscard]] Result<LaunchPlan> make_plan(const Options& options, const HostFacts& facts);

/// The plan for a person, one step a line, in the order in which it is carried out.
[[nodiscard]] std::string describe(const LaunchPlan& plan);

}  // namespace qrun::launch
