# qbinfmt doctor names what keeps foreign programs from running, and what cures it.
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"
cat >inside.sh <<'S'
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"

expect_status 1 qbinfmt doctor arm
expect_in "$TEST_TMP/out" "this user namespace has an instance of its own, and it is empty"
expect_in "$TEST_TMP/out" "no handler for programs of arm"
expect_in "$TEST_TMP/out" "cure: qbinfmt install arm"
expect_status 0 qbinfmt install arm
expect_status 0 qbinfmt doctor arm
! grep '^problem' "$TEST_TMP/out" || fail "a problem on a sound instance"
! grep -q 'QEMU 7' "$TEST_TMP/out" || expect_in "$TEST_TMP/out" "may deadlock"

expect_status 0 qbinfmt disable arm
expect_status 1 qbinfmt doctor arm
expect_in "$TEST_TMP/out" "problem: qbinfmt-arm is disabled"
echo 0 >$instance/status
expect_status 1 qbinfmt doctor arm
expect_in "$TEST_TMP/out" "switched off (status 0)"
echo 1 >$instance/status
clear_entries

cp /usr/bin/qemu-arm-static /opt/qemu-arm-static
register qemu-arm /opt/qemu-arm-static F
cp /opt/qemu-arm-static /opt/new && mv /opt/new /opt/qemu-arm-static
expect_status 1 qbinfmt doctor arm
expect_in "$TEST_TMP/out" "/opt/qemu-arm-static was replaced since"
clear_entries
register qemu-arm /opt/qemu-arm-static ""
rm /opt/qemu-arm-static
expect_status 1 qbinfmt doctor arm
expect_in "$TEST_TMP/out" "its interpreter /opt/qemu-arm-static does not exist"
clear_entries
register qemu-arm /usr/bin/qemu-arm-static P
expect_status 1 qbinfmt doctor arm
expect_in "$TEST_TMP/out" "flag F is missing"
clear_entries

expect_status 0 qbinfmt install arm
expect_status 1 qbinfmt doctor --qemu-dir /opt arm64
expect_in "$TEST_TMP/out" "no emulator for aarch64"

umount $instance
expect_status 1 qbinfmt doctor arm
expect_in "$TEST_TMP/out" "binfmt_misc is not mounted on"
expect_in "$TEST_TMP/out" "cure: mount -t binfmt_misc"
expect_status 4 qbinfmt list
S
in_private_instance inside.sh
