# qrootfs create: a complete rootfs as an ordinary user, or nothing; what is refused; what a killed run leaves is
# cleaned up by the next.
. "$QRUN_SOURCE/tests/lib.sh"
expect_status 0 qrootfs create made --arch armhf --variant essential
expect_in "$TEST_TMP/err" "done; try: qrun --rootfs made -- uname -m"
expect_equal "$(qrun --rootfs made --no-cwd -- uname -m)" armv7l
[ -e made/etc/resolv.conf ] || fail "no resolv.conf"
expect_equal "$(ls -A | grep partial)" ""

# Refused: occupied, unknown, misspelt, without a parent, option-like names.
refused() {
  wanted=$1 message=$2
  shift 2
  expect_status "$wanted" qrootfs "$@"
  expect_in "$TEST_TMP/err" "$message"
}
refused 1 "the directory is not empty: 'made'" create made --arch armhf
[ -e made/bin/sh ] || fail "the refused run touched the directory"
refused 1 "--arch is missing" create somewhere
refused 1 "did you mean armhf?" create x --arch armfh
refused 1 "cannot make a rootfs below 'no/such': No such file" create no/such/x --arch armhf
refused 1 "not the name of a suite: '-o'" create x --arch armhf --suite=-o
refused 1 "not the name of a package: '--simulate'" create x --arch armhf --include=--simulate
refused 1 "not the address of a mirror: 'nonsense'" create x --arch armhf --mirror nonsense
refused 2 "see qrootfs --help" bake x
refused 2 "DIR" create
touch file
refused 1 "cannot make a rootfs at 'file': Not a directory" create file --arch armhf

# A failing run leaves nothing.
refused 1 "nothing was made at 'bad'" create bad --arch armhf --variant essential --mirror "file://$PWD/no-mirror"
[ ! -e bad ] || fail "a failed run left the directory"
expect_equal "$(ls -A | grep partial)" ""

# SIGKILL in the middle, then another run: takes the place over. SIGINT: removes all.
qrootfs create cut --arch armhf --variant essential >log 2>&1 &
pid=$!
await 120 test -d .cut.qrootfs-partial/rootfs/var/lib/dpkg || fail "no partial rootfs was seen: $(cat log)"
kill -KILL $pid
wait $pid || true
await 5 no_emulators || fail "left: $(emulators)"
[ -d .cut.qrootfs-partial ] || fail "the test came too late"
[ ! -e cut ] || fail "a killed run left a half-made rootfs"
in_session qrootfs create cut --arch armhf --variant essential >log 2>&1 &
pid=$!
await 60 grep -q "removing what an interrupted run left" log || fail "not taken over: $(cat log)"
await 120 grep -q "I: extracting archives" log || fail "not begun again: $(cat log)"
expect_status 1 qrootfs create cut --arch armhf
expect_in "$TEST_TMP/err" "another qrootfs create is making"
kill -INT $pid
status=0
wait $pid || status=$?
[ $status -ne 0 ] || fail "an interrupted run ended with 0"
[ ! -e cut ] && [ ! -e .cut.qrootfs-partial ] || fail "an interrupted run left: $(ls -A)"
# SIGTERM while apt is still being asked about the mirrors: nothing is left either.
in_session qrootfs create early --arch armhf --variant essential >log 2>&1 &
pid=$!
await 60 test -d .early.qrootfs-partial || fail "not begun: $(cat log)"
kill -TERM $pid
status=0
wait $pid || status=$?
[ $status -ge 128 ] || [ $status -eq 1 ] || fail "a run that was ended gave status $status"
[ ! -e early ] && [ ! -e .early.qrootfs-partial ] || fail "a run that was ended left: $(ls -A)"
unshare --map-root-user --map-auto rm -rf made

# What it needs is named.
mkdir tools
for tool in newuidmap newgidmap; do ln -s "$(command -v $tool)" tools/; done
expect_status 1 env PATH="$PWD/tools" "$QRUN_BIN/qrootfs" create x --arch armhf
expect_in "$TEST_TMP/err" "mmdebstrap is not installed"
ln -s "$(command -v mmdebstrap)" tools/
expect_status 1 env PATH="$PWD/tools" "$QRUN_BIN/qrootfs" create x --arch armhf
expect_in "$TEST_TMP/err" "arch-test is not installed"
expect_status 0 qrootfs create x --arch linux/arm/v7 --dry-run
expect_in "$TEST_TMP/out" "--architectures=armhf"
expect_equal "$(ls -A | grep -c '^x$')" 0
