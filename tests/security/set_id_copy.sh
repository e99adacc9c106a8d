# CVE-2020-5291, CVE-2026-41163: a set-user-ID or set-group-ID qrun, or one with file capabilities, refuses to run.
. "$QRUN_SOURCE/tests/lib.sh"
chmod 755 .
for mode in 4755 2755; do
  cp "$QRUN_BIN/qrun" ./copy
  chown 0:0 copy
  chmod $mode copy
  expect_status 125 setpriv --reuid="$QRUN_TEST_USER" --regid="$QRUN_TEST_USER" --clear-groups -- ./copy --rootfs "$QRUN_TEST_CACHE/armhf" -- true
  expect_in "$TEST_TMP/err" "refusing to run set-user-ID"
  rm copy
done
cp "$QRUN_BIN/qrootfs" ./copy
chmod 4755 copy
expect_status 1 setpriv --reuid="$QRUN_TEST_USER" --regid="$QRUN_TEST_USER" --clear-groups -- ./copy create x --arch armhf
expect_in "$TEST_TMP/err" "refusing to run set-user-ID"
