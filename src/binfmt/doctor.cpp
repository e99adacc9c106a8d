#include "binfmt/doctor.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"

namespace qrun::binfmt {
namespace {

using Severity = Finding::Severity;

void check_instance(const DoctorFacts& facts, std::vector<Finding>& findings) {
    if (facts.automount_waits) {
        findings.push_back({Severity::problem, "automount", "binfmt_misc is an automount that was never triggered",
                            "until something looks into it there are no handlers", "ls " + facts.directory});
    } else if (!facts.kernel_knows) {
        findings.push_back({Severity::problem, "no-kernel-support",
                            "this kernel has no binfmt_misc (CONFIG_BINFMT_MISC), or its module is not loaded",
                            "without it no handler can exist on this host", "modprobe binfmt_misc"});
    } else if (facts.not_open) {
        findings.push_back({Severity::problem, "not-mounted", facts.not_open->message(),
                            "handlers are registered through that file system",
                            "mount -t binfmt_misc binfmt_misc " + facts.directory});
    } else if (!facts.inventory.enabled) {
        findings.push_back({Severity::problem, "switched-off", "binfmt_misc as a whole is switched off (status 0)",
                            "no handler works while it is", "echo 1 > " + facts.directory + "/status"});
    }
    if (!facts.not_open && facts.in_user_namespace && facts.inventory.handlers.empty()) {
        findings.push_back({Severity::problem, "empty-instance",
                            "this user namespace has an instance of its own, and it is empty",
                            "handlers of the host do not show through it", "qbinfmt install"});
    }
}

/// The verdict of a handler that should run its target's programs.
void check_verdict(const Handler& handler, std::vector<Finding>& findings) {
    if (!handler.verification || handler.verification->ok() || handler.verification->undecided()) return;
    const std::string name = printable(handler.entry.name);
    const std::string target(handler.target->name);
    const bool own = handler.owner == Owner::qbinfmt;
    const std::string anew =
        own ? "qbinfmt install " + target : "qbinfmt adopt --force " + name + " && qbinfmt install " + target;
    const auto& detail = handler.verification->detail;
    switch (handler.verification->verdict) {
        case Verdict::stale:
            findings.push_back({Severity::problem, "stale", name + ": " + detail,
                                "security fixes and bug fixes of the new emulator do not take effect", anew});
            return;
        case Verdict::not_fixed:
            findings.push_back({Severity::problem, "missing-flag-f", name + ": " + detail,
                                "programs fail with \"No such file or directory\" in every chroot and container",
                                anew});
            return;
        case Verdict::wrong_argv0:
            findings.push_back({Severity::problem, "argv0", name + ": " + detail,
                                "programs that look at their own name misbehave (busybox, java)", anew});
            return;
        case Verdict::native:
            return;  // reported by check_native
        default:
            findings.push_back({Severity::problem, "does-not-work", name + ": " + detail,
                                "programs of " + target + " do not run", anew});
    }
}

void check_interpreter(const Handler& handler, std::vector<Finding>& findings) {
    const std::string name = printable(handler.entry.name);
    const std::string path = printable(handler.entry.interpreter);
    if (!handler.interpreter_there && !handler.entry.has('F')) {
        findings.push_back({Severity::problem, "interpreter-gone",
                            name + ": its interpreter " + path + " does not exist",
                            "every program of the target fails with \"No such file or directory\"",
                            "qbinfmt install " + std::string(handler.target->name)});
    } else if (!handler.entry.has('F')) {
        findings.push_back(
            {Severity::warning, "no-flag-f", name + " has no flag F",
             "the interpreter is looked up inside each root directory: chroots and containers without it "
             "fail",
             "qbinfmt adopt --force " + name + " && qbinfmt install " + std::string(handler.target->name)});
    }
    if (handler.version && handler.entry.has('P') && !understands_preserved_argv0(handler.version)) {
        findings.push_back(
            {Severity::problem, "preserve-argv0",
             name + " has flag P, and QEMU " + handler.version->text() + " does not understand it (6.0 does)",
             "programs see shifted arguments: java finds no main class",
             "qbinfmt install " + std::string(handler.target->name)});
    }
}

/// One finding for a version and fault, whatever number of handlers has it.
void check_known_hangs(const DoctorFacts& facts, std::vector<Finding>& findings) {
    std::map<QemuVersion, std::string> handlers;
    for (const auto& handler : facts.inventory.handlers) {
        if (handler.target == nullptr || !handler.entry.enabled || !handler.loses_to.empty() || !handler.version)
            continue;
        std::string& names = handlers[*handler.version];
        names += (names.empty() ? "" : ", ") + printable(handler.entry.name);
    }
    for (const auto& [version, names] : handlers) {
        for (const auto& fault : known_hangs(version)) {
            findings.push_back({Severity::warning, "known-hang",
                                "QEMU " + version.text() + " (" + names + "): " + fault,
                                "builds stop without a word, now and then",
                                "install a newer QEMU, or build under qrun(1), which guards against it"});
        }
    }
}

/// Entries that match programs of this very machine: once the emulator, a native program, is handled itself,
/// every execve(2) of the machine ends with ELOOP.
void check_native(const DoctorFacts& facts, const Handler& handler, std::vector<Finding>& findings) {
    if (!handler.entry.enabled || handler.entry.kind != Entry::Kind::magic) return;
    for (const auto& target : facts.targets) {
        if (!target.native) continue;
        std::string example(target.target->magic);
        example.resize(bytes_compared, '\0');
        if (!matches(example, handler.entry.offset, handler.entry.magic, handler.entry.mask)) continue;
        findings.push_back(
            {Severity::problem, "native-handled",
             printable(handler.entry.name) + " matches programs of this machine itself (" +
                 std::string(target.target->name) + ")",
             "sooner or later every program of the machine fails with \"Too many levels of symbolic links\"",
             "echo -1 > " + shell_quoted(facts.directory + "/" + handler.entry.name)});
        return;
    }
}

void check_target(const DoctorFacts& facts, const TargetFacts& wanted, std::vector<Finding>& findings) {
    if (wanted.native) return;
    const std::string name(wanted.target->name);
    const Handler* winner = facts.inventory.winner_for(*wanted.target);
    if (winner == nullptr) {
        const auto& all = facts.inventory.handlers;
        const auto off =
            std::find_if(all.begin(), all.end(), [&](const Handler& h) { return h.target == wanted.target; });
        if (off != all.end()) {
            findings.push_back({Severity::problem, "disabled", printable(off->entry.name) + " is disabled",
                                "programs of " + name + " fail with \"Exec format error\"",
                                "qbinfmt enable " + name});
        } else {
            findings.push_back({Severity::problem, "no-handler", "no handler for programs of " + name,
                                "they fail with \"Exec format error\"", "qbinfmt install " + name});
        }
    }
    if (wanted.emulators.newest) return;
    for (const auto& refused : wanted.emulators.refused) {
        findings.push_back({Severity::problem, "emulator-unusable", refused.message(),
                            "a handler needs a static program of this machine that only root can change",
                            refused.hint.empty() ? no_interpreter(*wanted.target).hint : refused.hint});
    }
    if (winner == nullptr && wanted.emulators.refused.empty()) {
        const Error none = no_interpreter(*wanted.target);
        findings.push_back({Severity::problem, "no-emulator", none.message(), "a handler needs it", none.hint});
    }
}

/// What qrun(1) and other tools without root need.
void check_user_namespaces(const DoctorFacts& facts, std::vector<Finding>& findings) {
    static constexpr const char* why = "qrun(1) and other tools that need no root cannot make their own handlers";
    if (!facts.user_namespaces_allowed) {
        findings.push_back({Severity::warning, "no-user-namespaces", "ordinary users may not make user namespaces",
                            why, "sysctl user.max_user_namespaces=15000 kernel.unprivileged_userns_clone=1"});
    }
    if (facts.apparmor_restricts) {
        findings.push_back({Severity::warning, "apparmor", "AppArmor restricts user namespaces of ordinary users",
                            why, "sysctl kernel.apparmor_restrict_unprivileged_userns=0"});
    }
    if (!facts.has_newuidmap) {
        findings.push_back({Severity::warning, "no-newuidmap", "newuidmap and newgidmap are not installed",
                            "without them a guest has only one user: apt and dpkg fail in it",
                            "apt-get install uidmap"});
    }
    if (!facts.has_subuid_range) {
        findings.push_back({Severity::warning, "no-subuid-range", facts.user + " has no range in /etc/subuid",
                            "a guest has only one user then: apt and dpkg fail in it",
                            "usermod --add-subuids 100000-165535 --add-subgids 100000-165535 " + facts.user});
    }
}

}  // namespace

std::vector<Finding> diagnose(const DoctorFacts& facts) {
    std::vector<Finding> findings;
    check_instance(facts, findings);
    for (const auto& handler : facts.inventory.handlers) {
        check_native(facts, handler, findings);
        if (handler.target == nullptr || !handler.entry.enabled || !handler.loses_to.empty()) continue;
        check_verdict(handler, findings);
        check_interpreter(handler, findings);
    }
    if (!facts.not_open) {
        for (const auto& target : facts.targets) check_target(facts, target, findings);
    }
    check_known_hangs(facts, findings);
    check_user_namespaces(facts, findings);
    std::stable_sort(findings.begin(), findings.end(),
                     [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
    return findings;
}

}  // namespace qrun::binfmt
