# Hosts that lack something, made by root: no emulator, a kernel without private binfmt_misc, a user without
# a range of ids.
. "$QRUN_SOURCE/tests/lib.sh"
armhf=$QRUN_TEST_CACHE/armhf
as_user() { setpriv --reuid="$QRUN_TEST_USER" --regid="$QRUN_TEST_USER" --init-groups -- env HOME=/nonexistent "$@"; }

# The emulator is not there: a private mount namespace without /usr/bin/qemu-arm*.
expect_status 125 unshare --mount sh -ec '
  mkdir bin
  mount --bind /usr/bin bin
  mkdir upper work
  mount -t tmpfs none upper
  mkdir upper/u upper/w
  mount -t overlay none -o lowerdir=/usr/bin,upperdir=upper/u,workdir=upper/w /usr/bin
  rm -f /usr/bin/qemu-arm-static /usr/bin/qemu-arm
  exec setpriv --reuid="$1" --regid="$1" --init-groups -- "$2" --rootfs "$3" --no-cwd -- true' sh "$QRUN_TEST_USER" "$QRUN_BIN/qrun" "$armhf"
expect_in "$TEST_TMP/err" "no emulator for arm on this host (looked for qemu-arm-static and qemu-arm)"
expect_in "$TEST_TMP/err" "apt-get install qemu-user-static"

# A kernel without binfmt_misc for user namespaces: the fsopen of it fails.
chmod 777 .
expect_status 125 strace -u "$QRUN_TEST_USER" -f -qq -o trace -e trace=fsopen -e inject=fsopen:error=ENODEV:when=1 \
  "$QRUN_BIN/qrun" --rootfs "$armhf" --no-cwd -- true
expect_in "$TEST_TMP/err" "cannot make a private binfmt_misc instance on kernel $(uname -r)"
expect_in "$TEST_TMP/err" "Linux 6.7 or newer"

# A user without a range: a single id, a warning with the cure, and the command runs.
adjust() { grep -v "^$QRUN_TEST_USER:" "/etc/$1" >"$1"; }
adjust subuid
adjust subgid
expect_status 0 unshare --mount sh -ec '
  mount --bind subuid /etc/subuid
  mount --bind subgid /etc/subgid
  exec setpriv --reuid="$1" --regid="$1" --init-groups -- "$2" --rootfs "$3" --no-cwd -- cat /proc/self/uid_map' \
  sh "$QRUN_TEST_USER" "$QRUN_BIN/qrun" "$armhf"
expect_in "$TEST_TMP/err" "warning: $QRUN_TEST_USER has no range in /etc/subuid"
expect_in "$TEST_TMP/err" "hint: give $QRUN_TEST_USER a range: sudo usermod --add-subuids"
expect_equal "$(awk '{ print $1, $3 }' "$TEST_TMP/out")" "0 1"
