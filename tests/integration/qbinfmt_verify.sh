# Verification executes a program: it finds stale, unfixed and broken handlers, and rolls a broken fresh one back.
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"
cat >inside.sh <<'S'
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"

mkdir /opt/e
cp /usr/bin/qemu-arm-static /opt/e/
expect_status 0 qbinfmt install --qemu-dir /opt/e arm
expect_status 0 qbinfmt verify arm
expect_in "$TEST_TMP/out" "qbinfmt-arm  ok"

# An upgrade by rename: F still runs the old file. install registers the new one.
cp /usr/bin/qemu-arm-static /opt/e/new
mv /opt/e/new /opt/e/qemu-arm-static
expect_status 6 qbinfmt verify arm
expect_in "$TEST_TMP/out" "stale"
expect_in "$TEST_TMP/out" "/opt/e/qemu-arm-static was replaced since"
expect_status 0 qbinfmt list
grep -Eq '^qbinfmt-arm .* stale +' "$TEST_TMP/out" || fail "list does not say stale: $(cat "$TEST_TMP/out")"
expect_status 0 qbinfmt install --qemu-dir /opt/e arm
expect_in "$TEST_TMP/err" "arm: replaced"
expect_status 0 qbinfmt verify arm

# A fresh handler that does not work is taken back; in place of a working one, the old one stays.
printf 'int main(void) { return 7; }\n' >broken.c
gcc -static -o /opt/broken broken.c
mkdir /opt/f
cp /opt/broken /opt/f/qemu-arm-static
cp /opt/broken /opt/f/qemu-aarch64-static
expect_status 6 qbinfmt install --qemu-dir /opt/f aarch64
expect_in "$TEST_TMP/err" "the handler for aarch64 does not work"
expect_equal "$(entries)" "qbinfmt-arm "
expect_status 6 qbinfmt install --qemu-dir /opt/f arm
expect_in $instance/qbinfmt-arm "interpreter /opt/e/qemu-arm-static"
expect_equal "$(entries)" "qbinfmt-arm "
arm_runs
expect_status 0 qbinfmt install --no-verify --qemu-dir /opt/f aarch64
expect_status 6 qbinfmt verify
expect_in "$TEST_TMP/out" "aarch64"
clear_entries

# Without F the emulator is not found in another root directory; with P a foreign entry keeps argv[0].
register qemu-arm /usr/bin/qemu-arm-static P
expect_status 6 qbinfmt verify arm
expect_in "$TEST_TMP/out" "not-fixed"
clear_entries
register qemu-arm /usr/bin/qemu-arm-static F
expect_status 0 qbinfmt verify arm
clear_entries
expect_status 6 qbinfmt verify arm
expect_in "$TEST_TMP/out" "no-handler"

# What has no probe is never ok.
if [ -e /usr/bin/qemu-xtensaeb-static ]; then
  expect_status 0 qbinfmt install xtensaeb
  expect_in "$TEST_TMP/err" "not-verifiable"
  expect_status 1 qbinfmt verify xtensaeb
fi
expect_status 0 qbinfmt install
expect_status 0 qbinfmt verify
[ "$(grep -c ' ok$' "$TEST_TMP/out")" -ge 29 ] || fail "$(cat "$TEST_TMP/out")"
S
in_private_instance inside.sh
