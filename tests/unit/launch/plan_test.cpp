#include "launch/plan.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace qrun;
using namespace qrun::launch;

namespace {

HostFacts facts_of_user() {
    HostFacts facts;
    facts.ids.uid = facts.ids.owner_uid = 1000;
    facts.ids.gid = facts.ids.owner_gid = 1000;
    facts.ids.user = "alice";
    facts.ids.user_ranges = facts.ids.group_ranges = {{100000, 65536}};
    facts.ids.has_helpers = true;
    facts.target = binfmt::target_named("arm");
    facts.host_target = binfmt::target_named("x86_64");
    facts.emulators = {{facts.target, "/usr/bin/qemu-arm-static"}};
    facts.rootfs = RootfsFacts{{"/srv/armhf", 1, 2}, {facts.target, "/bin/sh"}, {"root", "/root", "/bin/bash"}};
    facts.working_directory = {"/home/alice/p", "/home/alice/p", "/home/alice", "/srv/armhf"};
    facts.resolver_file = "/etc/resolv.conf";
    return facts;
}

Options build() {
    Options options;
    options.rootfs = "/srv/armhf";
    options.command = {"cargo", "build"};
    return options;
}

bool warns(const LaunchPlan& plan) {
    return std::any_of(plan.remarks.begin(), plan.remarks.end(), [](const Remark& r) { return r.warning; });
}

}  // namespace

TEST_CASE("the main case is planned whole") {
    const auto plan = make_plan(build(), facts_of_user());
    REQUIRE(plan);
    REQUIRE(plan->handlers.size() == 1);
    CHECK(plan->handlers[0].name == "qemu-arm");
    CHECK(plan->handlers[0].interpreter == "/usr/bin/qemu-arm-static");
    CHECK(plan->handlers[0].flags == "PF");  // never C
    CHECK(plan->shown_directory == "/home/alice/p");
    CHECK(plan->start_directory == "/home/alice/p");
    CHECK(plan->command == std::vector<std::string>{"cargo", "build"});
    CHECK_FALSE(warns(*plan));
}

TEST_CASE("no command means the login shell of the rootfs") {
    auto options = build();
    options.command.clear();
    const auto plan = make_plan(options, facts_of_user());
    REQUIRE(plan);
    CHECK(plan->command == std::vector<std::string>{"/bin/bash", "-l"});
}

TEST_CASE("a rootfs of the host's architecture gets no handler") {
    auto facts = facts_of_user();
    facts.target = facts.host_target;
    facts.emulators.clear();
    const auto plan = make_plan(build(), facts);
    REQUIRE(plan);
    CHECK(plan->handlers.empty());
    CHECK_FALSE(warns(*plan));
}

TEST_CASE("a rootfs of another user's is warned of") {
    auto facts = facts_of_user();
    facts.ids.owner_uid = 0;
    const auto plan = make_plan(build(), facts);
    REQUIRE(plan);
    CHECK(warns(*plan));
}

TEST_CASE("the host's own root needs a command") {
    auto facts = facts_of_user();
    facts.rootfs.reset();
    facts.working_directory.rootfs.clear();
    Options options;
    CHECK_FALSE(make_plan(options, facts));
    options.command = {"mmdebstrap"};
    const auto plan = make_plan(options, facts);
    REQUIRE(plan);
    CHECK_FALSE(plan->rootfs);
    CHECK(plan->resolver_file.empty());
}

TEST_CASE("the description names every step, with control characters escaped") {
    auto options = build();
    options.command = {"echo", "a b", "\x1b[2J"};
    const auto plan = make_plan(options, facts_of_user());
    REQUIRE(plan);
    const std::string text = describe(*plan);
    for (const char* wanted :
         {"route: namespace", "user ids: 0..0 in the guest are 1000..1000 here",
          "user ids: 1..65536 in the guest are 100000..165535 here", "root: /srv/armhf",
          "mount: /home/alice/p (read-write)", "start in: /home/alice/p", "command: echo 'a b' '\\x1b[2J'"}) {
        CAPTURE(text);
        CHECK(text.find(wanted) != std::string::npos);
    }
    CHECK(text.find('\x1b') == std::string::npos);
}
