#include "cli/qbinfmt_apply.hpp"

#include <unistd.h>

#include <string_view>

#include "sys/file.hpp"
#include "sys/replace_file.hpp"

namespace qrun::cli {
namespace {

using binfmt::Step;

void note_failure(QbinfmtResult& result, int status, Error error) {
    result.outcome = "failed";
    result.status = status;
    result.error = std::move(error);
}

std::string as_text(const binfmt::Registry& registry, const Step& step) {
    if (step.kind == Step::Kind::add) {
        return binfmt::encode(step.entry).value_or("?") + " > " + registry.directory() + "/register";
    }
    return "-1 > " + registry.directory() + "/" + step.entry.name;
}

Status carry_out(const binfmt::Registry& registry, const Step& step) {
    return step.kind == Step::Kind::add ? registry.add(step.entry) : registry.remove(step.entry.name);
}

/// Verifies; on failure undoes. True when the plan may go on.
bool verify_or_undo(const QbinfmtSession& session, const binfmt::Target& target, const Step& step,
                    const binfmt::InstallPlan& plan, QbinfmtResult& result) {
    const auto verification = session.verifier.verify(target, step.entry);
    result.verification = word(verification.verdict);
    if (verification.ok() || verification.undecided()) return true;
    std::string rest = "nothing was changed";
    for (const auto& undo : plan.undo) {
        if (const auto undone = carry_out(*session.registry, undo); !undone) rest = undone.error().message();
    }
    note_failure(result, qbinfmt_not_verified,
                 plain_error("the handler for " + std::string(target.name) + " does not work: " + verification.detail,
                             {}, rest));
    return false;
}

bool in_initial_user_namespace() {
    return sys::read_file("/proc/self/uid_map").value_or("").find("4294967295") != std::string::npos;
}

}  // namespace

void apply_plan(const QbinfmtSession& session, const binfmt::Target& target, const binfmt::InstallPlan& plan,
                QbinfmtResult& result) {
    for (const auto& step : plan.steps) {
        if (session.options.dry_run) {
            if (step.kind != Step::Kind::verify) result.dry_run.push_back(as_text(*session.registry, step));
        } else if (step.kind == Step::Kind::verify) {
            if (!verify_or_undo(session, target, step, plan, result)) return;
        } else if (auto done = carry_out(*session.registry, step); !done) {
            const int status = status_for(done.error());
            return note_failure(result, status, std::move(done).error());
        }
    }
}

void persist(const QbinfmtSession& session, const binfmt::Target& target, const binfmt::Entry& entry,
             QbinfmtResult& result) {
    const std::string file = binfmt::own_conf_file(target);
    const std::string path = session.options.root + file;
    auto text = binfmt::own_conf_text(target, entry);
    if (!text) return note_failure(result, qbinfmt_partly_failed, std::move(text).error());
    result.conf_file = file;
    if (session.options.dry_run) {
        if (const auto present = sys::read_file(path); present && *present == *text) return;
        result.dry_run.push_back(binfmt::encode(entry).value_or("?") + " > " + path);
        return;
    }
    auto written = sys::replace_file(path, *text);
    if (!written) {
        const int status = status_for(written.error());
        return note_failure(result, status, std::move(written).error());
    }
    if (*written && result.outcome == "unchanged") result.outcome = "made-persistent";
}

bool shall_persist(const QbinfmtOptions& options) {
    if (!options.root.empty()) return options.persistent.value_or(true);
    if (options.persistent) return *options.persistent;
    return options.directory == binfmt::default_directory && ::access("/run/systemd/system", F_OK) == 0 &&
           in_initial_user_namespace();
}

std::string flags_for(const QbinfmtOptions& options, const std::optional<binfmt::QemuVersion>& version) {
    std::string flags = binfmt::understands_preserved_argv0(version) ? "P" : "";
    if (options.credentials) flags += "OC";
    return flags + "F";
}

}  // namespace qrun::cli
