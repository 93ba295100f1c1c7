"""A client that writes all the time and remembers what was acknowledged."""
import threading
import time

import requests

from .client import Client


class Writer:
    """Creates hosts one after another while a fault happens. `acknowledged` holds the names answered 201;
    `answers` every (seconds since start, seconds it took, status), status 0 for a lost connection."""

    def __init__(self, stack, key, every_s=0.02):
        self.client, self.every_s = Client(stack.url, key=key), every_s
        self.acknowledged, self.answers, self.number = [], [], 0
        self.tag, self.stopping = f"w{time.monotonic_ns()}", threading.Event()
        self.start = time.monotonic()
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def work(self):
        while not self.stopping.wait(self.every_s):
            self.number += 1
            name, began = f"{self.tag}-{self.number}", time.monotonic()
            try:
                r = self.client.call("POST", "/hosts", {"name": name, "address": "192.0.2.1"}, timeout=15)
                status = r.status_code
                if status == 503:
                    assert int(r.headers["Retry-After"]) >= 1
            except requests.RequestException:
                status = 0
            if status == 201:
                self.acknowledged.append(name)
            self.answers.append((began - self.start, time.monotonic() - began, status))

    def stop(self):
        self.stopping.set()
        self.thread.join(20)
        assert not self.thread.is_alive(), "a request never ended"
        return self

    def statuses(self):
        return {s for _, _, s in self.answers}

    def lost(self):
        return sum(s in (0, 502) for _, _, s in self.answers)


def writer_rows(stack, writer):
    """How often each of the writer's names is stored."""
    rows = stack.sql("SELECT name, count(*) FROM host WHERE name LIKE %s GROUP BY name", writer.tag + "-%")
    return dict(rows)


def nothing_lost(stack, writer):
    """Every acknowledged write is there once, and none twice."""
    rows = writer_rows(stack, writer)
    missing = [n for n in writer.acknowledged if n not in rows]
    assert not missing, f"{len(missing)} acknowledged writes are gone: {missing[:3]}"
    assert not [n for n, count in rows.items() if count != 1]
    assert writer.acknowledged, "nothing was written at all"
