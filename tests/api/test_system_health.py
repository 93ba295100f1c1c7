"""GET /system/health: true to what is there, null where nothing was measured, an answer even when a part is away."""
import json
import math
import os

import pytest

from api.gate import Gate
from harness.wait import until

PARTS = ["postgresql", "redis", "api", "stream", "checker", "keeper", "pinger", "disk", "clock"]
FIGURES = {"rate_per_s": 10.5, "lag_p50_ms": 1, "lag_p99_ms": 4.5, "lag_max_ms": 20, "missed": 2, "overdue": 0, "capacity_per_s": 900,
           "used_percent": 1.25, "shards": 32, "checks": 300}


@pytest.fixture(scope="module")
def quiet_gate():
    """An API of this file's own, whose servers tests stop and start again."""
    g = Gate().start()
    yield g
    g.stop()


@pytest.fixture
def health(quiet_gate):
    """Health as an administrator sees it; and a way to set the worker rows."""
    quiet_gate.sql("DELETE FROM worker")
    quiet_gate.sql("DELETE FROM size_sample")

    class Health:
        gate = quiet_gate
        client = quiet_gate.client("alpha", "admin")

        def get(self):
            return self.client.get("/system/health")

        def part(self, name):
            return next(p for p in self.get()["parts"] if p["name"] == name)

        def worker(self, role, instance, age_s=0, **stats):
            self.gate.sql("INSERT INTO worker (instance, role, started_at, last_seen_at, stats) VALUES (%s, %s, now() - interval '1 hour', "
                          "now() - make_interval(secs => %s), %s) ON CONFLICT (instance) DO UPDATE SET stats = excluded.stats, "
                          "last_seen_at = excluded.last_seen_at", instance, role, age_s, json.dumps(stats))
    return Health()


def test_an_installation_of_which_nothing_runs(health):
    shown = health.get()
    assert [p["name"] for p in shown["parts"]] == PARTS
    assert shown["status"] == "down" and shown["version"] and shown["started_at"]
    status = {p["name"]: p["status"] for p in shown["parts"]}
    assert (status["postgresql"], status["redis"], status["api"]) == ("ok", "ok", "ok")
    assert (status["checker"], status["keeper"], status["stream"], status["pinger"]) == ("down", "down", "down", "unknown")
    assert shown["engine"] == {**{name: None for name in FIGURES if name != "shards"}, "checkers": []}
    assert shown["database"]["size_bytes"] > 1 << 20 and 0 < shown["database"]["connections"] < shown["database"]["max_connections"]
    assert shown["redis"]["alive"] and shown["redis"]["used_bytes"] > 1000
    assert shown["stream"] == {"listeners": None, "alive": False}
    assert shown["queue"] == {"queued": 0, "running": 0, "failed": 0, "dead": 0, "oldest_queued_s": 0}
    disk, seen = shown["disk"], os.statvfs(health.gate.dir)
    assert disk["days_left"] is None and math.isclose(disk["free_bytes"], seen.f_bavail * seen.f_frsize, rel_tol=0.2)
    assert 0 <= disk["used_percent"] <= 100


def test_the_engine_is_the_sum_of_its_checkers(health):
    health.worker("checker", "c1", **FIGURES)
    health.worker("checker", "c2", **{**FIGURES, "rate_per_s": 2, "lag_p99_ms": 9, "used_percent": 3})
    health.worker("checker", "gone", 100, **{**FIGURES, "checks": 5000})
    health.worker("keeper", "k1")
    health.worker("stream", "s1", listeners=3)
    health.worker("stream", "s2", listeners=4)
    shown = health.get()
    assert {p["name"]: p["status"] for p in shown["parts"] if p["name"] in ("checker", "keeper", "stream")} == \
        {"checker": "ok", "keeper": "ok", "stream": "ok"}
    assert shown["stream"] == {"listeners": 7, "alive": True}
    engine = shown["engine"]
    checkers = {c["instance"]: c for c in engine.pop("checkers")}
    assert engine == {"checks": 600, "rate_per_s": 12.5, "lag_p50_ms": 1, "lag_p99_ms": 9, "lag_max_ms": 20, "missed": 4, "overdue": 0,
                      "capacity_per_s": 1800, "used_percent": 3}
    assert {i: c["alive"] for i, c in checkers.items()} == {"c1": True, "c2": True, "gone": False}
    assert {k: checkers["c1"][k] for k in ("shards", "checks", "rate_per_s", "lag_p99_ms", "used_percent")} == \
        {"shards": 32, "checks": 300, "rate_per_s": 10.5, "lag_p99_ms": 4.5, "used_percent": 1.25}
    assert checkers["c1"]["last_seen_at"]


