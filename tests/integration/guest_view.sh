# What the guest sees: identity, devices, proc, sys, hostname, private handlers, a clean environment.
. "$QRUN_SOURCE/tests/lib.sh"
for arch in armhf arm64; do
  [ $arch = armhf ] && machine=armv7l || machine=aarch64
  expect_equal "$(in_rootfs $arch uname -m)" $machine
  expect_equal "$(in_rootfs $arch id -u)" 0
  expect_equal "$(in_rootfs $arch stat -c %u /bin/sh)" 0
  expect_equal "$(in_rootfs $arch sh -c 'touch f && chown 33:33 f && stat -c %u:%g f && rm f')" 33:33
  expect_status 0 in_rootfs $arch sh -ec '
    cd /dev
    for name in null zero full random urandom tty; do test -c $name; done
    test -c pts/ptmx; test -L ptmx; test -d shm; test -L fd; test -L stdin; test -L stdout; test -L stderr
    test "$(echo through | cat /dev/stdin)" = through
    : >shm/x
    test "$(head -c 4 zero | wc -c)" = 4
    echo x >full && exit 1
    test "$(cat /proc/1/comm)" = qrun
    test "$(ls /dev | wc -l)" = 13 || { ls /dev; exit 1; }'
  expect_equal "$(in_rootfs $arch hostname)" "$(uname -n)"
  expect_status 1 in_rootfs $arch sh -c 'mount | grep -q cgroup'
  expect_in /dev/fd/3 qemu-$([ $arch = armhf ] && echo arm || echo aarch64) 3<<T
$(in_rootfs $arch ls /proc/sys/fs/binfmt_misc)
T
done
# Only the allow-list passes; --env adds.
export SECRET=1 QEMU_LOG_FILENAME=$TEST_TMP/qemu.log QEMU_LOG=all LD_PRELOAD= CI=yes LC_TIME=C
expect_status 0 qrun --rootfs "$QRUN_TEST_CACHE/arm64" --env A=b=c --env SECRET --env NOT_SET -- env
expect_in "$TEST_TMP/out" "A=b=c"
expect_in "$TEST_TMP/out" "SECRET=1"
expect_in "$TEST_TMP/out" "CI=yes"
expect_in "$TEST_TMP/out" "LC_TIME=C"
expect_in "$TEST_TMP/out" "HOME=/root"
expect_not_in "$TEST_TMP/out" QEMU_LOG
expect_not_in "$TEST_TMP/out" NOT_SET
expect_status 0 qrun --rootfs "$QRUN_TEST_CACHE/arm64" -- env
expect_not_in "$TEST_TMP/out" SECRET
[ ! -e "$TEST_TMP/qemu.log" ] || fail "QEMU_LOG_FILENAME of the caller reached the emulator"
