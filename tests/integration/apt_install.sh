# modifies-rootfs
# apt-get update and install of a small package, as an ordinary user.
. "$QRUN_SOURCE/tests/lib.sh"
for arch in armhf arm64; do
  expect_status 0 in_rootfs $arch sh -ec 'apt-get update -q && apt-get install -qy --no-install-recommends hello'
  expect_in "$TEST_TMP/out" "Setting up hello"
  expect_equal "$(in_rootfs $arch hello)" "Hello, world!"
  expect_status 0 in_rootfs $arch apt-get purge -qy hello
  expect_status 127 in_rootfs $arch hello
done
