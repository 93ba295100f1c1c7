"""What the API does when what it needs goes away (FA-01, FA-13, QU-04, VA-12), and what it logs (IN-04)."""
import json
import os
import re
import threading
import time
import uuid

import pytest

from api.gate import BUILD, Gate
from harness.wait import until


def test_a_restarted_postgresql(fresh_gate):
    gate, client = fresh_gate, fresh_gate.client()
    acknowledged, stop, seen = [], threading.Event(), set()

    def load():
        mine = gate.newcomer()
        n = 0
        while not stop.is_set():
            n += 1
            name = f"load {threading.get_ident()} {n}"
            start = time.monotonic()
            r = mine.call("POST", "/hosts", {"name": name, "address": "192.0.2.1"})
            took = time.monotonic() - start
            seen.add(r.status_code)
            if r.status_code == 201:
                acknowledged.append(name)
            else:
                assert r.status_code == 503 and int(r.headers["Retry-After"]) >= 1, r.text
                assert took < 1.5, took
                assert "detail" not in r.json()
                time.sleep(0.05)
    threads = [threading.Thread(target=load) for _ in range(4)]
    for t in threads:
        t.start()
    time.sleep(0.7)
    gate.stop_pg("immediate")
    until(lambda: client.call("GET", "/hosts").status_code == 503, 3)
    ready = client.call("GET", "/ready")
    assert (ready.status_code, ready.json()["postgresql"]) == (503, False)
    assert client.call("GET", "/health").status_code == 200
    gate.start_pg()
    start = time.monotonic()
    until(lambda: client.call("GET", "/hosts").status_code == 200, 5)
    assert time.monotonic() - start < 5
    time.sleep(0.5)
    stop.set()
    for t in threads:
        t.join()
    assert seen == {201, 503} and acknowledged
    kept = {r[0] for r in gate.sql("SELECT name FROM host")}
    assert set(acknowledged) <= kept, "an acknowledged host is lost"


def test_an_error_tells_nothing_of_us(fresh_gate):
    gate, client = fresh_gate, fresh_gate.client()
    client.get("/hosts")
    gate.sql("ALTER TABLE check_state RENAME TO check_state_away")
    try:
        r = client.call("GET", "/hosts?sort=name")
        assert r.status_code == 500
        assert set(r.json()) == {"type", "status", "code", "title", "errors", "request_id"} and r.json()["errors"] == []
        for word in ("check_state", "SELECT", "relation", "sql", "PostgreSQL", "/", "backend"):
            assert word not in r.json()["title"], r.text
        assert r.json()["request_id"] in gate.log() and "check_state" in gate.log(), "people who run it read why"
    finally:
        gate.sql("ALTER TABLE check_state_away RENAME TO check_state")
    assert client.call("GET", "/hosts?sort=name").status_code == 200


def test_a_slow_statement_is_cut_off(fresh_gate):
    gate, client = fresh_gate, fresh_gate.client()
    holder = gate.connect()
    with holder.cursor() as cursor:
        cursor.execute("LOCK TABLE host IN ACCESS EXCLUSIVE MODE")
        start = time.monotonic()
        r = client.call("GET", "/hosts")
        assert r.status_code == 503 and "Retry-After" in r.headers and time.monotonic() - start < 2
    holder.close()
    assert client.call("GET", "/hosts").status_code == 200


with open(f"{BUILD}/tocsin-api", "rb") as binary:
    HAS_POINTS = b"api-before-commit" in binary.read()
points = pytest.mark.skipif(not HAS_POINTS, reason="built without --enable-fault-points")


@points
@pytest.mark.parametrize("point,made", [("api-before-handler", 0), ("api-before-commit", 0), ("api-after-commit", 1)])
def test_a_crash_costs_one_request(point, made):
    gate = Gate().start()
    try:
        key, body = uuid.uuid4().hex, {"name": "crash", "address": "192.0.2.1"}
        client = gate.client()
        client.get("/hosts")
        # Another pool on the same data whose children die at that point.
        path = f"{gate.dir}/run/api/fast.sock"
        gate.pools["fast"].terminate()
        gate.pools["fast"].wait()
        gate.env = {"TOCSIN_FAULT": point}
        gate.start_pool("fast")
        assert client.call("POST", "/hosts", body, headers={"Idempotency-Key": key}).status_code == 502
        until(lambda: gate.log().count("child_lost") == 1)
        assert gate.sql("SELECT count(*) FROM host") == [(made,)]
        gate.pools["fast"].terminate()
        gate.pools["fast"].wait()
        assert not os.path.exists(path)
        gate.env = {}
        gate.start_pool("fast")
        r = client.call("POST", "/hosts", body, headers={"Idempotency-Key": key})
        assert r.status_code == 201 and gate.sql("SELECT id FROM host") == [(r.json()["id"],)]
    finally:
        gate.stop()


def test_log_lines_are_json_whatever_comes(gate, alpha, things):
    evil = ["a\\r\\nb", "\x1b[31mred", '"}{"event":"forged"', "\u202etxt", "x" * 5000, "%n%s", "${x}"]
    for text in evil:
        alpha.call("GET", "/hosts", headers={"User-Agent": text.encode("utf-8"), "Referer": text.encode("utf-8")})
        alpha.call("POST", "/hosts", {"name": text, "address": "192.0.2.1"})
        alpha.call("GET", "/hosts", params={"q": text})
        alpha.call("GET", "/hosts", headers={"X-Request-Id": text.encode("utf-8").replace(b"\r", b"").replace(b"\n", b"")})
        gate.anybody().call("GET", f"/push/{text}")
        gate.anybody().call("GET", "/hosts", headers={"X-API-Key": text.encode("utf-8"), "Authorization": "Bearer x"})
    lines = gate.log().splitlines()
    assert lines
    for line in lines:
        row = json.loads(line)
        assert set(row) >= {"ts", "level", "event"} and row["event"] != "forged"
        assert not re.search(r"[\x00-\x1f\x7f]", line)
    for key in gate.keys.values():
        assert key not in gate.log() and key.split("_", 3)[3] not in gate.log()
