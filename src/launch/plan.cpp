#include "launch/plan.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "launch/environment.hpp"

namespace qrun::launch {
namespace {

/// P keeps argv[0]; F opens the emulator now, outside the rootfs. No C: an emulator that runs with a setuid
/// program's rights can be made to write files as root.
constexpr const char* handler_flags = "PF";

void add_handlers(LaunchPlan& plan, const HostFacts& facts) {
    for (const auto& emulator : facts.emulators) {
        plan.handlers.push_back(binfmt::entry_for(*emulator.target, fmt::format("qemu-{}", emulator.target->name),
                                                  emulator.path, handler_flags));
        plan.remarks.push_back(
            {fmt::format("{} programs run under {}", emulator.target->name, emulator.path), {}, false});
    }
    if (facts.emulators.empty() && facts.rootfs && facts.target != nullptr) {
        plan.remarks.push_back(
            {fmt::format("{} is of architecture {}, which this host executes natively: no emulator "
                         "is used",
                         facts.rootfs->place.path, facts.target->name),
             {},
             false});
    }
}

void add_ownership_remark(LaunchPlan& plan, const HostFacts& facts) {
    const IdFacts& ids = facts.ids;
    if (!facts.rootfs || ids.uid == 0 || ids.owner_uid == ids.uid) return;
    plan.remarks.push_back(
        {fmt::format("the rootfs {} belongs to another user (uid {}): the guest's root cannot change its files",
                     facts.rootfs->place.path, ids.owner_uid),
         "run qrun as that user, or make a rootfs of your own with: qrootfs create", true});
}

}  // namespace

Result<LaunchPlan> make_plan(const Options& options, const HostFacts& facts) {
    LaunchPlan plan;
    QRUN_TRY(plan.ids, choose_id_maps(facts.ids));
    if (!plan.ids.warning.empty()) plan.remarks.push_back({plan.ids.warning, plan.ids.hint, true});
    add_ownership_remark(plan, facts);
    add_handlers(plan, facts);

    QRUN_TRY(const auto directory, plan_working_directory(options.working_directory, facts.working_directory));
    plan.start_directory = directory.start;
    if (directory.shown) plan.shown_directory = directory.start;
    if (!directory.note.empty()) {
        plan.remarks.push_back({directory.note,
                                "go to a directory below it, or say --cwd to show it, --no-cwd to "
                                "start in / without this warning",
                                true});
    }

    plan.command = options.command;
    plan.kept_ownership = options.kept_ownership;
    if (facts.rootfs) {
        plan.rootfs = facts.rootfs->place;
        plan.resolver_file = facts.resolver_file;
        QRUN_TRY(plan.environment, guest_environment(facts.environment, facts.rootfs->account, options.environment));
        if (plan.command.empty()) plan.command = {facts.rootfs->account.shell, "-l"};
    } else {
        QRUN_TRY(plan.environment, host_environment(facts.environment, options.environment));
        if (plan.command.empty()) return fail(plain_error("no command was given"));
    }
    return plan;
}

std::string describe(const LaunchPlan& plan) {
    std::string out = fmt::format("route: {}\n", plan.route);
    const auto map = [&](const char* what, const std::vector<sys::IdMapping>& mappings) {
        for (const auto& m : mappings) {
            out +=
                fmt::format("{}: {}..{} in the guest are {}..{} here\n", what, m.inside,
                            std::uint64_t{m.inside} + m.count - 1, m.outside, std::uint64_t{m.outside} + m.count - 1);
        }
    };
    map("user ids", plan.ids.users);
    map("group ids", plan.ids.groups);
    out += fmt::format("id map written: {}\n", plan.ids.with_helpers ? "with newuidmap and newgidmap" : "directly");
    for (const auto& entry : plan.handlers) {
        out += fmt::format("handler (private): {} -> {} flags {}\n", entry.name, printable(entry.interpreter),
                           entry.flags);
    }
    if (plan.rootfs) {
        out += fmt::format("root: {}{}\n", printable(plan.rootfs->path),
                           plan.ids.moves_owners ? " (id-mapped: owners stay as they are on disk)" : "");
        out += "mount: /proc (new)\nmount: /dev (private)\nmount: /sys (read-only, devices only)\n";
        if (!plan.resolver_file.empty())
            out += fmt::format("mount: {} as resolv.conf\n", printable(plan.resolver_file));
        if (plan.shown_directory) out += fmt::format("mount: {} (read-write)\n", printable(*plan.shown_directory));
    } else {
        out += "root: the host's own\nmount: /proc (new)\n";
        for (const auto& path : plan.kept_ownership) out += fmt::format("owners kept below: {}\n", printable(path));
    }
    out += fmt::format("start in: {}\n", printable(plan.start_directory));
    for (const auto& variable : plan.environment) out += fmt::format("environment: {}\n", printable(variable));
    out += "command:";
    for (const auto& word : plan.command) out += " " + printable(shell_quoted(word));
    return out + "\n";
}

}  // namespace qrun::launch
