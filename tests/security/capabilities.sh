# CVE-2022-27650: no inheritable and no ambient capabilities in the guest, even when the caller has some; no new
# privileges; the guest's capabilities are of its user namespace only.
. "$QRUN_SOURCE/tests/lib.sh"
mkdir -p small/bin
cp /bin/busybox small/bin/sh
expect_status 0 setpriv --inh-caps=+chown,+sys_admin --ambient-caps=+chown,+sys_admin -- \
  "$QRUN_BIN/qrun" --rootfs small --no-cwd -- sh -c 'cat /proc/self/status'
expect_in "$TEST_TMP/out" "CapInh:	0000000000000000"
expect_in "$TEST_TMP/out" "CapAmb:	0000000000000000"
expect_in "$TEST_TMP/out" "NoNewPrivs:	1"
expect_in "$TEST_TMP/out" "Seccomp:	2"
before=$(hostname)
expect_status 0 qrun --rootfs small --no-cwd -- sh -c 'hostname changed; hostname'
expect_equal "$(hostname)" "$before"
