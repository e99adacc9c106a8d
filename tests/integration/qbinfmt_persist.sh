# Persistence: files of binfmt.d are written atomically and removed again; --root works on another tree.
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"
cat >inside.sh <<'S'
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"

expect_status 0 qbinfmt install --persistent arm
file=/etc/binfmt.d/qbinfmt-arm.conf
expect_equal "$(ls -A /etc/binfmt.d)" qbinfmt-arm.conf
expect_equal "$(stat -c %a:%u $file)" 644:0
expect_status 0 qbinfmt list
grep -Eq '^qbinfmt-arm .* qbinfmt +yes ' "$TEST_TMP/out" || fail "$(cat "$TEST_TMP/out")"
# What the file says is what systemd would register.
expect_status 0 qbinfmt export --format=binfmt.d arm
expect_equal "$(grep -v '^#' $file)" "$(cat "$TEST_TMP/out")"
clear_entries
grep -v '^#' $file | tr -d '\n' >$instance/register
expect_status 0 qbinfmt verify arm
expect_status 0 qbinfmt install arm --no-persistent
expect_in "$TEST_TMP/err" unchanged
cp $file before
expect_status 0 qbinfmt install arm --persistent
cmp before $file
echo ':other:E::oth::/bin/true:' >/etc/binfmt.d/other.conf
expect_status 0 qbinfmt uninstall
expect_equal "$(ls -A /etc/binfmt.d)" other.conf
expect_equal "$(entries)" ""
expect_status 0 qbinfmt install arm
expect_equal "$(ls -A /etc/binfmt.d)" other.conf
expect_status 0 qbinfmt install arm --persistent
expect_status 0 qbinfmt uninstall --dry-run arm
expect_in "$TEST_TMP/out" "rm $file"
expect_equal "$(entries)" "qbinfmt-arm "

# A package's tree: no instance is touched.
mkdir -p /opt/tree/usr/bin
cp /usr/bin/qemu-aarch64-static /opt/tree/usr/bin/
expect_status 0 qbinfmt --root /opt/tree install
expect_in /opt/tree/etc/binfmt.d/qbinfmt-aarch64.conf ":/usr/bin/qemu-aarch64-static:PF"
expect_equal "$(ls /opt/tree/etc/binfmt.d)" qbinfmt-aarch64.conf
expect_equal "$(entries)" "qbinfmt-arm "
expect_status 0 qbinfmt --root /opt/tree list
expect_in "$TEST_TMP/out" "qbinfmt-aarch64"
expect_not_in "$TEST_TMP/out" "qbinfmt-arm "
expect_status 2 qbinfmt --root /opt/tree verify
expect_status 0 qbinfmt --root /opt/tree uninstall arm64
expect_equal "$(ls /opt/tree/etc/binfmt.d)" ""

# A foreign file of the same handler: told on adoption.
register qemu-arm /usr/bin/qemu-arm-static PF
printf ':qemu-arm:M::\\x7fELF\\x01\\x01\\x01::/usr/bin/qemu-arm-static:PF\n' >/etc/binfmt.d/qemu-arm.conf
expect_status 0 qbinfmt list
grep -Eq '^qemu-arm .* systemd +yes ' "$TEST_TMP/out" || fail "$(cat "$TEST_TMP/out")"
expect_status 0 qbinfmt adopt qemu-arm
expect_in "$TEST_TMP/err" "registered again at boot by /etc/binfmt.d/qemu-arm.conf"
S
in_private_instance inside.sh
