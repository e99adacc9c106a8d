# SIGINT to the foreground group (Ctrl-C) ends everything within a second, also with processes below the
# command; no emulator is left.
. "$QRUN_SOURCE/tests/lib.sh"
for arch in armhf arm64; do
  rm -f ready
  cat >session.sh <<S
trap : INT
"$QRUN_BIN/qrun" --rootfs "$QRUN_TEST_CACHE/$arch" -- sh -c 'sleep 300 & sleep 300 & touch ready; wait; wait; sleep 300'
echo \$? >status
S
  rm -f status
  in_session sh session.sh &
  leader=$!
  await 20 test -e ready || fail "the guest did not start"
  kill -INT "-$leader"
  await 1 no_emulators || fail "after a second these are left: $(emulators)"
  wait "$leader" || true
  expect_equal "$(cat status)" 130
done
