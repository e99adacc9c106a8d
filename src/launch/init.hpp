#pragma once

#include <csignal>

#include "launch/plan.hpp"
#include "sys/channel.hpp"

namespace qrun::launch {

/// What the command inherits of the launcher, beside the plan.
struct Inheritance {
    sigset_t signal_mask{};         ///< the caller's
    bool own_process_group = true;  ///< false when a terminal's signals reach the caller's group anyway
};

/// The first process of the new namespaces (pid 1 there): enters them, starts the command, passes signals on,
/// reaps, and reports the command's end. When it ends, the kernel kills what is left in the pid namespace.
/// Never returns.
[[noreturn]] void run_init(const LaunchPlan& plan, sys::Channel channel, const Inheritance& inheritance);

}  // namespace qrun::launch
