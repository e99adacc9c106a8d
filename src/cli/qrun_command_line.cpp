#include "cli/qrun_command_line.hpp"

#include "cli/command_line.hpp"

namespace qrun::cli {
namespace {

constexpr const char* purpose =
    "Run a command in the root file system of another architecture (ARM above all), as an ordinary user.\n"
    "Nothing on the host is changed and nothing is left behind.";

constexpr const char* after_options =
    "\nExit status: the command's own; 128+n if it died of signal n; 127 not found, 126 not executable;\n"
    "125 if qrun itself failed.\n"
    "Example: qrun --rootfs armhf -- cargo build --release\n"
    "More in qrun(1). A rootfs is made by qrootfs(1).";

/// NAME or NAME=VALUE.
std::pair<std::string, std::optional<std::string>> variable_of(const std::string& text) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) return {text, std::nullopt};
    return {text.substr(0, equals), text.substr(equals + 1)};
}

}  // namespace

Result<std::variant<QrunCommandLine, std::string>> parse_qrun(int argc, const char* const* argv) {
    QrunCommandLine line;
    bool verbose = false, quiet = false, cwd = false, no_cwd = false;
    std::string rootfs, emulator;
    std::vector<std::string> variables;

    CLI::App app(purpose, "qrun");
    set_usage(app, "Usage: qrun --rootfs DIR [OPTIONS] [--] [COMMAND [ARGS…]]");
    app.footer(after_options);
    app.set_version_flag("--version", "qrun " QRUN_VERSION, "Print the version");
    app.prefix_command();  // the first word that is no option starts the command
    app.add_option("--rootfs", rootfs, "The root file system to run in (a directory)")
        ->option_text("DIR")
        ->group("Guest");
    app.add_option("--qemu", emulator, "The emulator to use, a static qemu-ARCH (default: the first one found)")
        ->option_text("PATH")
        ->group("Guest");
    app.add_option("--env", variables, "Set a variable in the guest, or pass the caller's own; may be repeated")
        ->option_text("NAME[=VALUE]")
        ->allow_extra_args(false)
        ->group("Guest");
    auto* show = app.add_flag("--cwd", cwd, "Show the working directory even if it is the home directory");
    auto* hide = app.add_flag("--no-cwd", no_cwd, "Do not show the working directory; start in /");
    show->group("Working directory")->excludes(hide);
    hide->group("Working directory");
    app.add_flag("--dry-run", line.dry_run, "Print what would be done, and do nothing")->group("Output");
    auto* loud = app.add_flag("-v,--verbose", verbose, "Say what is decided and why");
    auto* still = app.add_flag("-q,--quiet", quiet, "Say nothing but errors");
    loud->group("Output")->excludes(still);
    still->group("Output");

    QRUN_TRY(auto text, parse_command_line(app, argc, argv));
    if (text) return std::move(*text);

    line.options.command = app.remaining();
    if (!line.options.command.empty() && line.options.command.front() == "--") {
        line.options.command.erase(line.options.command.begin());
    } else if (!line.options.command.empty() && line.options.command.front().starts_with('-')) {
        return fail(plain_error("unknown option", line.options.command.front(),
                                "see qrun --help; a command of that name goes after --"));
    }
    if (!line.options.command.empty() && line.options.command.front().empty()) {
        return fail(plain_error("the command is an empty word", {}, "see qrun --help"));
    }
    if (app.count("--rootfs") == 0) {
        return fail(plain_error("--rootfs is missing: which root file system?", {},
                                "qrun --rootfs DIR -- COMMAND; make one with: qrootfs create DIR"));
    }
    line.options.rootfs = rootfs;
    if (app.count("--qemu") > 0) line.options.emulator = emulator;
    for (const auto& variable : variables) line.options.environment.push_back(variable_of(variable));
    if (cwd) line.options.working_directory = launch::WorkingDirectoryWish::always;
    if (no_cwd) line.options.working_directory = launch::WorkingDirectoryWish::never;
    line.verbosity = verbose ? Verbosity::verbose : quiet ? Verbosity::quiet : Verbosity::normal;
    return line;
}

}  // namespace qrun::cli
