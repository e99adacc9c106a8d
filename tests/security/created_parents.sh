# CVE-2026-87766: a parent of a missing mount point is a link to the host. Nothing is made there.
. "$QRUN_SOURCE/tests/lib.sh"
mkdir -p victim hostile/bin
cp /bin/busybox hostile/bin/sh
top=$(pwd | cut -d/ -f2)
ln -s "$PWD/victim" "hostile/$top" # on the way to the working directory
mkdir work
cd work
expect_status 125 qrun --rootfs ../hostile -- sh -c 'echo data >file'
expect_in "$TEST_TMP/err" "cannot use as a mount point in the rootfs:"
cd ..
[ -z "$(ls -A victim)" ] || fail "made on the host: $(ls -A victim)"
[ -z "$(ls -A "hostile/bin" | grep -v '^sh$')" ] || fail "made in the rootfs"
# The same for resolv.conf: etc leads to the host.
ln -s "$PWD/victim" hostile/etc
expect_status 0 qrun --rootfs hostile --no-cwd -- sh -c 'exit 0'
expect_in "$TEST_TMP/err" "warning: "
[ -z "$(ls -A victim)" ] || fail "made on the host: $(ls -A victim)"
