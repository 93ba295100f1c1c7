#!/usr/bin/python3
"""A soak: a whole stack under a steady load, with people reading, for an hour; memory must not grow.

usage: bench_soak.py      SOAK_S (3600) seconds, N (2,000) checks at 10 s, a third of them of targets that do not answer.
The memory of our own processes (PSS) is read every few seconds after a time to settle (a quarter of the run, ten minutes at
most); the slope is a least-squares line through the medians of forty stretches of it. Ends with 1 when it is above 1 MB an
hour, or when the stack has missed, dropped or refused results."""
import os
import statistics
import sys
import time

import perflib as P
from resident import Resident

SOAK_S, N, LIMIT_MB_H = int(os.environ.get("SOAK_S", "3600")), int(os.environ.get("N", "2000")), 1.0


def slope_mib_h(points):
    """Least squares through (seconds, MiB), in MiB an hour."""
    size = max(1, len(points) // 40)
    mids = [(statistics.median(p[0] for p in part), statistics.median(p[1] for p in part))
            for part in (points[i:i + size] for i in range(0, len(points), size))]
    x0, y0 = statistics.mean(x for x, _ in mids), statistics.mean(y for _, y in mids)
    return 3600 * sum((x - x0) * (y - y0) for x, y in mids) / sum((x - x0) ** 2 for x, _ in mids)


def read_about(us, turn):
    """What a page would ask for."""
    us.client.get("/hosts?limit=100")
    items = us.client.get("/checks?limit=50")["items"]
    us.client.get(f"/checks/{items[turn % len(items)]['id']}/results?limit=300")
    us.client.get("/overview")


def main():
    P.build()
    us = None
    try:
        targets = P.run([P.tool("floor"), "targets", str(N)])[3].split()
        us = Resident("soak")
        us.watch(targets[:N * 2 // 3], 10, "icmp", '{"count": 1}')
        us.watch(targets[N * 2 // 3:], 10, "tcp", '{"port": 9}')  # refused: news, events, retries
        begin, settle, points, turn = time.time(), min(SOAK_S / 4, 600), [], 0
        while time.time() - begin < SOAK_S:
            read_about(us, turn)
            turn += 1
            if time.time() - begin > settle:
                points.append((time.time() - begin, us.own_mib()))
            if turn % 60 == 1:
                print(f"{time.time() - begin:6.0f} s  {us.own_mib():6.1f} MiB", flush=True)
            time.sleep(3)
        slope, stats = slope_mib_h(points), us.checkers()
        lost = sum(s["dropped"] + s["refused"] for s in stats)
        P.figure("soak-memory-slope", slope * 1.048576, "MB-an-hour", LIMIT_MB_H)
        P.figure("soak-own-memory", points[-1][1], "MiB")
        P.figure("soak-lost-results", lost, "results")
        P.save("soak", {"points": points, "stats": stats})
    finally:
        if us:
            us.stop()
        P.stop_all()
    return 1 if slope * 1.048576 > LIMIT_MB_H or lost else 0


sys.exit(main())
