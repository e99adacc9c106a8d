// qbinfmt: registers, lists and removes the host's handlers of foreign programs. See man/qbinfmt.8.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "base/log.hpp"
#include "base/text.hpp"
#include "binfmt/install_plan.hpp"
#include "binfmt/interpreter.hpp"
#include "binfmt/registry.hpp"
#include "binfmt/target.hpp"
#include "cli/command_line.hpp"
#include "sys/confine.hpp"
#include "sys/file.hpp"

namespace {

using namespace qrun;

/// Exit statuses; the worst of several wins.
constexpr int status_partly_failed = 1;
constexpr int status_usage = 2;
constexpr int status_no_permission = 3;
constexpr int status_no_binfmt_misc = 4;
constexpr int status_conflict = 5;

/// P keeps argv[0]; F opens the emulator at registration, so that it works in every rootfs and container. No C.
constexpr const char* handler_flags = "PF";

struct CommandLine {
    enum class Verb { install, uninstall, list };
    Verb verb = Verb::list;
    std::vector<std::string> targets;
    std::string directory = binfmt::default_directory;
    std::vector<std::string> emulator_directories{"/usr/local/bin", "/usr/bin"};
    bool force = false;
    bool dry_run = false;
};

Result<cli::TextToPrint> parse(CommandLine& line, int argc, const char* const* argv) {
    CLI::App app("Register, list and remove the host's handlers of foreign programs (binfmt_misc).", "qbinfmt");
    cli::set_usage(app, "Usage: qbinfmt install|uninstall [all|TARGET…]\n       qbinfmt list");
    app.footer(
        "\nTARGET is any usual name: arm64, aarch64, linux/arm/v7, armhf, qemu-arm, …\n"
        "Exit status: 0 done or unchanged, 1 partly failed, 2 usage, 3 no permission, 4 binfmt_misc not usable,\n"
        "5 conflict with another's handler. More in qbinfmt(8).");
    app.set_version_flag("--version", "qbinfmt " QRUN_VERSION, "Print the version");
    app.require_subcommand(1);
    app.add_option("--binfmt-dir", line.directory, "The binfmt_misc instance (default: /proc/sys/fs/binfmt_misc)")
        ->option_text("DIR");

    bool verbose = false, quiet = false;
    app.add_flag("-v,--verbose", verbose, "Say what is decided and why");
    app.add_flag("-q,--quiet", quiet, "Say nothing but errors");
    auto* install = app.add_subcommand("install", "Register handlers (all: every emulator that is installed)");
    auto* uninstall = app.add_subcommand("uninstall", "Remove handlers that qbinfmt registered");
    auto* list = app.add_subcommand("list", "Show all handlers");
    for (auto* verb : {install, uninstall}) {
        verb->add_option("TARGET", line.targets, "Architectures, or all (the default)");
        verb->add_flag("--dry-run", line.dry_run, "Print what would be written, and do nothing");
        verb->fallthrough();
    }
    list->fallthrough();
    install->add_flag("--force", line.force, "Register even if another's handler matches the same programs");
    install->add_option("--qemu-dir", line.emulator_directories, "Where the emulators are")
        ->option_text("DIR")
        ->allow_extra_args(false);
    cli::set_usage(*install, "Usage: qbinfmt install [OPTIONS] [all|TARGET…]");
    cli::set_usage(*uninstall, "Usage: qbinfmt uninstall [OPTIONS] [all|TARGET…]");
    cli::set_usage(*list, "Usage: qbinfmt list");

    QRUN_TRY(auto text, cli::parse_command_line(app, argc, argv));
    if (text) return text;
    if (*install) line.verb = CommandLine::Verb::install;
    if (*uninstall) line.verb = CommandLine::Verb::uninstall;
    set_up_log("qbinfmt", verbose ? Verbosity::verbose : quiet ? Verbosity::quiet : Verbosity::normal);
    return text;
}

/// Targets by their names; "all", alone or by default, is every target that this host does not execute itself.
Result<std::vector<const binfmt::Target*>> targets_of(const CommandLine& line) {
    const auto* host = binfmt::target_named("x86_64");
    const auto is_native = [&](const binfmt::Target& target) {
        return host != nullptr && target.family == host->family;
    };
    std::vector<const binfmt::Target*> targets;
    const bool all =
        line.targets.empty() || std::find(line.targets.begin(), line.targets.end(), "all") != line.targets.end();
    for (const auto& target : binfmt::all_targets()) {
        if (all && !is_native(target)) targets.push_back(&target);
    }
    for (const auto& name : line.targets) {
        if (all) break;
        const auto* target = binfmt::find_target(name);
        if (target == nullptr) {
            const std::string near = binfmt::nearest_name(name);
            return fail(plain_error("unknown target", name,
                                    near.empty() ? "see qbinfmt(8) for the table" : "did you mean " + near + "?"));
        }
        if (is_native(*target)) {
            return fail(
                plain_error("this host executes these programs itself; a handler for them would break it:", name));
        }
        targets.push_back(target);
    }
    return targets;
}

std::string own_name(const binfmt::Target& target) {
    return binfmt::own_prefix + std::string(target.name);
}

int status_for(const Error& error) {
    return error.errno_value == EACCES || error.errno_value == EPERM ? status_no_permission : status_partly_failed;
}

Status apply(const binfmt::Registry& registry, const std::vector<binfmt::Step>& steps, bool dry_run) {
    for (const auto& step : steps) {
        if (dry_run) {
            const bool adds = step.kind == binfmt::Step::Kind::add;
            const auto text = adds ? binfmt::encode(step.entry).value_or("?") : std::string("-1");
            std::printf("%s > %s/%s\n", text.c_str(), registry.directory().c_str(),
                        adds ? "register" : step.entry.name.c_str());
        } else if (step.kind == binfmt::Step::Kind::add) {
            QRUN_CHECK(registry.add(step.entry));
        } else {
            QRUN_CHECK(registry.remove(step.entry.name));
        }
    }
    return {};
}

/// Installs one handler; answers the exit status it means and says what happened.
int install_one(const CommandLine& line, const binfmt::Registry& registry, const binfmt::Target& target, bool named) {
    auto path = binfmt::find_interpreter(target, line.emulator_directories);
    if (!path) {
        if (named)
            log_error(path.error());
        else
            log_verbose(fmt::format("{}: no emulator installed", target.name));
        return named ? status_partly_failed : 0;
    }
    if (const auto trusted = binfmt::check_only_root_can_change(*path); !trusted) {
        log_error(trusted.error());
        return status_partly_failed;
    }
    const auto present = registry.read_all();
    if (!present) {
        log_error(present.error());
        return status_no_binfmt_misc;
    }
    const auto wanted = binfmt::entry_for(target, own_name(target), *path, handler_flags);
    const auto plan = binfmt::plan_install(wanted, present->entries, line.force);
    if (plan.outcome == binfmt::InstallPlan::Outcome::conflict) {
        log_error(plain_error(fmt::format("{} programs are handled already by an entry of another's:", target.name),
                              plan.foreign,
                              "leave it at that, or register beside it with --force: the newest entry wins"));
        return status_conflict;
    }
    if (const auto done = apply(registry, plan.steps, line.dry_run); !done) {
        log_error(done.error());
        return status_for(done.error());
    }
    constexpr const char* words[] = {"unchanged", "added", "replaced"};
    log_info(fmt::format("{}: {} ({})", target.name, words[static_cast<int>(plan.outcome)], *path));
    return 0;
}

int install(const CommandLine& line, const binfmt::Registry& registry,
            const std::vector<const binfmt::Target*>& targets) {
    const bool named =
        !line.targets.empty() && std::find(line.targets.begin(), line.targets.end(), "all") == line.targets.end();
    int worst = 0;
    for (const auto* target : targets) worst = std::max(worst, install_one(line, registry, *target, named));
    return worst;
}

/// Removes own handlers only, the shadow of a killed run too.
int uninstall(const CommandLine& line, const binfmt::Registry& registry,
              const std::vector<const binfmt::Target*>& targets) {
    const auto present = registry.read_all();
    if (!present) {
        log_error(present.error());
        return status_no_binfmt_misc;
    }
    int worst = 0;
    for (const auto* target : targets) {
        for (const auto& entry : present->entries) {
            if (entry.name != own_name(*target) && entry.name != own_name(*target) + ".new") continue;
            if (const auto done = apply(registry, {{binfmt::Step::Kind::remove, entry}}, line.dry_run); !done) {
                log_error(done.error());
                worst = std::max(worst, status_for(done.error()));
            } else {
                log_info(fmt::format("{}: removed", entry.name));
            }
        }
    }
    return worst;
}

int list(const binfmt::Registry& registry) {
    const auto listing = registry.read_all();
    if (!listing) {
        log_error(listing.error());
        return status_no_binfmt_misc;
    }
    fmt::print("{:<24} {:<12} {:<8} {:<6} {}\n", "NAME", "TARGET", "STATE", "FLAGS", "INTERPRETER");
    for (const auto& entry : listing->entries) {
        const auto* target =
            entry.kind == binfmt::Entry::Kind::magic && entry.offset == 0 ? binfmt::target_of(entry.magic) : nullptr;
        fmt::print("{:<24} {:<12} {:<8} {:<6} {}\n", printable(entry.name), target != nullptr ? target->name : "-",
                   entry.enabled ? "enabled" : "disabled", entry.flags.empty() ? "-" : entry.flags,
                   printable(entry.interpreter));
    }
    for (const auto& error : listing->unreadable) log_error(error);
    return listing->unreadable.empty() ? 0 : status_partly_failed;
}

}  // namespace

int main(int argc, char** argv) {
    set_up_log("qbinfmt", Verbosity::normal);
    CommandLine line;
    if (const auto refused = cli::refuse_set_id(); !refused) return log_error(refused.error()), status_no_permission;
    if (const auto confined = sys::confine(); !confined) return log_error(confined.error()), status_no_permission;
    const auto text = parse(line, argc, argv);
    if (!text) return log_error(text.error()), status_usage;
    if (*text) return std::fputs((*text)->c_str(), stdout), 0;
    const auto targets = targets_of(line);
    if (!targets) return log_error(targets.error()), status_usage;
    const auto registry = binfmt::Registry::open(line.directory);
    if (!registry) return log_error(registry.error()), status_no_binfmt_misc;
    if (line.verb == CommandLine::Verb::list) return list(*registry);

    // Two runs at once must not see each other's half-done steps.
    const auto lock = sys::open_file(line.directory, O_RDONLY | O_DIRECTORY);
    if (!lock || ::flock(lock->get(), LOCK_EX) != 0)
        return log_error(errno_error("cannot lock", line.directory)), status_no_binfmt_misc;
    return line.verb == CommandLine::Verb::install ? install(line, *registry, *targets)
                                                   : uninstall(line, *registry, *targets);
}
