# Device nodes in the rootfs (unpacked by root) give no access: the rootfs is mounted nodev.
. "$QRUN_SOURCE/tests/lib.sh"
mkdir -p hostile/bin
cp /bin/busybox hostile/bin/sh
mknod -m 666 hostile/null c 1 3
expect_status 1 qrun --rootfs hostile --no-cwd -- sh -c '(echo x >/null) 2>/dev/null || exit 1'
chown -R "$QRUN_TEST_USER": hostile
expect_status 1 qrun --rootfs hostile --no-cwd -- sh -c '(echo x >/null) 2>/dev/null || exit 1'
expect_status 0 qrun --rootfs hostile --no-cwd -- sh -c 'echo x >/dev/null'
