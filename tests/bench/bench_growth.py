#!/usr/bin/python3
"""Growth: the whole stack with more and more resident checks. Ten times the checks may cost ten times the CPU and less than
ten times the memory.

usage: bench_growth.py [N ...]      100 1000 10000 50000; icmp checks every 30 s, WINDOW (30) seconds each
Writes docs/growth.svg, the plot of docs/PERFORMANCE.md. The figures' reference is ten times (or five times) the step before."""
import math
import os
import sys
import time

import perflib as P
from resident import Resident

INTERVAL, WINDOW = 30, int(os.environ.get("WINDOW", "30"))
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 380, 70, 70, 40, 50


def step(n):
    us = Resident("growth")
    try:
        targets = P.run([P.tool("floor"), "targets", str(n)])[3].split()
        us.watch(targets, INTERVAL, "icmp", '{"count": 1}')
        time.sleep(INTERVAL + 10)
        us.g.peak, cpu, t0 = 0, us.g.cpu(), time.time()
        time.sleep(WINDOW)
        cpu, wall = us.g.cpu() - cpu, time.time() - t0
        stats = us.checkers()
        return {"n": n, "core_percent": 100 * cpu / wall, "peak_mib": us.g.peak, "own_mib": us.own_mib(),
                "us_a_check": 1e6 * cpu / (n * wall / INTERVAL), "lag_p99_ms": max(s.get("lag_p99_ms", 0) for s in stats),
                "missed": sum(s["missed"] for s in stats)}
    finally:
        us.stop()


def line(points, x, y, colour, name, right):
    """One curve with its values, and its axis' name."""
    path = " ".join(f"{x(n):.1f},{y(v):.1f}" for n, v in points)
    marks = "".join(f'<circle cx="{x(n):.1f}" cy="{y(v):.1f}" r="4" fill="{colour}"/>'
                    f'<text x="{x(n):.1f}" y="{y(v) - 10:.1f}" text-anchor="middle" fill="{colour}">{v:.3g}</text>' for n, v in points)
    at = WIDTH - 12 if right else 16
    return (f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{marks}'
            f'<text transform="translate({at},{HEIGHT / 2:.0f}) rotate({90 if right else -90})" text-anchor="middle" fill="{colour}">{name}</text>')


def plot(rows):
    lowest, highest = math.log10(rows[0]["n"]), math.log10(rows[-1]["n"])

    def x(n):
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(n) - lowest) / max(highest - lowest, 1e-9)

    def scale(values):
        low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)) + 0.05)
        return lambda v: HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (math.log10(v) - low) / (high - low)

    cpu, memory = [(r["n"], r["core_percent"]) for r in rows], [(r["n"], r["peak_mib"]) for r in rows]
    ticks = "".join(f'<line x1="{x(n):.1f}" x2="{x(n):.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#ddd"/>'
                    f'<text x="{x(n):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle" fill="#444">{n:,}</text>' for n, _ in cpu)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13" role="img">'
            f'<title>CPU and memory of the whole stack by the number of checks</title><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
            f'{ticks}{line(cpu, x, scale([v for _, v in cpu]), "#1864ab", "percent of a core", False)}'
            f'{line(memory, x, scale([v for _, v in memory]), "#d9480f", "MiB, whole stack", True)}'
            f'<text x="{WIDTH / 2:.0f}" y="{HEIGHT - 8}" text-anchor="middle" fill="#444">checks, one every {INTERVAL} s each (both axes logarithmic)</text>'
            '</svg>\n')


def main():
    P.build()
    sizes, rows = [int(a) for a in sys.argv[1:]] or [100, 1000, 10000, 50000], []
    try:
        for n in sizes:
            rows.append(step(n))
            print(rows[-1], flush=True)
    finally:
        P.stop_all()
    P.table([[f"{r['n']:,}", f"{r['core_percent']:.2f}", f"{r['us_a_check']:.1f}", f"{r['peak_mib']:.0f}", f"{r['own_mib']:.0f}",
              f"{r['lag_p99_ms']}", r["missed"]] for r in rows],
            [f"checks @ {INTERVAL} s", "core %", "us CPU/check", "peak MiB", "own MiB", "lag p99 ms", "missed"])
    for a, b in zip(rows, rows[1:]):
        times = b["n"] / a["n"]
        for of, unit in (("core_percent", "times-the-cpu"), ("peak_mib", "times-the-memory")):
            P.figure(f"growth-{b['n']}-{unit[10:]}", b[of] / a[of], unit, times, times * a[of] / b[of])
    P.save("growth", rows)
    if len(rows) > 2:
        P.write(os.path.join(P.ROOT, "docs", "growth.svg"), plot(rows))


main()
