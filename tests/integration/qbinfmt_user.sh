# qbinfmt run by an ordinary user: everything can be looked at and verified, nothing can be changed; in a namespace of
# the user's own everything works.
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"
[ "$(id -u)" -ne 0 ] || skip "needs an ordinary user"
cat >inside.sh <<'S'
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"
expect_status 0 qbinfmt install arm
expect_in "$TEST_TMP/err" "verified"
# A user of this namespace who is not its root.
setpriv --reuid=1000 --clear-groups sh -ec '
  . "$QRUN_SOURCE/tests/lib.sh"
  TEST_TMP=$(mktemp -d)
  expect_status 0 qbinfmt list
  expect_in "$TEST_TMP/out" "qbinfmt-arm"
  expect_status 0 qbinfmt verify arm
  expect_status 3 qbinfmt install riscv64
  expect_in "$TEST_TMP/err" "Permission denied"
  expect_status 3 qbinfmt uninstall arm'
expect_equal "$(entries)" "qbinfmt-arm "
S
unshare --user --map-root-user --map-auto --mount --pid --fork --kill-child sh -ec '
  mount -t proc proc /proc
  mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
  exec sh inside.sh'
