// qrootfs: makes root file systems of other architectures. See man/qrootfs.1.

#include <cstdio>

#include "base/log.hpp"
#include "cli/command_line.hpp"
#include "cli/qrootfs_command_line.hpp"
#include "cli/qrootfs_create.hpp"

namespace {

using namespace qrun;

constexpr int status_failed = 1;
constexpr int status_usage = 2;

}  // namespace

int main(int argc, char** argv) {
    set_up_log("qrootfs", Verbosity::normal);
    if (const auto refused = cli::refuse_set_id(); !refused) {
        log_error(refused.error());
        return status_failed;
    }
    const auto parsed = cli::parse_qrootfs(argc, argv);
    if (!parsed) {
        log_error(parsed.error());
        return status_usage;
    }
    if (const auto* text = std::get_if<std::string>(&*parsed)) {
        std::fputs(text->c_str(), stdout);
        return 0;
    }
    const auto& line = std::get<cli::QrootfsCommandLine>(*parsed);
    set_up_log("qrootfs", line.verbosity);
    const auto status = cli::create_rootfs(line.create);
    if (status) return *status;
    log_error(status.error());
    return status_failed;
}
