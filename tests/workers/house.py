"""A PostgreSQL, workers that are started by hand, and the rows people would have made through the API."""
import hashlib
import json
import os
import signal
import subprocess
import time

from harness import process
from harness.paths import BUILD, ROOT
from harness.servers import Servers
from harness.wait import until

FAULT_BUILD = os.environ.get("TOCSIN_FAULT_BUILD") or os.path.join(ROOT, "build", "faults")


class House:
    """Two tenants, a and b; a may reach loopback. Intervals of a second are allowed here, so that tests are quick.
    There is no Redis at all: workers need none."""

    def __init__(self):
        self.servers = Servers(redis=False).start()
        self.sql = self.servers.sql
        self.sql("ALTER TABLE host_check DROP CONSTRAINT host_check_interval_s_check")
        self.a, self.b = (self.sql("INSERT INTO tenant (slug, name) VALUES (%s, %s) RETURNING tenant_id", s, s)[0][0]
                          for s in ("a", "b"))
        self.allow(self.a, "127.0.0.0/8", "*")
        self.hosts, self.workers = {}, []

    def allow(self, tenant, net, service):
        self.sql("INSERT INTO egress_rule (tenant_id, net, service) VALUES (%s, %s, %s)", tenant, net, service)

    def host(self, tenant, address="127.0.0.1"):
        key = (tenant, address)
        if key not in self.hosts:
            self.hosts[key] = self.sql("INSERT INTO host (tenant_id, name, address) VALUES (%s, %s, %s) RETURNING id",
                                       tenant, f"host {len(self.hosts)}", address)[0][0]
        return self.hosts[key]

    def check(self, tenant, kind="tcp", address="127.0.0.1", interval_s=1, retries=0, timeout_ms=1000, push=None, **params):
        name = f"{kind} {time.monotonic_ns()}"
        push_hash = hashlib.sha256(push.encode()).digest() if push else None
        return self.sql("""INSERT INTO host_check (tenant_id, host_id, type, name, interval_s, retries, timeout_ms, params, push_hash)
                           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id""",
                        tenant, self.host(tenant, address), kind, name, interval_s, retries, timeout_ms,
                        json.dumps(params), push_hash)[0][0]

    def job(self, tenant, kind, **payload):
        return self.sql("INSERT INTO job (tenant_id, kind, payload) VALUES (%s, %s, %s) RETURNING id", tenant, kind,
                        json.dumps(payload))[0][0]

    # What came of it

    def status(self, check):
        rows = self.sql("SELECT status FROM check_state WHERE check_id = %s", check)
        return rows[0][0] if rows else "pending"

    def reason(self, check):
        rows = self.sql("SELECT reason FROM check_state WHERE check_id = %s", check)
        return rows[0][0] if rows else None

    def becomes(self, check, status, seconds=10):
        until(lambda: self.status(check) == status, seconds, what=f"check {check} being {status}")

    def changes(self, check):
        """(from, to) of every change of state, in order."""
        return self.sql("""SELECT from_status, to_status FROM check_event
                           WHERE check_id = %s AND from_status IS NOT NULL ORDER BY ts""", check)

    def samples(self, check):
        """(slot in milliseconds, letter) in order."""
        return self.sql("""SELECT round(extract(epoch FROM r.slot) * 1000)::bigint, r.letter
                           FROM host_check c, sample_read(c.tenant_id, c.id, '2000-01-01', '2100-01-01') r
                           WHERE c.id = %s ORDER BY 1""", check)

    def counts(self):
        """How many samples each check has, of those that have any."""
        return dict(self.sql("""SELECT c.id, count(r.slot) FROM host_check c, sample_read(c.tenant_id, c.id, '2000-01-01', '2100-01-01') r
                                GROUP BY c.id"""))

    def all_have(self, checks, more, since=None):
        """Whether each of these has so many samples more than `since` (of counts())."""
        now = self.counts()
        return all(now.get(c, 0) >= (since or {}).get(c, 0) + more for c in checks)

    def letters(self, check):
        return "".join(letter for _, letter in self.samples(check))

    def job_row(self, job):
        """(state, result, error, crashes, attempts)"""
        return self.sql("SELECT state, result, error, crashes, attempts FROM job WHERE id = %s", job)[0]

    def job_ends(self, job, seconds=10):
        until(lambda: self.job_row(job)[0] in ("done", "failed", "dead"), seconds, what=f"the end of job {job}")
        return self.job_row(job)

    # Workers

    def start(self, role="checker", build=BUILD, wait=True, inside=(), **env):
        """`inside`: words to put before the command, such as those that enter a network namespace."""
        log = open(f"{self.servers.dir}/log/{role}-{len(self.workers)}.log", "ab")
        child = subprocess.Popen([*inside, f"{build}/tocsin-worker", role, "--config", self.servers.config],
                                 stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, **env})
        log.close()
        self.workers.append(child)
        if wait:
            until(lambda: self.row(child), 10, what=f"{role} being seen")
        return child

    def row(self, child):
        """Its row in the table of workers: (instance, stats)."""
        rows = self.sql("SELECT instance, stats FROM worker WHERE instance LIKE %s", f"%-{child.pid}-%")
        return rows[0] if rows else None

    def stats(self, child):
        return self.row(child)[1]

    def shards(self, child):
        return self.sql("SELECT count(*) FROM shard WHERE holder LIKE %s", f"%-{child.pid}-%")[0][0]

    def expire_leases(self):
        """As if a lease's time had passed."""
        self.sql("UPDATE shard SET lease_until = tocsin_now() - interval '1 second' WHERE holder IS NOT NULL")

    def log(self, child):
        role = next(w for w in ("checker", "keeper") if w in child.args)
        with open(f"{self.servers.dir}/log/{role}-{self.workers.index(child)}.log", encoding="utf-8") as f:
            return [json.loads(line) for line in f if line.startswith("{")]

    def pss_kib(self, child):
        return process.Process(child.pid).pss_kib()

    def end(self, child, sig=signal.SIGTERM, seconds=12):
        child.send_signal(sig)
        return child.wait(seconds)

    def stop(self):
        for child in self.workers:
            if child.poll() is None:
                child.send_signal(signal.SIGCONT)
                child.kill()
                child.wait()
        self.servers.stop()
