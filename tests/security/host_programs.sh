# CVE-2019-5736: neither qrun (pid 1's program) nor the emulator (every guest process's) can be overwritten from
# the guest, even when they belong to the caller.
. "$QRUN_SOURCE/tests/lib.sh"
cp /usr/bin/qemu-arm-static my-qemu
cp "$QRUN_BIN/qrun" my-qrun
chmod 755 my-qemu my-qrun
before=$(cat my-qemu my-qrun | sha256sum)
# QEMU answers /proc/self/exe itself (with the guest's program): the attack goes through another process's link.
cat >probe.c <<'C'
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static void try(const char *what, const char *path, int flags) {
    int fd = open(path, flags);
    printf("%s: %s\n", what, fd < 0 ? strerror(errno) : "OPENED");
    if (fd >= 0 && (flags & O_ACCMODE) != O_RDONLY && write(fd, "evil", 4) == 4) printf("%s: WRITTEN\n", what);
}
int main(void) {
    char path[64], again[64];
    int child = fork();
    if (child == 0) {
        for (;;) pause();
    }
    sprintf(path, "/proc/%d/exe", child);
    try("pid 1 for reading", "/proc/1/exe", O_RDONLY);
    try("pid 1 for writing", "/proc/1/exe", O_WRONLY);
    try("running emulator for writing", path, O_WRONLY);
    int kept = open(path, O_RDONLY); /* stays when the process is gone */
    kill(child, SIGKILL);
    waitpid(child, 0, 0);
    sprintf(again, "/proc/self/fd/%d", kept);
    try("emulator by a kept descriptor for writing", again, O_WRONLY);
    try("emulator by a kept descriptor, truncated", again, O_RDWR | O_TRUNC);
    return 0;
}
C
in_rootfs armhf gcc -o probe probe.c
expect_status 0 ./my-qrun --rootfs "$QRUN_TEST_CACHE/armhf" --qemu my-qemu -- ./probe
cat "$TEST_TMP/out"
expect_in "$TEST_TMP/out" "pid 1 for reading: Permission denied"
expect_in "$TEST_TMP/out" "pid 1 for writing: Permission denied"
expect_in "$TEST_TMP/out" "running emulator for writing: "
# The probe itself runs under the emulator, which is busy text as well; the mount alone is what truncation meets.
expect_in "$TEST_TMP/out" "emulator by a kept descriptor, truncated: Read-only file system"
expect_not_in "$TEST_TMP/out" OPENED
expect_not_in "$TEST_TMP/out" WRITTEN
expect_equal "$(cat my-qemu my-qrun | sha256sum)" "$before"
