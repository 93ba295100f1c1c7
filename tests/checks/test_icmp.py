"""icmp by a raw socket of our own, and by tocsin-pinger."""
import os
import signal
import subprocess
import threading
import time

import pytest

from harness.paths import BUILD
from harness.wait import listening, until
from network import Router, isolated

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="raw sockets need root")


@pytest.fixture
def pinger(tmp_path):
    """A tocsin-pinger without any right left; pinger.start() after pinger.stop()."""
    class Pinger:
        socket = f"{tmp_path}/pinger.sock"

        def start(self, *more):
            os.chmod(tmp_path, 0o777)
            for parent in tmp_path.parents[:2]:
                os.chmod(parent, 0o755)
            self.process = subprocess.Popen([f"{BUILD}/tocsin-pinger", "--socket", self.socket, "--user", "nobody", *more],
                                            stderr=subprocess.DEVNULL)
            until(lambda: listening(self.socket))
            return self

        def stop(self, how=signal.SIGTERM):
            if self.process.poll() is None:
                self.process.send_signal(how)
            return self.process.wait(10)
    p = Pinger().start()
    yield p
    p.stop()


def test_answers_of_both_families(check):
    for address in ("127.0.0.1", "127.8.8.8", "::1", "localhost"):
        a = check("icmp", address)
        assert a.brief == ("up", None) and 0 < a["latency_ms"] < 1000


def test_several_packets(check):
    a = check("icmp", "127.0.0.1", params={"count": 5, "gap_ms": 10})
    d = a["details"]
    assert (a["status"], d["sent"], d["received"], d["loss_percent"]) == ("up", 5, 5, 0)
    assert d["rtt_min_ms"] <= a["latency_ms"] <= d["rtt_max_ms"]


@isolated
def test_silence_is_down_and_no_route_is_our_own_fault(check):
    with open("/proc/sys/net/ipv4/icmp_echo_ignore_all", "w", encoding="ascii") as f:
        f.write("1")
    assert check("icmp", "127.0.0.1", timeout_ms=300).brief == ("down", "timeout")
    a = check("icmp", "127.0.0.1", timeout_ms=600, params={"count": 3, "gap_ms": 50})
    assert a.brief == ("down", "timeout") and a["details"]["loss_percent"] == 100
    assert check("icmp", "10.7.7.7", timeout_ms=300).brief == ("unknown", "network_unreachable")


@isolated
def test_a_routers_word_comes_at_once(check):
    router = Router()
    try:
        router.ip("route", "add", "unreachable", "10.1.0.0/16")
        router.ip("route", "add", "prohibit", "10.2.0.0/16")
        router.ip("route", "add", "blackhole", "10.4.0.0/16")
        router.ip("-6", "route", "add", "unreachable", "fd01::/16")
        router.ip("-6", "route", "add", "prohibit", "fd02::/16")
        begin = time.monotonic()
        for target, reason in (("10.1.0.1", "host_unreachable"), ("10.2.0.1", "prohibited"), ("10.3.0.1", "network_unreachable"),
                               ("fd01::1", "network_unreachable"), ("fd02::1", "prohibited"), ("fe00::1", "network_unreachable")):
            a = check("icmp", target, timeout_ms=5000)
            assert a.brief == ("down", reason), (target, a)
            assert a["details"]["received"] == 0 and a["details"]["address"] == target
        assert time.monotonic() - begin < 5, "no silence was waited for"
        begin = time.monotonic()
        assert check("icmp", "10.1.0.2", timeout_ms=5000, params={"count": 5, "gap_ms": 500}).brief == ("down", "host_unreachable")
        assert time.monotonic() - begin < 2, "one word is enough"
        assert check("icmp", "10.4.0.1", timeout_ms=400).brief == ("down", "timeout")
        for address in ("10.77.0.1", "fd77::1"):
            assert check("icmp", address).brief == ("up", None)
    finally:
        router.stop()


@isolated
def test_a_host_nobody_answers_for_is_unreachable(check):
    router = Router()
    try:
        assert check("icmp", "10.77.0.99", timeout_ms=8000).brief == ("down", "host_unreachable")
    finally:
        router.stop()


def test_pinger_holds_no_privilege(pinger):
    text = open(f"/proc/{pinger.process.pid}/status", encoding="ascii").read()
    for line in ("CapPrm:\t0000000000000000", "CapEff:\t0000000000000000", "CapAmb:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2",
                 "Uid:\t65534\t65534\t65534\t65534"):
        assert line in text
    assert os.stat(pinger.socket).st_mode & 0o777 == 0o660


def test_many_by_the_pinger(check, pinger):
    targets = [f"127.60.{i // 250}.{i % 250 + 1}" for i in range(2000)]
    assert all(a["status"] == "up" for a in check("icmp", *targets, pinger=pinger.socket))


def test_rate_is_kept(check, tmp_path, pinger):
    pinger.stop()
    pinger.start("--rate", "1000")
    start = time.monotonic()
    answers = check("icmp", *[f"127.61.{i // 250}.{i % 250 + 1}" for i in range(1500)], pinger=pinger.socket)
    assert all(a["status"] == "up" for a in answers) and time.monotonic() - start > 0.9


def test_pinger_killed_is_unknown_and_comes_back(tenant, pinger):
    allow, env = ["127.0.0.0/8:icmp"], {"TEST_PINGER": pinger.socket}
    assert tenant("icmp", "127.0.0.1", allow=allow, env=env).brief == ("up", None)
    pinger.stop(signal.SIGKILL)
    assert tenant("icmp", "127.0.0.1", allow=allow, env=env).brief == ("unknown", "pinger_unavailable")
    pinger.start()
    assert tenant("icmp", "127.0.0.1", allow=allow, env=env).brief == ("up", None)


def test_a_pinger_that_comes_late_is_found(tenant, pinger):
    """Without a right to raw sockets, and started before the pinger."""
    pinger.stop()
    threading.Timer(0.5, pinger.start).start()
    answers = tenant("icmp", "127.0.0.1", allow=["127.0.0.0/8:icmp"], env={"TEST_PINGER": pinger.socket}, times=20, gap_ms=100,
                     before=("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"))
    assert answers[0].brief == ("unknown", "no_ping") and answers[-1].brief == ("up", None), answers


def test_same_client_survives_a_restart(tenant, pinger):
    threading.Timer(0.5, lambda: (pinger.stop(signal.SIGKILL), pinger.start())).start()
    answers = tenant("icmp", "127.0.0.1", allow=["127.0.0.0/8:icmp"], env={"TEST_PINGER": pinger.socket}, times=30, gap_ms=50,
                     timeout_ms=500)
    assert answers[0]["status"] == "up" and answers[-1]["status"] == "up"
    assert {a["status"] for a in answers} <= {"up", "unknown"}


def test_garbage_does_not_end_the_pinger(pinger, check):
    import socket
    for junk in (b"x", b"\xff" * 31, os.urandom(4096), os.urandom(33)):
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as s:
            s.connect(pinger.socket)
            s.send(junk)
    assert check("icmp", "127.0.0.1", pinger=pinger.socket)["status"] == "up"


def test_sigterm_ends_it_cleanly(pinger):
    assert pinger.stop() == 0 and not os.path.exists(pinger.socket)
