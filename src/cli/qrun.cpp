// qrun: runs a command in a rootfs of another architecture. See man/qrun.1.

#include <cstdio>

#include "base/log.hpp"
#include "cli/command_line.hpp"
#include "cli/qrun_command_line.hpp"
#include "launch/facts.hpp"
#include "launch/plan.hpp"
#include "launch/report.hpp"
#include "launch/run.hpp"

namespace {

using namespace qrun;

void say(const std::vector<launch::Remark>& remarks) {
    for (const auto& remark : remarks) {
        if (remark.warning) {
            log_warning(remark.text, remark.hint);
        } else {
            log_verbose(remark.text);
        }
    }
}

Result<int> qrun_main(int argc, const char* const* argv) {
    QRUN_CHECK(cli::refuse_set_id());
    QRUN_TRY(const auto parsed, cli::parse_qrun(argc, argv));
    if (const auto* text = std::get_if<std::string>(&parsed)) {
        std::fputs(text->c_str(), stdout);
        return 0;
    }
    const auto& line = std::get<cli::QrunCommandLine>(parsed);
    set_up_log("qrun", line.verbosity);
    QRUN_TRY(const auto facts, launch::find_facts(line.options));
    QRUN_TRY(const auto plan, launch::make_plan(line.options, facts));
    say(plan.remarks);
    if (line.dry_run) {
        std::fputs(launch::describe(plan).c_str(), stdout);
        return 0;
    }
    return launch::run(plan);
}

}  // namespace

int main(int argc, char** argv) {
    const auto status = qrun_main(argc, argv);
    if (status) return *status;
    log_error(status.error());
    return launch::status_own_failure;
}
