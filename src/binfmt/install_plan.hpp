#pragma once

#include <string>
#include <vector>

#include "binfmt/entry.hpp"

namespace qrun::binfmt {

/// Names of the entries that qbinfmt makes start with this: they are its own, all others are foreign.
inline constexpr const char* own_prefix = "qbinfmt-";

/// One step of changing an instance.
struct Step {
    enum class Kind { add, remove, verify };
    Kind kind = Kind::add;
    Entry entry;  ///< for remove only the name counts; for verify: the one that must work now

    friend bool operator==(const Step&, const Step&) = default;
};

/// What installing one handler comes to.
struct InstallPlan {
    enum class Outcome { unchanged, added, replaced, conflict };
    Outcome outcome = Outcome::unchanged;
    std::vector<Step> steps;
    std::vector<Step> undo;  ///< what takes the steps before `verify` back when that fails
    std::string foreign;     ///< of a conflict: the entry that handles the same files
};

/// What the person asks for, and what was found out, besides the entries.
struct InstallRequest {
    bool force = false;   ///< register beside a foreign entry that can match the same files
    bool stale = false;   ///< the own entry runs a file that has been replaced: register it anew
    bool verify = false;  ///< run a probe before anything old is given up
};

/// The own name of a target's entry.
[[nodiscard]] std::string own_name(const Target& target);

/// The name beside it that covers for it while it is replaced.
[[nodiscard]] std::string shadow_name(const std::string& name);

/// Decides how `wanted` gets into an instance with the entries `present`. An entry of the same name that
/// differs is replaced without a moment in which no handler is there (deleting and adding fails hundreds of
/// execs under load, with a shadow entry beside it none fails), and not before the new one has been verified.
/// A foreign entry that can match the same files is a conflict, unless `force`: then the new one wins, being
/// the latest, and the foreign one stays.
[[nodiscard]] InstallPlan plan_install(const Entry& wanted, const std::vector<Entry>& present,
                                       const InstallRequest& request);

/// Decides how the foreign entry `taken` becomes `own`, in the same way: first there are both.
[[nodiscard]] InstallPlan plan_adopt(const Entry& own, const Entry& taken, const std::vector<Entry>& present,
                                     const InstallRequest& request);

}  // namespace qrun::binfmt
