# Replacing a handler: no exec fails meanwhile, and a kill at any step leaves the old one or the new one.
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"
cat >inside.sh <<'S'
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"

mkdir /opt/a /opt/b
cp /usr/bin/qemu-arm-static /opt/a/
cp /usr/bin/qemu-arm-static /opt/b/
expect_status 0 qbinfmt install --persistent --qemu-dir /opt/a arm
(
  n=0
  while [ ! -e stop ]; do
    arm_runs || echo failed >>failures
    n=$((n + 1))
    echo $n >count
  done
) 2>/dev/null &
loop=$!
await 10 test -s count || fail "the loop did not start"
for i in $(seq 50); do
  expect_status 0 qbinfmt install --qemu-dir /opt/b arm
  expect_in "$TEST_TMP/err" "arm: replaced (/opt/b/qemu-arm-static"
  expect_status 0 qbinfmt install --qemu-dir /opt/a arm
  expect_in "$TEST_TMP/err" "arm: replaced (/opt/a/qemu-arm-static"
done
touch stop
wait $loop
[ ! -e failures ] || fail "$(wc -l <failures) of $(cat count) execs failed during replacements"
echo "$(cat count) execs during 100 replacements, none failed"
expect_equal "$(entries)" "qbinfmt-arm "

# Killed before the n-th call that changes something, for every n until it gets through.
command -v strace >/dev/null || skip "no strace"
n=0
while :; do
  n=$((n + 1))
  [ $n -lt 60 ] || fail "never got through"
  status=0
  strace -qq -o trace -e trace=write,renameat,unlinkat,fsync,fchmod \
    -e inject=write,renameat,unlinkat,fsync,fchmod:signal=KILL:when=$n \
    qbinfmt -q install --persistent --qemu-dir /opt/b arm 2>/dev/null || status=$?
  arm_runs || fail "no handler after a kill at step $n"
  grep -Eq '^:qbinfmt-arm:M:.*:/opt/[ab]/qemu-arm-static:PF$' /etc/binfmt.d/qbinfmt-arm.conf || fail "a broken file after a kill at step $n"
  [ $status -eq 0 ] && break
  expect_status 0 qbinfmt install --persistent --qemu-dir /opt/a arm
  expect_equal "$(entries)" "qbinfmt-arm "
  expect_equal "$(ls -A /etc/binfmt.d)" qbinfmt-arm.conf
done
echo "killed at $((n - 1)) steps"
[ $n -gt 8 ] || fail "only $n steps: the calls that are killed are not those that qbinfmt makes"
S
in_private_instance inside.sh
