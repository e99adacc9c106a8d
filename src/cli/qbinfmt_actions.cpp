#include "cli/qbinfmt_actions.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "binfmt/install_plan.hpp"
#include "binfmt/interpreter.hpp"
#include "cli/qbinfmt_apply.hpp"
#include "sys/file.hpp"
#include "sys/replace_file.hpp"

namespace qrun::cli {
namespace {

using binfmt::Entry;
using binfmt::InstallPlan;
using binfmt::Target;

const char* word(InstallPlan::Outcome outcome) {
    switch (outcome) {
        case InstallPlan::Outcome::unchanged:
            return "unchanged";
        case InstallPlan::Outcome::added:
            return "added";
        case InstallPlan::Outcome::replaced:
            return "replaced";
        case InstallPlan::Outcome::conflict:
            return "conflict";
    }
    return "?";
}

QbinfmtResult conflict_with(const Target& target, const InstallPlan& plan) {
    return QbinfmtResult::failed(
        std::string(target.name), "conflict", qbinfmt_conflict,
        plain_error(
            std::string(target.name) + " programs are handled already by an entry of another's:", plan.foreign,
            "leave it at that, take it over with 'qbinfmt adopt " + std::string(target.name) +
                "', or register beside it with --force: the newest entry wins"));
}

/// No emulator for a target: an error only when the target was named.
QbinfmtResult without_interpreter(const Target& target, const binfmt::InterpreterSearch& search, bool named) {
    const std::string name(target.name);
    if (!search.refused.empty()) {
        return QbinfmtResult::failed(name, "unusable", named ? qbinfmt_partly_failed : qbinfmt_done,
                                     search.refused.front());
    }
    if (named) return QbinfmtResult::failed(name, "missing", qbinfmt_partly_failed, binfmt::no_interpreter(target));
    return {.target = name, .outcome = "missing"};
}

/// What the own entry that is wanted already turns out to be worth: whether it must be registered anew.
bool is_stale(const QbinfmtSession& session, const Target& target, const Entry& wanted,
              const std::vector<Entry>& present, QbinfmtResult& result) {
    if (!session.options.verify || std::find(present.begin(), present.end(), wanted) == present.end()) return false;
    const auto verification = session.verifier.verify(target, wanted);
    result.verification = binfmt::word(verification.verdict);
    using binfmt::Verdict;
    if (verification.verdict == Verdict::stale || verification.verdict == Verdict::other_file) return true;
    if (verification.ok() || verification.undecided()) return false;
    result.status = qbinfmt_not_verified;
    result.error =
        plain_error("the handler for " + std::string(target.name) + " does not work: " + verification.detail, {},
                    "qbinfmt doctor " + std::string(target.name) + " looks for the cause");
    return false;
}

/// Registers `wanted` by the plan that `decide` makes, and persists it.
template <typename Decide>
QbinfmtResult register_entry(const QbinfmtSession& session, const Target& target, const Entry& wanted,
                             QbinfmtResult result, Decide decide) {
    result.entry = wanted.name;
    result.interpreter = wanted.interpreter;
    if (session.registry != nullptr) {
        auto listing = session.registry->read_all();
        if (!listing)
            return QbinfmtResult::failed(result.target, "failed", qbinfmt_no_binfmt_misc, std::move(listing).error());
        binfmt::InstallRequest request{.force = session.options.force, .verify = session.options.verify};
        request.stale = is_stale(session, target, wanted, listing->entries, result);
        const InstallPlan plan = decide(listing->entries, request);
        if (plan.outcome == InstallPlan::Outcome::conflict) return conflict_with(target, plan);
        result.outcome = word(plan.outcome);
        apply_plan(session, target, plan, result);
        if (result.status != qbinfmt_done) return result;
    } else {
        result.outcome = "written";
    }
    if (shall_persist(session.options)) persist(session, target, wanted, result);
    return result;
}

QbinfmtResult install_one(const QbinfmtSession& session, const Target& target, bool named) {
    const std::string name(target.name);
    const auto& options = session.options;
    const auto search = binfmt::newest_interpreter(target, options.emulator_directories, options.root);
    if (session.verifier.is_native(target)) return {.target = name, .outcome = "native"};
    if (!search.newest) return without_interpreter(target, search, named);

    const auto& found = *search.newest;
    QbinfmtResult result{.target = name, .outcome = ""};
    result.version = found.version ? found.version->text() : "";
    const Entry wanted =
        binfmt::entry_for(target, binfmt::own_name(target), found.path, flags_for(options, found.version));
    return register_entry(session, target, wanted, std::move(result), [&](const auto& present, const auto& request) {
        return binfmt::plan_install(wanted, present, request);
    });
}

/// The entry that takes `taken`'s place: its pattern under our name, with an interpreter and flags by our
/// rules.
Result<Entry> entry_in_place_of(const QbinfmtSession& session, const binfmt::Handler& taken) {
    QRUN_TRY(const std::string path, binfmt::usable_interpreter(taken.entry.interpreter));
    QRUN_CHECK(binfmt::check_only_root_can_change(path));
    Entry own = taken.entry;
    own.name = binfmt::own_name(*taken.target);
    own.interpreter = path;
    own.flags = flags_for(session.options, taken.version);
    own.enabled = true;
    return own;
}

QbinfmtResult adopt_one(const QbinfmtSession& session, const binfmt::Handler& taken) {
    const std::string name = taken.target != nullptr ? std::string(taken.target->name) : taken.entry.name;
    if (taken.owner == binfmt::Owner::qbinfmt)
        return {.target = name, .outcome = "unchanged", .entry = taken.entry.name};
    if (taken.target == nullptr || (!taken.entry.enabled && !session.options.force)) {
        return QbinfmtResult::failed(name, "refused", qbinfmt_partly_failed,
                                     plain_error("not an enabled handler of one of QEMU's targets:", taken.entry.name,
                                                 "only such a handler can be taken over"));
    }
    auto own = entry_in_place_of(session, taken);
    if (!own) {
        Error error = std::move(own).error();
        error.hint =
            "its emulator cannot be taken over; register one of the host instead: qbinfmt install --force " + name;
        return QbinfmtResult::failed(name, "refused", qbinfmt_partly_failed, std::move(error));
    }
    QbinfmtResult result{.target = name, .outcome = ""};
    result.version = taken.version ? taken.version->text() : "";
    result = register_entry(session, *taken.target, *own, std::move(result),
                            [&](const auto& present, const auto& request) {
                                return binfmt::plan_adopt(*own, taken.entry, present, request);
                            });
    if (result.status != qbinfmt_done) return result;
    result.outcome = "adopted";
    if (!taken.conf_file.empty()) {
        log_warning(
            printable(taken.entry.name) + " will be registered again at boot by " + printable(taken.conf_file),
            taken.owner == binfmt::Owner::systemd ? "to stop that: ln -s /dev/null /etc/binfmt.d/" +
                                                        taken.conf_file.substr(taken.conf_file.rfind('/') + 1)
                                                  : "to stop that: update-binfmts --disable " + taken.entry.name);
    }
    return result;
}

/// Takes away the file first: an entry without it is gone after a reboot, a file without an entry would come
/// back.
QbinfmtResult uninstall_one(const QbinfmtSession& session, const Target& target, const std::vector<Entry>& present) {
    QbinfmtResult result{.target = std::string(target.name), .outcome = "absent"};
    const std::string file = binfmt::own_conf_file(target);
    const std::string path = session.options.root + file;
    const bool registers_host =
        session.options.root.empty() && session.options.directory != binfmt::default_directory;
    if (!registers_host && sys::read_file(path)) {  // another instance than the host's has no part in its files
        if (session.options.dry_run) {
            result.dry_run.push_back("rm " + shell_quoted(path));
        } else if (auto removed = sys::remove_file(path); !removed) {
            const int status = status_for(removed.error());
            return QbinfmtResult::failed(result.target, "failed", status, std::move(removed).error());
        }
        result.outcome = "removed";
        result.conf_file = file;
    }
    const std::string own = binfmt::own_name(target);
    InstallPlan plan;
    for (const auto& entry : present) {
        if (entry.name == own || entry.name == binfmt::shadow_name(own))
            plan.steps.push_back({binfmt::Step::Kind::remove, entry});
    }
    if (plan.steps.empty()) return result;
    result.outcome = "removed";
    result.entry = own;
    apply_plan(session, target, plan, result);
    return result;
}

}  // namespace

Result<std::vector<QbinfmtResult>> qbinfmt_install(const QbinfmtSession& session) {
    QRUN_TRY(const auto targets, named_targets(session.options));
    if (session.registry != nullptr) {
        QRUN_TRY(const bool on, session.registry->enabled());
        if (!on) {
            return fail(errno_error_of(ENODEV,
                                       "binfmt_misc as a whole is switched off:", session.registry->directory(),
                                       "echo 1 > " + session.registry->directory() + "/status"));
        }
    }
    std::vector<QbinfmtResult> results;
    for (const auto* target : targets) results.push_back(install_one(session, *target, !session.options.means_all()));
    return results;
}

Result<std::vector<QbinfmtResult>> qbinfmt_adopt(const QbinfmtSession& session) {
    QRUN_TRY(const auto inventory, inventory_of(session, false));
    std::vector<const binfmt::Handler*> chosen;
    for (const auto& handler : inventory.handlers) {
        const bool foreign =
            handler.target != nullptr && handler.owner != binfmt::Owner::qbinfmt && handler.entry.enabled;
        if (session.options.means_all() && foreign) chosen.push_back(&handler);
    }
    for (const auto& name : session.options.names) {
        if (session.options.means_all()) break;
        QRUN_TRY(const auto* handler, handler_by_name(inventory, name));
        // A target's foreign handler is meant, also where an own one stands beside it.
        for (const auto& other : inventory.handlers) {
            if (handler->owner != binfmt::Owner::qbinfmt) break;
            if (other.target == handler->target && other.owner != binfmt::Owner::qbinfmt && other.entry.enabled)
                handler = &other;
        }
        chosen.push_back(handler);
    }
    std::vector<QbinfmtResult> results;
    for (const auto* handler : chosen) results.push_back(adopt_one(session, *handler));
    return results;
}

Result<std::vector<QbinfmtResult>> qbinfmt_uninstall(const QbinfmtSession& session) {
    QRUN_TRY(const auto targets, named_targets(session.options));
    std::vector<Entry> present;
    if (session.registry != nullptr) {
        QRUN_TRY(auto listing, session.registry->read_all());
        present = std::move(listing.entries);
    }
    std::vector<QbinfmtResult> results;
    for (const auto* target : targets) {
        auto result = uninstall_one(session, *target, present);
        if (!session.options.means_all() || result.outcome != "absent") results.push_back(std::move(result));
    }
    return results;
}

Result<std::vector<QbinfmtResult>> qbinfmt_enable(const QbinfmtSession& session, bool on) {
    QRUN_TRY(const auto inventory, inventory_of(session, false));
    std::vector<QbinfmtResult> results;
    for (const auto& name : session.options.names) {
        QRUN_TRY(const auto* handler, handler_by_name(inventory, name));
        const std::string shown = handler->target != nullptr ? std::string(handler->target->name) : name;
        QbinfmtResult result{.target = shown, .outcome = "unchanged", .entry = handler->entry.name};
        if (handler->entry.enabled != on) {
            result.outcome = on ? "enabled" : "disabled";
            if (handler->owner != binfmt::Owner::qbinfmt && !session.options.force) {
                result = QbinfmtResult::failed(shown, "conflict", qbinfmt_conflict,
                                               plain_error("this handler is another's:", handler->entry.name,
                                                           "--force changes it all the same"));
            } else if (session.options.dry_run) {
                result.dry_run.push_back((on ? "1 > " : "0 > ") + session.registry->directory() + "/" +
                                         handler->entry.name);
            } else if (auto done = session.registry->enable(handler->entry.name, on); !done) {
                const int status = status_for(done.error());
                result = QbinfmtResult::failed(shown, "failed", status, std::move(done).error());
            }
        }
        results.push_back(std::move(result));
    }
    return results;
}

}  // namespace qrun::cli
