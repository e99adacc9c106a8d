#include "cli/qbinfmt_views.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "binfmt/doctor.hpp"
#include "binfmt/export.hpp"
#include "binfmt/install_plan.hpp"
#include "cli/qbinfmt_apply.hpp"
#include "cli/qbinfmt_output.hpp"

namespace qrun::cli {
namespace {

binfmt::ExportFormat format_named(const std::string& name) {
    if (name == "update-binfmts") return binfmt::ExportFormat::update_binfmts;
    return name == "binfmt.d" ? binfmt::ExportFormat::binfmt_d : binfmt::ExportFormat::register_line;
}

/// The targets that someone who names none wants to know about: those of the handlers, and what this project
/// is for.
std::vector<const binfmt::Target*> targets_to_examine(const binfmt::Inventory& inventory) {
    std::vector<const binfmt::Target*> targets{binfmt::target_named("arm"), binfmt::target_named("aarch64")};
    for (const auto& handler : inventory.handlers) {
        const bool known = std::find(targets.begin(), targets.end(), handler.target) != targets.end();
        if (handler.target != nullptr && !known) targets.push_back(handler.target);
    }
    return targets;
}

}  // namespace

Result<int> qbinfmt_list(const QbinfmtSession& session) {
    QRUN_TRY(const auto inventory, inventory_of(session, session.options.format != "tonistiigi"));
    print_list(session.options, inventory);
    return inventory.unreadable.empty() ? qbinfmt_done : qbinfmt_partly_failed;
}

Result<int> qbinfmt_show(const QbinfmtSession& session) {
    QRUN_TRY(const auto inventory, inventory_of(session, true));
    QRUN_TRY(const auto* handler, handler_by_name(inventory, session.options.names.at(0)));
    print_handler(session.options, *handler);
    return qbinfmt_done;
}

Result<int> qbinfmt_verify(const QbinfmtSession& session) {
    QRUN_TRY(const auto targets, named_targets(session.options));
    QRUN_TRY(const auto inventory, inventory_of(session, false));
    std::vector<VerifiedTarget> verified;
    bool failed = false;
    bool undecided = false;
    for (const auto* target : targets) {
        const auto* winner = inventory.winner_for(*target);
        if (winner == nullptr && session.options.means_all()) continue;
        VerifiedTarget each{std::string(target->name), winner != nullptr ? winner->entry.name : "", {}};
        if (winner != nullptr) {
            each.verification = session.verifier.verify(*target, winner->entry);
        } else if (session.verifier.is_native(*target)) {
            each.verification = {binfmt::Verdict::native, "this machine executes these programs itself"};
        } else {
            each.verification = {binfmt::Verdict::no_handler, "no enabled handler matches"};
        }
        const bool native = winner == nullptr && each.verification.verdict == binfmt::Verdict::native;
        failed = failed || !(each.verification.ok() || each.verification.undecided() || native);
        undecided = undecided || each.verification.undecided();
        verified.push_back(std::move(each));
    }
    print_verified(session.options, verified);
    if (failed) return qbinfmt_not_verified;
    return undecided && !session.options.means_all() ? qbinfmt_partly_failed : qbinfmt_done;
}

Result<int> qbinfmt_export(const QbinfmtSession& session) {
    const auto& options = session.options;
    QRUN_TRY(const auto targets, named_targets(options));
    std::vector<std::pair<std::string, std::string>> texts;
    for (const auto* target : targets) {
        const auto search = binfmt::newest_interpreter(*target, options.emulator_directories, options.root);
        if (options.means_all() && (!search.newest || session.verifier.is_native(*target))) continue;
        if (!search.newest)
            return fail(search.refused.empty() ? binfmt::no_interpreter(*target) : search.refused.front());
        const auto entry = binfmt::entry_for(*target, binfmt::own_name(*target), search.newest->path,
                                             flags_for(options, search.newest->version));
        QRUN_TRY(auto text, binfmt::export_entry(entry, format_named(options.format)));
        texts.emplace_back(target->name, std::move(text));
    }
    print_exports(options, texts);
    return qbinfmt_done;
}

Result<int> qbinfmt_doctor(const QbinfmtOptions& options, const binfmt::Verifier& verifier) {
    std::vector<const binfmt::Target*> targets;
    if (options.names.empty()) {
        binfmt::Inventory inventory;
        if (const auto registry = binfmt::Registry::open(options.directory)) {
            if (auto taken = binfmt::take_inventory(*registry, {}, nullptr)) inventory = *std::move(taken);
        }
        targets = targets_to_examine(inventory);
    } else {
        QRUN_TRY(targets, named_targets(options));
    }
    for (const char* host : {"x86_64", "i386"}) {  // examined for handlers that match the machine's own programs
        const auto* target = binfmt::target_named(host);
        if (std::find(targets.begin(), targets.end(), target) == targets.end()) targets.push_back(target);
    }
    const auto facts = binfmt::find_doctor_facts(options.directory, targets, options.emulator_directories, verifier);
    if (!facts.can_verify)
        log_warning("probes cannot be run here: handlers are judged by their entries only", "run it as root");
    const auto findings = binfmt::diagnose(facts);
    print_findings(options, findings);
    const bool problem = std::any_of(findings.begin(), findings.end(), [](const auto& finding) {
        return finding.severity == binfmt::Finding::Severity::problem;
    });
    return problem ? qbinfmt_partly_failed : qbinfmt_done;
}

}  // namespace qrun::cli
