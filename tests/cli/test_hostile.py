"""Servers that are away, slow, wrong or hostile: one line that says why, no raw byte of theirs on the terminal, no key in sight."""
import json
import os
import re
import socket
import ssl
import subprocess
import time

import pytest

from conftest import TOCSIN, Person
from harness.paths import free_port
from harness.targets import Answer, Http, Listener

KEY = "tsk_9_9_secretsecretsecretsecretsecret"
EVIL = "a\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnp\u2066\ufeff\x7f\U000e0041b\r\nrm"


class Says(Listener):
    """Writes these bytes to whoever asks, and closes."""

    def __init__(self, data):
        self.data = data
        super().__init__()

    def talk(self, peer):
        peer.settimeout(5)
        peer.recv(65536)
        peer.sendall(self.data)
        peer.shutdown(socket.SHUT_WR)


def head(length, status="200 OK", kind="application/json", more=""):
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{more}\r\n".encode()


@pytest.fixture
def against(tmp_path):
    """A person whose server writes just these bytes."""
    made = []

    def make(data):
        made.append(Says(data))
        return Person(tmp_path, f"http://127.0.0.1:{made[-1].port}", KEY)
    yield make
    for s in made:
        s.stop()


@pytest.fixture
def fake(tmp_path):
    """(person, server): an HTTP server whose answers the test chooses."""
    server = Http()
    yield Person(tmp_path, server.url, KEY), server
    server.stop()


def body(value, **more):
    return Answer(body=json.dumps(value).encode(), headers={"Content-Type": "application/json"}, **more)


def problem(status, **members):
    text = json.dumps({"status": status, "title": "t", "code": "c", "request_id": "r", **members}).encode()
    return Answer(status, text, {"Content-Type": "application/problem+json"})


DEEP = b'{"items": ' + b"[" * 4000 + b"]" * 4000 + b"}"


