"""tcp against ports of every habit."""
import json
import subprocess

from harness.paths import BUILD


def test_open_and_closed(check, target):
    port = target("Tcp").port
    a = check("tcp", f"127.0.0.1:{port}")
    assert a.brief == ("up", None) and a["latency_ms"] < 1000 and a["details"]["address"] == "127.0.0.1"
    closed = target("Tcp")
    closed.stop()
    assert check("tcp", f"127.0.0.1:{closed.port}").brief == ("down", "connection_refused")


def test_no_answer_to_connecting_is_a_timeout(check, target):
    full = target("Full")
    a = check("tcp", f"127.0.0.1:{full.port}", timeout_ms=500)
    assert a.brief == ("down", "timeout")


def test_expected_greeting(check, target):
    ssh = target("Tcp", habit="greet", data=b"220 mail ready\r\n")
    assert check("tcp", f"127.0.0.1:{ssh.port}", expect="220 mail")["status"] == "up"
    assert check("tcp", f"127.0.0.1:{ssh.port}", expect="ready\\r\\n")["status"] == "up"
    assert check("tcp", f"127.0.0.1:{ssh.port}", expect="HTTP").brief == ("down", "text_missing")


def test_greeting_that_drips_is_found_across_pieces(check, target):
    slow = target("Tcp", habit="drip", data=b"ababac-done", every_s=0.02)
    assert check("tcp", f"127.0.0.1:{slow.port}", expect="abac-done")["status"] == "up"


def test_sent_text_is_answered(check, target):
    web = target("Http")
    a = check("tcp", f"127.0.0.1:{web.port}", params={"send": "GET / HTTP/1.0\\r\\n\\r\\n", "expect": "200 OK"})
    assert a["status"] == "up" and "answer_ms" in a["details"]


def test_silence_and_reset_after_connecting(check, target):
    hang, reset = target("Tcp", habit="hang"), target("Tcp", habit="reset")
    assert check("tcp", f"127.0.0.1:{hang.port}", expect="x", timeout_ms=300).brief == ("down", "timeout")
    assert check("tcp", f"127.0.0.1:{reset.port}", expect="x")["status"] == "down"


def test_bad_escapes_are_refused(tocsin):
    status, _, errors = tocsin("check", "tcp", "127.0.0.1:1", "--expect", "\\q")
    assert status == 2 and "escaped" in errors


def test_no_descriptor_left_is_unknown_not_down(target):
    port = target("Tcp").port
    r = subprocess.run(["/bin/sh", "-c", f"ulimit -n 20; exec {BUILD}/tocsin check tcp -o json --at-once 50 "
                        + " ".join([f"127.0.0.1:{port}"] * 30)], capture_output=True, text=True, timeout=60, check=False)
    answers = json.loads(r.stdout)
    assert {a["status"] for a in answers} == {"up", "unknown"}
    assert {a["reason"] for a in answers if a["status"] == "unknown"} <= {"no_descriptor", "no_memory"}
