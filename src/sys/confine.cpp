#include "sys/confine.hpp"

#include <seccomp.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>

namespace qrun::sys {
namespace {

/// What reading tables, examining paths, writing handlers and their files, and printing take; what malloc(3) and the
/// C library's own start and end take. No socket, ptrace, mount, module, bpf, exec or change of ids.
constexpr int allowed[] = {
    SCMP_SYS(read),      SCMP_SYS(pread64),      SCMP_SYS(write),        SCMP_SYS(writev),
    SCMP_SYS(open),      SCMP_SYS(openat),       SCMP_SYS(close),        SCMP_SYS(stat),
    SCMP_SYS(fstat),     SCMP_SYS(lstat),        SCMP_SYS(newfstatat),   SCMP_SYS(statx),
    SCMP_SYS(statfs),    SCMP_SYS(fstatfs),      SCMP_SYS(getdents64),   SCMP_SYS(access),
    SCMP_SYS(faccessat), SCMP_SYS(faccessat2),   SCMP_SYS(readlink),     SCMP_SYS(readlinkat),
    SCMP_SYS(getcwd),    SCMP_SYS(lseek),        SCMP_SYS(fcntl),        SCMP_SYS(flock),
    SCMP_SYS(brk),       SCMP_SYS(mmap),         SCMP_SYS(munmap),       SCMP_SYS(mremap),
    SCMP_SYS(madvise),   SCMP_SYS(mprotect),     SCMP_SYS(futex),        SCMP_SYS(getrandom),
    SCMP_SYS(uname),     SCMP_SYS(getpid),       SCMP_SYS(gettid),       SCMP_SYS(geteuid),
    SCMP_SYS(getuid),    SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rename),    SCMP_SYS(renameat),     SCMP_SYS(renameat2),    SCMP_SYS(unlink),
    SCMP_SYS(unlinkat),  SCMP_SYS(mkdir),        SCMP_SYS(fsync),        SCMP_SYS(fchmod),
    SCMP_SYS(wait4),     SCMP_SYS(openat2),      SCMP_SYS(tgkill),       SCMP_SYS(ioctl),
    SCMP_SYS(exit),      SCMP_SYS(exit_group),
};

constexpr const char* what = "cannot confine this process";

Status drop_capabilities() {
    if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0) return fail(errno_error(what));
    const std::unique_ptr<_cap_struct, int (*)(void*)> none(::cap_init(), ::cap_free);
    if (!none || ::cap_set_proc(none.get()) != 0) return fail(errno_error(what));
    return {};
}

Status filter_calls() {
    const std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)),
                                                                  seccomp_release);
    if (!filter) return fail(errno_error_of(ENOMEM, what));
    for (const int call : allowed) {
        const int added = seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0);
        if (added < 0 && added != -EEXIST) return fail(errno_error_of(-added, what));
    }
    const int loaded = seccomp_load(filter.get());  // sets no_new_privs too
    if (loaded < 0) return fail(errno_error_of(-loaded, what));
    return {};
}

}  // namespace

void close_inherited_descriptors() {
    (void)::syscall(SYS_close_range, 3U, ~0U, 0U);  // Linux 5.9; an older one keeps them
}

Status confine() {
    ::clearenv();
    ::umask(022);
    QRUN_CHECK(drop_capabilities());
    return filter_calls();
}

}  // namespace qrun::sys
