# CVE-2024-21626, CVE-2016-9962: descriptors that the caller left open do not reach the guest, nor can it find
# them in its init; its working directory is inside.
. "$QRUN_SOURCE/tests/lib.sh"
exec 9</ 8<"$QRUN_SOURCE/README.md" 7>"$TEST_TMP/leak"
for arch in armhf arm64; do
  expect_status 0 in_rootfs $arch sh -c 'ls /proc/self/fd'
  expect_equal "$(tr '\n' ' ' <"$TEST_TMP/out")" "0 1 2 3 " # 3: ls itself reads the directory
  expect_status 2 in_rootfs $arch ls /proc/1/fd/
  expect_status 1 in_rootfs $arch readlink /proc/1/cwd
  expect_status 0 in_rootfs $arch readlink /proc/self/cwd
  case $(cat "$TEST_TMP/out") in /*) ;; *) fail "outside: $(cat "$TEST_TMP/out")" ;; esac
done
# A working directory that is not reachable from the root is refused.
mkdir gone
cd gone
rmdir ../gone
expect_status 125 in_rootfs armhf true
cd /
