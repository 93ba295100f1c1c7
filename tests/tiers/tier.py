"""One tier of the tests: a command, its log, and how its cases are counted."""
import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as xml

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
LOGS = os.path.join(ROOT, "build", "check")


class Count:
    """Cases of one tier."""

    def __init__(self, passed=0, failed=0, skipped=0, names=()):
        self.passed, self.failed, self.skipped, self.names = passed, failed, skipped, list(names)

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped


def whole(text, status):
    """A command that is one case: it works or it does not."""
    return Count(passed=int(status == 0), failed=int(status != 0))


def automake(text, status):
    """The summary of `make check`, where each TAP line is a case."""
    n = {k: int(v) for k, v in re.findall(r"^# (PASS|FAIL|SKIP|ERROR|XFAIL|XPASS): +(\d+)", text, re.M)}
    names = re.findall(r"^(?:FAIL|ERROR): (.*)", text, re.M)
    failed = n.get("FAIL", 0) + n.get("XPASS", 0)
    # A program that ended badly after all its cases passed is a failure of its own.
    failed = failed or n.get("ERROR", 0) or int(status != 0)
    return Count(n.get("PASS", 0) + n.get("XFAIL", 0), failed, n.get("SKIP", 0), names)


def tap(text, status):
    """Plain TAP, of one program or several after another."""
    good = re.findall(r"^ok \d+(.*)", text, re.M)
    bad = re.findall(r"^not ok \d+(.*)", text, re.M)
    skipped = sum("# SKIP" in line for line in good)
    failed = len(bad) or int(status != 0)
    return Count(len(good) - skipped, failed, skipped, [b.strip(" -") for b in bad])


def junit(path):
    """A counter for what pytest and others write as JUnit XML."""
    def count(text, status):
        try:
            cases = list(xml.parse(path).iter("testcase"))
        except (OSError, xml.ParseError):
            return Count(failed=1, names=[f"no result file {os.path.relpath(path, ROOT)}"])
        bad = [c for c in cases if c.find("failure") is not None or c.find("error") is not None]
        skipped = sum(c.find("skipped") is not None for c in cases)
        failed = len(bad) or int(status not in (0, 5))
        return Count(len(cases) - len(bad) - skipped, failed, skipped,
                     [f"{c.get('classname')}::{c.get('name')}" for c in bad])
    return count


class Tier:
    """`needs`: a path that must exist, else the tier is not there yet and says so."""

    def __init__(self, name, command, count=whole, needs=None, seconds=600, env=None, about=""):
        self.name, self.command, self.count, self.needs = name, command, count, needs
        self.seconds, self.env, self.about = seconds, dict(env or {}), about
        self.result, self.took = None, 0.0

    def log(self):
        return os.path.join(LOGS, self.name + ".log")

    def absent(self):
        return self.needs and not os.path.exists(os.path.join(ROOT, self.needs))

    def run(self):
        """Runs the command in a process group of its own, within its time, and counts."""
        os.makedirs(LOGS, exist_ok=True)
        start = time.monotonic()
        with open(self.log(), "wb") as out:
            child = subprocess.Popen(["/bin/sh", "-ec", self.command], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out,
                                     stderr=subprocess.STDOUT, env={**os.environ, **self.env}, start_new_session=True)
            status = self.wait(child, start)
        self.took = time.monotonic() - start
        with open(self.log(), encoding="utf-8", errors="replace") as f:
            text = f.read()
        self.result = self.count(text, status)
        if self.result.failed:
            self.show(text)
        return self.result

    def wait(self, child, start):
        said = start
        while True:
            try:
                return child.wait(timeout=5)
            except subprocess.TimeoutExpired:
                now = time.monotonic()
            if now - start > self.seconds:
                print(f"   {self.name}: not done after {self.seconds} s, stopped", flush=True)
                os.killpg(child.pid, signal.SIGTERM)
                try:
                    child.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    os.killpg(child.pid, signal.SIGKILL)
                    child.wait()
                return -1
            if now - said >= 30:
                said = now
                print(f"   {self.name}: {now - start:.0f} s ...", flush=True)

    def show(self, text):
        for name in self.result.names[:40]:
            print(f"   FAILED {name}")
        print(f"   the end of {os.path.relpath(self.log(), ROOT)}:")
        for line in text.splitlines()[-40:]:
            print("   | " + line)
        sys.stdout.flush()
