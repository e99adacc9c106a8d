# qrun within a user namespace (as in a container or in another qrun), and a chroot made inside the rootfs.
. "$QRUN_SOURCE/tests/lib.sh"
expect_equal "$(unshare --user --map-root-user --map-auto "$QRUN_BIN/qrun" --rootfs "$QRUN_TEST_CACHE/armhf" --no-cwd -- uname -m)" armv7l
mkdir -p root/bin
cp /bin/busybox root/bin/sh
expect_equal "$(in_rootfs arm64 sh -c 'mkdir -p new/usr/bin && cp -a /lib new/ && cp -a /usr/lib new/usr/ && ln -s usr/bin new/bin && cp /usr/bin/uname new/usr/bin/ && chroot new /usr/bin/uname -m')" aarch64
in_rootfs arm64 rm -rf new
