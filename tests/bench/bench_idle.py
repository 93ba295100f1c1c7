#!/usr/bin/python3
"""Idle with 100 hosts at 60 s: memory (PSS) of our own processes and of the whole stack, CPU over a minute.

Peers (those that are installed): Prometheus with blackbox_exporter, Icinga 2, Nagios 4, Zabbix, each its full stack, all at
the same time. SETTLE (75) seconds before the WINDOW (60)."""
import os
import time

import perflib as P
import stacks
from watch import HOSTS, Watched

WINDOW, SETTLE = int(os.environ.get("WINDOW", "60")), int(os.environ.get("SETTLE", "75"))
NEEDS = {"prometheus": ("prometheus", "prometheus-blackbox-exporter"), "icinga2": ("icinga2",), "nagios4": ("nagios4",),
         "zabbix": ("zabbix_server", "php-fpm8.2")}
FULL = ("prometheus", "zabbix")  # those with a database and a user interface


def main():
    P.build()
    us = None
    try:
        targets, run = P.run([P.tool("floor"), "targets", str(HOSTS)])[3].split(), {}
        us = Watched(targets)
        for name, programs in NEEDS.items():
            if all(P.have(p) for p in programs):
                run[name] = stacks.ALL[name](targets, 60, "icmp", 0)[0]
            else:
                print(f"{name}: not installed; scripts/bench-deps installs it")
        run["tocsin"] = us.group()
        print(f"settling for {SETTLE} s, then measuring for {WINDOW} s", flush=True)
        time.sleep(SETTLE)
        before = {n: g.cpu() for n, g in run.items()}
        time.sleep(WINDOW)
        res = {n: {"cpu_percent": 100 * (g.cpu() - before[n]) / WINDOW, "pss_mib": g.pss_mib(), "processes": len(g.pids())}
               for n, g in run.items()}
        own, whole = us.pss_mib()
        P.table([[n, f"{r['pss_mib']:.1f}", f"{r['cpu_percent']:.3f}", r["processes"]]
                 for n, r in sorted(res.items(), key=lambda x: x[1]["pss_mib"])], ["idle, 100 hosts @ 60 s", "PSS MiB", "% of a core", "processes"])
        for p in sorted(us.stack.processes(), key=lambda p: -p.pss_kib())[:30]:
            print(f"  {p.pss_kib() / 1024:7.1f} MiB  {p.line[:90]}")
        peers = [res[n]["pss_mib"] for n in FULL if n in res]
        ref = min(peers) if peers else None
        P.figure("idle-own-processes", own, "MiB", 40, 40 / own)
        P.figure("idle-whole-stack", whole, "MiB", ref, ref / whole if ref else None)
        P.figure("idle-cpu", res["tocsin"]["cpu_percent"], "percent-of-core")
        P.save("idle", res)
    finally:
        P.stop_all()
        if us:
            us.stop()


main()
