"""The product's own stack for the benches: 100 hosts, each pinged every 60 s, made through the API by a key."""
import os
import sys

import perflib as P

sys.path.insert(0, os.path.join(P.ROOT, "tests"))
os.environ["TOCSIN_BUILD"] = P.BUILD
from harness import process  # noqa: E402  (the path is set just above)
from harness.client import Client  # noqa: E402
from harness.stack import Stack  # noqa: E402

HOSTS = 100
OURS = ("tocsin",)


class Watched:
    """A stack whose first tenant watches HOSTS loopback addresses."""

    def __init__(self, addresses):
        self.stack = Stack("bench").start()
        self.stack.allow("alpha", "127.0.0.0/8:*", "127.0.0.0/8:icmp")
        self.key = self.stack.admin_key()
        self.client = Client(self.stack.url, key=self.key)
        for n, address in enumerate(addresses[:HOSTS]):
            host = self.client.post("/hosts", {"name": f"host-{n:04d}", "address": address, "group": f"rack-{n % 7}"}, status=201)
            self.client.post("/checks", {"host_id": host["id"], "type": "icmp", "name": "ping", "interval_s": 60}, status=201)

    def group(self):
        """All processes of the stack in one accounting group."""
        g = P.Group("tocsin")
        for p in self.stack.processes():
            g.adopt(p.pid)
        return g

    def pss_mib(self):
        """(our own processes, the whole stack) in MiB."""
        own = whole = 0
        for p in process.below(self.stack.root_pid()):
            kib = p.pss_kib()
            whole += kib
            own += kib if p.name.startswith(OURS) else 0
        return own / 1024, whole / 1024

    def stop(self):
        self.stack.stop()
