# qbinfmt gives up everything but what it needs before it reads anything from outside.
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"
cat >inside.sh <<'S'
. "$QRUN_SOURCE/tests/lib.sh"
. "$QRUN_SOURCE/tests/qbinfmt_lib.sh"

# It waits for the lock after it has confined itself: /proc tells how.
exec 9>$instance/register
flock 9
qbinfmt install arm 2>/dev/null &
pid=$!
confined() { grep -q '^Seccomp:.2$' /proc/$pid/status 2>/dev/null; }
await 10 confined || fail "no seccomp filter: $(cat /proc/$pid/status)"
status_is() { grep -Eq "^$1:[[:space:]]+$2\$" /proc/$pid/status || fail "$1 is not $2: $(grep "^$1:" /proc/$pid/status)"; }
status_is NoNewPrivs 1
for set in CapInh CapPrm CapEff CapAmb; do status_is $set 0000000000000000; done
expect_equal "$(tr '\0' '\n' </proc/$pid/environ | grep -c '^QRUN_SECRET=' || true)" 0
# The process that runs probes keeps four capabilities and no way to more.
child=$(cat /proc/$pid/task/$pid/children)
child=${child%% *}
pid_of_main=$pid
pid=$child
status_is NoNewPrivs 1
status_is CapEff 00000000000400e0
status_is CapBnd 0000000000000000
pid=$pid_of_main
exec 9>&-
wait $pid || fail "the run that waited failed"
expect_equal "$(entries)" "qbinfmt-arm "

# From before anything of outside is read, by the order of its calls.
strace -qq -o trace "$QRUN_BIN/qbinfmt" list >/dev/null
grep -q 'prctl(PR_SET_NO_NEW_PRIVS, 1' trace || fail "no_new_privs is not set"
grep -Eq 'capset\(.*permitted=0, inheritable=0' trace || fail "capabilities are not dropped"
grep -n 'SECCOMP_SET_MODE_FILTER, 0, {\|PR_SET_SECCOMP' trace | tail -n 1 | cut -d: -f1 >loaded
grep -n 'binfmt_misc\|binfmt\.d' trace | head -n 1 | cut -d: -f1 >opened
[ "$(cat loaded)" -lt "$(cat opened)" ] || fail "outside input is read before the filter is loaded"

# Forbidden calls fail: see unit/sys/confine_test. The probe runs as nobody with nothing in reach.
cat >spy.c <<'C'
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include <dirent.h>
#include <string.h>
#include <fcntl.h>
int main(void) {
    char line[256];
    int count = 0;
    DIR *root = opendir("/");
    for (struct dirent *e; root && (e = readdir(root));) count += e->d_name[0] != '.';
    snprintf(line, sizeof line, "names=%d root-writable=%d setuid=%d\n", count, access("/", W_OK) == 0, setuid(0) == 0 && getuid() != 0);
    write(2, line, strlen(line));
    return 9;
}
C
gcc -static -o /opt/qemu-arm-static spy.c 2>/dev/null
expect_status 6 qbinfmt install --qemu-dir /opt arm
expect_in "$TEST_TMP/err" "names=1"
expect_in $instance/qbinfmt-arm "interpreter /usr/bin/qemu-arm-static"
S
in_private_instance inside.sh
