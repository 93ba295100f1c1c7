#!/usr/bin/python3
"""Runs the tiers of the tests one after another and sums their cases (scripts/check calls this)."""
import os
import signal
import sys
import time

from tier import LOGS, ROOT, Tier, automake, junit, tap, whole

JOBS = os.cpu_count() or 2
FUZZ_SECONDS = int(os.environ.get("FUZZ_SECONDS", "20"))
PYTEST = "/usr/bin/python3 -B -m pytest -q -p no:cacheprovider --durations=15"


def pytest(name, folder, seconds, about, needs="scripts/up", first="true"):
    path = os.path.join(LOGS, name + ".xml")
    there = folder.split()[0] if os.path.exists(os.path.join(ROOT, needs)) else needs
    return Tier(name, f"{first}; rm -f {path}; {PYTEST} --junitxml={path} {folder}", junit(path), there, seconds, about=about)


def compiled(folder, options, targets):
    """An out-of-tree build of its own below build/."""
    return (f"test -x configure || ./bootstrap; mkdir -p build/{folder}; cd build/{folder}; "
            f"test -f config.status || ../../configure -q {options}; make -s -j{JOBS} {targets}")


TIERS = [
    Tier("build", "./bootstrap && mkdir -p build && cd build && "
         f"(test -f config.status || ../configure -q); make -s -j{JOBS}", whole, about="gcc, -Werror"),
    Tier("unit", f"make -s -C build -j{JOBS} check", automake, about="make check: unit, contract, structure"),
    Tier("store", "tests/store/run build", tap, "tests/store/run", about="store/ against PostgreSQL and Redis"),
    pytest("catalogue", "tests/catalogue", 120, "tenancy over the whole schema, as each role", needs="migrations"),
    pytest("checks", "tests/checks", 240, "checks of real and hostile targets, under a tenant's list", needs="migrations",
           first="make -s -C build tests/checks/tenant_check"),
    pytest("workers", "tests/workers", 180, "worker processes against PostgreSQL and real targets", needs="migrations"),
    Tier("faults-build", compiled("faults", "--enable-fault-points", "all"), whole,
         about="a build with named crash points and a settable clock"),
    pytest("api", "tests/api", 720, "the API on a running stack: sign-in, tenancy, bodies, lists, faults"),
    pytest("faults", "tests/faults", 420, "crashes at named points, lost servers, clocks that jump", needs="migrations"),
    Tier("clang", compiled("clang", "CC=clang CFLAGS='-O1 -g'", "all")
         + f" && make -s -j{JOBS} check TESTS=", whole, about="clang, -Werror"),
    Tier("sanitizers", compiled("asan", "--enable-sanitizers --enable-fault-points CFLAGS='-O1 -g -Wno-format-truncation'", "all")
         + f" && make -s -j{JOBS} check TESTS='$(UNIT_TESTS)'", automake,
         env={"ASAN_OPTIONS": "detect_leaks=1:abort_on_error=0", "UBSAN_OPTIONS": "print_stacktrace=1"},
         about="unit under ASan, LSan and UBSan"),
    Tier("fuzz", compiled("fuzz", "--enable-fuzzers CC=clang CFLAGS='-O1 -g'", "all")
         + f" && ../../tests/fuzz/run . {FUZZ_SECONDS}", tap, about=f"each parser {FUZZ_SECONDS} s under libFuzzer"),
    pytest("ops", "tests/ops", 420, "starting, stopping, killing, privileges, migrations, headers, TLS"),
    Tier("web", "tests/web/run build", tap, "tests/web/run", about="the dashboard: lint, types, weights, unit tests"),
    Tier("e2e", "tests/e2e/run build", tap, "tests/e2e/run", 900, about="the dashboard in Chromium against a real stack"),
    Tier("dist", f"make -s -C build -j{JOBS} distcheck", whole, about="make distcheck: the tarball builds, tests, installs"),
]


def chosen(names):
    known = {t.name for t in TIERS}
    wrong = [n for n in names if n not in known]
    if wrong:
        sys.exit(f"there is no tier {wrong[0]}; scripts/check --list names them")
    return [t for t in TIERS if not names or t.name in names or t.name == "build"]


def listing():
    for t in TIERS:
        print(f"{t.name:12} {t.about}")


def table(tiers):
    print(f"\n{'tier':12} {'passed':>7} {'failed':>7} {'skipped':>8} {'seconds':>8}")
    for t in tiers:
        r = t.result
        print(f"{t.name:12} {r.passed:7} {r.failed:7} {r.skipped:8} {t.took:8.1f}" if r else f"{t.name:12}   not run")


def main():
    if "--list" in sys.argv[1:]:
        return listing()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    start, done, passed, failed, skipped = time.monotonic(), [], 0, 0, 0
    tiers = chosen(sys.argv[1:])
    for n, tier in enumerate(tiers, 1):
        if tier.absent():
            continue
        print(f"[{n}/{len(tiers)}] {tier.name}: {tier.about}", flush=True)
        r = tier.run()
        done.append(tier)
        passed, failed, skipped = passed + r.passed, failed + r.failed, skipped + r.skipped
        print(f"   {r.passed} passed, {r.failed} failed, {r.skipped} skipped in {tier.took:.0f} s", flush=True)
        if tier.name == "build" and r.failed:
            break  # nothing else can say anything
    table(done)
    print(f"logs: {os.path.relpath(LOGS, ROOT)}; {time.monotonic() - start:.0f} s in all")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    sys.exit(1 if failed else 0)


main()