@pytest.mark.parametrize("data, status", [
    (b"", 6), (b"HTTP/1.1 200 OK\r\n", 6), (b"SSH-2.0-x\r\n", 6), (b"\xff" * 300, 6),
    (head(500) + b'{"items": [', 6), (head(2) + b"{}", 6), (head(4) + b"null", 6), (head(1) + b"3", 6),
    (head(17) + b'{"items": "none"}', 6), (head(5) + b"<p>hi", 6), (head(5, kind="text/html") + b"<p>hi", 6),
    (head(len(DEEP)) + DEEP, 6), (head(26) + b'{"items": [], "items": []}', 6), (head(16) + b'{"items": "\xff\xfe"}', 6),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", 6), (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20000, 6),
    (head(0, "302 Found", more="Location: https://elsewhere.example/\r\n"), 6), (head(0, "500 Oops"), 6), (head(0, "502 Bad Gateway"), 6),
    (head(0, "404 Not Found"), 3), (head(0, "401 Unauthorized"), 4), (head(0, "418 Teapot"), 6),
    (head(4, "403 Forbidden", kind="application/problem+json") + b"nope", 4),
    (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd", 6)])
def test_answers_that_are_none(against, data, status):
    me = against(data)
    line = me.says(status, "get", "hosts")
    assert KEY not in line and len(line) < 260
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", line)


def test_an_endless_answer(tmp_path):
    """It ends at the bound, in bounded memory."""
    class Endless(Listener):
        def talk(self, peer):
            peer.recv(65536)
            peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
            while True:
                peer.sendall(b"1," * 500000)
    server = Endless()
    me = Person(tmp_path, f"http://127.0.0.1:{server.port}", KEY)
    assert "longer than any" in me.says(6, "get", "hosts")
    server.stop()


def test_pages_without_end(fake):
    me, server = fake
    server.answers["/api/v1/hosts"] = body({"items": [{"id": 1, "name": "x"}], "next_cursor": "same"})
    assert "circles" in me.says(6, "get", "hosts", "--all")


@pytest.mark.parametrize("form", ["table", "wide", "json", "yaml", "csv", "name"])
def test_names_that_would_steer_a_terminal(fake, form):
    me, server = fake
    row = {"id": 1, "name": EVIL, "status": EVIL, "address": EVIL, "group": EVIL, "labels": {EVIL: EVIL}, "checks": {"total": EVIL}}
    server.answers["/api/v1/hosts"] = body({"items": [row], "next_cursor": None})
    server.answers["/api/v1/hosts/1"] = body(row)
    server.answers["/api/v1/hosts/1/checks"] = server.answers["/api/v1/hosts/1/timeline"] = body({"items": [{"name": EVIL, "message": EVIL}]})
    for words in (["get", "hosts", "-o", form], ["get", "hosts", "1", "-o", form], ["describe", "host", "1"]):
        text = me.out(*words)
        bare = text.replace("\r\n", "\n") if form == "csv" else text
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]", bare), text
    if form == "json":
        assert json.loads(me.out("get", "hosts", "1", "-o", "json")) == row
    if form == "table":
        assert len(me.out("get", "hosts").splitlines()) == 2, "a line's end in a name makes no new line"


def test_refusals_that_would_steer_a_terminal(fake):
    me, server = fake
    for path, answer in {"/api/v1/hosts": problem(422, detail=EVIL * 50, errors=[{"field": EVIL, "message": EVIL * 100}]),
                         "/api/v1/checks": problem(403, detail=EVIL * 50), "/api/v1/users": problem(409, detail=EVIL),
                         "/api/v1/audit": Answer(302, b"", {"Location": "https://evil\x9b\x1b[2J/"})}.items():
        server.answers[path] = answer
        line = me.says({"hosts": 1, "checks": 4, "users": 5, "audit": 6}[path.rsplit("/", 1)[1]], "get", path.rsplit("/", 1)[1])
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202e\u2066]", line), repr(line)


def test_redirects_carry_no_key(fake):
    me, server = fake
    other = Http()
    server.answers["/api/v1/hosts"] = Answer(307, b"", {"Location": other.url + "/api/v1/hosts"})
    me.says(6, "get", "hosts")
    assert other.seen == []
    other.stop()


def test_the_key_stands_in_its_header_only(fake):
    me, server = fake
    server.answers["/api/v1/hosts"] = problem(401, code="unauthenticated")
    line = me.says(4, "get", "hosts", "-q", "a b&c=d/../?")
    (_, path, headers, _), = server.seen
    assert headers["X-API-Key"] == KEY and KEY not in path and KEY not in line and "q=a%20b%26c%3Dd%2F..%2F%3F" in path


def test_a_server_that_is_away(tmp_path):
    me = Person(tmp_path, f"http://127.0.0.1:{free_port()}", KEY)
    start = time.monotonic()
    line = me.says(6, "get", "hosts")
    assert "refused" in line and "Is Tocsin running there?" in line and time.monotonic() - start < 3


def test_too_busy(fake):
    me, server = fake
    server.answers["/api/v1/hosts"] = problem(429, code="throttled", detail="slow down")
    assert "slow down" in me.says(6, "get", "hosts")
    server.answers["/api/v1/hosts"] = problem(503, code="unavailable")
    assert "tocsin status" in me.says(6, "get", "hosts")


def test_an_answer_that_a_script_cannot_take(fake):
    """A full disk is a failure with a line; a reader that has seen enough is not worth one."""
    me, server = fake
    server.answers["/api/v1/hosts"] = body({"items": [{"id": n, "name": "x" * 60} for n in range(5000)], "next_cursor": None})
    with open("/dev/full", "wb") as full:
        r = subprocess.run([TOCSIN, "get", "hosts"], env=me.env(), stdout=full, stderr=subprocess.PIPE, text=True, timeout=20)
    assert r.returncode == 1 and "cannot write" in r.stderr
    read, write = os.pipe()
    os.close(read)
    r = subprocess.run([TOCSIN, "get", "hosts"], env=me.env(), stdout=write, stderr=subprocess.PIPE, text=True, timeout=20)
    os.close(write)
    assert r.returncode == 1 and r.stderr == ""


def certificate(tmp_path, name):
    """A self-signed certificate and its key."""
    cert, private = f"{tmp_path}/cert.pem", f"{tmp_path}/key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-keyout", private,
                    "-out", cert, "-subj", f"/CN={name}", "-addext", f"subjectAltName=IP:{name}"], check=True, capture_output=True)
    return cert, private


def test_https_is_verified(tmp_path):
    cert, private = certificate(tmp_path, "127.0.0.1")
    server = Http()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, private)
    server.server.socket = context.wrap_socket(server.server.socket, server_side=True)
    server.answers["/api/v1/hosts"] = body({"items": [{"id": 1, "name": "web"}], "next_cursor": None})
    me = Person(tmp_path, f"https://127.0.0.1:{server.port}", KEY)
    assert "self-signed" in me.says(6, "get", "hosts")
    assert server.seen == [], "nothing was sent before the certificate was believed"
    assert "web" in me.out("get", "hosts", "--ca-file", cert)
    assert "web" in me.out("get", "hosts", env={"TOCSIN_CA_FILE": cert})
    assert "no certificate" in me.says(2, "get", "hosts", "--ca-file", "/dev/null")
    other = tmp_path / "other"
    other.mkdir()
    cert, private = certificate(other, "127.0.0.2")
    context.load_cert_chain(cert, private)
    assert "another name" in me.says(6, "get", "hosts", "--ca-file", cert)
    server.stop()
