#include "binfmt/install_plan.hpp"

#include <catch2/catch.hpp>

#include "binfmt/conflict.hpp"

using namespace qrun::binfmt;

namespace {

Entry arm(const std::string& interpreter = "/usr/bin/qemu-arm-static", const std::string& name = "qbinfmt-arm") {
    return entry_for(*target_named("arm"), name, interpreter, "PF");
}

/// The names that are registered after each step, starting from `present`.
bool always_one_handler(std::vector<Entry> present, const std::vector<Step>& steps) {
    for (const auto& step : steps) {
        if (step.kind == Step::Kind::add) {
            present.push_back(step.entry);
        } else {
            std::erase_if(present, [&](const Entry& e) { return e.name == step.entry.name; });
        }
        if (present.empty()) return false;
    }
    return true;
}

}  // namespace

TEST_CASE("entries conflict when some file matches both") {
    for (const auto& a : all_targets()) {
        const auto entry = entry_for(a, "a", "/q", "");
        CHECK(can_match_same_file(entry, entry));
    }
    CHECK_FALSE(can_match_same_file(arm(), entry_for(*target_named("aarch64"), "x", "/q", "")));
    CHECK_FALSE(can_match_same_file(arm(), entry_for(*target_named("armeb"), "x", "/q", "")));
    Entry any_elf;
    any_elf.magic =
        "\x7f"
        "ELF";
    CHECK(can_match_same_file(arm(), any_elf));
    Entry late = any_elf;
    late.offset = 200;  // compares other bytes: nothing keeps a file from matching both
    CHECK(can_match_same_file(arm(), late));
    Entry extension;
    extension.kind = Entry::Kind::extension;
    extension.magic = "exe";
    CHECK_FALSE(can_match_same_file(arm(), extension));
}

TEST_CASE("a new handler is added, the same one left alone") {
    CHECK(plan_install(arm(), {}, {}).outcome == InstallPlan::Outcome::added);
    const auto again = plan_install(arm(), {arm()}, {});
    CHECK(again.outcome == InstallPlan::Outcome::unchanged);
    CHECK(again.steps.empty());
}

TEST_CASE("a differing own handler is replaced without a moment with none") {
    const auto plan = plan_install(arm("/opt/new"), {arm()}, {});
    CHECK(plan.outcome == InstallPlan::Outcome::replaced);
    CHECK(plan.steps.size() == 4);
    CHECK(always_one_handler({arm()}, plan.steps));
    CHECK(plan.steps[2].entry == arm("/opt/new"));
}

TEST_CASE("what a killed run left is taken away, again without a gap") {
    Entry shadow = arm("/opt/new", "qbinfmt-arm.new");
    for (const auto& present : std::vector<std::vector<Entry>>{{arm(), shadow}, {shadow}}) {
        const auto plan = plan_install(arm("/opt/new"), present, {});
        CHECK(always_one_handler(present, plan.steps));
        CHECK(plan.steps.back() == Step{Step::Kind::remove, plan.steps.back().entry});
        CHECK(plan.steps.back().entry.name == "qbinfmt-arm.new");
    }
}

TEST_CASE("a foreign handler of the same files is a conflict, unless forced or switched off") {
    Entry foreign = arm("/usr/bin/qemu-arm", "qemu-arm");
    const auto plan = plan_install(arm(), {foreign}, {});
    CHECK(plan.outcome == InstallPlan::Outcome::conflict);
    CHECK(plan.foreign == "qemu-arm");
    CHECK(plan.steps.empty());
    CHECK(plan_install(arm(), {foreign}, {.force = true}).outcome == InstallPlan::Outcome::added);
    foreign.enabled = false;
    CHECK(plan_install(arm(), {foreign}, {}).outcome == InstallPlan::Outcome::added);
}
