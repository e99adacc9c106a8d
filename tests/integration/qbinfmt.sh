# qbinfmt install, list and uninstall in a private binfmt_misc instance: handlers work, are idempotent, are replaced
# without a gap, leave foreign ones alone; what is refused; how it confines itself.
. "$QRUN_SOURCE/tests/lib.sh"
cat >inside.sh <<'S'
. "$QRUN_SOURCE/tests/lib.sh"
mount -t proc proc /proc
mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
dir=/proc/sys/fs/binfmt_misc
entries() { ls $dir | grep -v -e '^register$' -e '^status$' | tr '\n' ' '; }

expect_status 0 qbinfmt install arm linux/arm64/v8
expect_in "$TEST_TMP/err" "qbinfmt: arm: added (/usr/bin/qemu-arm-static)"
expect_equal "$(entries)" "qbinfmt-aarch64 qbinfmt-arm "
for arch in armhf arm64; do
  [ $arch = armhf ] && machine=armv7l || machine=aarch64
  expect_equal "$(chroot "$QRUN_TEST_CACHE/$arch" uname -m)" $machine
done
expect_status 0 qbinfmt install armhf
expect_in "$TEST_TMP/err" "arm: unchanged"
expect_status 0 qbinfmt list
grep -q '^qbinfmt-arm  *arm  *enabled  *P\?F\?P\?  */usr/bin/qemu-arm-static$' "$TEST_TMP/out" || fail "$(cat "$TEST_TMP/out")"

# A differing own entry is replaced; not one exec fails meanwhile.
cp /usr/bin/qemu-arm-static /opt/qemu-arm-static
(
  n=0
  while [ ! -e stop ]; do
    chroot "$QRUN_TEST_CACHE/armhf" /bin/true || { echo failed >>failures; }
    n=$((n + 1))
    echo $n >count
  done
) 2>/dev/null &
loop=$!
await 10 test -s count || fail "the loop did not start"
for i in $(seq 40); do
  expect_status 0 qbinfmt install --qemu-dir /opt arm
  expect_in "$TEST_TMP/err" "arm: replaced (/opt/qemu-arm-static)"
  expect_status 0 qbinfmt install --qemu-dir /usr/bin arm
  expect_in "$TEST_TMP/err" "arm: replaced (/usr/bin/qemu-arm-static)"
done
touch stop
wait $loop
[ ! -e failures ] || fail "$(wc -l <failures) of $(cat count) execs failed during replacements"
expect_equal "$(entries)" "qbinfmt-aarch64 qbinfmt-arm "

# Kill at each step: one of the two handlers is always there. The step is chosen by the number of writes.
for writes in 1 2 3 4; do
  strace -qq -o trace -e trace=write -e inject=write:signal=KILL:when=$writes qbinfmt -q install --qemu-dir /opt arm || true
  chroot "$QRUN_TEST_CACHE/armhf" /bin/true || fail "no handler after a kill at write $writes"
  expect_status 0 qbinfmt install --qemu-dir /usr/bin arm
  expect_equal "$(entries)" "qbinfmt-aarch64 qbinfmt-arm "
done

# Foreign entries: a conflict, unless forced; never removed.
expect_status 0 qbinfmt uninstall arm
expect_equal "$(entries)" "qbinfmt-aarch64 "
printf ':foreign:M::\\x7fELF\\x01\\x01\\x01::/usr/bin/qemu-arm-static:F' >$dir/register
expect_status 5 qbinfmt install arm
expect_in "$TEST_TMP/err" "handled already by an entry of another's: 'foreign'"
expect_in "$TEST_TMP/err" "--force"
expect_status 0 qbinfmt install --force arm
expect_status 0 qbinfmt uninstall all
expect_equal "$(entries)" "foreign "
echo -1 >$dir/foreign

# --dry-run writes nothing; all takes what is installed; the host's own programs are never taken over.
expect_status 0 qbinfmt install --dry-run arm
expect_in "$TEST_TMP/out" ':qbinfmt-arm:M::\x7f\x45\x4c\x46'
expect_equal "$(entries)" ""
expect_status 0 qbinfmt install
expect_in "$TEST_TMP/err" "riscv64: added"
expect_status 2 qbinfmt install x86_64
expect_status 2 qbinfmt install i386
[ ! -e $dir/qbinfmt-x86_64 ] && [ ! -e $dir/qbinfmt-i386 ] || fail "the host's own family was registered"
expect_status 2 qbinfmt install aarch46
expect_in "$TEST_TMP/err" "did you mean aarch64?"
expect_status 2 qbinfmt frobnicate

# The emulator's path: missing, writable to others, reached by a link, dynamic, of another architecture.
expect_status 0 qbinfmt uninstall
mkdir -p /opt/e
expect_status 1 qbinfmt install --qemu-dir /opt/e arm
expect_in "$TEST_TMP/err" "no emulator for arm"
cp /opt/qemu-arm-static /opt/e/
chmod 777 /opt/e
expect_status 1 qbinfmt install --qemu-dir /opt/e arm
expect_in "$TEST_TMP/err" "others than root can change '/opt/e'"
chmod 755 /opt/e
chmod g+w /opt/e/qemu-arm-static
expect_status 1 qbinfmt install --qemu-dir /opt/e arm
expect_in "$TEST_TMP/err" "others than root can change '/opt/e/qemu-arm-static'"
cp /bin/dash /opt/e/qemu-arm-static
chmod 755 /opt/e/qemu-arm-static
expect_status 1 qbinfmt install --qemu-dir /opt/e arm
expect_in "$TEST_TMP/err" "dynamically linked"
cp "$QRUN_TEST_CACHE/armhf/bin/dash" /opt/e/qemu-arm-static
expect_status 1 qbinfmt install --qemu-dir /opt/e arm
expect_in "$TEST_TMP/err" "not a program of this host"
expect_equal "$(entries)" ""
expect_status 4 qbinfmt --binfmt-dir /tmp list

# Confinement, from before the command line is parsed: what the kernel says, and a call that must be gone.
strace -f -qq -o trace "$QRUN_BIN/qbinfmt" list >/dev/null
grep -q 'prctl(PR_SET_NO_NEW_PRIVS, 1' trace || fail "no_new_privs is not set"
grep -Eq 'capset\(.*permitted=0, inheritable=0' trace || fail "capabilities are not dropped"
grep -n 'SECCOMP_SET_MODE_FILTER, 0, {\|PR_SET_SECCOMP' trace | tail -n 1 | cut -d: -f1 >loaded
grep -n 'binfmt_misc' trace | head -n 1 | cut -d: -f1 >opened
[ "$(cat loaded)" -lt "$(cat opened)" ] || fail "outside input is read before the filter is loaded"
S
# Private: /opt and /tmp's tests touch nothing of the host.
unshare --user --map-root-user --mount --pid --fork --kill-child sh -ec '
  mount -t tmpfs -o mode=755 none /opt
  sh inside.sh'
