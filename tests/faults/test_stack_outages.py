"""PostgreSQL restarted, Redis flushed, stopped or gone: slower at most, never wrong (FA-01, FA-04, FA-05, RL-03, K3)."""
import signal
import time

import pytest
import requests

from harness import process
from harness.client import Client
from harness.stack import Stack
from harness.traffic import Writer, nothing_lost
from harness.wait import until
from harness.world import World


@pytest.fixture(scope="module")
def house():
    s = Stack("outage").start()
    s.key = s.admin_key()
    s.api = Client(s.url, key=s.key)
    s.world = World(s)
    yield s
    s.keep_logs()
    s.stop()


def ready(stack):
    r = requests.get(stack.url + "/api/v1/ready", timeout=5)
    return r.json() if r.status_code == 200 else None


def test_a_restart_of_postgresql_under_load(house):
    """Meanwhile 503 with Retry-After within a second; soon afterwards all is as it was."""
    writer = Writer(house, house.key)
    until(lambda: len(writer.acknowledged) >= 5, 10)
    old = house.processes("postgres -D")
    process.kill(old, signal.SIGINT)  # a fast shutdown, as pg_ctl restart would do
    process.gone(old, 20)
    gone_at = time.monotonic() - writer.start
    until(lambda: house.processes("postgres -D"), 20)
    until(lambda: ready(house), 20)
    back_at = time.monotonic() - writer.start
    until(lambda: len(writer.acknowledged) and writer.answers[-1][2] == 201, 5, what="2xx within 5 s")
    nothing_lost(house, writer.stop())
    assert writer.statuses() <= {201, 503}, writer.statuses()
    assert all(took < 1.5 for at, took, status in writer.answers if status == 503 and gone_at < at < back_at)


def test_without_postgresql_nobody_is_let_in(house):
    """Stopped, not gone: every answer that needs it is 503, soon enough, and /health still answers."""
    cluster = [p for p in house.processes("postgres")]
    process.kill(cluster, signal.SIGSTOP)
    try:
        began = time.monotonic()
        r = house.world.alpha.viewer.call("GET", "/hosts", timeout=30)
        assert r.status_code == 503 and int(r.headers["Retry-After"]) >= 1, r.text
        assert time.monotonic() - began < 12
        r = requests.get(house.url + "/api/v1/ready", timeout=15)
        assert r.status_code == 503 and r.json()["postgresql"] is False
        assert requests.get(house.url + "/api/v1/health", timeout=5).status_code == 200
    finally:
        process.kill(cluster, signal.SIGCONT)
    until(lambda: ready(house), 20)
    until(lambda: house.world.alpha.viewer.call("GET", "/hosts").status_code == 200, 10)


def wrong_passwords(client, email, most=40):
    """Sign-ins with a wrong password until one is answered 429; how many were let through."""
    for n in range(most):
        r = client.call("POST", "/auth/login", {"email": email, "password": "not the password at all"})
        if r.status_code == 429:
            assert int(r.headers["Retry-After"]) >= 1
            return n
        assert r.status_code == 401, r.text
    raise AssertionError(f"{most} wrong passwords were let through")


def locked(client, email):
    return client.call("POST", "/auth/login", {"email": email, "password": "not the password at all"}).status_code == 429


def test_a_flushed_redis_revives_nothing_and_forgets_no_lockout(house):
    w = house.world
    w.add_user(w.alpha, "viewer", "flushed@alpha.test")
    attacker = w.client()
    assert wrong_passwords(attacker, "flushed@alpha.test") >= 3
    left = w.add_user(w.alpha, "viewer", "left@alpha.test")
    token = left.token
    left.want(204, "POST", "/auth/logout", headers={"Origin": left.origin, "X-Requested-With": "tocsin"})
    until(lambda: left.call("GET", "/auth/me").status_code == 401, 6, what="a session that was left being refused")
    for _ in range(3):
        house.redis_cli("FLUSHALL")
        assert locked(attacker, "flushed@alpha.test")
        left.token = token
        assert left.call("GET", "/auth/me").status_code == 401
        assert w.alpha.operator.get("/auth/me")["user"]["email"] == "operator@alpha.test"


def test_without_redis_limits_stay_exact_and_everything_works(house):
    w = house.world
    w.add_user(w.alpha, "viewer", "limit-with@alpha.test")
    w.add_user(w.alpha, "viewer", "limit-without@alpha.test")
    with_redis = wrong_passwords(w.client(), "limit-with@alpha.test")
    run = house.processes("redis-server")
    process.kill(run, signal.SIGSTOP)  # worse than gone: it takes connections and never answers
    try:
        began = time.monotonic()
        assert wrong_passwords(w.client(), "limit-without@alpha.test") == with_redis
        for _ in range(20):
            assert w.alpha.viewer.call("GET", "/hosts").status_code == 200
        assert time.monotonic() - began < 20
        host = w.alpha.admin.post("/hosts", {"name": "without redis", "address": "192.0.2.3"}, status=201)
        assert w.alpha.admin.get(f"/hosts/{host['id']}")["name"] == "without redis"
        signed_in = w.client()
        signed_in.login("viewer@alpha.test", w.alpha.viewer.password)
        signed_in.want(204, "POST", "/auth/logout", headers={"Origin": signed_in.origin, "X-Requested-With": "tocsin"})
        until(lambda: signed_in.call("GET", "/auth/me").status_code == 401, 6, what="logout without Redis")
    finally:
        process.kill(run, signal.SIGCONT)
    until(lambda: (ready(house) or {}).get("redis"), 15, what="Redis being used again")


def test_redis_killed_under_load_costs_nothing(house):
    writer = Writer(house, house.key)
    until(lambda: len(writer.acknowledged) >= 5, 10)
    for _ in range(3):
        house.kill("redis-server")
        time.sleep(1)
    nothing_lost(house, writer.stop())
    assert writer.statuses() == {201}, writer.statuses()


def test_all_keys_belong_to_a_tenant_or_the_platform(house):
    """A11, after all of the above; and every key has an end."""
    until(lambda: (ready(house) or {}).get("redis"), 15)
    house.world.alpha.viewer.get("/hosts")
    keys = house.redis_cli("--scan").split("\n")
    keys = [k for k in keys if k]
    assert keys
    for key in keys:
        assert key.startswith(("t:", "p:")), key
        assert int(house.redis_cli("PTTL", key)) > 0, f"{key} never ends"


def test_logs_hold_no_secret(house):
    """Passwords, tokens and keys of this test run are in no log."""
    w = house.world
    secrets = [house.key, house.key.rsplit("_", 1)[1], w.alpha.viewer.password, house.admin_password, w.alpha.viewer.token,
               w.alpha.viewer.token.rsplit(".", 1)[1], w.platform.device.secret] + w.platform.backup_codes
    for name, text in house.logs().items():
        for secret in secrets:
            assert secret not in text, f"{name} holds {secret[:6]}..."
