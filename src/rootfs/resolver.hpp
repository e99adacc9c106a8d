#pragma once

#include <string>

#include "base/result.hpp"
#include "rootfs/mount_places.hpp"

namespace qrun::rootfs {

/// Shows the host's `resolver_file` as the rootfs's /etc/resolv.conf. Where that is a link to a file that is
/// not there (systemd-resolved's in /run), the file is provided. Where the rootfs has no such name at all,
/// it would have to be made on disk: an error with a hint, for a warning.
[[nodiscard]] Status mount_resolver(MountPlaces& places, const std::string& resolver_file);

/// Where the rootfs's /etc/resolv.conf leads: `target` of the link at `path`, as a path in the rootfs.
[[nodiscard]] std::string followed(const std::string& path, const std::string& target);

}  // namespace qrun::rootfs
