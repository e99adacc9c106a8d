# CVE-2023-25809: no cgroup, no writable sysfs; kernel settings cannot be changed, nor the host's handlers.
. "$QRUN_SOURCE/tests/lib.sh"
for arch in armhf arm64; do
  expect_status 1 in_rootfs $arch grep -qE ' (cgroup2?|debugfs|tracefs|securityfs) ' /proc/mounts
  expect_status 1 in_rootfs $arch test -e /sys/fs/cgroup
  expect_status 0 in_rootfs $arch sh -c 'awk "\$2 ~ \"^/sys\" && \$4 !~ /^ro/ { print; bad = 1 } END { exit bad }" /proc/mounts'
  for file in /proc/sys/kernel/core_pattern /proc/sysrq-trigger /sys/devices/system/cpu/cpu1/online; do
    expect_status 1 in_rootfs $arch sh -c "exec 2>/dev/null; (echo x >$file) || exit 1"
  done
  # The guest's own instance is read-only, so that a package's update-binfmts does not break it.
  expect_status 1 in_rootfs $arch sh -c '(echo -1 >/proc/sys/fs/binfmt_misc/status) 2>/dev/null || exit 1'
  expect_status 0 in_rootfs $arch true
  # Taking the mount away does not take the handlers away.
  expect_status 0 in_rootfs $arch sh -c 'umount -l /proc/sys/fs/binfmt_misc; exec /bin/true'
done
