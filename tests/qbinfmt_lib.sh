# What the tests of qbinfmt share; they source it after lib.sh.
# shellcheck shell=sh

instance=/proc/sys/fs/binfmt_misc

# The names of all handlers, each with a space behind it.
entries() { ls $instance | grep -v -e '^register$' -e '^status$' | tr '\n' ' '; }

clear_entries() {
  for entry in $(entries); do echo -1 >"$instance/$entry"; done
}

# in_private_instance SCRIPT: runs it in a user namespace of its own, with a private instance of binfmt_misc, and with
# /opt and /etc/binfmt.d of its own, so that nothing of the host is touched.
in_private_instance() {
  unshare --user --map-root-user --mount --pid --fork --kill-child sh -ec '
    mount -t proc proc /proc
    mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
    mount -t tmpfs -o mode=755 none /opt
    mkdir -p /etc/binfmt.d
    mount -t tmpfs -o mode=755 none /etc/binfmt.d
    exec sh "$1"' sh "$1"
}

# register NAME INTERPRETER FLAGS: a handler of ARM programs that is not qbinfmt's.
register() {
  printf ':%s:M::\\x7fELF\\x01\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\x28\\x00:\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff:%s:%s' \
    "$1" "$2" "$3" >$instance/register
}

arm_runs() { chroot "$QRUN_TEST_CACHE/armhf" /bin/true; }
