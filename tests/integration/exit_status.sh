# The command's own exit status, 128+n for signals, 126 and 127 as shells have them.
. "$QRUN_SOURCE/tests/lib.sh"
for arch in armhf arm64; do
  expect_status 0 in_rootfs $arch true
  expect_status 3 in_rootfs $arch sh -c 'exit 3'
  expect_status 125 in_rootfs $arch sh -c 'exit 125'
  expect_status 127 in_rootfs $arch no-such-command
  expect_in "$TEST_TMP/err" "qrun: cannot run 'no-such-command': No such file or directory"
  expect_in "$TEST_TMP/err" "hint: it is in no directory of the PATH within the rootfs"
  expect_status 127 in_rootfs $arch /no/such/command
  expect_status 126 in_rootfs $arch /etc/passwd
  expect_in "$TEST_TMP/err" "qrun: cannot run '/etc/passwd': Permission denied"
  expect_status 126 in_rootfs $arch /etc
  printf 'no program\n' >text
  chmod +x text
  expect_status 126 in_rootfs $arch ./text
  expect_in "$TEST_TMP/err" "Exec format error"
  expect_status 143 in_rootfs $arch sh -c 'kill -TERM $$'
  expect_status 137 in_rootfs $arch sh -c 'kill -KILL $$'
  expect_status 134 in_rootfs $arch sh -c 'ulimit -c 0; kill -ABRT $$'
done
