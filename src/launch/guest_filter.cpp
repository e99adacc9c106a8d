#include "launch/guest_filter.hpp"

#include <seccomp.h>
#include <sys/capability.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>

#include <cerrno>
#include <cstdint>
#include <memory>

namespace qrun::launch {
namespace {

constexpr const char* what = "cannot set up the system call filter of the guest";

}  // namespace

Status load_guest_filter(bool no_new_privileges) {
    const std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter(seccomp_init(SCMP_ACT_ALLOW), seccomp_release);
    if (!filter) return fail(errno_error_of(ENOMEM, what));
    const auto check = [](int result) -> Status {  // libseccomp answers -errno
        if (result < 0 && result != -EEXIST) return fail(errno_error_of(-result, what));
        return {};
    };
    QRUN_CHECK(check(seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_NNP, no_new_privileges ? 1 : 0)));
    // A call by an entry that is not listed would otherwise end the process.
    QRUN_CHECK(check(seccomp_attr_set(filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ALLOW)));
    for (const std::uint32_t arch : {std::uint32_t{SCMP_ARCH_X86}, std::uint32_t{SCMP_ARCH_X32}}) {
        QRUN_CHECK(check(seccomp_arch_add(filter.get(), arch)));
    }
    constexpr scmp_datum_t low_half = 0xFFFFFFFF;
    for (const scmp_datum_t request : {scmp_datum_t{TIOCSTI}, scmp_datum_t{TIOCLINUX}}) {
        const scmp_arg_cmp same{1, SCMP_CMP_MASKED_EQ, low_half, request};
        QRUN_CHECK(check(seccomp_rule_add_array(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1, &same)));
    }
    return check(seccomp_load(filter.get()));
}

Status clear_inherited_capabilities() {
    if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0) {
        return fail(errno_error("cannot clear the ambient capabilities"));
    }
    const std::unique_ptr<_cap_struct, int (*)(void*)> caps(::cap_get_proc(), ::cap_free);
    if (!caps || ::cap_clear_flag(caps.get(), CAP_INHERITABLE) != 0 || ::cap_set_proc(caps.get()) != 0) {
        return fail(errno_error("cannot clear the inheritable capabilities"));
    }
    return {};
}

}  // namespace qrun::launch
