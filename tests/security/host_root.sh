# CVE-2024-21626's end: nothing of the host's root is left in the guest's mount namespace, neither in the usual case
# nor when the rootfs lacks directories and its / is shown through tmpfs.
. "$QRUN_SOURCE/tests/lib.sh"
mkdir -p bare/bin full/bin full/proc full/sys full/dev full/etc work
cp /bin/busybox bare/bin/sh
cp /bin/busybox full/bin/sh
cd work
for rootfs in ../bare ../full "$QRUN_TEST_CACHE/armhf"; do
  for option in --no-cwd ""; do
    expect_status 0 qrun --rootfs $rootfs $option -- sh -c '
      awk "\$5 == \"/\"" /proc/self/mountinfo | wc -l
      [ -L /bin ] && bin=/usr || bin=/bin
      for d in /.. $bin/.. /proc/.. /dev/.. /dev/pts/../.. "$PWD/../../../../../../../.."; do
        [ "$(stat -c %d:%i "$d")" = "$(stat -c %d:%i /)" ] || echo "$d leads elsewhere"
      done'
    expect_equal "$(cat "$TEST_TMP/out")" 1 "$rootfs $option"
  done
done
