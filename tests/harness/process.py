"""The processes of a stack: finding them by what they are, killing and stopping them.
Only processes below the given root process, or whose command line names its folder, are ever touched."""
import os
import signal

from .wait import until


class Process:
    """A snapshot from /proc."""

    def __init__(self, pid):
        self.pid = pid
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as f:
            head, _, rest = f.read().rpartition(")")
        self.name, fields = head.split("(", 1)[1], rest.split()
        self.state, self.parent = fields[0], int(fields[1])
        self.started = int(fields[19])
        with open(f"/proc/{pid}/cmdline", "rb") as f:
            self.words = [w.decode("utf-8", "replace") for w in f.read().split(b"\0") if w]
        self.line = " ".join(self.words)

    def pss_kib(self):
        with open(f"/proc/{self.pid}/smaps_rollup", encoding="ascii") as f:
            return next(int(line.split()[1]) for line in f if line.startswith("Pss:"))

    def __repr__(self):
        return f"{self.pid} {self.line or self.name}"


def table():
    """All live processes by pid; zombies are left out."""
    found = {}
    for word in os.listdir("/proc"):
        if word.isdigit():
            try:
                p = Process(int(word))
            except (OSError, IndexError, ValueError):
                continue
            if p.state not in "ZX":
                found[p.pid] = p
    return found


def below(root):
    """The process `root` and everything under it."""
    everyone = table()
    keep, grew = {root} & set(everyone), True
    while grew:
        more = {p.pid for p in everyone.values() if p.parent in keep and p.pid not in keep}
        keep |= more
        grew = bool(more)
    return [everyone[pid] for pid in sorted(keep)]


def kill(processes, sig=signal.SIGKILL):
    for p in processes:
        try:
            os.kill(p.pid, sig)
        except ProcessLookupError:
            pass


def gone(processes, seconds=10):
    """Waits until none of these is there any more (a reused pid is another process)."""
    def left():
        now = table()
        return not [p for p in processes if p.pid in now and now[p.pid].started == p.started]
    until(left, seconds, what=f"the end of {processes}")


def reaped(processes, seconds=10):
    """Waits until not even zombies of these are left, as after a start of the machine."""
    def left():
        for p in processes:
            try:
                if Process(p.pid).started == p.started:
                    return False
            except (OSError, IndexError, ValueError):
                continue
        return True
    until(left, seconds, what=f"the last trace of {processes}")
