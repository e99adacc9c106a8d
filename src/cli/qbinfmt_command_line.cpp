#include "cli/qbinfmt_command_line.hpp"

#include <algorithm>
#include <map>

namespace qrun::cli {
namespace {

using Verb = QbinfmtOptions::Verb;

/// What the parser fills in besides the options.
struct Switches {
    bool persistent = false;
    bool not_persistent = false;
    bool not_verify = false;
    bool understands_risk = false;
    bool verbose = false;
    bool quiet = false;
};

struct VerbText {
    Verb verb;
    const char* name;
    const char* arguments;
    const char* description;
};

constexpr VerbText verbs[] = {
    {Verb::install, "install", " [all|TARGET…]", "Register handlers (all: every emulator that is installed)"},
    {Verb::uninstall, "uninstall", " [all|TARGET…]", "Remove handlers that qbinfmt registered, and their files"},
    {Verb::list, "list", "", "Show all handlers"},
    {Verb::show, "show", " NAME|TARGET", "Show everything about one handler"},
    {Verb::verify, "verify", " [TARGET…]", "Execute a tiny program through each handler"},
    {Verb::enable, "enable", " NAME|TARGET…", "Switch handlers on"},
    {Verb::disable, "disable", " NAME|TARGET…", "Switch handlers off, without removing them"},
    {Verb::doctor, "doctor", " [TARGET…]", "Find out why a foreign program does not run here"},
    {Verb::export_handlers, "export", " --format=FORMAT [TARGET…]", "Print handlers in the form of another tool"},
    {Verb::adopt, "adopt", " [all|NAME|TARGET…]", "Take over equivalent handlers that others registered"},
};

bool changes(Verb verb) {
    return verb == Verb::install || verb == Verb::uninstall || verb == Verb::adopt || verb == Verb::enable ||
           verb == Verb::disable;
}

void add_names(CLI::App& app, const VerbText& text, QbinfmtOptions& options) {
    if (text.verb == Verb::list) return;
    auto* names = app.add_option("TARGET", options.names, "Architectures, by any usual name");
    if (text.verb == Verb::show) names->required()->expected(1);
    if (text.verb == Verb::enable || text.verb == Verb::disable) names->required();
}

void add_install_options(CLI::App& app, QbinfmtOptions& options, Switches& switches) {
    app.add_flag("--no-verify", switches.not_verify, "Do not execute a probe through the new handler");
    app.add_flag("--credentials", options.credentials, "Flag C: set-user-ID programs get their rights");
    app.add_flag("--i-understand-setuid-risk", switches.understands_risk,
                 "Needed with --credentials: any user may then write files as root");
}

void add_options(CLI::App& app, const VerbText& text, QbinfmtOptions& options, Switches& switches) {
    const Verb verb = text.verb;
    if (changes(verb)) app.add_flag("--dry-run", options.dry_run, "Print what would be written, and do nothing");
    if (verb == Verb::install || verb == Verb::adopt || verb == Verb::enable || verb == Verb::disable) {
        app.add_flag("--force", options.force, "Even if it changes what another's handler does");
    }
    if (verb == Verb::install || verb == Verb::adopt) {
        add_install_options(app, options, switches);
        app.add_flag("--persistent", switches.persistent, "Register it at every boot, too (/etc/binfmt.d)");
        app.add_flag("--no-persistent", switches.not_persistent, "Only until the next reboot");
    }
    if (verb == Verb::install || verb == Verb::doctor || verb == Verb::export_handlers) {
        app.add_option("--qemu-dir", options.emulator_directories, "Where the emulators are")
            ->option_text("DIR")
            ->allow_extra_args(false);
    }
    if (verb == Verb::list) {
        app.add_option("--format", options.format, "table, json or tonistiigi")
            ->option_text("FORMAT")
            ->check(CLI::IsMember({"table", "json", "tonistiigi"}));
    }
    if (verb == Verb::export_handlers) {
        app.add_option("--format", options.format, "binfmt.d, update-binfmts or register")
            ->option_text("FORMAT")
            ->required()
            ->check(CLI::IsMember({"binfmt.d", "update-binfmts", "register"}));
    }
}

void add_common_options(CLI::App& app, QbinfmtOptions& options, Switches& switches) {
    app.add_option("--binfmt-dir", options.directory, "The binfmt_misc instance (default: /proc/sys/fs/binfmt_misc)")
        ->option_text("DIR");
    app.add_option("--root", options.root, "Work on the files below DIR instead of the host")->option_text("DIR");
    app.add_flag("--json", options.json, "Print JSON (with a schema version)");
    app.add_flag("-v,--verbose", switches.verbose, "Say what is decided and why");
    app.add_flag("-q,--quiet", switches.quiet, "Say nothing but errors");
}

tl::unexpected<Error> usage(const char* what) {
    return fail(plain_error(what, {}, "see qbinfmt --help"));
}

/// Takes the switches over; refuses what contradicts itself.
Status finish(QbinfmtOptions& options, const Switches& switches) {
    if (switches.persistent && switches.not_persistent)
        return usage("--persistent and --no-persistent exclude each other");
    if (switches.persistent) options.persistent = true;
    if (switches.not_persistent) options.persistent = false;
    if (options.credentials && !switches.understands_risk) {
        return fail(plain_error(
            "--credentials lets any user who can run a set-user-ID program of another architecture write "
            "files as root",
            {}, "give --i-understand-setuid-risk too if every such program on this host is trusted that far"));
    }
    options.verify = !switches.not_verify;
    if (options.format == "json") options.json = true;
    while (options.root.ends_with('/')) options.root.pop_back();
    if (!options.root.empty() && !options.root.starts_with('/')) return usage("--root takes an absolute path");
    for (const auto& directory : options.emulator_directories) {
        if (!directory.starts_with('/')) return usage("--qemu-dir takes an absolute path");
    }
    const bool needs_instance = options.verb == Verb::verify || options.verb == Verb::enable ||
                                options.verb == Verb::disable || options.verb == Verb::adopt ||
                                options.verb == Verb::doctor;
    if (options.offline() && needs_instance) return usage("this needs an instance: give --binfmt-dir besides --root");
    options.verbosity = switches.verbose ? Verbosity::verbose : switches.quiet ? Verbosity::quiet : Verbosity::normal;
    return {};
}

}  // namespace

bool QbinfmtOptions::means_all() const {
    return names.empty() || std::find(names.begin(), names.end(), "all") != names.end();
}

const char* word(Verb verb) {
    for (const auto& text : verbs) {
        if (text.verb == verb) return text.name;
    }
    return "?";
}

Result<TextToPrint> parse_qbinfmt(QbinfmtOptions& options, int argc, const char* const* argv) {
    CLI::App app("Register, check and remove the host's handlers of foreign programs (binfmt_misc).", "qbinfmt");
    set_usage(app, "Usage: qbinfmt VERB [OPTIONS] [TARGET…]");
    app.footer(
        "\nTARGET is any usual name: arm64, aarch64, linux/arm/v7, armhf, qemu-arm, …\n"
        "Exit status: 0 done or unchanged, 1 partly failed, 2 usage, 3 no permission, 4 binfmt_misc not "
        "usable,\n"
        "5 conflict with another's handler, 6 verification failed. More in qbinfmt(8).");
    app.set_version_flag("--version", "qbinfmt " QRUN_VERSION, "Print the version");
    app.require_subcommand(1);
    Switches switches;
    add_common_options(app, options, switches);

    std::map<const CLI::App*, Verb> verb_of;
    for (const auto& text : verbs) {
        CLI::App* sub = app.add_subcommand(text.name, text.description);
        verb_of[sub] = text.verb;
        set_usage(*sub, std::string("Usage: qbinfmt ") + text.name + " [OPTIONS]" + text.arguments);
        add_names(*sub, text, options);
        add_options(*sub, text, options, switches);
        sub->fallthrough();
        sub->footer("\nOptions of every verb: see qbinfmt --help.");
    }
    QRUN_TRY(auto text, parse_command_line(app, argc, argv));
    if (text) return text;
    options.verb = verb_of.at(app.get_subcommands().at(0));
    options.directory_given = app.count("--binfmt-dir") > 0;
    QRUN_CHECK(finish(options, switches));
    return text;
}

}  // namespace qrun::cli
