#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sys/namespace.hpp"

namespace qrun::launch {

/// One line of /etc/subuid or /etc/subgid (subuid(5)).
struct SubIdRange {
    std::uint32_t first = 0;
    std::uint32_t count = 0;

    friend bool operator==(const SubIdRange&, const SubIdRange&) = default;
};

/// The ranges of a user, given by login name or number, in the text of /etc/subuid or /etc/subgid. Lines that
/// are not of the form NAME:FIRST:COUNT, empty ranges and ranges past 2^32 - 2 are passed over.
[[nodiscard]] std::vector<SubIdRange> ranges_in(std::string_view text, std::string_view user, std::uint32_t uid);

/// The mappings in the text of /proc/self/uid_map. Lines that cannot be read are passed over.
[[nodiscard]] std::vector<sys::IdMapping> parse_id_map(std::string_view text);

/// What there is to know before an id map is chosen.
struct IdFacts {
    std::uint32_t uid = 0;  ///< the caller's, and
    std::uint32_t gid = 0;
    std::uint32_t owner_uid = 0;  ///< of the rootfs's directory
    std::uint32_t owner_gid = 0;
    std::string user;                     ///< the name that the ranges belong to, for messages
    std::vector<SubIdRange> user_ranges;  ///< of the caller; when root calls, of the rootfs's owner
    std::vector<SubIdRange> group_ranges;
    bool has_helpers = false;                  ///< newuidmap and newgidmap are installed
    std::vector<sys::IdMapping> own_user_map;  ///< /proc/self/uid_map
    std::vector<sys::IdMapping> own_group_map;
};

/// The id map of the guest and how it is written.
struct IdMaps {
    std::vector<sys::IdMapping> users;
    std::vector<sys::IdMapping> groups;
    bool with_helpers = false;      ///< through newuidmap and newgidmap; else written directly
    bool deny_setgroups = false;    ///< user_namespaces(7) demands it of an unprivileged single-id map
    bool moves_owners = false;      ///< root calls for a rootfs of root's: id-mapped mounts keep owners on disk
    bool switches_to_root = false;  ///< the caller's own id is not in the map: setuid to the guest's 0 first
    std::string warning;            ///< empty, or what this map cannot do
    std::string hint;               ///< for the warning

    /// True when `outside` is mapped.
    [[nodiscard]] static bool maps(const std::vector<sys::IdMapping>& map, std::uint32_t inside);
};

/// The ids that root's guests get when the rootfs belongs to root: never the real root's (CVE-2019-5736).
/// Above what systemd-nspawn picks (524288…1878982656) and useradd gives (from 100000).
inline constexpr std::uint32_t guest_ids_of_root = 2113929216;
inline constexpr std::uint32_t guest_id_count = 65536;

/// Chooses the id map:
///  - a user with ranges: guest root is the user, the ranges follow from id 1;
///  - a user without: guest root is the user, nothing else, with a warning;
///  - root, a rootfs that belongs to another user: as that user would have it;
///  - root, a rootfs of root's: ids of nobody's, with owners kept by id-mapped mounts;
///  - root of a user namespace (a container): its own ids one to one.
/// Errors: ranges without the helpers that write them.
[[nodiscard]] Result<IdMaps> choose_id_maps(const IdFacts& facts);

}  // namespace qrun::launch
