# 100 MB in through stdin and out through stdout arrive unharmed; stderr is not mixed in.
. "$QRUN_SOURCE/tests/lib.sh"
size=100000000
head -c $size /dev/urandom >data
want=$(sha256sum <data)
for arch in armhf arm64; do
  got=$(in_rootfs $arch sh -c 'echo noise >&2; cat' <data 2>/dev/null | sha256sum)
  expect_equal "$got" "$want"
done
# A closed reader ends the command as it does natively, and closed descriptors are no accident.
expect_status 0 sh -c 'qrun --rootfs "$QRUN_TEST_CACHE/arm64" -- yes 2>/dev/null | head -n 1'
expect_equal "$(in_rootfs arm64 sh -c 'echo still here' <&-)" "still here"
