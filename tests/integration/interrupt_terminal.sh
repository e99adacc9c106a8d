# Ctrl-C, Ctrl-Z and fg on a real terminal, from a shell with job control.
. "$QRUN_SOURCE/tests/lib.sh"
export ARCH=armhf
python3 "$QRUN_SOURCE/tests/integration/terminal.py" || fail "the terminal session went wrong"
no_emulators || fail "left: $(emulators)"