def test_what_one_of_them_does_not_tell_is_not_known(health):
    health.worker("checker", "c1", **FIGURES)
    health.worker("checker", "c2", checks=1, shards=32, rate_per_s=None)
    engine = health.get()["engine"]
    assert engine["checks"] == 301 and {engine[n] for n in FIGURES if n not in ("checks", "shards")} == {None}
    assert health.part("checker")["status"] == "ok"


@pytest.mark.parametrize("stats,word", [({"shards": 31}, "31 of 64"), ({"shards": 64, "overdue": 7}, "7 checks"),
                                        ({"shards": 64, "used_percent": 130}, "130 %"), ({"shards": 64, "lag_p99_ms": 2500}, "2.5 s")])
def test_a_checker_that_does_not_keep_up(health, stats, word):
    health.worker("checker", "c1", **{**FIGURES, **stats})
    part = health.part("checker")
    assert part["status"] == "degraded" and word in part["detail"]
    assert health.get()["status"] == "degraded"


def test_a_silent_one_is_down_since_it_was_seen(health):
    health.worker("checker", "c1", 60, **FIGURES)
    health.worker("keeper", "k1", 60)
    health.worker("stream", "s1", 60, listeners=5)
    shown = health.get()
    parts = {p["name"]: p for p in shown["parts"]}
    for name in ("checker", "keeper", "stream"):
        assert parts[name]["status"] == "down" and "no sign of life" in parts[name]["detail"] and parts[name]["since"]
    assert shown["status"] == "down" and shown["stream"] == {"listeners": None, "alive": False}
    assert shown["engine"]["checks"] is None and not shown["engine"]["checkers"][0]["alive"]


def test_days_left_come_from_growth(health):
    def grow(days, each, n):
        health.gate.sql("DELETE FROM size_sample")
        health.gate.sql("INSERT INTO size_sample (at, database_bytes) SELECT now() - make_interval(secs => (%s - i) * %s * 86400.0 / %s), "
                        "1000000000 + i * %s::bigint FROM generate_series(0, %s) i", n, days, n, each, n)
        return health.get()["disk"]
    assert grow(0.9, 1000, 100)["days_left"] is None, "less than a day"
    assert grow(2, 1000, 20)["days_left"] is None, "too few"
    assert grow(2, 0, 200)["days_left"] is None and grow(2, -5000, 200)["days_left"] is None, "it does not grow"
    disk = grow(2, 5_000_000, 200)  # 500 MB a day
    assert math.isclose(disk["days_left"], disk["free_bytes"] / 500e6, rel_tol=0.01)
    days = disk["free_bytes"] / 3
    assert grow(2, int(days) // 100, 200)["days_left"] < 14
    part = health.part("disk")
    assert part["status"] in ("degraded", "down") and "days as it grows" in part["detail"]


def test_a_clock_that_went_back(health):
    health.worker("keeper", "k1", -3600)
    part = health.part("clock")
    assert part["status"] == "degraded" and "3600 s" in part["detail"] or "3599 s" in part["detail"]


def test_the_supervisor_tells_of_pools_and_pinger(health):
    path = f"{health.gate.dir}/run/status.json"

    def write(text):
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)

    def services(**states):
        write(json.dumps({"services": [{"name": n.replace("_", "-"), "state": s, "since_us": 1_700_000_000_000_000} for n, s in states.items()]}))
    services(api_fast="ready", api_heavy="ready", pinger="ready")
    assert health.part("api")["detail"] == "all 2 pools are ready" and health.part("api")["since"] == "2023-11-14T22:13:20.000Z"
    assert health.part("pinger")["status"] == "ok"
    services(api_fast="ready", api_heavy="waiting", pinger="failed")
    assert health.part("api")["status"] == "degraded" and "api-heavy" in health.part("api")["detail"]
    assert health.part("pinger")["status"] == "down"
    for text in ("", "{", "[]", "null", '{"services": 1}', '{"services": [1, {}, {"name": 5, "state": []}, null]}', "\x00"):
        write(text)
        assert (health.part("api")["status"], health.part("pinger")["status"]) == ("ok", "unknown"), text
    os.unlink(path)


