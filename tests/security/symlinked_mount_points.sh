# CVE-2019-19921, CVE-2023-27561, CVE-2026-41579: proc, sys or dev in the rootfs is a link. Refused, and what it
# points to is untouched.
. "$QRUN_SOURCE/tests/lib.sh"
mkdir victim
for name in proc sys dev; do
  for target in "$PWD/victim" /tmp ../victim; do
    rm -rf hostile
    mkdir -p hostile/bin hostile/tmp
    cp /bin/busybox hostile/bin/sh
    ln -s "$target" hostile/$name
    expect_status 125 qrun --rootfs hostile --no-cwd -- sh -c 'exit 0'
    expect_in "$TEST_TMP/err" "refusing a symbolic link as a mount point in the rootfs:"
    expect_in "$TEST_TMP/err" "hostile/$name'"
    [ -z "$(ls -A victim)$(ls -A hostile/tmp)" ] || fail "something was made behind the link"
  done
done
