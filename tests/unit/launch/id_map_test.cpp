#include "launch/id_map.hpp"

#include <catch2/catch.hpp>

using namespace qrun;
using namespace qrun::launch;

namespace {

using Map = std::vector<sys::IdMapping>;
using Ranges = std::vector<SubIdRange>;
constexpr std::uint32_t everything = 4294967295U;

IdFacts user() {
    IdFacts facts;
    facts.uid = 1000;
    facts.gid = 1001;
    facts.user = "alice";
    facts.user_ranges = {{100000, 65536}};
    facts.group_ranges = {{200000, 65536}};
    facts.has_helpers = true;
    facts.own_user_map = facts.own_group_map = {{0, 0, everything}};
    return facts;
}

}  // namespace

TEST_CASE("ranges are found by name and by number, and only whole ones") {
    CHECK(ranges_in("bob:1:2\nalice:100000:65536\n1000:300000:10\n", "alice", 1000) ==
          Ranges{{100000, 65536}, {300000, 10}});
    CHECK(ranges_in("alice:100000:65536", "alice", 1000).size() == 1);
    for (const char* bad : {"", "alice", "alice:1", "alice:x:1", "alice:1:0", "alice:1:-1", "alice:1:2:3",
                            "alice:4294967295:1", "alice:4294967290:10", "alicia:1:2", "#alice:1:2"}) {
        CAPTURE(bad);
        CHECK(ranges_in(bad, "alice", 1000).empty());
    }
    CHECK(ranges_in("alice:4294967290:5", "alice", 1000).size() == 1);  // up to the last id
}

TEST_CASE("the kernel's uid_map is read") {
    CHECK(parse_id_map("         0          0 4294967295\n") == Map{{0, 0, everything}});
    CHECK(parse_id_map("0 1000 1\n1 100000 65536\n") == Map{{0, 1000, 1}, {1, 100000, 65536}});
    CHECK(parse_id_map("").empty());
    CHECK(parse_id_map("x y z").empty());
}

TEST_CASE("a user with ranges is the guest's root, the ranges follow") {
    const auto maps = choose_id_maps(user());
    REQUIRE(maps);
    CHECK(maps->users == Map{{0, 1000, 1}, {1, 100000, 65536}});
    CHECK(maps->groups == Map{{0, 1001, 1}, {1, 200000, 65536}});
    CHECK(maps->with_helpers);
    CHECK_FALSE(maps->deny_setgroups);
    CHECK_FALSE(maps->moves_owners);
    CHECK(maps->warning.empty());
}

TEST_CASE("a range that holds the user's own id is not mapped twice") {
    auto facts = user();
    facts.user_ranges = {{900, 200}, {100000, 10}};
    const auto maps = choose_id_maps(facts);
    REQUIRE(maps);
    CHECK(maps->users == Map{{0, 1000, 1}, {1, 100000, 10}});
}

TEST_CASE("a user without ranges gets a single id and a warning with the cure") {
    for (const bool without_groups : {false, true}) {
        auto facts = user();
        (without_groups ? facts.group_ranges : facts.user_ranges).clear();
        facts.has_helpers = false;
        const auto maps = choose_id_maps(facts);
        REQUIRE(maps);
        CHECK(maps->users == Map{{0, 1000, 1}});
        CHECK(maps->groups == Map{{0, 1001, 1}});
        CHECK(maps->deny_setgroups);
        CHECK(maps->warning.find("alice has no range in /etc/subuid") != std::string::npos);
        CHECK(maps->hint.find("usermod --add-subuids") != std::string::npos);
    }
}

TEST_CASE("ranges without the helpers are an error that names the package") {
    auto facts = user();
    facts.has_helpers = false;
    const auto maps = choose_id_maps(facts);
    REQUIRE_FALSE(maps);
    CHECK(maps.error().hint.find("uidmap") != std::string::npos);
}

TEST_CASE("root's guest is never the host's root") {
    auto facts = user();
    facts.uid = facts.gid = 0;
    SECTION("in a rootfs of root's") {
        facts.owner_uid = facts.owner_gid = 0;
        const auto maps = choose_id_maps(facts);
        REQUIRE(maps);
        CHECK(maps->users == Map{{0, guest_ids_of_root, guest_id_count}});
        CHECK(maps->moves_owners);
    }
    SECTION("in a rootfs of another user's") {
        facts.owner_uid = 1000;
        facts.owner_gid = 1001;
        const auto maps = choose_id_maps(facts);
        REQUIRE(maps);
        CHECK(maps->users == Map{{0, 1000, 1}, {1, 100000, 65536}});
        CHECK_FALSE(maps->with_helpers);
        CHECK_FALSE(maps->moves_owners);
        CHECK(maps->switches_to_root);
    }
}

TEST_CASE("root of a container keeps the container's ids") {
    auto facts = user();
    facts.uid = 0;
    facts.own_user_map = facts.own_group_map = {{0, 1000, 1}, {1, 100000, 65536}};
    const auto maps = choose_id_maps(facts);
    REQUIRE(maps);
    CHECK(maps->users == Map{{0, 0, 1}, {1, 1, 65536}});
    CHECK_FALSE(maps->moves_owners);
}

TEST_CASE("the map's text is what the kernel takes") {
    CHECK(sys::id_map_text({{0, 1000, 1}, {1, 100000, 65536}}) == "0 1000 1\n1 100000 65536\n");
    CHECK(IdMaps::maps({{0, 1000, 1}, {1, 100000, 5}}, 5));
    CHECK_FALSE(IdMaps::maps({{0, 1000, 1}, {1, 100000, 5}}, 6));
}
