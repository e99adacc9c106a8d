# The caller's directory is there at the same path, read-write; the exceptions are exceptions; nothing is made
# in the rootfs on disk for it (the harness compares).
. "$QRUN_SOURCE/tests/lib.sh"
rootfs=$QRUN_TEST_CACHE/armhf
pwd_there() { qrun --rootfs "$rootfs" "$@" -- pwd; }

mkdir -p "deep/er dir"
cd "deep/er dir"
expect_equal "$(pwd_there)" "$PWD"
in_rootfs armhf sh -c 'echo written >file; mkdir sub; mv file sub/'
expect_equal "$(cat sub/file)" written
expect_equal "$(stat -c %u sub/file)" "$(id -u)"
expect_equal "$(pwd_there --no-cwd)" /

# Within the rootfs: its path there.
cd "$rootfs/usr/lib"
expect_equal "$(pwd_there)" /usr/lib
cd "$rootfs"
expect_equal "$(pwd_there)" /

# Never / nor what a system is made of; an error when it is asked for.
for directory in / /usr /etc /tmp /proc/self; do
  cd "$directory"
  expect_equal "$(pwd_there)" / "$directory"
done
cd /usr
expect_status 125 qrun --rootfs "$rootfs" --cwd -- pwd
expect_in "$TEST_TMP/err" "would hide the rootfs's own '/usr'"

# The home directory only when asked for, and said so.
mkdir "$TEST_TMP/home"
cd "$TEST_TMP/home"
echo private >secret
HOME=$PWD expect_status 0 qrun --rootfs "$rootfs" -- sh -c 'pwd; ls'
expect_in "$TEST_TMP/err" "holds your home directory and is not shown"
expect_equal "$(cat "$TEST_TMP/out" | head -n 1)" /
expect_not_in "$TEST_TMP/out" secret
HOME=$PWD expect_status 0 qrun --rootfs "$rootfs" --cwd -- ls
expect_in "$TEST_TMP/out" secret
mkdir project
cd project
HOME=$TEST_TMP/home expect_status 0 qrun --rootfs "$rootfs" -- sh -c 'pwd; ls ..'
expect_in "$TEST_TMP/out" "$PWD"
expect_not_in "$TEST_TMP/out" secret

# A missing path below a directory that the rootfs has: what is in that directory stays, new names are refused.
mkdir -p "$TEST_TMP/other"
cd "$TEST_TMP/other"
in_rootfs armhf test -d /tmp
expect_status 0 in_rootfs armhf sh -c 'echo x >/tmp/volatile && cat /tmp/volatile'

# A directory that is gone.
mkdir "$TEST_TMP/gone"
cd "$TEST_TMP/gone"
rmdir "$TEST_TMP/gone"
expect_status 125 qrun --rootfs "$rootfs" -- pwd
cd /
