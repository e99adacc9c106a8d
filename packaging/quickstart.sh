#!/bin/sh
# From a fresh clone to an ARM program built and run, in one command: installs what is missing, builds qrun,
# makes armhf/ (a Debian 12 rootfs), builds packaging/sample in it with cargo, and runs the result.
# A second run takes seconds.
#
# Started as root, everything but the installation is done by an ordinary user: $QRUN_DEMO_USER, else the
# owner of this clone, else a user qrun-demo that is made for it.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
step_name="starting"
step() { step_name=$2; echo "==> $1/5 $2"; }
failed() {
  status=$?
  [ "$status" -eq 0 ] && return
  echo "quickstart: failed while $step_name (exit status $status)." >&2
  echo "hint: the messages above say why; when it is mended, run this script again: it goes on where it stopped." >&2
}
trap failed EXIT
die() { echo "quickstart: $1" >&2; [ -z "${2:-}" ] || echo "hint: $2" >&2; exit 1; }

make_ranges() { # a user's ranges of ids, as useradd gives them to new users
  for kind in uid gid; do
    file=/etc/sub$kind
    if ! grep -q "^$1:" "$file" 2>/dev/null; then
      # Above every range that is there.
      first=$(awk -F: 'BEGIN { top = 100000 } $2 + $3 > top { top = $2 + $3 } END { print top }' "$file" 2>/dev/null || echo 100000)
      usermod "--add-sub${kind}s" "$first-$((first + 65535))" "$1"
    fi
  done
}

if [ "${1:-}" != --unprivileged ]; then
  step 1 "installing what is missing"
  sh "$here/packaging/install-deps.sh"
fi

if [ "$(id -u)" -eq 0 ]; then
  step_name="choosing an ordinary user"
  user=${QRUN_DEMO_USER:-$(stat -c %U "$here")}
  if [ "$user" = root ] || [ "$user" = UNKNOWN ]; then user=qrun-demo; fi
  if ! id "$user" >/dev/null 2>&1; then
    [ -z "${QRUN_DEMO_USER:-}" ] || die "there is no user $user (QRUN_DEMO_USER)" "make it with: useradd -m $user"
    echo "    making the user $user for the demo"
    useradd -m -s /bin/sh "$user"
  fi
  make_ranges "$user"
  home=$(getent passwd "$user" | cut -d: -f6)
  if ! runuser -u "$user" -- sh -c "test -r '$here/CMakeLists.txt' && test -w '$here'"; then
    # The user cannot build in this clone: a copy in its home serves.
    copy=$home/qrun-quickstart
    echo "    $user cannot write to $here: building in $copy"
    mkdir -p "$copy"
    (cd "$here" && tar -c --exclude=./build --exclude=./armhf --exclude=./.git .) | tar -x -C "$copy"
    chown -R "$user": "$copy" 2>/dev/null || true
    here=$copy
  fi
  trap - EXIT
  cd "$here"
  exec runuser -u "$user" -- env -i HOME="$home" USER="$user" LOGNAME="$user" PATH="$PATH" TERM="${TERM:-dumb}" \
    LANG="${LANG:-C.UTF-8}" http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" no_proxy="${no_proxy:-}" \
    sh packaging/quickstart.sh --unprivileged
fi

cd "$here"
grep -q "^$(id -un):" /etc/subuid 2>/dev/null ||
  die "$(id -un) has no range of user ids, and a rootfs needs one" \
    "sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $(id -un)"

step 2 "building qrun, qrootfs and qbinfmt"
[ -f build/build.ninja ] || cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DQRUN_TESTS=OFF >/dev/null
cmake --build build

step 3 "making the rootfs armhf/ (Debian 12 with cargo, gcc and git; some minutes, once)"
[ -e armhf ] || build/bin/qrootfs create armhf --suite bookworm --include cargo,gcc,git,libc6-dev

step 4 "building packaging/sample in it: qrun --rootfs armhf/ -- cargo build --release"
cd packaging/sample
../../build/bin/qrun --rootfs ../../armhf/ -- cargo build --release
file target/release/hello-arm

step 5 "running the ARM program: qrun --rootfs armhf/ -- target/release/hello-arm"
../../build/bin/qrun --rootfs ../../armhf/ -- target/release/hello-arm
