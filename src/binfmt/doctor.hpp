#pragma once

#include <optional>
#include <string>
#include <vector>

#include "binfmt/interpreter.hpp"
#include "binfmt/inventory.hpp"

namespace qrun::binfmt {

/// Something that keeps foreign programs from running, or may.
struct Finding {
    enum class Severity { problem, warning };
    Severity severity = Severity::problem;
    std::string id;    ///< stable: "not-mounted", "no-handler", …
    std::string what;  ///< what was found
    std::string why;   ///< why it matters
    std::string cure;  ///< the command that cures it
};

/// A target that somebody wants to run, and what this host has for it.
struct TargetFacts {
    const Target* target = nullptr;
    bool native = false;
    InterpreterSearch emulators;
};

/// Everything that the doctor looks at, found out beforehand.
struct DoctorFacts {
    std::string directory;          ///< of the instance
    bool kernel_knows = true;       ///< binfmt_misc stands in /proc/filesystems, or its directory is there
    bool automount_waits = false;   ///< an autofs is there that nothing has triggered
    std::optional<Error> not_open;  ///< why the instance cannot be opened
    Inventory inventory;            ///< with verifications, when it can
    std::vector<TargetFacts> targets;
    bool can_verify = false;

    bool in_user_namespace = false;       ///< not the initial one
    bool user_namespaces_allowed = true;  ///< user.max_user_namespaces, kernel.unprivileged_userns_clone
    bool apparmor_restricts = false;      ///< kernel.apparmor_restrict_unprivileged_userns
    std::string user;                     ///< who asks; empty for root
    bool has_subuid_range = true;
    bool has_newuidmap = true;
};

/// What is wrong, worst first. Empty: nothing.
[[nodiscard]] std::vector<Finding> diagnose(const DoctorFacts& facts);

/// Looks around. Changes nothing, but looking triggers an automount.
[[nodiscard]] DoctorFacts find_doctor_facts(const std::string& directory, const std::vector<const Target*>& targets,
                                            const std::vector<std::string>& emulator_directories,
                                            const Verifier& verifier);

}  // namespace qrun::binfmt
