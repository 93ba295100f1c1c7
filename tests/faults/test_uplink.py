"""Our own way to the network is gone: nobody's target is down (FA-09)."""
import os
import subprocess
import sys

import pytest

from harness.targets import Dns
from harness.wait import stays, until

NEAR, FAR = f"tocsin-near-{os.getpid()}", f"tocsin-far-{os.getpid()}"


def ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True, timeout=10)


@pytest.fixture
def network(tmp_path):
    """Two namespaces: the checker's, and beyond its gateway 10.77.0.1 a web server on 10.77.9.1."""
    if os.geteuid() != 0:
        pytest.skip("making network namespaces needs root")
    for name in (NEAR, FAR):
        ip("netns", "add", name)
        ip("-n", name, "link", "set", "lo", "up")
    server = None
    try:
        ip("-n", NEAR, "link", "add", "near0", "type", "veth", "peer", "name", "far0", "netns", FAR)
        ip("-n", NEAR, "addr", "add", "10.77.0.2/24", "dev", "near0")
        ip("-n", FAR, "addr", "add", "10.77.0.1/24", "dev", "far0")
        ip("-n", FAR, "addr", "add", "10.77.9.1/32", "dev", "lo")
        ip("-n", NEAR, "link", "set", "near0", "up")
        ip("-n", FAR, "link", "set", "far0", "up")
        ip("-n", NEAR, "route", "add", "default", "via", "10.77.0.1")
        server = subprocess.Popen(["ip", "netns", "exec", FAR, sys.executable, "-m", "http.server", "8000"], cwd=tmp_path,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        yield
    finally:
        if server:
            server.kill()
            server.wait()
        for name in (NEAR, FAR):
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)


def test_a_dead_uplink_makes_results_unknown_and_a_dead_target_down(house, network):
    house.allow(house.a, "10.77.0.0/16", "*")
    # Its first runs may come before the server listens: those are down, and rightly so.
    check = house.check(house.a, address="10.77.9.1", port=8000, timeout_ms=500, retries=1)
    checker = house.start(inside=("ip", "netns", "exec", NEAR))
    house.becomes(check, "up")
    until(lambda: house.stats(checker)["uplink"] == "good", 8)
    ip("-n", FAR, "addr", "del", "10.77.0.1/24", "dev", "far0")
    house.becomes(check, "unknown", 15)
    assert "d" not in house.letters(check).lstrip("d") and house.reason(check) == "uplink_down"
    assert len([e for e in house.log(checker) if e["event"] == "uplink_down"]) == 1
    ip("-n", FAR, "addr", "add", "10.77.0.1/24", "dev", "far0")
    house.becomes(check, "up", 30)
    until(lambda: house.stats(checker)["uplink"] == "good", 25)
    ip("-n", FAR, "addr", "del", "10.77.9.1/32", "dev", "lo")
    house.becomes(check, "down", 15)


def test_a_dead_resolver_is_our_failure(house, target):
    web = target("Http")
    names = Dns({("www.example.test", "A"): ["127.0.0.1"]})
    try:
        house.servers.write_config(resolver=f"127.0.0.1:{names.port}")
        check = house.check(house.a, "http", address="www.example.test", port=web.port, timeout_ms=900)
        house.start()
        house.becomes(check, "up")
        names.silent = True
        house.becomes(check, "unknown", 15)
        stays(lambda: "d" not in house.letters(check), 3, every=0.5)
        names.silent = False
        house.becomes(check, "up", 10)
    finally:
        names.stop()
