# CVE-2025-52881: something lies over the rootfs's proc. The guest's /proc is a new procfs all the same.
. "$QRUN_SOURCE/tests/lib.sh"
mkdir -p hostile/bin hostile/proc/self hostile/proc/sys/fs/binfmt_misc
cp /bin/busybox hostile/bin/sh
echo fake >hostile/proc/self/status
echo fake >hostile/proc/sys/fs/binfmt_misc/register
expect_status 0 qrun --rootfs hostile --no-cwd -- sh -c 'grep -q "^NoNewPrivs:" /proc/self/status && grep " /proc " /proc/mounts'
expect_in "$TEST_TMP/out" "none /proc proc rw,nosuid,nodev,noexec"
expect_equal "$(cat hostile/proc/self/status)" fake
