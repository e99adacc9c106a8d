# A shell script with a #! line, by path and through the PATH, and one whose interpreter is missing.
. "$QRUN_SOURCE/tests/lib.sh"
printf '#!/bin/sh\necho "script $0 $1"\n' >script
printf '#!/no/such/interpreter\n' >broken
chmod +x script broken
for arch in armhf arm64; do
  expect_equal "$(in_rootfs $arch ./script one)" "script ./script one"
  expect_equal "$(qrun --rootfs "$QRUN_TEST_CACHE/$arch" --env "PATH=$PWD:/usr/bin:/bin" -- script two)" "script $PWD/script two"
  expect_status 127 in_rootfs $arch ./broken
  expect_in "$TEST_TMP/err" "interpreter"
done
