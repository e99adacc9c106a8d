# What the test scripts share; they source it. Set by tests/harness.sh:
#   QRUN_BIN         directory of the built programs
#   QRUN_TEST_CACHE  directory with the rootfs armhf/ and arm64/
#   QRUN_SOURCE      the source tree
#   TEST_TMP         a fresh directory of the test's own; the scripts start in it
# shellcheck shell=sh

set -eu
PATH=$QRUN_BIN:$PATH

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# The test cannot run here: ctest shows it as skipped, or failed when QRUN_TESTS_MUST_RUN=1.
skip() {
  echo "SKIPPED: $*" >&2
  exit 77
}

# expect_status N COMMAND…: runs it with stdout in $TEST_TMP/out and stderr in $TEST_TMP/err.
expect_status() {
  wanted=$1
  shift
  status=0
  "$@" >"$TEST_TMP/out" 2>"$TEST_TMP/err" || status=$?
  [ "$status" -eq "$wanted" ] || {
    sed 's/^/stdout: /' "$TEST_TMP/out" | head -n 40 >&2
    sed 's/^/stderr: /' "$TEST_TMP/err" | head -n 40 >&2
    fail "status $status instead of $wanted: $*"
  }
}

# expect_in FILE TEXT: the file holds the text.
expect_in() {
  grep -qF -- "$2" "$1" || {
    sed 's/^/| /' "$1" | head -n 40 >&2
    fail "not in $(basename "$1"): $2"
  }
}
expect_not_in() {
  ! grep -qF -- "$2" "$1" || {
    sed 's/^/| /' "$1" | head -n 40 >&2
    fail "in $(basename "$1"): $2"
  }
}

expect_equal() {
  [ "$1" = "$2" ] || fail "'$1' instead of '$2'${3:+ ($3)}"
}

# await SECONDS COMMAND…: true as soon as the command succeeds; false when it did not for so long.
await() {
  tries=$(($1 * 20))
  shift
  while [ "$tries" -gt 0 ]; do
    "$@" && return 0
    tries=$((tries - 1))
    sleep 0.05
  done
  return 1
}

# in_rootfs ARCH COMMAND…: runs it in the rootfs of the cache.
in_rootfs() {
  arch=$1
  shift
  qrun --rootfs "$QRUN_TEST_CACHE/$arch" -- "$@"
}

# Emulators that the test's user runs.
emulators() { pgrep -u "$(id -u)" -f '^[^ ]*qemu-[a-z0-9_]+(-static)?( |$)' || true; }
no_emulators() { [ -z "$(emulators)" ]; }

# in_session COMMAND…: runs it in place of this shell's child in a session of its own, with SIGINT as a terminal's
# job has it (a shell lets background commands ignore it).
in_session() {
  exec python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.setsid()
os.execvp(sys.argv[1], sys.argv[1:])' "$@"
}
