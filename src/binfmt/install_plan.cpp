#include "binfmt/install_plan.hpp"

#include <algorithm>

#include "binfmt/conflict.hpp"

namespace qrun::binfmt {

InstallPlan plan_install(const Entry& wanted, const std::vector<Entry>& present, bool force) {
    InstallPlan plan;
    const auto named = [&](const std::string& name) {
        return std::find_if(present.begin(), present.end(), [&](const Entry& e) { return e.name == name; });
    };
    const auto own = named(wanted.name);
    Entry shadow = wanted;
    shadow.name += ".new";
    // A run that was killed half way may have left its shadow.
    const bool left_over = named(shadow.name) != present.end();

    for (const auto& entry : present) {
        if (entry.name == wanted.name || entry.name == shadow.name || force || !entry.enabled) continue;
        if (!can_match_same_file(entry, wanted)) continue;
        plan.outcome = InstallPlan::Outcome::conflict;
        plan.foreign = entry.name;
        return plan;
    }
    if (own == present.end()) {
        plan.outcome = InstallPlan::Outcome::added;
        plan.steps.push_back({Step::Kind::add, wanted});
        if (left_over) plan.steps.push_back({Step::Kind::remove, shadow});
    } else if (*own == wanted) {
        if (left_over) plan.steps.push_back({Step::Kind::remove, shadow});
    } else {
        plan.outcome = InstallPlan::Outcome::replaced;
        if (left_over) plan.steps.push_back({Step::Kind::remove, shadow});
        plan.steps.push_back({Step::Kind::add, shadow});
        plan.steps.push_back({Step::Kind::remove, wanted});
        plan.steps.push_back({Step::Kind::add, wanted});
        plan.steps.push_back({Step::Kind::remove, shadow});
    }
    return plan;
}

}  // namespace qrun::binfmt
