#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace qrun::sys {

/// One line of uid_map or gid_map (user_namespaces(7)): `count` ids from `inside` are `outside`… outside.
struct IdMapping {
    std::uint32_t inside = 0;
    std::uint32_t outside = 0;
    std::uint32_t count = 0;

    friend bool operator==(const IdMapping&, const IdMapping&) = default;
};

/// Forks a child into new namespaces (CLONE_NEW…, clone3(2)). Answers 0 in the child, its pid in the parent.
/// The caller has one thread, so the child may allocate.
[[nodiscard]] Result<pid_t> fork_into_namespaces(std::uint64_t flags);

/// The mappings as text for uid_map and gid_map: "INSIDE OUTSIDE COUNT\n" each.
[[nodiscard]] std::string id_map_text(const std::vector<IdMapping>& mappings);

/// Writes /proc/PID/uid_map, gid_map and, before it, "deny" to setgroups where asked. procfs is checked to
/// be procfs before it is written to (CVE-2025-52881).
[[nodiscard]] Status write_id_maps(pid_t pid, const std::vector<IdMapping>& users,
                                   const std::vector<IdMapping>& groups, bool deny_setgroups);

/// The same through newuidmap(1) and newgidmap(1), for ids that are the user's by /etc/subuid.
[[nodiscard]] Status write_id_maps_with_helpers(pid_t pid, const std::vector<IdMapping>& users,
                                                const std::vector<IdMapping>& groups);

/// Takes on user and group 0 of the own user namespace, with no supplementary groups.
[[nodiscard]] Status become_namespace_root();

}  // namespace qrun::sys
