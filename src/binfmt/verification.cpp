#include "binfmt/verification.hpp"

#include <cerrno>
#include <cstring>
#include <string_view>

#include "base/text.hpp"
#include "binfmt/probe.hpp"

namespace qrun::binfmt {
namespace {

/// Why execve(2) did not even start the probe.
Verification judge_refusal(int error_number, const Entry& entry) {
    switch (error_number) {
        case ENOEXEC:
            return {Verdict::no_handler, "no enabled handler matches (ENOEXEC)"};
        case ENOENT:
            return {Verdict::not_fixed, "the interpreter " + printable(entry.interpreter) +
                                            " is not found inside another root directory: flag F is missing"};
        case ELOOP:
            return {Verdict::loop, "the interpreter is itself handled by an entry (ELOOP)"};
        default:
            return {Verdict::failed, std::string("cannot be executed: ") + std::strerror(error_number)};
    }
}

std::string said(const sys::IsolatedRun& run) {
    const std::string message = printable(trim(run.message.data()));
    return message.empty() ? "" : " (it said: " + message + ")";
}

/// How the probe's own part went: what it printed, how it ended.
Verification judge_behaviour(const sys::IsolatedRun& run, const Entry& entry) {
    if (run.timed_out) return {Verdict::failed, "the probe did not end in time" + said(run)};
    if (run.signal != 0)
        return {Verdict::failed, "the probe died of signal " + std::to_string(run.signal) + said(run)};
    const std::string_view printed = run.output.data();
    const std::string_view wanted = entry.has('P') ? probe_argv0 : probe_path;
    if (printed != wanted) {
        if (printed.empty())
            return {Verdict::failed,
                    "the probe printed nothing, status " + std::to_string(run.exit_status) + said(run)};
        return {Verdict::wrong_argv0, "argv[0] is '" + printable(printed) + "' instead of '" + std::string(wanted) +
                                          "': this emulator and flag P do not go together"};
    }
    if (run.exit_status != probe_status) {
        return {Verdict::failed,
                "exit status " + std::to_string(run.exit_status) + " instead of " + std::to_string(probe_status)};
    }
    return {Verdict::ok, {}};
}

}  // namespace

const char* word(Verdict verdict) {
    switch (verdict) {
        case Verdict::ok:
            return "ok";
        case Verdict::native:
            return "native";
        case Verdict::not_verifiable:
            return "not-verifiable";
        case Verdict::no_handler:
            return "no-handler";
        case Verdict::not_fixed:
            return "not-fixed";
        case Verdict::loop:
            return "loop";
        case Verdict::stale:
            return "stale";
        case Verdict::other_file:
            return "other-file";
        case Verdict::wrong_argv0:
            return "wrong-argv0";
        case Verdict::failed:
            return "failed";
    }
    return "?";
}

bool ran_natively(const sys::IsolatedRun& run) {
    return run.exec_errno == 0 && run.knows_executable && run.ran_itself && run.exit_status == probe_status;
}

Verification judge(const sys::IsolatedRun& run, const Entry& entry, const std::optional<FileIdentity>& interpreter) {
    if (run.exec_errno != 0) return judge_refusal(run.exec_errno, entry);
    if (ran_natively(run)) return {Verdict::native, "this machine executes these programs itself"};
    if (!run.knows_executable) {
        const auto behaviour = judge_behaviour(run, entry);
        return behaviour.ok() ? Verification{Verdict::failed, "cannot tell which emulator ran"} : behaviour;
    }
    const FileIdentity ran{run.device, run.inode};
    if (!interpreter) {
        return {Verdict::stale, "an emulator runs that is no longer at " + printable(entry.interpreter)};
    }
    if (ran != *interpreter) {
        if (run.deleted) {
            return {Verdict::stale,
                    printable(entry.interpreter) + " was replaced since; the old, deleted file still runs"};
        }
        return {Verdict::other_file, "another file than " + printable(entry.interpreter) + " runs"};
    }
    return judge_behaviour(run, entry);
}

}  // namespace qrun::binfmt
