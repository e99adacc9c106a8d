# CVE-2026-87766: a parent of a missing mount point is a link to the host. Nothing is made there.
. "$QRUN_SOURCE/tests/lib.sh"
mkdir -p victim hostile/bin
cp /bin/busybox hostile/bin/sh
top=$(pwd | cut -d/ -f2)
ln -s "$PWD/victim" "hostile/$top" # on the way to the working directory
mkdir work
cd work
qrun --rootfs ../hostile -- sh -c 'echo data >file' 2>/dev/null || true
cd ..
[ -z "$(ls -A victim)" ] || fail "made on the host: $(ls -A victim)"
[ -z "$(ls -A "hostile/bin" | grep -v '^sh$')" ] || fail "made in the rootfs"
# The same for resolv.conf: etc leads to the host.
ln -s "$PWD/victim" hostile/etc
qrun --rootfs hostile --no-cwd -- sh -c 'exit 0' 2>/dev/null || true
[ -z "$(ls -A victim)" ] || fail "made on the host: $(ls -A victim)"
