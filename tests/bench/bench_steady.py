#!/usr/bin/python3
"""Resident checks: N targets every INTERVAL seconds, seen from the targets' side.

usage: bench_steady.py [KIND ...]     icmp tcp http https
The witness (src/witness.c) stands where the targets are and clocks each arrival: jitter is |gap - interval| of one target,
missed what did not come. CPU and memory are the whole stack's, its PostgreSQL and Redis included, every result durable.
What the database holds for the same time is counted against what the witness saw, and how soon the API has it.
https arrives at nginx, whose log is the witness. Peers (those that are installed): Zabbix with its PostgreSQL, Prometheus with
blackbox_exporter, and fping's own loop, which stores nothing. N (10,000 for icmp, else 1,000), WINDOW (30) seconds, PEERS=0 for none."""
import json
import os
import subprocess
import sys
import time

import perflib as P
import stacks
from resident import Resident

INTERVAL, WINDOW, WARM = 10, int(os.environ.get("WINDOW", "30")), 15
NEEDS = {"zabbix": ("zabbix_server", "php-fpm8.2"), "prometheus": ("prometheus", "prometheus-blackbox-exporter"), "fping": ("fping",)}
READY = {"zabbix": 90, "prometheus": 30, "fping": 10, "tocsin": 25}  # seconds from the targets' start to a schedule that runs
PEERS = {"icmp": ("zabbix", "prometheus", "fping"), "tcp": ("zabbix", "prometheus"), "http": ("zabbix",), "https": ("zabbix",)}
STORES = ("zabbix", "prometheus")
PORT = P.PORT + 20


class Witness:
    """Stands at the targets; counts for WINDOW seconds, from `wait` seconds on."""

    def __init__(self, kind, wait):
        self.begin = time.time() + wait
        self.child = subprocess.Popen([P.tool("witness"), kind, str(PORT), str(INTERVAL), str(WINDOW), str(wait)],
                                      stdout=subprocess.PIPE, text=True)

    def said(self):
        return P.fields(self.child.communicate(timeout=WINDOW + 120)[0])


