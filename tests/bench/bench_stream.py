#!/usr/bin/python3
"""Live updates: LISTENERS (2000) of one tenant through nginx, CHANGES (100) hosts edited one after another.

Memory of the stream with nobody and with everybody listening, of nginx a listener; from the commit of a change to
its arrival at a listener, over all listeners of all changes; CPU of stream and nginx a delivered event. The listeners
run on the same processors."""
import hashlib
import os
import secrets
import subprocess
import sys
import time

import perflib as P

sys.path.insert(0, os.path.join(P.ROOT, "tests"))
os.environ["TOCSIN_BUILD"] = P.BUILD
from harness.stack import Stack  # noqa: E402  (the path is set just above)

LISTENERS, CHANGES = int(os.environ.get("LISTENERS", "2000")), int(os.environ.get("CHANGES", "100"))
OF_A_KEY = 80


def make_keys(stack, n):
    """Keys as people would make them, but many at once."""
    found = []
    for _ in range(n):
        secret = secrets.token_urlsafe(32)
        number = stack.sql("""INSERT INTO api_key (tenant_id, name, prefix, hash, role) VALUES (1, 'bench', 'b', %s, 'viewer')
                              RETURNING id""", hashlib.sha256(secret.encode()).digest())[0][0]
        found.append(f"tsk_1_{number}_{secret}")
    return found


def cpu(pids):
    """User and system seconds of these processes."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat", encoding="ascii") as f:
            words = f.read().rsplit(")", 1)[1].split()
        total += int(words[11]) + int(words[12])
    return total / P.TICK


def peak_mib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmHWM")) / 1024


def edit(stack, hosts):
    """Edits one host after another; {host: the wall clock just after its commit}."""
    done, c = {}, stack.connect()
    c.autocommit = True
    with c.cursor() as cursor:
        for host in hosts:
            time.sleep(0.25)
            cursor.execute("UPDATE host SET criticality = 'low' WHERE tenant_id = 1 AND id = %s", (host,))
            done[host] = time.time() * 1e6
    c.close()
    return done


def quantile(values, q):
    return sorted(values)[min(len(values) - 1, int(len(values) * q))]


def main():
    P.build()
    stack = Stack("bench-stream").start()
    try:
        hosts = [stack.sql("INSERT INTO host (tenant_id, name, address) VALUES (1, %s, '127.0.0.1') RETURNING id", f"h{n}")[0][0]
                 for n in range(CHANGES)]
        keys = make_keys(stack, -(-LISTENERS // OF_A_KEY))
        time.sleep(6)  # past what newcomers are told of the last moments
        stream, web = stack.processes("tocsin-stream --config")[-1], stack.processes("nginx: worker")
        pids = [stream.pid] + [p.pid for p in web]
        bare, bare_web = stream.pss_kib() / 1024, sum(p.pss_kib() for p in web)
        audience = subprocess.Popen([P.tool("audience"), str(stack.port), str(LISTENERS), "hosts", *keys], stdin=subprocess.PIPE,
                                    stdout=subprocess.PIPE, text=True)
        entered = float(audience.stdout.readline().split()[1])
        time.sleep(2)
        before = cpu(pids[:1]), cpu(pids[1:])
        done = edit(stack, hosts)
        time.sleep(3)
        spent = cpu(pids[:1]) - before[0], cpu(pids[1:]) - before[1]
        full, web_kib = stream.pss_kib() / 1024, sum(p.pss_kib() for p in web) - bare_web
        rows = [list(map(int, line.split())) for line in audience.communicate("\n", timeout=60)[0].splitlines()]
        rows = [r for r in rows if r[0] in done]
        arrivals = sum(r[1] for r in rows)
        assert len(rows) == CHANGES and arrivals == CHANGES * LISTENERS, (len(rows), arrivals)
        half, most, last = ([(r[k] - done[r[0]]) / 1000 for r in rows] for k in (3, 4, 5))
        res = {"listeners": LISTENERS, "bare_mib": bare, "full_mib": full, "peak_mib": peak_mib(stream.pid), "entered_s": entered,
               "nginx_kib_a_listener": web_kib / LISTENERS, "p50_ms": quantile(half, 0.5), "p95_ms": quantile(most, 0.95),
               "last_ms": max(last), "stream_us_an_event": spent[0] / arrivals * 1e6, "nginx_us_an_event": spent[1] / arrivals * 1e6}
        P.table([[k, f"{v:.2f}"] for k, v in res.items()], [f"{CHANGES} changes", "value"])
        P.figure("stream-memory", res["peak_mib"], "MiB", 30, 30 / res["peak_mib"])
        P.figure("stream-latency-p95", res["p95_ms"], "ms", 700, 700 / res["p95_ms"])
        P.figure("stream-cpu-an-event", res["stream_us_an_event"], "us")
        P.save("stream", res)
    finally:
        P.stop_all()
        stack.stop()


main()
