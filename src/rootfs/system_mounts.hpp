#pragma once

#include "base/result.hpp"
#include "rootfs/mount_places.hpp"

namespace qrun::rootfs {

/// Mounts a new procfs of the own pid namespace on /proc (a link there is refused). The descriptor of the
/// new mount is the answer.
[[nodiscard]] Result<Fd> mount_proc(MountPlaces& places);

/// Mounts a private /dev: a tmpfs with null, zero, full, random, urandom, tty (bound from the host, device
/// numbers checked: CVE-2025-31133), an own devpts, shm and the usual links. What the rootfs has in /dev is
/// never looked at (CVE-2026-41579). `tty_group` is the gid of new terminals, or negative when the id map
/// has none for it.
[[nodiscard]] Status mount_dev(MountPlaces& places, int tty_group);

/// Mounts /sys: a read-only tmpfs with the host's block, bus, class, dev and devices bound read-only: what
/// tools ask about processors and devices. No cgroup, no kernel settings (CVE-2023-25809).
[[nodiscard]] Status mount_sys(MountPlaces& places);

}  // namespace qrun::rootfs
