# --dry-run prints the plan and does nothing; --qemu picks the emulator; --help and --version.
. "$QRUN_SOURCE/tests/lib.sh"
expect_status 0 qrun --dry-run --rootfs "$QRUN_TEST_CACHE/armhf" -- touch made
[ ! -e made ] || fail "the command was run"
expect_in "$TEST_TMP/out" "handler (private): qemu-arm -> /usr/bin/qemu-arm-static flags PF"
expect_in "$TEST_TMP/out" "mount: $PWD (read-write)"
expect_in "$TEST_TMP/out" "command: touch made"
cp /usr/bin/qemu-arm-static my-qemu
expect_status 0 qrun --dry-run --rootfs "$QRUN_TEST_CACHE/armhf" --qemu my-qemu -- true
expect_in "$TEST_TMP/out" "qemu-arm -> $PWD/my-qemu"
expect_status 0 qrun --rootfs "$QRUN_TEST_CACHE/armhf" --qemu my-qemu -- true
expect_status 0 qrun --help
for option in --rootfs --qemu --env --cwd --no-cwd --dry-run --verbose --quiet --version; do
  expect_in "$TEST_TMP/out" " $option"
  grep -qF "$(echo "$option" | sed 's/^--/Fl Fl /')" "$QRUN_SOURCE/man/qrun.1" || fail "$option is not in qrun(1)"
done
expect_status 0 qrun --version
expect_in "$TEST_TMP/out" "qrun 0."
