"""Drives an interactive bash on a pseudo-terminal through qrun: Ctrl-C, Ctrl-Z, fg. Exits non-zero on failure."""
import os, pty, select, sys, time

rootfs = os.path.join(os.environ["QRUN_TEST_CACHE"], os.environ["ARCH"])
seen = b""


def read_until(fd, text, seconds):
    """Reads until `text` appears in what came since the last call; the rest is kept for the next."""
    global seen
    end = time.monotonic() + seconds
    while text not in seen:
        left = end - time.monotonic()
        if left <= 0 or not select.select([fd], [], [], left)[0]:
            sys.exit(f"no {text!r} within {seconds} s; there was: {seen!r}")
        seen += os.read(fd, 4096)
    seen = seen[seen.index(text) + len(text):]


pid, fd = pty.fork()
if pid == 0:
    os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])

# The echoed command line must not hold the awaited text: hence the quotes in it.
os.write(fd, b"PS1='pro''mpt> '\n")
read_until(fd, b"prompt> ", 10)
qrun = f"qrun --rootfs {rootfs} --no-cwd -- "

os.write(fd, (qrun + "sh -c 'echo rea\"\"dy; sleep 300'\n").encode())
read_until(fd, b"ready\r\n", 30)
began = time.monotonic()
os.write(fd, b"\x03")
read_until(fd, b"prompt> ", 5)
if time.monotonic() - began > 1.0:
    sys.exit("Ctrl-C took longer than a second")
os.write(fd, b"echo st\"\"atus=$?\n")
read_until(fd, b"status=130", 5)
read_until(fd, b"prompt> ", 5)

os.write(fd, (qrun + "sh -c 'echo rea\"\"dy; read line; echo got=$line'\n").encode())
read_until(fd, b"ready\r\n", 30)
os.write(fd, b"\x1a")
read_until(fd, b"Stopped", 5)
read_until(fd, b"prompt> ", 5)
os.write(fd, b"fg\n")
read_until(fd, b"got=$line'\r\n", 5)
os.write(fd, b"hello\n")
read_until(fd, b"got=hello", 10)
read_until(fd, b"prompt> ", 5)

# A pager beside it in the pipeline can still read the terminal.
os.write(fd, (qrun + "echo through | cat; echo do\"\"ne\n").encode())
read_until(fd, b"through", 30)
read_until(fd, b"done", 5)
os.write(fd, b"exit\n")
os.waitpid(pid, 0)
