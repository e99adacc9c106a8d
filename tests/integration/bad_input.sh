# Each kind of bad input: exit 125, the path, and a hint.
. "$QRUN_SOURCE/tests/lib.sh"
armhf=$QRUN_TEST_CACHE/armhf
# refused MESSAGE HINT ARGS…
refused() {
  message=$1 hint=$2
  shift 2
  expect_status 125 qrun "$@"
  expect_in "$TEST_TMP/err" "$message"
  grep "^hint: " "$TEST_TMP/err" | grep -qF -- "$hint" || { cat "$TEST_TMP/err" >&2; fail "no hint with: $hint"; }
}
refused "--rootfs is missing" "qrootfs create" -- true
refused "unknown option '--nonsense'" "qrun --help" --nonsense --rootfs "$armhf" -- true
refused "cannot open the rootfs '/no/such': No such file" "qrootfs create /no/such" --rootfs /no/such -- true
refused "cannot open the rootfs '/etc/passwd': Not a directory" "--rootfs takes a directory" --rootfs /etc/passwd -- true
mkdir empty
refused "the rootfs is an empty directory: 'empty'" "qrootfs create empty" --rootfs empty -- true
mkdir files
touch files/x
refused "cannot tell the architecture" "qrootfs create" --rootfs files -- true
mkdir -p mixed/bin mixed/usr/bin
cp "$armhf/bin/dash" mixed/bin/sh
cp "$QRUN_TEST_CACHE/arm64/usr/bin/env" mixed/usr/bin/env
refused "mixed architectures (/bin/sh is arm, /usr/bin/env is aarch64)" "one architecture" --rootfs mixed -- true
mkdir -p unknown/bin
cp "$armhf/bin/dash" unknown/bin/sh
printf '\376\312' | dd of=unknown/bin/sh bs=1 seek=18 conv=notrunc status=none # e_machine 0xcafe
refused "unknown architecture (ELF machine 51966) of 'unknown/bin/sh'" "" --rootfs unknown -- true
printf '\177ELF' >unknown/bin/sh
refused "cannot tell the architecture" "" --rootfs unknown -- true
mkdir -p unreadable/bin
cp "$armhf/bin/dash" unreadable/bin/sh
chmod 000 unreadable
refused "cannot open the rootfs 'unreadable': Permission denied" "readable" --rootfs unreadable -- true
chmod 444 unreadable
refused "cannot look into the rootfs 'unreadable': Permission denied" "searchable" --rootfs unreadable -- true
chmod 700 unreadable
expect_status 125 qrun --rootfs "$armhf" --qemu /no/qemu -- true
expect_in "$TEST_TMP/err" "cannot use the emulator '/no/qemu': No such file"
refused "the emulator is dynamically linked" "qemu-user-static" --rootfs "$armhf" --qemu /bin/dash -- true
refused "not a program of this host" "" --rootfs "$armhf" --qemu "$armhf/bin/dash" -- true
refused "not a name of an environment variable" "--env NAME" --rootfs "$armhf" --env =x -- true
refused "excludes" "qrun --help" --rootfs "$armhf" --cwd --no-cwd -- true
expect_status 127 qrun --rootfs "$armhf" -- no-such-command

# newuidmap missing, though there is a range.
mkdir tools
ln -s "$QRUN_BIN/qrun" tools/qrun
expect_status 125 env PATH="$PWD/tools" "$QRUN_BIN/qrun" --rootfs "$armhf" -- true
expect_in "$TEST_TMP/err" "newuidmap and newgidmap are not installed"
expect_in "$TEST_TMP/err" "apt-get install uidmap"

# User namespaces forbidden: a limit of zero in an outer user namespace.
expect_status 125 unshare --user --map-root-user --map-auto sh -c \
  'echo 0 >/proc/sys/user/max_user_namespaces; exec "$0" --rootfs "$1" -- true' "$QRUN_BIN/qrun" "$armhf"
expect_in "$TEST_TMP/err" "cannot make a user namespace: No space left on device"
expect_in "$TEST_TMP/err" "/proc/sys/user/max_user_namespaces"
