// qbinfmt: registers, checks and removes the host's handlers of foreign programs. See man/qbinfmt.8.in.

#include <algorithm>
#include <cstdio>
#include <string_view>

#include "base/log.hpp"
#include "binfmt/mount_instance.hpp"
#include "binfmt/probe.hpp"
#include "cli/command_line.hpp"
#include "cli/qbinfmt_actions.hpp"
#include "cli/qbinfmt_command_line.hpp"
#include "cli/qbinfmt_output.hpp"
#include "cli/qbinfmt_views.hpp"
#include "sys/confine.hpp"
#include "sys/isolated_run.hpp"

namespace {

using namespace qrun;
using namespace qrun::cli;
using Verb = QbinfmtOptions::Verb;

constexpr int probe_time_limit = 10'000;  // milliseconds

/// What must be done before the confinement. The arguments are only compared with fixed words here.
struct Preparations {
    bool mount = false;
    bool probes = false;
};

Preparations preparations_for(int argc, const char* const* argv) {
    Preparations prepare;
    bool elsewhere = false;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "install" || word == "adopt") prepare.mount = true;
        for (const char* verb : {"install", "adopt", "list", "show", "verify", "doctor", "export"}) {
            if (word == verb) prepare.probes = true;
        }
        if (word.starts_with("--root") || word.starts_with("--binfmt-dir") || word == "--dry-run" || word == "--help")
            elsewhere = true;
    }
    if (elsewhere) prepare.mount = false;
    return prepare;
}

bool changes_instance(Verb verb) {
    return verb == Verb::install || verb == Verb::uninstall || verb == Verb::adopt || verb == Verb::enable ||
           verb == Verb::disable;
}

Result<int> act(const QbinfmtSession& session) {
    const auto report = [&](const Result<std::vector<QbinfmtResult>>& results) -> Result<int> {
        if (!results) return fail(results.error());
        print_results(session.options, *results);
        return overall_status(*results);
    };
    switch (session.options.verb) {
        case Verb::install:
            return report(qbinfmt_install(session));
        case Verb::uninstall:
            return report(qbinfmt_uninstall(session));
        case Verb::adopt:
            return report(qbinfmt_adopt(session));
        case Verb::enable:
            return report(qbinfmt_enable(session, true));
        case Verb::disable:
            return report(qbinfmt_enable(session, false));
        case Verb::list:
            return qbinfmt_list(session);
        case Verb::show:
            return qbinfmt_show(session);
        case Verb::verify:
            return qbinfmt_verify(session);
        case Verb::export_handlers:
            return qbinfmt_export(session);
        case Verb::doctor:
            return qbinfmt_doctor(session.options, session.verifier);
    }
    return qbinfmt_usage;
}

int failed(const QbinfmtOptions& options, const Error& error, int status) {
    log_error(error);
    if (options.json) print_error_json(options, error, status);
    return status;
}

/// Names that are not known are a matter of usage; the rest is the registry's.
int run(const QbinfmtOptions& options, const binfmt::Verifier& verifier) {
    if (const auto targets = named_targets(options); !targets) {
        const bool takes_entries = options.verb == Verb::show || options.verb == Verb::enable ||
                                   options.verb == Verb::disable || options.verb == Verb::adopt;
        if (!takes_entries) return failed(options, targets.error(), qbinfmt_usage);
    }
    const bool needs_instance =
        options.verb != Verb::doctor && options.verb != Verb::export_handlers && !options.offline();
    std::optional<binfmt::Registry> registry;
    Fd lock;
    if (needs_instance) {
        auto opened = binfmt::Registry::open(options.directory);
        if (!opened) return failed(options, opened.error(), qbinfmt_no_binfmt_misc);
        registry = *std::move(opened);
        if (changes_instance(options.verb) && !options.dry_run) {
            auto locked = registry->lock();  // two runs must not see each other's half-done steps
            if (!locked) return failed(options, locked.error(), status_for(locked.error()));
            lock = *std::move(locked);
        }
    }
    const auto status = act({options, registry ? &*registry : nullptr, verifier});
    return status ? *status : failed(options, status.error(), status_for(status.error()));
}

}  // namespace

int main(int argc, char** argv) {
    set_up_log("qbinfmt", Verbosity::normal);
    if (const auto refused = refuse_set_id(); !refused) return log_error(refused.error()), qbinfmt_no_permission;
    sys::close_inherited_descriptors();
    const auto prepare = preparations_for(argc, argv);
    if (prepare.mount) {
        if (const auto mounted = binfmt::mount_instance_if_missing(); !mounted) log_error(mounted.error());
    }
    const auto runner = prepare.probes
                            ? sys::IsolatedRunner::start(binfmt::probe_path, binfmt::probe_argv0, probe_time_limit)
                            : Result<sys::IsolatedRunner>(fail(plain_error("probes are not run")));
    if (const auto confined = sys::confine(); !confined) return log_error(confined.error()), qbinfmt_no_permission;

    QbinfmtOptions options;
    const auto text = parse_qbinfmt(options, argc, argv);
    if (!text) return log_error(text.error()), qbinfmt_usage;
    if (*text) return std::fputs((*text)->c_str(), stdout), qbinfmt_done;
    set_up_log("qbinfmt", options.verbosity);
    const binfmt::Verifier verifier(runner ? &*runner : nullptr, runner ? "" : runner.error().message());
    const int status = run(options, verifier);
    return std::fflush(stdout) == 0 ? status : qbinfmt_partly_failed;
}
