#include "binfmt/mount_instance.hpp"

#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "binfmt/registry.hpp"
#include "sys/process.hpp"

namespace qrun::binfmt {
namespace {

/// In the child: loads the module by the one program that does it, as the kernel itself would.
void load_module() {
    const pid_t child = ::fork();
    if (child == 0) {
        const char* const environment[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", nullptr};
        ::execle("/sbin/modprobe", "modprobe", "--quiet", "binfmt_misc", nullptr, environment);
        ::_exit(127);
    }
    if (child > 0) (void)::waitpid(child, nullptr, 0);
}

}  // namespace

Status mount_instance_if_missing() {
    if (::geteuid() != 0 || Registry::open()) return {};
    const pid_t child = ::fork();
    if (child < 0) return fail(errno_error("cannot mount binfmt_misc"));
    if (child == 0) {
        if (::access(default_directory, F_OK) != 0) load_module();
        const int mounted =
            ::mount("binfmt_misc", default_directory, "binfmt_misc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr);
        ::_exit(mounted == 0 ? 0 : errno);
    }
    QRUN_TRY(const auto ending, sys::wait_for(child));
    if (ending.by_signal || ending.number == 0 || ending.number == EBUSY) return {};
    return fail(errno_error_of(ending.number, "cannot mount binfmt_misc on", default_directory));
}

}  // namespace qrun::binfmt
