#include "launch/working_directory.hpp"

#include <catch2/catch.hpp>

using namespace qrun::launch;

namespace {

constexpr auto automatic = WorkingDirectoryWish::automatic;
constexpr auto always = WorkingDirectoryWish::always;
constexpr auto never = WorkingDirectoryWish::never;

WorkingDirectoryFacts at(const std::string& path) {
    return {path, path, "/home/alice", "/srv/armhf"};
}

WorkingDirectoryPlan plan(WorkingDirectoryWish wish, const WorkingDirectoryFacts& facts) {
    const auto planned = plan_working_directory(wish, facts);
    REQUIRE(planned);
    return *planned;
}

}  // namespace

TEST_CASE("is_within compares whole names") {
    CHECK(is_within("/a/b", "/a"));
    CHECK(is_within("/a", "/a"));
    CHECK(is_within("/a", "/"));
    CHECK_FALSE(is_within("/ab", "/a"));
    CHECK_FALSE(is_within("/a", "/a/b"));
}

TEST_CASE("a directory of the user's is shown at its own path") {
    const auto planned = plan(automatic, at("/home/alice/project"));
    CHECK(planned.shown);
    CHECK(planned.start == "/home/alice/project");
    CHECK(planned.note.empty());
}

TEST_CASE("a path through links is shown as the user's shell shows it") {
    const auto planned = plan(automatic, {"/home/alice/link", "/data/project", "/home/alice", "/srv/armhf"});
    CHECK(planned.shown);
    CHECK(planned.start == "/home/alice/link");
}

TEST_CASE("within the rootfs the command starts there") {
    CHECK(plan(automatic, at("/srv/armhf/usr/src")).start == "/usr/src");
    CHECK(plan(automatic, at("/srv/armhf")).start == "/");
    CHECK_FALSE(plan(always, at("/srv/armhf/usr")).shown);
    CHECK(plan(automatic, at("/srv/armhf2")).shown);
}

TEST_CASE("the home directory and those above it are shown only when asked for") {
    for (const char* path : {"/home/alice", "/home"}) {
        const auto planned = plan(automatic, at(path));
        CHECK_FALSE(planned.shown);
        CHECK(planned.start == "/");
        CHECK(planned.note.find("home directory") != std::string::npos);
        CHECK(plan(always, at(path)).shown);
        CHECK(plan(never, at(path)).note.empty());
    }
    CHECK_FALSE(plan(automatic, {"/other/name", "/home/alice", "/home/alice", "/srv/armhf"}).shown);
}

TEST_CASE("what a system is made of is never shown") {
    for (const char* path :
         {"/", "/usr", "/etc", "/usr/bin", "/tmp", "/proc", "/proc/self", "/sys/class", "/dev/shm"}) {
        CAPTURE(path);
        CHECK_FALSE(plan(automatic, at(path)).shown);
        CHECK_FALSE(plan_working_directory(always, at(path)));
    }
    CHECK(plan(automatic, at("/tmp/work")).shown);
    CHECK(plan(automatic, at("/usr/src/linux")).shown);
    // A link that leads there is one too.
    CHECK_FALSE(plan(automatic, {"/home/alice/etc", "/etc", "/home/alice", "/srv/armhf"}).shown);
}

TEST_CASE("without a rootfs the command stays where it is") {
    const auto planned = plan(automatic, {"/home/alice", "/home/alice", "/home/alice", ""});
    CHECK_FALSE(planned.shown);
    CHECK(planned.start == "/home/alice");
}
