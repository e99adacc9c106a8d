#!/bin/sh
# Installs what building and running this project needs on Debian or Ubuntu, where it is missing.
# usage: install-deps.sh [--tests]     --tests: also what the tests need
set -eu

packages="build-essential cmake ninja-build pkg-config libseccomp-dev libcap-dev libfmt-dev libcli11-dev
  libexpected-dev nlohmann-json3-dev catch2 qemu-user-static uidmap mmdebstrap arch-test file ca-certificates"
if [ "${1:-}" = --tests ]; then
  packages="$packages python3 strace busybox-static mandoc util-linux procps"
fi

missing=
for package in $packages; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

echo "installing:$missing"
as_root=
if [ "$(id -u)" -ne 0 ]; then
  as_root=sudo
  if ! command -v sudo >/dev/null; then
    echo "error: these packages are missing, and neither are you root nor is sudo installed." >&2
    echo "hint: as root, run: apt-get install$missing" >&2
    exit 1
  fi
fi
export DEBIAN_FRONTEND=noninteractive
if ! $as_root apt-get update -qq || ! $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
  echo "error: apt-get could not install them; its messages above say why." >&2
  echo "hint: mend that and run this script again, or install by hand:$missing" >&2
  exit 1
fi
