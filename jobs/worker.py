"""Which process does a job, and whether it is still there: the jobs of a killed worker need not wait."""

import os
import socket
from functools import cache
from pathlib import Path

PROCESSES = Path("/proc")
STARTED = 19
"""Where, behind the name, the line of a process says when it was started; the number alone may be given anew."""


def this_worker() -> str:
    """The machine, the number and the start of this process."""
    return worker(os.getpid())


def is_gone(name: str) -> bool:
    """Whether the process is known to be over; of another machine's nothing is known."""
    machine, _, rest = name.partition("/")
    number = rest.partition("/")[0]
    return machine == _machine() and PROCESSES.is_dir() and number.isdecimal() and worker(int(number)) != name


def worker(number: int) -> str:
    """The name of the process with this number on this machine."""
    return f"{_machine()}/{number}/{_start(number)}"


def _start(number: int) -> str:
    try:
        line = (PROCESSES / str(number) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "over"
    behind_the_name = line.rpartition(")")[2].split()
    return "over" if behind_the_name[0] in "ZX" else behind_the_name[STARTED]


@cache
def _machine() -> str:
    return socket.gethostname()[:80].replace("/", "-")
