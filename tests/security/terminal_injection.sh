# CVE-2017-5226, CVE-2019-10063: TIOCSTI and TIOCLINUX are refused, with other high bits too, to emulated programs
# and to native ones that a hostile rootfs may bring, by every system call entry.
. "$QRUN_SOURCE/tests/lib.sh"
cat >inject.c <<'C'
#include <errno.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
    unsigned long requests[] = {TIOCSTI, TIOCLINUX, TIOCSTI | (sizeof(long) == 8 ? 1UL << 35 : 0), TIOCLINUX | (sizeof(long) == 8 ? 1UL << 63 : 0)};
    char letter[2] = {'x', 0};
    for (int i = 0; i < 4; ++i) {
        errno = 0;
        long done = syscall(SYS_ioctl, 0, requests[i], letter);
        printf("%ld %d\n", done, errno);
    }
    return 0;
}
C
cat >on_terminal.py <<'P'
# Runs a command on a pseudo-terminal of its own and prints what it says.
import os, pty, sys
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
said = b""
try:
    while True:
        data = os.read(fd, 4096)
        if not data:
            break
        said += data
except OSError:
    pass
status = os.waitpid(pid, 0)[1]
sys.stdout.write(said.decode(errors="replace").replace("\r", ""))
sys.exit(os.waitstatus_to_exitcode(status))
P
wanted="-1 1
-1 1
-1 1
-1 1"
gcc -static -o inject-native inject.c
mkdir -p native/bin
cp /bin/busybox native/bin/sh
expect_equal "$(python3 on_terminal.py "$QRUN_BIN/qrun" -q --rootfs native -- ./inject-native)" "$wanted" "native"
for arch in armhf arm64; do
  in_rootfs $arch gcc -o inject-$arch inject.c
  said=$(python3 on_terminal.py "$QRUN_BIN/qrun" --rootfs "$QRUN_TEST_CACHE/$arch" -- ./inject-$arch)
  # QEMU itself may not know a request (ENOTTY, 25): that is refused as well.
  expect_equal "$(echo "$said" | grep -vcE -- '^-1 (1|25)$')" 0 "$arch: $said"
done
# The test can fail: without qrun the kernel takes TIOCSTI where it is not switched off.
if [ "$(cat /proc/sys/dev/tty/legacy_tiocsti 2>/dev/null || echo 1)" = 1 ]; then
  expect_equal "$(python3 on_terminal.py ./inject-native | grep -c '^x*0 0$')" 2 "the unconfined control"
fi
