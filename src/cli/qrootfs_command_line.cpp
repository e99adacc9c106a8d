#include "cli/qrootfs_command_line.hpp"

#include "cli/command_line.hpp"

namespace qrun::cli {

Result<std::variant<QrootfsCommandLine, std::string>> parse_qrootfs(int argc, const char* const* argv) {
    QrootfsCommandLine line;
    bool verbose = false, quiet = false;

    CLI::App app("Make root file systems of other architectures for qrun(1), as an ordinary user.", "qrootfs");
    set_usage(app, "Usage: qrootfs create DIR [OPTIONS]");
    app.footer("\nExample: qrootfs create armhf --include gcc,make\nMore in qrootfs(1).");
    app.set_version_flag("--version", "qrootfs " QRUN_VERSION, "Print the version");
    app.require_subcommand(1);

    auto* create = app.add_subcommand("create", "Make a rootfs of Debian's packages");
    set_usage(*create, "Usage: qrootfs create DIR [OPTIONS]");
    create->footer(
        "\nDIR must be new or empty. It holds a complete rootfs at the end, or nothing.\n"
        "Exit status: 0 made, 1 failed, 2 usage, 130 interrupted.\n"
        "Example: qrootfs create armhf --suite bookworm --include cargo,gcc,git");
    create->add_option("DIR", line.create.directory, "Where the rootfs is made")->required();
    create
        ->add_option("--arch", line.create.architecture,
                     "Its architecture: armhf, arm64, … (default: the name of DIR, if it is one)")
        ->option_text("ARCH");
    create->add_option("--suite", line.create.suite, "The release (default: bookworm)")->option_text("SUITE");
    create->add_option("--include", line.create.packages, "Packages beyond the variant's")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->option_text("PKG[,PKG…]");
    create->add_option("--mirror", line.create.mirror, "Where packages come from (default: the host's own mirrors)")
        ->option_text("URL");
    create
        ->add_option("--variant", line.create.variant,
                     "How much of a system: apt, minbase, buildd, standard, … (default: apt)")
        ->option_text("NAME");
    create->add_flag("--dry-run", line.create.dry_run, "Print what would be done, and do nothing");
    auto* loud = create->add_flag("-v,--verbose", verbose, "Say what is decided and why");
    create->add_flag("-q,--quiet", quiet, "Say nothing but errors")->excludes(loud);

    QRUN_TRY(auto text, parse_command_line(app, argc, argv));
    if (text) return std::move(*text);
    line.verbosity = verbose ? Verbosity::verbose : quiet ? Verbosity::quiet : Verbosity::normal;
    return line;
}

}  // namespace qrun::cli
