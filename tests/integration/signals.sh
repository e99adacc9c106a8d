# SIGTERM and SIGUSR1 to qrun reach the command; SIGKILL of qrun ends every process of the guest; what the
# command left in the background ends with it.
. "$QRUN_SOURCE/tests/lib.sh"
for arch in armhf arm64; do
  rm -f ready got
  in_rootfs $arch sh -c 'trap "echo usr1 >got" USR1; trap "exit 7" TERM; touch ready; while :; do sleep 0.1; done' &
  pid=$!
  await 20 test -e ready || fail "the guest did not start"
  # The job is the shell's subshell: its child is qrun.
  qrun_pid=$(pgrep -P "$pid" -x qrun || echo "$pid")
  kill -USR1 "$qrun_pid"
  await 5 test -e got || fail "SIGUSR1 did not arrive"
  kill -TERM "$qrun_pid"
  status=0
  wait "$pid" || status=$?
  expect_equal "$status" 7
  no_emulators || fail "left: $(emulators)"

  rm -f ready
  in_rootfs $arch sh -c 'sleep 300 & touch ready; sleep 300' &
  pid=$!
  await 20 test -e ready || fail "the guest did not start"
  qrun_pid=$(pgrep -P "$pid" -x qrun || echo "$pid")
  kill -KILL "$qrun_pid"
  wait "$pid" || true
  await 2 no_emulators || fail "SIGKILL of qrun left: $(emulators)"

  expect_status 0 in_rootfs $arch sh -c 'sleep 300 >/dev/null 2>&1 & exit 0'
  no_emulators || fail "a background process outlived the command: $(emulators)"
done
