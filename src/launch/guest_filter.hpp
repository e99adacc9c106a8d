#pragma once

#include "base/result.hpp"

namespace qrun::launch {

/// Loads the seccomp filter of the guest into the calling process and its children to come: ioctl TIOCSTI and
/// TIOCLINUX, which type into the caller's terminal, are refused with EPERM, compared on the low 32 bits as
/// the kernel does (CVE-2017-5226, CVE-2019-10063), for the x86-64, i386 and x32 entries. With
/// `no_new_privileges` set-user-ID programs gain nothing either (prctl(2), PR_SET_NO_NEW_PRIVS); without it
/// the caller needs CAP_SYS_ADMIN in its user namespace.
[[nodiscard]] Status load_guest_filter(bool no_new_privileges);

/// Clears the inheritable and ambient capability sets (CVE-2022-27650). A new user namespace starts with both
/// empty (kernel/user_namespace.c, set_cred_user_ns); this holds whatever happened since.
[[nodiscard]] Status clear_inherited_capabilities();

}  // namespace qrun::launch
