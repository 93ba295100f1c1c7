"""The product's own stack for the benches of resident checks: any number of them, put straight into the database."""
import threading
import time

import perflib as P
from watch import OURS  # (also sets up the path to the harness)
from harness import process
from harness.client import Client
from harness.stack import Stack

# One host a check, as with the peers; the API makes the same rows, only one at a time.
SEED = """
WITH made AS (
    INSERT INTO host (tenant_id, name, address, host_group)
    SELECT %(tenant)s, %(type)s || '-host-' || i, a, 'rack-' || i %% 40 FROM unnest(%(addresses)s) WITH ORDINALITY AS t (a, i)
    RETURNING tenant_id, id
)
INSERT INTO host_check (tenant_id, host_id, type, name, interval_s, timeout_ms, params)
SELECT tenant_id, id, %(type)s, %(type)s, %(interval)s, 2000, %(params)s FROM made"""


STORED = """
SELECT count(*) FROM host_check c, to_timestamp(%s) since, to_timestamp(%s) before, sample_read(c.tenant_id, c.id, since, before)
WHERE c.type <> 'self'"""


# What the triggers would have done a row at a time.
STATE = """
INSERT INTO host_state (tenant_id, host_id, rank, name_key, address_key, group_key, created_at)
SELECT tenant_id, id, 2, lower(name), lower(address), coalesce(lower(host_group), ''), created_at FROM host
ON CONFLICT DO NOTHING;
SELECT host_state_fold(array_agg(tenant_id), array_agg(id)) FROM host"""


class Resident:
    """A whole stack, started as a person would, whose first tenant watches `addresses`."""

    def __init__(self, name="steady"):
        self.stack = Stack(name).start()
        self.stack.allow("alpha", "127.0.0.0/8:*", "127.0.0.0/8:icmp")
        self.tenant = self.stack.tenant_id("alpha")
        self.client = Client(self.stack.url, key=self.stack.admin_key())
        self.g = P.Group("tocsin")
        for p in self.stack.processes():
            try:
                self.g.adopt(p.pid)
            except FileNotFoundError:
                pass  # it has ended since

    def watch(self, addresses, interval, kind, params):
        c = self.stack.connect()
        with c, c.cursor() as q:
            q.execute("SET session_replication_role = replica; SELECT set_config('app.tenant_id', %s, true)", (str(self.tenant),))
            q.execute(SEED, {"tenant": self.tenant, "addresses": list(addresses), "type": kind, "interval": interval, "params": params})
            q.execute(f"{STATE}; SET session_replication_role = origin; ANALYZE host; ANALYZE host_check")
            q.execute("SELECT pg_notify('tocsin', %s)", (f"check {self.tenant} 0",))
        c.close()

    def stored(self, since, until):
        """Results in the database whose slot lies in that time."""
        return self.stack.sql(STORED,
                              since, until)[0][0]

    def readable_after(self, checks=8):
        """Seconds from a result's slot until the API has it: the longest of some checks, polled every 50 ms."""
        worst = 0.0
        ids = [r[0] for r in self.stack.sql("SELECT id FROM host_check WHERE type NOT IN ('self') ORDER BY id DESC LIMIT %s", checks)]
        for check in ids:
            newest, end = None, time.time() + 15
            while time.time() < end:
                items = self.client.get(f"/checks/{check}/results?limit=1", status=200)["items"]
                ts = items[-1]["ts"] if items else None
                if newest is not None and ts != newest:
                    worst = max(worst, time.time() - self.stack.sql("SELECT extract(epoch FROM %s::timestamptz)::float", ts)[0][0])
                    break
                newest = ts
                time.sleep(0.05)
        return worst

    def by_process(self):
        """(name, CPU seconds, PSS in MiB) of each process, the costly first."""
        rows = []
        for p in self.stack.processes():
            ran_ns = int(open(f"/proc/{p.pid}/schedstat", encoding="ascii").read().split()[0])
            rows.append((f"{p.pid} {p.line[:64] or p.name}", ran_ns / 1e9, p.pss_kib() / 1024))
        return sorted(rows, key=lambda r: -r[1])

    def checkers(self):
        return [r[0] for r in self.stack.sql("SELECT stats FROM worker_list() WHERE role = 'checker' AND alive")]

    def own_mib(self):
        return sum(p.pss_kib() for p in process.below(self.stack.root_pid()) if p.name.startswith(OURS)) / 1024

    def stop(self):
        self.g.stop()
        self.stack.stop()


