"""The gateway below nginx: raw records (VA-13), kept connections, overload, crashes (FA-13), draining, plain CGI."""
import os
import signal
import socket
import struct
import subprocess
import threading
import time

import pytest

from harness.paths import BUILD
from harness.wait import listening, until

BEGIN, ABORT, END, PARAMS, STDIN, STDOUT, STDERR, DATA, GET_VALUES, GET_VALUES_RESULT, UNKNOWN = range(1, 12)


def record(kind, body=b"", request=1, version=1, length=None, padding=0):
    return struct.pack("!BBHHBx", version, kind, request, len(body) if length is None else length, padding) + body + b"\0" * padding


def pairs(**values):
    out = b""
    for name, value in values.items():
        for text in (name, value):
            out += struct.pack("!B", len(text)) if len(text) < 128 else struct.pack("!I", len(text) | 0x80000000)
        out += name.encode() + value.encode()
    return out


def request(path="/api/v1/health", keep=True, body=b"", method=None, **params):
    """All records of one request."""
    values = pairs(REQUEST_METHOD=method or ("POST" if body else "GET"), REQUEST_URI=path, REMOTE_ADDR="127.0.0.1", QUERY_STRING="",
                   CONTENT_LENGTH=str(len(body)) if body else "", **params)
    return (record(BEGIN, struct.pack("!HB5x", 1, keep)) + record(PARAMS, values) + record(PARAMS)
            + (record(STDIN, body) if body else b"") + record(STDIN))


class Connection:
    def __init__(self, gate, pool="fast", timeout=10):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(timeout)
        self.socket.connect(f"{gate.dir}/run/api/{pool}.sock")

    def send(self, data):
        self.socket.sendall(data)
        return self

    def exactly(self, n):
        data = b""
        while len(data) < n:
            got = self.socket.recv(n - len(data))
            if not got:
                raise EOFError
            data += got
        return data

    def answer(self):
        """Standard output of the next request, up to its end record."""
        out = b""
        while True:
            _, kind, _, length, padding = struct.unpack("!BBHHBx", self.exactly(8))
            body = self.exactly(length)
            self.exactly(padding)
            if kind == STDOUT:
                out += body
            elif kind == END:
                return out
            elif kind == GET_VALUES_RESULT:
                return body

    def closed(self):
        try:
            return self.socket.recv(1) == b""
        except ConnectionResetError:
            return True

    def close(self):
        self.socket.close()


def ok(gate, pool="fast"):
    c = Connection(gate, pool)
    assert c.send(request()).answer().startswith(b"Status: 200"), "the next request"
    c.close()


