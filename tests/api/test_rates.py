"""How often one may call (RL-01 to RL-03), with Redis and without."""
import threading
import time

import pytest

from harness.client import Client

RUN_LIMIT, WINDOW_S = 120, 60


@pytest.fixture
def body(things):
    return {"host_id": things("alpha").host()["id"], "type": "tcp", "params": {"port": 1}}


def early(seconds):
    """Waits for a window with so many seconds left."""
    left = WINDOW_S - time.time() % WINDOW_S
    if left < seconds:
        time.sleep(left + 0.1)


def test_the_call_too_many(gate, body):
    early(15)
    one, other = gate.newcomer(role="operator"), gate.newcomer(role="operator")
    for n in range(RUN_LIMIT):
        r = one.call("POST", "/checks/test", body)
        assert r.status_code == 202, r.text
        assert (r.headers["RateLimit-Limit"], r.headers["RateLimit-Remaining"]) == (str(RUN_LIMIT), str(RUN_LIMIT - 1 - n))
    for headers in ({}, {"X-Forwarded-For": "203.0.113.9"}, {"X-Real-IP": "203.0.113.9"}, {"Forwarded": "for=203.0.113.9"}):
        r = one.call("POST", "/checks/test", body, headers=headers)
        assert r.status_code == 429 and r.json()["code"] == "too_many_requests"
        assert 1 <= int(r.headers["Retry-After"]) <= WINDOW_S and r.headers["RateLimit-Remaining"] == "0"
    assert other.call("POST", "/checks/test", body).status_code == 202
    assert one.call("GET", "/hosts").status_code == 200, "another class"


BAD_KEYS = 300


def test_a_flood_of_bad_keys_is_stopped_before_the_database(gate):
    """Keys of ever other numbers, so that no cache knows them; who stands at another address does not notice."""
    early(30)
    flood = Client(gate.url, address="127.0.10.1")
    tenant, good = gate.tenant_id("alpha"), gate.newcomer()
    key = lambda n: {"X-API-Key": f"tsk_{tenant}_{10 ** 9 + n}_" + "a" * 43}
    codes = [flood.call("GET", "/auth/me", headers=key(n)).status_code for n in range(BAD_KEYS)]
    assert set(codes) == {401}
    with gate.connect() as held:  # whoever looked into the table now would wait, and then be told 503
        held.cursor().execute("LOCK TABLE api_key IN ACCESS EXCLUSIVE MODE")
        for n in range(100):
            r = flood.call("GET", "/auth/me", headers=key(BAD_KEYS + n))
            assert r.status_code == 429 and 1 <= int(r.headers["Retry-After"]) <= WINDOW_S
        held.rollback()
    held.close()
    assert good.call("GET", "/auth/me").status_code == 200


def parallel(client_of, body, count):
    answers, lock = [], threading.Lock()

    def work():
        c = client_of()
        for _ in range(count // 8):
            status = c.call("POST", "/checks/test", body).status_code
            with lock:
                answers.append(status)
    threads = [threading.Thread(target=work) for _ in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return answers


def test_exactly_so_many_in_parallel(gate, body):
    early(20)
    key = gate.add_key(gate.tenant_id("alpha"), "operator")
    answers = parallel(lambda: Client(gate.url, key=key), body, 200)
    assert answers.count(202) == RUN_LIMIT and answers.count(429) == 200 - RUN_LIMIT


def test_without_redis_it_is_not_unlimited(fresh_gate):
    gate = fresh_gate
    host = gate.client().post("/hosts", {"name": "r", "address": "192.0.2.1"}, status=201)
    body = {"host_id": host["id"], "type": "tcp", "params": {"port": 1}}
    gate.redis.terminate()
    gate.redis.wait()
    early(25)
    key = gate.add_key(gate.tenant_id("alpha"), "operator")
    start = time.monotonic()
    assert Client(gate.url, key=key).call("GET", "/hosts").status_code == 200
    assert time.monotonic() - start < 1
    answers = parallel(lambda: Client(gate.url, key=key), body, 640)
    assert set(answers) == {202, 429}
    assert RUN_LIMIT <= answers.count(202) <= RUN_LIMIT * 4, "at most the limit for each process"
    ready = gate.anybody().get("/ready")
    assert ready["status"] == "ready" and ready["redis"] is False
    gate.start_redis()
    gate.redis_cli("ACL", "SETUSER", "api", "on", ">" + gate.redis_secret, "~*", "+@all")
    time.sleep(1.2)
    assert gate.anybody().get("/ready")["redis"] is True
