"""Targets that want to hurt: case SS-10."""
import time

import pytest

from hostile import bomb, drip, endless, says

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
ALLOW = ["127.0.0.0/8:*"]
MAX_GROWTH_KIB = 8 * 1024


@pytest.fixture(scope="module")
def plain_kib(tenant):
    """Memory of a run that does nothing much."""
    used = []
    tenant("tcp", "127.0.0.1", {"port": 9}, allow=ALLOW, usage=used)
    return used[0].ru_maxrss


HABITS = {
    "endless body": (endless(HEAD + b"\r\n", b"x" * 65536), "text_missing", 1),
    "endless chunks": (endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 4096), "text_missing", 2),
    "endless headers": (endless(HEAD, b"X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n" * 64), "headers_too_large", 1),
    "endless header line": (endless(HEAD + b"X: ", b"a" * 65536), "headers_too_large", 1),
    "endless interim answers": (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100), "headers_too_large", 1),
    "endless trailers": (endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"A: b\r\n" * 1000), "headers_too_large", 1),
    "100000 headers": (says(HEAD + b"".join(b"X-%d: y\r\n" % i for i in range(100000)) + b"\r\n"), "headers_too_large", 1),
    "gzip of nothing": (endless(HEAD + b"Content-Encoding: deflate\r\n\r\n\x78\x01", b"\x00\x00\x00\xff\xff" * 10000), "text_missing", 2),
    "one byte at a time": (drip(HEAD + b"Content-Length: 9000\r\n\r\n" + b"x" * 9000), "timeout", 2.6),
    "silence": (lambda server, peer, request: server.stopping.wait(10), "timeout", 2.6),
}


@pytest.mark.parametrize("name", HABITS)
def test_ss10_ends_in_time_and_memory(tenant, hostile, plain_kib, name):
    habit, reason, seconds = HABITS[name]
    server, used, start = hostile(habit), [], time.monotonic()
    a = tenant("http", "127.0.0.1", {"port": server.port, "text": "never there"}, allow=ALLOW, timeout_ms=1500, usage=used)
    assert a["reason"] == reason and time.monotonic() - start < seconds, a
    assert used[0].ru_maxrss - plain_kib < MAX_GROWTH_KIB


def test_ss10_gzip_bomb(tenant, hostile, plain_kib):
    data = bomb(200)
    server, used, start = hostile(says(HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(data) + data)), [], time.monotonic()
    a = tenant("http", "127.0.0.1", {"port": server.port, "text": "never there"}, allow=ALLOW, usage=used)
    assert a.brief == ("down", "text_missing") and time.monotonic() - start < 2
    assert used[0].ru_maxrss - plain_kib < MAX_GROWTH_KIB


def test_other_checks_stay_on_time_beside_a_hostile_one(check, hostile, target):
    bad, good = hostile(endless(HEAD + b"\r\n", b"x" * 65536)), target("Tcp")
    answers = check("tcp", *[f"127.0.0.1:{good.port}"] * 20)
    assert all(a["latency_ms"] < 500 for a in answers)
    answers = check("http", *[f"127.0.0.1:{bad.port}"] * 10, expect="never", timeout_ms=2000)
    assert {a["reason"] for a in answers} == {"text_missing"}