HOSTILE = {
    "nothing": b"",
    "half a header": b"\x01\x01\x00",
    "half a record": record(BEGIN, b"\0\1", length=8),
    "no begin": record(PARAMS, pairs(A="b")) + record(STDIN),
    "wrong version": record(BEGIN, struct.pack("!HB5x", 1, 1), version=9) + request(),
    "unknown type": record(99, b"x" * 40, request=0) + request(),
    "unknown role": record(BEGIN, struct.pack("!HB5x", 7, 1)) + record(PARAMS) + record(STDIN),
    "short begin": record(BEGIN, b"\0\1") + record(PARAMS) + record(STDIN),
    "huge name length": record(BEGIN, struct.pack("!HB5x", 1, 0)) + record(PARAMS, b"\xff\xff\xff\xff\x01") + record(PARAMS) + record(STDIN),
    "huge value length": record(BEGIN, struct.pack("!HB5x", 1, 0)) + record(PARAMS, b"\x01\xff\xff\xff\xffA") + record(PARAMS) + record(STDIN),
    "sum overflows": record(BEGIN, struct.pack("!HB5x", 1, 0)) + record(PARAMS, b"\xff\xff\xff\xff\xff\xff\xff\xff") + record(PARAMS) + record(STDIN),
    "params cut short": record(BEGIN, struct.pack("!HB5x", 1, 0)) + record(PARAMS, b"\x0eREQUEST"),
    "abort": record(BEGIN, struct.pack("!HB5x", 1, 1)) + record(ABORT),
    "abort in the body": record(BEGIN, struct.pack("!HB5x", 1, 1)) + record(PARAMS, pairs(REQUEST_METHOD="POST", REQUEST_URI="/api/v1/push/x",
                         CONTENT_LENGTH="100")) + record(PARAMS) + record(STDIN, b"{") + record(ABORT),
    "body too short": record(BEGIN, struct.pack("!HB5x", 1, 0)) + record(PARAMS, pairs(REQUEST_METHOD="POST", REQUEST_URI="/api/v1/push/x",
                      CONTENT_TYPE="application/json", CONTENT_LENGTH="100")) + record(PARAMS) + record(STDIN, b"{}") + record(STDIN),
    "length of nonsense": request(**{"CONTENT_LENGTH_": "x"}).replace(b"CONTENT_LENGTH_", b"CONTENT_LENGTH "),
    "two begins": record(BEGIN, struct.pack("!HB5x", 1, 1)) + request(),
    "another's id": request() + record(STDIN, b"x" * 100, request=7) + request(),
    "zeroes": b"\0" * 4096,
    "noise": bytes(range(256)) * 64,
    "a web request": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "no method": record(BEGIN, struct.pack("!HB5x", 1, 0)) + record(PARAMS) + record(STDIN),
    "ten thousand params": record(BEGIN, struct.pack("!HB5x", 1, 0)) + b"".join(
        record(PARAMS, pairs(**{f"N{i}_{j}": "v" for j in range(500)})) for i in range(20)) + record(PARAMS) + record(STDIN),
}


