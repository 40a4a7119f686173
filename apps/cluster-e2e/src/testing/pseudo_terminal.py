"""Runs a command on a pseudo-terminal: python3 pseudo_terminal.py COLUMNS ROWS COMMAND...

Lines of JSON come in: {"type": "keys", "text"}, {"type": "resize", "columns", "rows"}, {"type": "modes"}.
Lines of JSON go out: {"type": "started", "pid"}, {"type": "output", "base64"}, {"type": "modes", "echo", "lines",
"signals"} and, last, {"type": "ended", "code"}: negative, where a signal ended it.
"""

import base64
import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios


def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def resize(terminal, columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def modes(terminal):
    flags = termios.tcgetattr(terminal)[3]
    names = {"echo": termios.ECHO, "lines": termios.ICANON, "signals": termios.ISIG}
    return {"type": "modes", **{name: bool(flags & flag) for name, flag in names.items()}}


def obey(request, master, slave):
    if request["type"] == "keys":
        os.write(master, request["text"].encode())
    elif request["type"] == "resize":
        resize(master, request["columns"], request["rows"])
    else:
        say(modes(slave))


def read_output(master):
    data = os.read(master, 65536)
    say({"type": "output", "base64": base64.b64encode(data).decode()})


def main():
    columns, rows, *command = sys.argv[1:]
    # The terminal is kept open here, so that its modes can be asked for when the command is gone.
    master, slave = pty.openpty()
    resize(master, int(columns), int(rows))
    take_over = lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True, preexec_fn=take_over
    )
    say({"type": "started", "pid": process.pid})
    waiting = b""
    listening = [master, 0]
    while process.poll() is None:
        ready, _, _ = select.select(listening, [], [], 0.05)
        if master in ready:
            read_output(master)
        if 0 in ready:
            data = os.read(0, 65536)
            if not data:
                process.kill()
                listening = [master]
            *lines, waiting = (waiting + data).split(b"\n")
            for line in lines:
                obey(json.loads(line), master, slave)
    while select.select([master], [], [], 0)[0]:
        read_output(master)
    say(modes(slave))
    say({"type": "ended", "code": process.returncode})


main()
