#include "binfmt/install_plan.hpp"

#include <algorithm>

#include "binfmt/conflict.hpp"

namespace qrun::binfmt {
namespace {

using Kind = Step::Kind;

bool has(const std::vector<Entry>& present, const std::string& name) {
    return std::any_of(present.begin(), present.end(), [&](const Entry& e) { return e.name == name; });
}

/// The first enabled entry, neither `wanted` nor its shadow, that can match the same files.
const Entry* foreign_to(const Entry& wanted, const std::vector<Entry>& present) {
    for (const auto& entry : present) {
        if (entry.name == wanted.name || entry.name == shadow_name(wanted.name) || !entry.enabled) continue;
        if (can_match_same_file(entry, wanted)) return &entry;
    }
    return nullptr;
}

/// Adds `entry`, as something that can be undone until it is verified.
void add_verified(InstallPlan& plan, const Entry& entry, bool verify) {
    plan.steps.push_back({Kind::add, entry});
    if (!verify) return;
    plan.steps.push_back({Kind::verify, entry});
    plan.undo.push_back({Kind::remove, entry});
}

}  // namespace

std::string own_name(const Target& target) {
    return own_prefix + std::string(target.name);
}

std::string shadow_name(const std::string& name) {
    return name + ".new";
}

InstallPlan plan_install(const Entry& wanted, const std::vector<Entry>& present, const InstallRequest& request) {
    InstallPlan plan;
    if (const Entry* foreign = foreign_to(wanted, present); foreign != nullptr && !request.force) {
        plan.outcome = InstallPlan::Outcome::conflict;
        plan.foreign = foreign->name;
        return plan;
    }
    const auto own =
        std::find_if(present.begin(), present.end(), [&](const Entry& e) { return e.name == wanted.name; });
    Entry shadow = wanted;
    shadow.name = shadow_name(wanted.name);
    // A run that was killed half way may have left its shadow.
    const bool left_over = has(present, shadow.name);

    if (own == present.end()) {
        plan.outcome = InstallPlan::Outcome::added;
        add_verified(plan, wanted, request.verify);
        if (left_over) plan.steps.push_back({Kind::remove, shadow});
    } else if (*own == wanted && !request.stale) {
        if (left_over) plan.steps.push_back({Kind::remove, shadow});
    } else {
        plan.outcome = InstallPlan::Outcome::replaced;
        if (left_over) plan.steps.push_back({Kind::remove, shadow});
        add_verified(plan, shadow, request.verify);
        plan.steps.push_back({Kind::remove, wanted});
        plan.steps.push_back({Kind::add, wanted});
        plan.steps.push_back({Kind::remove, shadow});
    }
    return plan;
}

InstallPlan plan_adopt(const Entry& own, const Entry& taken, const std::vector<Entry>& present,
                       const InstallRequest& request) {
    std::vector<Entry> others = present;
    std::erase_if(others, [&](const Entry& entry) { return entry.name == taken.name; });
    InstallPlan plan = plan_install(own, others, request);
    if (plan.outcome != InstallPlan::Outcome::conflict) plan.steps.push_back({Kind::remove, taken});
    return plan;
}

}  // namespace qrun::binfmt
