# A rootfs of the host's own architecture runs natively; -v says so. Missing directories cost nothing on disk.
. "$QRUN_SOURCE/tests/lib.sh"
mkdir -p small/bin
cp /bin/busybox small/bin/sh
expect_status 0 qrun -v --rootfs small --no-cwd -- sh -c 'ls / && cat /proc/self/comm && test -c /dev/null && test -d /sys/devices'
expect_in "$TEST_TMP/err" "executes natively: no emulator is used"
expect_equal "$(ls -A small)" bin
expect_equal "$(ls -A small/bin)" sh
expect_status 0 qrun --rootfs small -- sh -c 'pwd; echo new >here'
expect_equal "$(cat here)" new