class LogWitness:
    """The same from the log of an nginx that ends TLS."""

    def __init__(self, wait):
        crt, key = P.tls_pair()
        self.begin, self.log = time.time() + wait, os.path.join(P.WORK, "https.log")
        open(self.log, "w", encoding="ascii").close()
        self.g = P.Group("https-target")
        P.start_nginx(self.g, f"""log_format seen '$msec $server_addr';
ssl_session_cache off; ssl_session_tickets off; keepalive_timeout 0;
server {{ listen 0.0.0.0:{PORT} ssl backlog=8192; ssl_certificate {crt}; ssl_certificate_key {key};
  access_log {self.log} seen buffer=64k flush=1s; location / {{ return 200 "ok\\n"; }} }}""")
        P.wait_port(PORT)

    def said(self):
        end = self.begin + WINDOW
        time.sleep(max(0.0, end - time.time()) + 1.5)
        last, gaps, checks = {}, [], 0
        with open(self.log, encoding="ascii") as f:
            arrivals = [(float(at), address) for at, address in (line.split() for line in f if line.count(" ") == 1)]
        for at, address in arrivals:
            if self.begin <= at < end:
                checks += 1
                if address in last:
                    gaps.append(abs(at - last[address] - INTERVAL) * 1000)
            if at < end:
                last[address] = at
        gaps.sort()
        expected = len(last) * WINDOW / INTERVAL
        return {"targets": len(last), "checks": checks, "expected": expected, "missed_pct": 100 * (expected - checks) / max(expected, 1),
                "jitter_ms_p50": gaps[len(gaps) // 2], "p99": gaps[len(gaps) * 99 // 100], "max": gaps[-1],
                "from": self.begin, "to": end}


def params_of(kind):
    return json.dumps({"icmp": {"count": 1}, "tcp": {"port": PORT}, "http": {"port": PORT},
                       "https": {"port": PORT, "scheme": "https", "verify": False}}[kind])


def witness_of(kind, wait):
    return LogWitness(wait) if kind == "https" else Witness(kind, wait)


def contest(name, kind, n):
    """One contender alone on the machine: what the witness saw, what it cost, what it holds."""
    targets = P.run([P.tool("floor"), "targets", str(n)])[3].split()
    us, wit, g = None, None, None
    try:
        if name == "tocsin":
            us = Resident()
            g = us.g
        if kind != "icmp":  # somebody must answer while the schedule starts
            wit = witness_of(kind, READY[name] + WARM)
        if us:
            us.watch(targets, INTERVAL, "http" if kind == "https" else kind, params_of(kind))
        else:
            g, _ = stacks.ALL[name](targets, INTERVAL, kind, PORT)
        if kind == "icmp":
            time.sleep(READY[name] if us else min(READY[name], 20))
            wit = witness_of(kind, WARM)
        time.sleep(max(0.0, wit.begin - time.time()))
        before = us.by_process() if us and DETAIL else []
        g.peak, cpu, t0 = 0, g.cpu(), time.time()
        w = wit.said()
        after = us.by_process() if before else []
        cpu, wall = g.cpu() - cpu, time.time() - t0
        r = {"n": n, "cpu": cpu, "wall": wall, "peak_mib": g.peak, **w, "us": 1e6 * cpu / max(w["checks"], 1) * WINDOW / wall}
        if us:
            r.update(extra(us, w, before, after))
        return r
    finally:
        if isinstance(wit, LogWitness):
            wit.g.stop()
        if us:
            us.stop()
        else:
            g and g.stop()


def extra(us, w, before, after):
    """What only we can be asked."""
    if after:
        was = dict((line, cpu) for line, cpu, _ in before)
        for line, cpu, mib in after:
            print(f"  {1e6 * (cpu - was.get(line, 0)) / max(w['checks'], 1):7.2f} us a check  {mib:6.1f} MiB  {line}")
    time.sleep(2)
    got = {"stored": us.stored(w["from"], w["to"]), "checkers": us.checkers()}
    got["readable_s"] = us.readable_after()
    return got


def report(kind, res):
    P.table([[name, f"{int(r['n'])}@{INTERVAL}s", int(r["targets"]), int(r["checks"]), f"{r['missed_pct']:.2f}", f"{r['jitter_ms_p50']:.1f}",
              f"{r['p99']:.1f}", f"{r['max']:.0f}", f"{100 * r['cpu'] / r['wall']:.1f}", f"{r['us']:.1f}", f"{r['peak_mib']:.0f}"]
             for name, r in res.items()],
            [f"{kind} resident", "plan", "seen", "checks", "missed %", "jitter p50 ms", "p99 ms", "max ms", "core %", "us CPU/check", "peak MiB"])
    us, peers = res["tocsin"], {k: r for k, r in res.items() if k in STORES and abs(r["missed_pct"]) < 6}

    def best(of):
        return min((r[of] for r in peers.values()), default=None)

    for name, of, unit in (("cpu", "us", "us-a-check"), ("jitter-p99", "p99", "ms"), ("peak", "peak_mib", "MiB")):
        ref = best(of)
        P.figure(f"steady-{kind}-{name}", us[of], unit, ref, ref / us[of] if ref else None)
    P.figure(f"steady-{kind}-missed", max(0.0, us["missed_pct"]), "percent")
    P.figure(f"steady-{kind}-stored", 100 * us["stored"] / us["checks"], "percent-of-what-the-targets-saw")
    P.figure(f"steady-{kind}-readable", us["readable_s"], "s")
    P.save(f"steady-{kind}", res)


DETAIL = os.environ.get("DETAIL") == "1"


def main():
    P.build()
    try:
        for kind in sys.argv[1:] or PEERS:
            n, res = int(os.environ.get("N", "10000" if kind == "icmp" else "1000")), {}
            for name in () if os.environ.get("PEERS") == "0" else PEERS[kind]:
                if all(P.have(p) for p in NEEDS[name]):
                    res[name] = contest(name, kind, n)
                else:
                    print(f"{name}: not installed; scripts/bench-deps installs it")
            res["tocsin"] = contest("tocsin", kind, n)
            report(kind, res)
    finally:
        P.stop_all()


main()
