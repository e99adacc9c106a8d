# Which emulators qbinfmt refuses: missing, open to others, dynamic, of another architecture; the newest wins.
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"
cat >inside.sh <<'S'
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"

mkdir /opt/e
expect_status 1 qbinfmt install --qemu-dir /opt/e arm
expect_in "$TEST_TMP/err" "no emulator for arm"
expect_in "$TEST_TMP/err" "apt-get install qemu-user-static"
cp /usr/bin/qemu-arm-static /opt/e/
chmod 777 /opt/e
expect_status 1 qbinfmt install --qemu-dir /opt/e arm
expect_in "$TEST_TMP/err" "others than root can change '/opt/e'"
chmod 755 /opt/e
chmod g+w /opt/e/qemu-arm-static
expect_status 1 qbinfmt install --qemu-dir /opt/e arm
expect_in "$TEST_TMP/err" "others than root can change '/opt/e/qemu-arm-static'"
mkdir /opt/links
ln -s /opt/e/qemu-arm-static /opt/links/qemu-arm
expect_status 1 qbinfmt install --qemu-dir /opt/links arm
expect_in "$TEST_TMP/err" "others than root can change '/opt/e/qemu-arm-static'"
cp /bin/dash /opt/e/qemu-arm-static
chmod 755 /opt/e/qemu-arm-static
expect_status 1 qbinfmt install --qemu-dir /opt/e arm
expect_in "$TEST_TMP/err" "dynamically linked"
cp "$QRUN_TEST_CACHE/armhf/bin/dash" /opt/e/qemu-arm-static
expect_status 1 qbinfmt install --qemu-dir /opt/e arm
expect_in "$TEST_TMP/err" "not a program of this host"
expect_equal "$(entries)" ""

# A link's target is what is registered, and of two versions the newer one wins.
rm /opt/links/qemu-arm /opt/e/qemu-arm-static
sed 's/qemu-arm version [0-9]*\.[0-9]*\.[0-9]*/qemu-arm version 1.2.3 /' /usr/bin/qemu-arm-static >/opt/e/qemu-arm
chmod 755 /opt/e/qemu-arm
ln -s /usr/bin/qemu-arm-static /opt/links/qemu-arm
expect_status 0 qbinfmt install --qemu-dir /opt/e --qemu-dir /opt/links arm
expect_in "$TEST_TMP/err" "(/usr/bin/qemu-arm-static, QEMU"
expect_in $instance/qbinfmt-arm "interpreter /usr/bin/qemu-arm-static"
# P is only for emulators that understand it.
expect_status 0 qbinfmt export --format=register --qemu-dir /opt/e arm
grep -q ':F$' "$TEST_TMP/out" || fail "flag P for QEMU 1.2.3: $(cat "$TEST_TMP/out")"
S
in_private_instance inside.sh
