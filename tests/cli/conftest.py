"""Fixtures of the command line's tests: a stack with something in it, and a person with a folder of his own."""
import os
import pty
import re
import select
import subprocess
import time

import pytest

from harness.client import Client
from harness.paths import BUILD

TOCSIN = f"{BUILD}/tocsin"


class Person:
    """Runs tocsin with a HOME of its own. `key` and `url` go by the environment; contexts when they are None."""

    def __init__(self, home, url=None, key=None):
        self.home, self.url, self.key = str(home), url, key

    def env(self, **more):
        env = {**{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}, "PATH": os.environ["PATH"], "HOME": self.home, "LC_ALL": "C.UTF-8", "TERM": "xterm"}
        if self.key:
            env |= {"TOCSIN_URL": self.url, "TOCSIN_API_KEY": self.key}
        return env | more

    def run(self, *words, status=0, stdin="", env=None, timeout=20):
        """The CompletedProcess; AssertionError unless it ended with that status (None: any)."""
        r = subprocess.run([TOCSIN, *words], env=self.env(**(env or {})), input=stdin, capture_output=True, text=True, timeout=timeout)
        assert status is None or r.returncode == status, f"{words}: {r.returncode}, not {status}\n{r.stdout[-2000:]}\n{r.stderr[-2000:]}"
        return r

    def out(self, *words, **more):
        return self.run(*words, **more).stdout

    def says(self, status, *words, **more):
        """The one line of a command that fails with that status."""
        r = self.run(*words, status=status, **more)
        lines = r.stderr.splitlines()
        assert len(lines) == (2 if status == 2 else 1), r.stderr
        assert lines[0].startswith(f"tocsin {words[0]}: "), lines
        return lines[0]

    def terminal(self, *words, answers=(), seconds=15, env=None):
        """Runs it at a terminal. `answers` are (what it must have said, what is typed then) in order.
        Gives (status, all that was shown)."""
        pid, fd = pty.fork()
        if pid == 0:
            os.execve(TOCSIN, [TOCSIN, *words], self.env(**(env or {})))
        shown, left, end = b"", list(answers), time.monotonic() + seconds
        since = 0
        try:
            while time.monotonic() < end:
                if select.select([fd], [], [], 0.1)[0]:
                    try:
                        piece = os.read(fd, 65536)
                    except OSError:
                        break
                    if not piece:
                        break
                    shown += piece
                if left and re.search(left[0][0].encode(), shown[since:]):
                    since = len(shown)
                    time.sleep(0.02)
                    os.write(fd, left.pop(0)[1].encode())
            else:
                os.kill(pid, 15)
                raise AssertionError(f"{words} did not end: {shown[-2000:]}")
        finally:
            os.close(fd)
            _, status = os.waitpid(pid, 0)
        assert not left, f"{words} never said {left[0][0]!r}: {shown[-2000:]}"
        return os.waitstatus_to_exitcode(status), shown.decode("utf-8", "replace")


@pytest.fixture(scope="session")
def owner(stack):
    """The first administrator, at the API, with a second factor."""
    c = Client(stack.url)
    c.login(stack.admin_email, stack.admin_password)
    try:
        return c.enroll()
    except AssertionError:  # the step of the code was over before it arrived
        return c.enroll()


@pytest.fixture(scope="session")
def key(stack):
    return stack.admin_key()


@pytest.fixture(scope="session")
def filled(stack, key):
    """Three hosts by name, with checks, on the shared stack; gives their ids."""
    api, ids = Client(stack.url, key=key), {}
    for n, (name, labels) in enumerate({"web1": {"env": "prod"}, "web2": {"env": "test", "note": "a,b \"c\""}, "db": {}}.items()):
        ids[name] = api.post("/hosts", {"name": name, "address": f"192.0.2.{n + 1}", "labels": labels, "group": f"g{n}"}, status=201)["id"]
    for host in ("web1", "web2"):
        ids[host + "/http"] = api.post("/checks", {"host_id": ids[host], "type": "tcp", "name": "http", "params": {"port": 80},
                                                   "enabled": False}, status=201)["id"]
    ids["db/beat"] = api.post("/checks", {"host_id": ids["db"], "type": "heartbeat", "name": "beat"}, status=201)["id"]
    return ids


@pytest.fixture
def me(tmp_path, stack, key):
    """A person whose key stands in the environment."""
    return Person(tmp_path, stack.url, key)


@pytest.fixture
def nobody(tmp_path):
    """A person without any server yet."""
    return Person(tmp_path)
