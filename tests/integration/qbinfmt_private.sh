# Sourced by the tests of qbinfmt: runs the script inside.sh of $TEST_TMP in a user namespace of its own, with a private
# instance of binfmt_misc and with /opt and /etc/binfmt.d of its own, so that nothing of the host is touched.
# shellcheck shell=sh

instance=/proc/sys/fs/binfmt_misc
entries() { ls $instance | grep -v -e '^register$' -e '^status$' | tr '\n' ' '; }

# clear_entries: removes every entry, whoever made it.
clear_entries() {
  for entry in $(entries); do echo -1 >$instance/"$entry"; done
}

in_private_instance() {
  unshare --user --map-root-user --mount --pid --fork --kill-child sh -ec '
    mount -t proc proc /proc
    mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
    mount -t tmpfs -o mode=755 none /opt
    mkdir -p /etc/binfmt.d
    mount -t tmpfs -o mode=755 none /etc/binfmt.d
    exec sh "$1"' sh "$1"
}
