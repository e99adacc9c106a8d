# The guest has the host's resolv.conf, whatever the rootfs has there, without a change on disk.
. "$QRUN_SOURCE/tests/lib.sh"
host=$(cat /etc/resolv.conf)
before=$(cat "$QRUN_TEST_CACHE/armhf/etc/resolv.conf")
expect_equal "$(in_rootfs armhf cat /etc/resolv.conf)" "$host"
expect_status 2 in_rootfs armhf sh -c 'echo x >/etc/resolv.conf'
expect_equal "$(cat "$QRUN_TEST_CACHE/armhf/etc/resolv.conf")" "$before"

# A small rootfs of the host's own architecture, to vary it.
mkdir -p small/bin small/etc small/run small/usr
cp /bin/busybox small/bin/sh
in_small() { qrun --rootfs small --no-cwd -- sh -c "$1"; }
ln -s ../run/systemd/resolve/stub-resolv.conf small/etc/resolv.conf # systemd-resolved's, dangling
expect_equal "$(in_small 'cat /etc/resolv.conf')" "$host"
expect_equal "$(ls -A small/run)" ""
ln -sfn /usr/../run/resolv.conf small/etc/resolv.conf
expect_equal "$(in_small 'cat /etc/resolv.conf')" "$host"
rm small/etc/resolv.conf
expect_status 0 in_small 'exit 0'
expect_in "$TEST_TMP/err" "warning: the rootfs has no /etc/resolv.conf"
expect_equal "$(ls -A small/etc)" ""
