#!/bin/sh
# Runs one test script and makes sure that it leaves nothing behind.
# usage: harness.sh user|root SCRIPT
#   user: as an ordinary user ($QRUN_TEST_USER when started by root)    root: as root
# Environment: QRUN_BIN, QRUN_TEST_CACHE, QRUN_SOURCE, QRUN_TEST_TIMEOUT in seconds (set by ctest),
# QRUN_TESTS_MUST_RUN, QRUN_TEST_USER.
# A script that ends with 77 was skipped; with QRUN_TESTS_MUST_RUN=1 that is a failure.
set -eu
who=$1
script=$2
name=$(basename "$script" .sh)
: "${QRUN_TEST_CACHE:=${XDG_CACHE_HOME:-$HOME/.cache}/qrun-tests}"

skipped() {
  echo "SKIPPED: $1" >&2
  [ "${QRUN_TESTS_MUST_RUN:-0}" = 1 ] && { echo "FAILED: QRUN_TESTS_MUST_RUN=1 allows no skipping" >&2; exit 1; }
  exit 77
}
if [ "$who" = root ] && [ "$(id -u)" -ne 0 ]; then skipped "needs root"; fi
for arch in armhf arm64; do
  [ -d "$QRUN_TEST_CACHE/$arch" ] || skipped "no rootfs $QRUN_TEST_CACHE/$arch; tests/run.sh makes it"
done

runner=
test_user=root
if [ "$who" = user ]; then
  test_user=$(id -un)
  if [ "$(id -u)" -eq 0 ]; then
    test_user=${QRUN_TEST_USER:?set it to an ordinary user with ranges in /etc/subuid, or start tests/run.sh}
    runner="setpriv --reuid=$(id -u "$test_user") --regid=$(id -g "$test_user") --init-groups --"
  fi
fi
home=$(getent passwd "$test_user" | cut -d: -f6)

processes() {
  pgrep -u "$test_user" -af '(^|/)(qemu-[a-z0-9_]+(-static)?|qrun|qrootfs|newuidmap|mmdebstrap)( |$)' || true
}

# What must be the same afterwards.
state() {
  echo "== mounts"
  cut -d' ' -f5- /proc/self/mountinfo
  echo "== handlers of the host"
  ls -1 /proc/sys/fs/binfmt_misc 2>/dev/null || true
  echo "== processes"
  processes
  if ! grep -q '^# modifies-rootfs' "$script"; then
    for arch in armhf arm64; do
      echo "== rootfs $arch"
      for part in . dev etc home mnt proc run sys tmp; do
        ls -1A "$QRUN_TEST_CACHE/$arch/$part" 2>/dev/null | sed "s|^|$part/|"
      done
    done
  fi
}

work=$(mktemp -d "${TMPDIR:-/tmp}/qrun-test.XXXXXX")
chmod 755 "$work"
mkdir "$work/tmp"
[ "$test_user" = root ] || [ "$(id -u)" -ne 0 ] || chown "$test_user": "$work/tmp"

# Ends what a failed test left running, or the tests after it would find it. Its processes are known by their
# environment; a guest's end with their qrun.
end_processes() {
  tries=50
  while [ "$tries" -gt 0 ]; do
    marked=$(grep -lzsxF "TEST_TMP=$work/tmp" /proc/[0-9]*/environ || true)
    [ -n "$marked" ] || break
    for file in $marked; do
      pid=${file#/proc/}
      kill -KILL "${pid%/environ}" 2>/dev/null || true
    done
    tries=$((tries - 1))
    sleep 0.1
  done
  while [ "$tries" -gt 0 ] && [ "$(processes)" != "$(cat "$work/processes")" ]; do
    tries=$((tries - 1))
    sleep 0.1
  done
}

clean_up() {
  end_processes
  # Files of mapped ids can only be removed by root, or in a user namespace.
  rm -rf "$work" 2>/dev/null || unshare --map-root-user --map-auto rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

processes >"$work/processes"
state >"$work/before" 2>/dev/null
status=0
cd "$work/tmp"
# shellcheck disable=SC2086
timeout -k 5 "${QRUN_TEST_TIMEOUT:-300}" $runner env -i HOME="$home" USER="$test_user" LOGNAME="$test_user" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  LANG=C.UTF-8 TERM=dumb QRUN_BIN="$QRUN_BIN" QRUN_TEST_CACHE="$QRUN_TEST_CACHE" QRUN_SOURCE="$QRUN_SOURCE" \
  QRUN_TEST_USER="${QRUN_TEST_USER:-}" TEST_TMP="$work/tmp" sh "$script" </dev/null || status=$?

if [ "$status" -eq 124 ]; then echo "FAILED: $name took longer than ${QRUN_TEST_TIMEOUT:-300} s" >&2; fi
[ "$status" -eq 77 ] && skipped "$name"
[ "$status" -eq 0 ] || exit "$status"
state >"$work/after" 2>/dev/null
if ! diff "$work/before" "$work/after" >&2; then
  echo "FAILED: $name left something behind (< before, > after)" >&2
  exit 1
fi
