#pragma once

#include <string>

namespace qrun {

/// What went wrong, for the person in front of the terminal.
///
/// Printed as `WHAT PATH: errno text`, with `hint: HINT` on a line of its own:
///   cannot open the rootfs '/srv/armhf': No such file or directory
///   hint: make one with 'qrootfs create /srv/armhf'
struct Error {
    std::string what;     ///< what was tried or found, without a full stop: "cannot mount proc"
    std::string path;     ///< the path that it was tried on; may be empty
    int errno_value = 0;  ///< errno(3) of the failure; 0 when no system call failed
    std::string hint;     ///< what the user can do; may be empty; may have several lines

    /// The first line, without program name and hint. Control characters in it are escaped.
    [[nodiscard]] std::string message() const;
};

/// An Error from the current errno. Call it right after the failed system call.
[[nodiscard]] Error errno_error(std::string what, std::string path = {}, std::string hint = {});

/// The same for an errno value at hand.
[[nodiscard]] Error errno_error_of(int errno_value, std::string what, std::string path = {}, std::string hint = {});

/// An Error that no system call is behind.
[[nodiscard]] Error plain_error(std::string what, std::string path = {}, std::string hint = {});

}  // namespace qrun
