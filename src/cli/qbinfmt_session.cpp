#include "cli/qbinfmt_session.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "binfmt/install_plan.hpp"

namespace qrun::cli {

QbinfmtResult QbinfmtResult::failed(std::string target, std::string outcome, int status, Error error) {
    QbinfmtResult result{.target = std::move(target), .outcome = std::move(outcome)};
    result.status = status;
    result.error = std::move(error);
    return result;
}

int status_for(const Error& error) {
    switch (error.errno_value) {
        case EACCES:
        case EPERM:
        case EROFS:
            return qbinfmt_no_permission;
        case ENODEV:
            return qbinfmt_no_binfmt_misc;
        default:
            return qbinfmt_partly_failed;
    }
}

int overall_status(const std::vector<QbinfmtResult>& results) {
    if (results.empty()) return qbinfmt_done;
    const int first = results.front().status;
    const bool same =
        std::all_of(results.begin(), results.end(), [&](const auto& result) { return result.status == first; });
    return same ? first : qbinfmt_partly_failed;
}

Result<const binfmt::Target*> target_by_name(const std::string& name) {
    if (const auto* target = binfmt::find_target(name)) return target;
    const std::string near = binfmt::nearest_name(name);
    return fail(plain_error("unknown target", name,
                            near.empty() ? "see qbinfmt(8) for the table" : "did you mean " + near + "?"));
}

Result<std::vector<const binfmt::Target*>> named_targets(const QbinfmtOptions& options) {
    std::vector<const binfmt::Target*> targets;
    for (const auto& name : options.names) {
        if (name == "all") continue;
        QRUN_TRY(const auto* target, target_by_name(name));
        if (std::find(targets.begin(), targets.end(), target) == targets.end()) targets.push_back(target);
    }
    if (!options.means_all()) return targets;
    targets.clear();
    for (const auto& target : binfmt::all_targets()) targets.push_back(&target);
    return targets;
}

Result<binfmt::Inventory> inventory_of(const QbinfmtSession& session, bool verify) {
    const auto boot = binfmt::read_boot_handlers(session.options.root);
    if (session.registry != nullptr) {
        return binfmt::take_inventory(*session.registry, boot, verify ? &session.verifier : nullptr);
    }
    binfmt::Inventory inventory;
    for (const auto& line : boot.systemd) {
        binfmt::Handler handler;
        handler.entry = line.entry;
        handler.target = binfmt::target_of_entry(line.entry);
        handler.conf_file = line.file;
        handler.interpreter_there = ::access((session.options.root + line.entry.interpreter).c_str(), F_OK) == 0;
        handler.owner = binfmt::owner_of(line.entry, boot, handler.interpreter_there);
        handler.registered_at = static_cast<std::int64_t>(inventory.handlers.size());  // systemd's order
        inventory.handlers.push_back(std::move(handler));
    }
    binfmt::find_conflicts(inventory.handlers);
    return inventory;
}

Result<const binfmt::Handler*> handler_by_name(const binfmt::Inventory& inventory, const std::string& name) {
    if (const auto* handler = inventory.named(name)) return handler;
    const auto* target = binfmt::find_target(name);
    if (target == nullptr) {
        const std::string near = binfmt::nearest_name(name);
        return fail(plain_error("no handler and no target of this name:", name,
                                near.empty() ? "see qbinfmt list" : "did you mean " + near + "?"));
    }
    if (const auto* own = inventory.named(binfmt::own_name(*target))) return own;
    if (const auto* winner = inventory.winner_for(*target)) return winner;
    for (const auto& handler : inventory.handlers) {
        if (handler.target == target) return &handler;
    }
    return fail(errno_error_of(ENOENT, "no handler for programs of " + std::string(target->name), {},
                               "register one: qbinfmt install " + name));
}

}  // namespace qrun::cli
