#!/bin/sh
# The whole test suite: installs what it needs, builds, makes the rootfs of the tests when they are absent, and
# runs everything through ctest. Arguments go to ctest (sh tests/run.sh -R security).
# Started as root, tests of what ordinary users do run as the user qrun-tests, which is made for it.
#   QRUN_TEST_CACHE        where the rootfs are kept (default: ~/.cache/qrun-tests of the user of the tests)
#   QRUN_TESTS_MUST_RUN=1  a test that cannot run here is a failure
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
sh "$here/packaging/install-deps.sh" --tests

as_user=
if [ "$(id -u)" -eq 0 ]; then
  user=${QRUN_TEST_USER:-qrun-tests}
  id "$user" >/dev/null 2>&1 || useradd -m -s /bin/sh "$user"
  for kind in uid gid; do
    grep -q "^$user:" "/etc/sub$kind" ||
      usermod "--add-sub${kind}s" "$(awk -F: 'BEGIN { top = 100000 } $2 + $3 > top { top = $2 + $3 } END { print top "-" top + 65535 }' "/etc/sub$kind")" "$user"
  done
  home=$(getent passwd "$user" | cut -d: -f6)
  as_user="setpriv --reuid=$(id -u "$user") --regid=$(id -g "$user") --init-groups -- env HOME=$home USER=$user LOGNAME=$user"
  # A cache that the user cannot reach (root's own XDG_CACHE_HOME) is of no use.
  [ -n "${QRUN_TEST_CACHE:-}" ] || QRUN_TEST_CACHE=$home/.cache/qrun-tests
  export QRUN_TEST_USER="$user"
fi
QRUN_TEST_CACHE=${QRUN_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/qrun-tests}
export QRUN_TEST_CACHE
$as_user mkdir -p "$QRUN_TEST_CACHE"

if ! $as_user test -r "$here/CMakeLists.txt"; then
  # The user of the tests cannot enter the clone: a copy serves.
  copy=/var/tmp/qrun-tests-source
  rm -rf "$copy"
  mkdir -m 755 "$copy"
  (cd "$here" && tar -c --exclude=./build --exclude=./armhf --exclude=./.git .) | tar -x -C "$copy" --no-same-owner
  chmod -R a+rX "$copy"
  here=$copy
fi

build=$here/build/tests
[ -f "$build/build.ninja" ] || cmake -S "$here" -B "$build" -G Ninja -DQRUN_DEVELOPER=ON >/dev/null
cmake --build "$build"
chmod a+rx "$here/build" "$build" "$build/bin"

# One rootfs an architecture, made again when what it is made of changes. Both at once: there are two processors.
packages=cargo,gcc,git,libc6-dev,make
make_rootfs() {
  arch=$1
  wanted="debian bookworm $arch $packages"
  if [ -d "$QRUN_TEST_CACHE/$arch" ] && [ "$($as_user cat "$QRUN_TEST_CACHE/$arch.made-of" 2>/dev/null)" = "$wanted" ]; then
    return 0
  fi
  echo "making the rootfs $arch of the tests in $QRUN_TEST_CACHE"
  $as_user unshare --map-root-user --map-auto rm -rf "$QRUN_TEST_CACHE/$arch"
  (cd "$QRUN_TEST_CACHE" && $as_user "$build/bin/qrootfs" create "$QRUN_TEST_CACHE/$arch" --arch "$arch" --include "$packages") \
    >"$build/rootfs-$arch.log" 2>&1 || { cat "$build/rootfs-$arch.log" >&2; return 1; }
  echo "$wanted" | $as_user tee "$QRUN_TEST_CACHE/$arch.made-of" >/dev/null
}
make_rootfs armhf &
first=$!
make_rootfs arm64
wait "$first"

cd "$build"
exec ctest --output-on-failure "$@"
