#include "launch/id_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <sstream>

#include "base/text.hpp"

namespace qrun::launch {
namespace {

constexpr std::uint64_t last_id = std::numeric_limits<std::uint32_t>::max() - 1;  // (uid_t)-1 is no id

/// user_namespaces(7): at most 340 lines.
constexpr std::size_t most_mappings = 340;

std::vector<sys::IdMapping> root_and_ranges(std::uint32_t root, const std::vector<SubIdRange>& ranges) {
    std::vector<sys::IdMapping> map{{0, root, 1}};
    std::uint64_t inside = 1;
    for (const auto& range : ranges) {
        if (map.size() == most_mappings || inside + range.count - 1 > last_id) break;
        if (range.first <= root && root - range.first < range.count) continue;  // would be mapped twice
        map.push_back({static_cast<std::uint32_t>(inside), range.first, range.count});
        inside += range.count;
    }
    return map;
}

/// True in the initial user namespace: everything is mapped to itself.
bool is_everything(const std::vector<sys::IdMapping>& map) {
    return map.size() == 1 && map[0] == sys::IdMapping{0, 0, std::numeric_limits<std::uint32_t>::max()};
}

/// All ids of the own namespace, one to one.
std::vector<sys::IdMapping> one_to_one(const std::vector<sys::IdMapping>& own) {
    std::vector<sys::IdMapping> map;
    for (const auto& m : own) map.push_back({m.inside, m.inside, m.count});
    return map;
}

IdMaps for_user(const IdFacts& facts) {
    IdMaps maps;
    maps.users = root_and_ranges(facts.uid, facts.user_ranges);
    maps.groups = root_and_ranges(facts.gid, facts.group_ranges);
    maps.with_helpers = true;
    return maps;
}

IdMaps single(const IdFacts& facts) {
    IdMaps maps;
    maps.users = {{0, facts.uid, 1}};
    maps.groups = {{0, facts.gid, 1}};
    maps.deny_setgroups = true;
    maps.warning = fmt::format(
        "{} has no range in /etc/subuid and /etc/subgid: the guest has only root; apt, dpkg and "
        "chown to other users will fail in it",
        facts.user);
    maps.hint =
        fmt::format("give {} a range: sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 {}",
                    facts.user, facts.user);
    return maps;
}

IdMaps for_root(const IdFacts& facts) {
    IdMaps maps;
    if (!is_everything(facts.own_user_map)) {
        maps.users = one_to_one(facts.own_user_map);
        maps.groups = one_to_one(facts.own_group_map);
    } else if (facts.owner_uid != 0) {
        maps.users = root_and_ranges(facts.owner_uid, facts.user_ranges);
        maps.groups = root_and_ranges(facts.owner_gid, facts.group_ranges);
        maps.switches_to_root = true;
    } else {
        maps.users = maps.groups = {{0, guest_ids_of_root, guest_id_count}};
        maps.moves_owners = true;
        maps.switches_to_root = true;
    }
    return maps;
}

}  // namespace

std::vector<SubIdRange> ranges_in(std::string_view text, std::string_view user, std::uint32_t uid) {
    const std::string number = std::to_string(uid);
    std::vector<SubIdRange> ranges;
    for (const auto& line : split(text, '\n')) {
        const auto field = split(trim(line), ':');
        if (field.size() != 3 || (field[0] != user && field[0] != number)) continue;
        const auto first = parse_number(field[1]);
        const auto count = parse_number(field[2]);
        if (!first || !count || *count == 0 || *first > last_id || *count > last_id - *first + 1) continue;
        ranges.push_back({static_cast<std::uint32_t>(*first), static_cast<std::uint32_t>(*count)});
    }
    return ranges;
}

std::vector<sys::IdMapping> parse_id_map(std::string_view text) {
    std::vector<sys::IdMapping> map;
    std::istringstream lines{std::string(text)};
    sys::IdMapping m;
    while (lines >> m.inside >> m.outside >> m.count) map.push_back(m);
    return map;
}

bool IdMaps::maps(const std::vector<sys::IdMapping>& map, std::uint32_t inside) {
    return std::any_of(map.begin(), map.end(),
                       [inside](const auto& m) { return inside >= m.inside && inside - m.inside < m.count; });
}

Result<IdMaps> choose_id_maps(const IdFacts& facts) {
    if (facts.uid == 0) return for_root(facts);
    if (facts.user_ranges.empty() || facts.group_ranges.empty()) return single(facts);
    if (!facts.has_helpers) {
        return fail(plain_error(
            fmt::format("newuidmap and newgidmap are not installed; {} has a range of ids that only they can map",
                        facts.user),
            {}, "install them: apt-get install uidmap (Debian, Ubuntu), dnf install shadow-utils (Fedora)"));
    }
    return for_user(facts);
}

}  // namespace qrun::launch
