# CVE-2021-30465: a directory on the way to a mount point is swapped with a link to the host, in a loop, while
# qrun starts. Nothing may appear where the link points to, whichever way each launch ends.
. "$QRUN_SOURCE/tests/lib.sh"
mkdir -p hostile/bin hostile/srv/real victim work
cp /bin/busybox hostile/bin/sh
ln -s "$PWD/victim" hostile/srv/link
python3 - "$PWD/hostile/srv" <<'P' &
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
RENAME_EXCHANGE = 2
os.chdir(sys.argv[1])
while os.path.exists("../go-on") or not os.path.exists("../stop"):
    libc.renameat2(-100, b"real", -100, b"link", RENAME_EXCHANGE)
P
swapper=$!
# The working directory's path leads through the swapped name.
mkdir -p outer
cat >launch.sh <<'S'
mount -t tmpfs none /srv
mkdir -p /srv/real/project
cd /srv/real/project
for i in $(seq 100); do "$QRUN_BIN/qrun" -q --rootfs "$1" -- sh -c 'echo ran; echo data >file' 2>/dev/null; done
S
ran=$(unshare --user --map-root-user --map-auto --mount sh launch.sh "$PWD/hostile" | grep -c ran) || true
touch hostile/stop
kill $swapper
wait $swapper || true
[ "$ran" -gt 0 ] || fail "no launch got through: the test tells nothing"
[ -z "$(ls -A victim)" ] || fail "made on the host behind the link: $(ls -A victim)"
