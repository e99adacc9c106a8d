# qbinfmt install, list and uninstall: handlers work, are idempotent, and foreign ones are left alone.
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"
cat >inside.sh <<'S'
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"

expect_status 0 qbinfmt install arm linux/arm64/v8
expect_in "$TEST_TMP/err" "qbinfmt: arm: added (/usr/bin/qemu-arm-static, QEMU"
expect_in "$TEST_TMP/err" ", verified)"
expect_equal "$(entries)" "qbinfmt-aarch64 qbinfmt-arm "
expect_equal "$(chroot "$QRUN_TEST_CACHE/armhf" uname -m)" armv7l
expect_equal "$(chroot "$QRUN_TEST_CACHE/arm64" uname -m)" aarch64
expect_status 0 qbinfmt install armhf
expect_in "$TEST_TMP/err" "arm: unchanged"
expect_status 0 qbinfmt list
grep -Eq '^qbinfmt-arm +arm +enabled +PF +qbinfmt +no +no +[0-9.]+ +/usr/bin/qemu-arm-static +-$' "$TEST_TMP/out" ||
  fail "$(cat "$TEST_TMP/out")"
expect_status 0 qbinfmt show armhf
expect_in "$TEST_TMP/out" "verification:  ok"

# Switched off and on again; another's is not touched.
expect_status 0 qbinfmt disable arm
! arm_runs 2>/dev/null || fail "a disabled handler runs programs"
expect_status 0 qbinfmt enable arm
arm_runs

# Foreign entries: a conflict, unless forced; never removed.
expect_status 0 qbinfmt uninstall arm
expect_equal "$(entries)" "qbinfmt-aarch64 "
register foreign /usr/bin/qemu-arm-static F
expect_status 5 qbinfmt install arm
expect_in "$TEST_TMP/err" "handled already by an entry of another's: 'foreign'"
expect_in "$TEST_TMP/err" "--force"
expect_status 5 qbinfmt disable foreign
expect_status 1 qbinfmt install arm riscv64
expect_status 0 qbinfmt install --force arm
expect_status 0 qbinfmt list
grep -Eq '^foreign .*qbinfmt-arm \(loses\)$' "$TEST_TMP/out" || fail "$(cat "$TEST_TMP/out")"
grep -Eq '^qbinfmt-arm .*foreign \(wins\)$' "$TEST_TMP/out" || fail "$(cat "$TEST_TMP/out")"
expect_status 0 qbinfmt uninstall all
expect_equal "$(entries)" "foreign "

# adopt: the foreign one becomes ours.
expect_status 0 qbinfmt adopt arm
expect_in "$TEST_TMP/err" "arm: adopted"
expect_equal "$(entries)" "qbinfmt-arm "
arm_runs
expect_status 0 qbinfmt adopt
expect_status 0 qbinfmt uninstall

# all takes what is installed; the machine's own programs are never taken over; unknown names.
expect_status 0 qbinfmt install
expect_in "$TEST_TMP/err" "riscv64: added"
expect_status 0 qbinfmt install x86_64 i386
expect_in "$TEST_TMP/err" "x86_64: this machine executes these programs itself"
[ ! -e $instance/qbinfmt-x86_64 ] && [ ! -e $instance/qbinfmt-i386 ] || fail "the host's own family was registered"
expect_status 2 qbinfmt install aarch46
expect_in "$TEST_TMP/err" "did you mean aarch64?"
expect_status 2 qbinfmt frobnicate
expect_status 2 qbinfmt install arm --credentials
expect_in "$TEST_TMP/err" "--i-understand-setuid-risk"
expect_status 0 qbinfmt install arm --credentials --i-understand-setuid-risk
expect_in $instance/qbinfmt-arm "flags: POCF"
expect_status 4 qbinfmt --binfmt-dir /tmp list
echo 0 >$instance/status
expect_status 4 qbinfmt install arm
expect_in "$TEST_TMP/err" "switched off"
S
in_private_instance inside.sh
