#pragma once

#include <string>
#include <vector>

#include "binfmt/entry.hpp"

namespace qrun::binfmt {

/// Names of the entries that qbinfmt makes start with this: they are its own, all others are foreign.
inline constexpr const char* own_prefix = "qbinfmt-";

/// One change of an instance.
struct Step {
    enum class Kind { add, remove };
    Kind kind = Kind::add;
    Entry entry;  ///< for remove only the name counts

    friend bool operator==(const Step&, const Step&) = default;
};

/// What installing one handler comes to.
struct InstallPlan {
    enum class Outcome { unchanged, added, replaced, conflict };
    Outcome outcome = Outcome::unchanged;
    std::vector<Step> steps;
    std::string foreign;  ///< of a conflict: the entry that handles the same files
};

/// Decides how `wanted` gets into an instance with the entries `present`. An entry of the same name that differs
/// is replaced without a moment in which no handler is there (deleting and adding fails hundreds of execs under load,
/// with a shadow entry beside it none fails). A foreign entry that can match the same files is a conflict, unless
/// `force`: then the new one wins, being the latest, and the foreign one stays.
[[nodiscard]] InstallPlan plan_install(const Entry& wanted, const std::vector<Entry>& present, bool force);

}  // namespace qrun::binfmt
