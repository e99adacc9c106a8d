# Root's guest is no root on the host: files keep their owners on disk, /proc/sys cannot be written, in a rootfs
# of root's as in one of another user's.
. "$QRUN_SOURCE/tests/lib.sh"
mkdir -p small/bin small/etc small/srv work
cp /bin/busybox small/bin/sh
cp "$QRUN_TEST_CACHE/arm64/bin/dash" work/foreign 2>/dev/null || true
chown 33:33 small/etc
cd work
run() { qrun --rootfs ../small -- sh -c "$1"; }
expect_equal "$(run 'id -u; stat -c %u /bin /etc; echo x >file; stat -c %u file')" "0
0
33
0"
expect_equal "$(stat -c %u file)" 0
run 'mkdir -p /srv/d && chown 5:6 /srv/d'
expect_equal "$(stat -c %u:%g ../small/srv/d)" 5:6
before=$(cat /proc/sys/kernel/core_pattern)
expect_status 1 run 'echo hacked >/proc/sys/kernel/core_pattern'
expect_equal "$(cat /proc/sys/kernel/core_pattern)" "$before"
expect_equal "$(run 'cat /proc/self/uid_map' | awk '{ print ($2 >= 100000) }')" 1

# A rootfs of another user's: that user's ids.
expect_equal "$(in_rootfs armhf sh -c 'awk "NR == 1 { print \$2 }" /proc/self/uid_map')" "$(id -u "$QRUN_TEST_USER")"
expect_equal "$(in_rootfs armhf stat -c %u /bin/sh)" 0