def test_without_redis(health):
    health.worker("checker", "c1", **{**FIGURES, "shards": 64})
    health.gate.redis.terminate()
    health.gate.redis.wait(10)
    try:
        shown = health.get()
        assert shown["redis"] == {"used_bytes": None, "alive": False} and health.part("redis")["status"] == "degraded"
        assert shown["status"] == "degraded"
    finally:
        health.gate.start_redis()
        health.gate.redis_cli("ACL", "SETUSER", "api", "on", ">" + health.gate.redis_secret, "~*", "+@all")
    until(lambda: health.get()["redis"]["alive"], what="Redis again")


def test_redis_that_does_not_tell(health):
    health.gate.redis_cli("ACL", "SETUSER", "api", "-info")
    try:
        assert health.get()["redis"] == {"used_bytes": None, "alive": True} and health.part("redis")["status"] == "ok"
    finally:
        health.gate.redis_cli("ACL", "SETUSER", "api", "+info")


def test_without_postgresql_it_is_still_an_answer(health):
    # Redis remembers who asks for a moment; here for longer than it takes to stop PostgreSQL.
    health.gate.sql("SELECT pg_notify('tocsin_read', 'all')")
    until(lambda: health.get() and health.gate.redis_cli("--scan", "--pattern", "t:*:key:*").split(), what="Redis to remember")
    for key in health.gate.redis_cli("--scan", "--pattern", "t:*:key:*").split():
        health.gate.redis_cli("PEXPIRE", key, "60000")
    health.gate.stop_pg()
    try:
        shown = health.get()
    finally:
        health.gate.start_pg()
    status = {p["name"]: p["status"] for p in shown["parts"]}
    assert shown["status"] == "down" and status["postgresql"] == "down"
    assert {status[n] for n in ("checker", "keeper", "stream")} == {"unknown"} and status["redis"] == "ok"
    assert shown["started_at"] is None and set(shown["database"].values()) == set(shown["queue"].values()) == {None}
    assert shown["engine"]["checkers"] == [] and shown["disk"]["free_bytes"] > 0 and shown["disk"]["days_left"] is None


def test_who_may(gate):
    for role, status in (("viewer", 403), ("operator", 403), ("admin", 200), ("owner", 200)):
        assert gate.client("alpha", role).call("GET", "/system/health").status_code == status
    assert gate.anybody().call("GET", "/system/health").status_code == 401
    gate.client("alpha").refused(422, "invalid_value", "GET", "/system/health?x=1")


def test_a_whole_installation_is_well(stack, world):
    def well():
        shown = world.alpha.owner.get("/system/health")
        status = {p["name"]: p["status"] for p in shown["parts"]}
        return shown if {status[n] for n in ("postgresql", "redis", "api", "checker", "keeper")} == {"ok"} else None
    shown = until(well, 30, what="all parts")
    assert shown["redis"]["used_bytes"] > 1000 and shown["engine"]["checks"] >= 0
    assert next(p for p in shown["parts"] if p["name"] == "api")["detail"] == "all 4 pools are ready"
    until(lambda: stack.sql("SELECT count(*) FROM size_sample WHERE database_bytes > 1000000")[0][0], 30, what="a noted size")
