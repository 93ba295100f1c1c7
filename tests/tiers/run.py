#!/usr/bin/python3
"""Runs the tiers of the tests and sums their cases (scripts/check calls this).

First what everything else stands on, then two lanes side by side: tests against servers, which mostly wait, and
compilers, sanitizers, fuzzers and the browser. Within a lane one tier runs after another."""
import os
import signal
import sys
import threading
import time

from tier import LOGS, ROOT, Tier, automake, junit, tap, whole

JOBS = os.cpu_count() or 2
FUZZ_SECONDS = int(os.environ.get("FUZZ_SECONDS", "20"))
PORT = int(os.environ.get("TOCSIN_TEST_PORT", "18700"))
PYTEST = "/usr/bin/python3 -B -m pytest -q -p no:cacheprovider --durations=15"


def pytest(name, folder, seconds, about, first="true", env=None):
    path = os.path.join(LOGS, name + ".xml")
    return Tier(name, f"{first}; rm -f {path}; {PYTEST} --junitxml={path} {folder}", junit(path), folder.split()[0], seconds,
                env=env, about=about)


def compiled(folder, options, targets):
    """An out-of-tree build of its own below build/."""
    return (f"test -x configure || ./bootstrap; mkdir -p build/{folder}; cd build/{folder}; "
            f"test -f config.status || ../../configure -q {options}; make -s -j{JOBS} {targets}")


SANITIZED = {"ASAN_OPTIONS": "detect_leaks=1:abort_on_error=0:allocator_may_return_null=1", "UBSAN_OPTIONS": "print_stacktrace=1",
             "LSAN_OPTIONS": f"suppressions={ROOT}/tests/tiers/leaks.supp:print_suppressions=0"}
# Processes grow past the size at which a child is replaced, and plain CGI is started without these settings.
TOO_LARGE = "-k 'not plain_cgi and not every_write_route_refuses_what_is_no_json'"

BASE = [
    Tier("build", "./bootstrap && mkdir -p build && cd build && "
         f"(test -f config.status || ../configure -q); make -s -j{JOBS} && ../scripts/frontend", whole, about="gcc, -Werror; the dashboard"),
    Tier("unit", f"make -s -C build -j{JOBS} check", automake, about="make check: unit, contract, structure"),
    Tier("store", "tests/store/run build", tap, "tests/store/run", about="store/ against PostgreSQL and Redis"),
    pytest("catalogue", "tests/catalogue", 120, "tenancy over the whole schema, as each role"),
    Tier("faults-build", compiled("faults", "--enable-fault-points", "all"), whole,
         about="a build with named crash points and a settable clock"),
]
SERVERS = [
    pytest("api", "tests/api --ignore tests/api/test_faults.py", 720, "the API on a running stack: sign-in, tenancy, bodies, lists"),
    pytest("api-faults", "tests/api/test_faults.py", 120, "failures inside the API, in the build with crash points",
           env={"TOCSIN_BUILD": f"{ROOT}/build/faults"}),
    pytest("workers", "tests/workers", 240, "worker processes against PostgreSQL and real targets"),
    pytest("stream", "tests/stream", 180, "live updates: who hears what, resuming, revocation, slow and hostile listeners"),
    pytest("faults", "tests/faults", 600, "crashes at named points, killed and lost servers, clocks that jump"),
    pytest("cli", "tests/cli", 300, "the command line against a running stack and hostile servers"),
    pytest("ops", "tests/ops", 600, "starting, stopping, killing, privileges, migrations, headers, TLS"),
]
COMPILERS = [
    Tier("clang", compiled("clang", "CC=clang CFLAGS='-O1 -g'", "all")
         + f" && make -s -j{JOBS} check TESTS=", whole, about="clang, -Werror"),
    Tier("sanitizers", compiled("asan", "--enable-sanitizers --enable-fault-points CFLAGS='-O1 -g -Wno-format-truncation'", "all")
         + f" && make -s -j{JOBS} check TESTS='$(UNIT_TESTS)'", automake, env=SANITIZED, about="unit under ASan, LSan and UBSan"),
    pytest("sanitized-api", f"tests/api/test_bodies.py tests/api/test_tenancy.py tests/api/test_fastcgi.py {TOO_LARGE}", 400,
           "hostile requests against a stack under ASan, LSan and UBSan", env={**SANITIZED, "TOCSIN_BUILD": f"{ROOT}/build/asan"}),
    pytest("checks", "tests/checks", 300, "checks of real and hostile targets, under a tenant's list",
           first="make -s -C build tests/checks/tenant_check"),
    Tier("web", "tests/web/run build", tap, "tests/web/run", about="the dashboard: lint, types, weights, unit tests"),
    Tier("e2e", "tests/e2e/run build", tap, "tests/e2e/run", 900, about="the dashboard in Chromium against a real stack"),
    Tier("fuzz", compiled("fuzz", "--enable-fuzzers CC=clang CFLAGS='-O1 -g'", "all")
         + f" && ../../tests/fuzz/run . {FUZZ_SECONDS}", tap, about=f"each parser {FUZZ_SECONDS} s under libFuzzer"),
    Tier("dist", f"make -s -C build -j{JOBS} distcheck", whole, about="make distcheck: the tarball builds, tests, installs"),
]
TIERS = BASE + SERVERS + COMPILERS


def chosen(names):
    known = {t.name for t in TIERS}
    wrong = [n for n in names if n not in known]
    if wrong:
        sys.exit(f"there is no tier {wrong[0]}; scripts/check --list names them")
    return [t for t in TIERS if not names or t.name in names or t.name == "build"]


def listing():
    for t in TIERS:
        print(f"{t.name:13} {t.about}")


def table(tiers):
    print(f"\n{'tier':13} {'passed':>7} {'failed':>7} {'skipped':>8} {'seconds':>8}")
    for t in tiers:
        r = t.result
        print(f"{t.name:13} {r.passed:7} {r.failed:7} {r.skipped:8} {t.took:8.1f}" if r else f"{t.name:13}   not run")


def work(tiers, names, done, port):
    """Runs a list of tiers one after another; False when the first of them, the build, fails."""
    for tier in tiers:
        if tier not in names or tier.absent():
            continue
        tier.env.setdefault("TOCSIN_TEST_PORT", str(port))
        print(f"-> {tier.name}: {tier.about}", flush=True)
        r = tier.run()
        done.append(tier)
        print(f"{tier.name}: {r.passed} passed, {r.failed} failed, {r.skipped} skipped in {tier.took:.0f} s", flush=True)
        if tier.name == "build" and r.failed:
            return False  # nothing else can say anything
    return True


def main():
    if "--list" in sys.argv[1:]:
        return listing()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    start, done, names = time.monotonic(), [], chosen(sys.argv[1:])
    if work(BASE, names, done, PORT):
        lanes = [threading.Thread(target=work, args=(tiers, names, done, PORT + 100 * n), daemon=True)
                 for n, tiers in enumerate((SERVERS, COMPILERS))]
        for lane in lanes:
            lane.start()
        for lane in lanes:
            lane.join()
    done.sort(key=TIERS.index)
    table(done)
    passed, failed, skipped = (sum(getattr(t.result, k) for t in done) for k in ("passed", "failed", "skipped"))
    print(f"logs: {os.path.relpath(LOGS, ROOT)}; {time.monotonic() - start:.0f} s in all")
    if skipped:
        print(f"{skipped} skipped: this machine cannot run them; the logs say why")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