@pytest.mark.parametrize("pool", ["fast", "heavy"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_records_hurt_nobody(gate, name, pool):
    before = gate.log().count("child_lost")
    c = Connection(gate, pool)
    try:
        c.send(HOSTILE[name])
    except BrokenPipeError:
        pass
    start = time.monotonic()
    ok(gate, pool)
    assert time.monotonic() - start < 5
    c.close()
    ok(gate, pool)
    assert gate.log().count("child_lost") == before


def test_get_values(gate):
    """Nobody but a web server asks, and none does: answered or hung up on, and nobody else notices."""
    c = Connection(gate)
    c.send(record(GET_VALUES, pairs(FCGI_MPXS_CONNS=""), request=0))
    ok(gate)
    c.close()


def test_kept_connections_pin_nobody(gate):
    """Far more kept connections than processes: each is served again and again, and newcomers too."""
    kept = [Connection(gate) for _ in range(40)]
    for _ in range(3):
        for c in kept:
            assert c.send(request()).answer().startswith(b"Status: 200")
    start = time.monotonic()
    for _ in range(20):
        ok(gate)
    assert time.monotonic() - start < 3
    assert len(gate.workers()) <= 4
    for c in kept:
        c.close()


def test_half_records_hang_nobody(gate):
    """Four silent peers for each process: cut off within seconds, while others are served."""
    silent = [Connection(gate) for _ in range(16)]
    for c in silent:
        c.send(b"\x01\x01\x00\x01")
    time.sleep(0.2)
    for _ in range(20):
        start = time.monotonic()
        ok(gate)
        assert time.monotonic() - start < 0.5
    late = silent.pop()
    late.send(request()[4:])
    assert late.answer().startswith(b"Status: 200"), "late, but whole"
    for c in silent:
        c.socket.settimeout(12)
        assert c.closed()


def test_where_connections_are_not_kept(gate):
    for pool in ("heavy", "auth"):
        c = Connection(gate, pool)
        assert c.send(request(keep=True)).answer().startswith(b"Status: 200")
        assert c.closed()


def test_bodies_nobody_read_do_not_disturb(gate):
    c = Connection(gate)
    for _ in range(5):
        answer = c.send(request("/api/v1/hosts", body=b"x" * 60000, CONTENT_TYPE="application/json")).answer()
        assert answer.startswith(b"Status: 401")
        assert c.send(request()).answer().startswith(b"Status: 200")


def test_what_waited_too_long_is_shed(gate):
    c = Connection(gate)
    answer = c.send(request(TOCSIN_TAKEN_AT=f"{time.time() - 5:.3f}")).answer()
    assert answer.startswith(b"Status: 503") and b"Retry-After: " in answer
    assert c.send(request(TOCSIN_TAKEN_AT=f"{time.time():.3f}")).answer().startswith(b"Status: 200")


def test_clients_that_leave(gate):
    """The peer goes before the answer: nothing breaks, the transaction is whole."""
    body = b'{"name":"gone before the answer","address":"192.0.2.1"}'
    for _ in range(10):
        c = Connection(gate)
        c.send(request("/api/v1/hosts", body=body, CONTENT_TYPE="application/json", HTTP_X_API_KEY=gate.keys["alpha", "owner"]))
        c.close()
    until(lambda: gate.sql("SELECT count(*) FROM host WHERE name LIKE 'gone before%%'") == [(1,)])
    ok(gate)


def test_a_killed_process_is_replaced(fresh_gate):
    gate = fresh_gate
    kept = Connection(gate)
    assert kept.send(request()).answer()
    time.sleep(0.1)  # the process is done with it
    old = gate.workers()
    for pid in old:
        gate.hurt(pid)
    start = time.monotonic()
    until(lambda: gate.anybody().call("GET", "/health").status_code == 200, 3)
    assert time.monotonic() - start < 1.5 and not set(old) & set(gate.workers())
    assert gate.log().count("child_lost") == len(old)
    assert kept.send(request()).answer().startswith(b"Status: 200"), "a kept connection goes to the next process"


def with_one_process(gate):
    gate.pools["fast"].terminate()
    gate.pools["fast"].wait(10)
    gate.write_config(public_url=gate.url, pool_fast=1)
    gate.start_pool("fast")
    until(lambda: len(gate.workers()) == 1)
    return gate


def test_a_lost_process_costs_only_the_request_it_was_busy_with(fresh_gate):
    """FA-13: what waited behind it in other kept connections, writes as well, is done by another, once."""
    gate = with_one_process(fresh_gate)
    key = {"CONTENT_TYPE": "application/json", "HTTP_X_API_KEY": gate.keys["alpha", "owner"]}
    host = gate.client().post("/hosts", {"name": "held", "address": "192.0.2.1"}, status=201)
    kept = [Connection(gate) for _ in range(20)]
    for c in kept:
        assert c.send(request()).answer().startswith(b"Status: 200")
    (old,) = gate.workers()
    holder = gate.connect()
    with holder.cursor() as cursor:
        cursor.execute("SELECT 1 FROM host WHERE id = %s FOR UPDATE", [host["id"]])
        busy, *waiting = kept
        busy.send(request(f"/api/v1/hosts/{host['id']}", body=b'{"group":"late"}', method="PATCH", **key))
        until(lambda: gate.sql("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"), what="the process being busy")
        for i, c in enumerate(waiting):
            c.send(request("/api/v1/hosts", body=b'{"name":"waited %d","address":"192.0.2.1"}' % i, **key))
        gate.hurt(old)
        assert busy.closed()
        for c in waiting:
            assert c.answer().startswith(b"Status: 201")
        holder.rollback()
    holder.close()
    assert gate.sql("SELECT count(*), count(DISTINCT name) FROM host WHERE name LIKE 'waited %%'") == [(19, 19)]
    assert gate.log().count("child_lost") == 1


def test_connections_that_end_leave_nothing_behind(fresh_gate):
    """Neither in the process that served them nor in its parent."""
    gate = with_one_process(fresh_gate)

    def open_files():
        return [len(os.listdir(f"/proc/{p}/fd")) for p in (gate.pools["fast"].pid, *gate.workers())]
    ok(gate)
    time.sleep(0.2)
    before = open_files()
    for keep in (True, False, True):
        many = [Connection(gate) for _ in range(50)]
        for c in many:
            assert c.send(request(keep=keep)).answer().startswith(b"Status: 200")
            assert keep or c.closed()
        for c in many:
            c.close()
    until(lambda: open_files() == before, 3, what="as few open files as before")


def test_children_come_on_demand_and_stop_in_order(fresh_gate):
    gate = fresh_gate
    assert len(gate.workers("heavy")) == 0 and len(gate.workers("fast")) == 1
    assert gate.client().get("/overview")["hosts"]["total"] == 0
    assert 1 <= len(gate.workers("heavy")) <= 2
    stop, failed = threading.Event(), []

    def load():
        client = gate.newcomer()
        while not stop.is_set():
            r = client.call("GET", "/hosts")
            if r.status_code != 200:
                failed.append((r.status_code, r.text[:200]))
    threads = [threading.Thread(target=load) for _ in range(12)]
    for t in threads:
        t.start()
    until(lambda: len(gate.workers()) > 1, 10, what="a second process under load")
    assert len(gate.workers()) <= 4
    gate.hurt(gate.pools["fast"].pid, signal.SIGHUP)
    time.sleep(1)
    stop.set()
    for t in threads:
        t.join()
    assert not failed, failed[:3]
    assert '"reloaded"' in gate.log()
    for pool, child in gate.pools.items():
        children = gate.workers(pool)
        child.send_signal(signal.SIGTERM)
        assert child.wait(10) == 0
        assert not [p for p in children if os.path.exists(f"/proc/{p}")]
        assert not os.path.exists(f"{gate.dir}/run/api/{pool}.sock")


def test_kept_connections_outlive_their_process(fresh_gate):
    """A reload replaces the processes; the web server's connections never notice."""
    gate = fresh_gate
    kept = [Connection(gate) for _ in range(5)]
    for c in kept:
        assert c.send(request()).answer().startswith(b"Status: 200")
    for _ in range(3):
        old = gate.workers()
        gate.hurt(gate.pools["fast"].pid, signal.SIGHUP)
        until(lambda: gate.workers() and not set(old) & set(gate.workers()), 5)
        for c in kept:
            assert c.send(request()).answer().startswith(b"Status: 200")


def test_what_was_begun_is_finished(fresh_gate):
    """SIGTERM while a request waits for a lock: it is answered, then the pool ends."""
    gate = fresh_gate
    host = gate.client().post("/hosts", {"name": "held", "address": "192.0.2.1"}, status=201)
    holder = gate.connect()
    with holder.cursor() as cursor:
        cursor.execute("SELECT 1 FROM host WHERE id = %s FOR UPDATE", [host["id"]])
        answers = []
        t = threading.Thread(target=lambda: answers.append(gate.client().call("PATCH", f"/hosts/{host['id']}", {"group": "late"})))
        t.start()
        time.sleep(0.15)
        gate.pools["fast"].send_signal(signal.SIGTERM)
        time.sleep(0.1)
        holder.rollback()
    t.join()
    assert answers[0].status_code == 200 and answers[0].json()["group"] == "late"
    assert gate.pools["fast"].wait(10) == 0
    holder.close()


def test_a_reload_that_cannot_be_keeps_serving(fresh_gate):
    gate = fresh_gate
    os.rename(f"{gate.dir}/keys/jwt", f"{gate.dir}/keys/jwt.away")
    gate.hurt(gate.pools["fast"].pid, signal.SIGHUP)
    until(lambda: "the old one stays" in gate.log())
    assert gate.anybody().get("/health")["status"] == "ok"
    bad = gate.spawn("tocsin-api", "--pool", "fast", "--listen", f"{gate.dir}/run/api/other.sock")
    assert bad.wait(10) == 1 and not os.path.exists(f"{gate.dir}/run/api/other.sock")


def test_a_socket_is_not_taken_from_the_living(gate):
    again = gate.spawn("tocsin-api", "--pool", "fast", "--listen", f"{gate.dir}/run/api/fast.sock")
    assert again.wait(10) == 1
    ok(gate)


def cgi(gate, path, method="GET", body=b"", **more):
    env = {"PATH": "/usr/bin:/bin", "REQUEST_METHOD": method, "REQUEST_URI": path, "QUERY_STRING": "", "REMOTE_ADDR": "127.0.0.1",
           "GATEWAY_INTERFACE": "CGI/1.1", "TOCSIN_CONF": gate.config, **more}
    if body:
        env.update(CONTENT_LENGTH=str(len(body)), CONTENT_TYPE="application/json")
    r = subprocess.run([f"{BUILD}/tocsin-api"], env=env, input=body, capture_output=True, timeout=20, check=True)
    head, _, content = r.stdout.partition(b"\r\n\r\n")
    return head.decode().split("\r\n"), content.decode()


def test_plain_cgi(gate):
    head, content = cgi(gate, "/api/v1/health")
    assert head[0] == "Status: 200 OK" and '"ok"' in content and f"Content-Length: {len(content)}" in head
    key = {"HTTP_X_API_KEY": gate.keys["alpha", "owner"]}
    head, content = cgi(gate, "/api/v1/hosts", "POST", b'{"name":"by cgi","address":"192.0.2.1"}', **key)
    assert head[0].startswith("Status: 201"), content
    head, content = cgi(gate, "/api/v1/hosts?q=by%20cgi", QUERY_STRING="q=by%20cgi", **key)
    assert '"by cgi"' in content
    assert cgi(gate, "/api/v1/hosts", "POST", b"{", **key)[0][0].startswith("Status: 400")
    assert cgi(gate, "/api/v1/nothing")[0][0].startswith("Status: 404")


def test_cgi_by_fcgiwrap(gate):
    path = f"{gate.dir}/run/fcgiwrap.sock"
    wrap = subprocess.Popen(["/usr/sbin/fcgiwrap", "-s", f"unix:{path}"], env={"PATH": "/usr/bin:/bin"}, stdin=subprocess.DEVNULL)
    try:
        until(lambda: listening(path))
        for _ in range(3):
            c = Connection.__new__(Connection)
            c.socket = socket.socket(socket.AF_UNIX)
            c.socket.settimeout(15)
            c.socket.connect(path)
            answer = c.send(request(keep=False, SCRIPT_FILENAME=f"{BUILD}/tocsin-api", TOCSIN_CONF=gate.config)).answer()
            assert b"Status: 200" in answer and b'"ok"' in answer, answer
            c.close()
    finally:
        wrap.terminate()
        wrap.wait()


def test_one_subscriber_is_one_caller(gate):
    """Of IPv6 the /64 counts, so its many addresses share one limit."""
    def left(address):
        values = pairs(REQUEST_METHOD="GET", REQUEST_URI="/api/v1/ready", REMOTE_ADDR=address, QUERY_STRING="", CONTENT_LENGTH="")
        c = Connection(gate).send(record(BEGIN, struct.pack("!HB5x", 1, 0)) + record(PARAMS, values) + record(PARAMS) + record(STDIN))
        head = c.answer().split(b"\r\n\r\n")[0].decode()
        c.close()
        return int(head.split("RateLimit-Remaining: ")[1].split()[0])
    if time.time() % 60 > 55:
        time.sleep(6)
    first = left("2001:db8:7:7::1")
    assert [left("2001:db8:7:7:a::2"), left("2001:db8:7:7:ffff:ffff:ffff:ffff")] == [first - 1, first - 2]
    assert left("2001:db8:7:8::1") == first
