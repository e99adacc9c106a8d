# CVE-2019-5736: neither qrun (pid 1's program) nor the emulator (every guest process's) can be overwritten from
# the guest, even when they belong to the caller.
. "$QRUN_SOURCE/tests/lib.sh"
cp /usr/bin/qemu-arm-static my-qemu
cp "$QRUN_BIN/qrun" my-qrun
chmod 755 my-qemu my-qrun
before=$(cat my-qemu my-qrun | sha256sum)
cat >attack.sh <<'S'
for file in /proc/1/exe /proc/self/exe /proc/$$/exe; do
  (echo evil >>"$file") 2>/dev/null && echo "wrote to $file"
  (: >"$file") 2>/dev/null && echo "truncated $file"
done
# A program that is not running can be written to in general: a reader of /proc/self/exe keeps a descriptor.
exec 5</proc/self/exe
(: >/proc/self/fd/5) 2>/dev/null && echo "reopened the emulator"
readlink /proc/1/exe && echo "sees the program of pid 1"
exit 0
S
expect_status 0 ./my-qrun --rootfs "$QRUN_TEST_CACHE/armhf" --qemu my-qemu -- sh attack.sh
expect_equal "$(cat "$TEST_TMP/out")" ""
expect_equal "$(cat my-qemu my-qrun | sha256sum)" "$before"
# The emulator is read through a read-only mount; proved by the kernel's own answer.
printf 'import errno\nfor f in ("/proc/self/exe",):\n    pass\n' >/dev/null
printf '#include <errno.h>\n#include <fcntl.h>\n#include <stdio.h>\n#include <unistd.h>\nint main(void) { char b[4096]; long n = readlink("/proc/self/exe", b, 4095); (void)n; int pid = fork(); if (pid == 0) { pause(); } sprintf(b, "/proc/%%d/exe", pid); int fd = open(b, O_WRONLY); printf("%%d %%d\\n", fd, errno); kill(pid, 9); return 0; }\n' | sed 's/#include <errno.h>/#include <errno.h>\n#include <signal.h>/' >probe.c
expect_status 0 qrun --rootfs "$QRUN_TEST_CACHE/armhf" --qemu my-qemu -- sh -ec 'gcc -o probe probe.c; ./probe'
case $(cat "$TEST_TMP/out") in
  "-1 30" | "-1 26") ;; # EROFS; ETXTBSY while it runs
  *) fail "open for writing gave: $(cat "$TEST_TMP/out")" ;;
esac
