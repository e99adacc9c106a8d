# CVE-2025-31133, CVE-2025-52565: the rootfs brings its own /dev/null. The guest's is the host's real one.
. "$QRUN_SOURCE/tests/lib.sh"
mkdir -p hostile/bin hostile/dev
cp /bin/busybox hostile/bin/sh
echo evil >hostile/dev/null
ln -s /etc/passwd hostile/dev/tty
expect_status 0 qrun --rootfs hostile --no-cwd -- sh -c 'test -c /dev/null && test -c /dev/tty && echo x >/dev/null && test ! -s /dev/null'
expect_equal "$(cat hostile/dev/null)" evil
