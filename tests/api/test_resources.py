"""Hosts, checks, runs, results, heartbeats, overview: what they do when asked properly."""
import re
import threading

import pytest

from harness.wait import until


def test_the_life_of_a_host(gate, alpha):
    body = {"name": "life", "address": "life.example", "group": "g", "labels": {"env": "prod", "site": "a"}, "criticality": "high",
            "sla_tier": "gold", "cost_per_hour_down": "12.5", "enabled": True}
    made = alpha.post("/hosts", body, status=201)
    assert {k: made[k] for k in body} == {**body, "cost_per_hour_down": "12.50"}
    assert made["status"] == "unknown" and made["checks"] == {"total": 0, "up": 0, "degraded": 0, "down": 0, "unknown": 0}
    assert made["last_checked_at"] is None and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", made["created_at"])
    path = f"/hosts/{made['id']}"
    assert alpha.get(path) == made
    changed = alpha.patch(path, {"group": None, "labels": {"env": "test"}, "enabled": False})
    assert (changed["group"], changed["labels"], changed["enabled"], changed["status"]) == (None, {"env": "test"}, False, "paused")
    assert changed["name"] == "life" and changed["updated_at"] > made["updated_at"]
    assert alpha.patch(path, {"cost_per_hour_down": None, "sla_tier": None})["cost_per_hour_down"] is None
    alpha.delete(path)
    alpha.refused(404, "not_found", "GET", path)
    alpha.refused(404, "not_found", "DELETE", path)
    rows = gate.sql("SELECT action, outcome, actor_kind, target_name, ip::text FROM audit WHERE target_kind = 'host' AND target_id = %s "
                    "ORDER BY seq", str(made["id"]))
    assert rows == [(f"host.{a}", "ok", "api_key", "life", "127.0.0.1/32") for a in ("create", "update", "update", "delete")]


def test_names_are_unique_in_a_tenant_only(alpha, beta):
    alpha.post("/hosts", {"name": "Unique", "address": "192.0.2.1"}, status=201)
    alpha.refused(409, "conflict", "POST", "/hosts", {"name": "uNIQUE", "address": "192.0.2.2"})
    beta.post("/hosts", {"name": "Unique", "address": "192.0.2.1"}, status=201)


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "a", "web-1.example", "_srv.example.org", "a1.b2", "xn--bcher-kva.example", "x." * 100 + "y"])
def test_addresses(alpha, address):
    made = alpha.post("/hosts", {"name": "address " + address[:40], "address": address}, status=201)
    assert made["address"] == address


def test_the_life_of_a_check(gate, alpha, things):
    host = things("alpha").host()
    body = {"host_id": host["id"], "type": "http", "name": "site", "interval_s": 30, "timeout_ms": 2000, "retries": 1,
            "params": {"path": "/x", "status": "200-299"}, "enabled": True}
    made = alpha.post("/checks", body, status=201)
    assert {k: made[k] for k in body} == body
    assert (made["status"], made["reason"], made["strip"], made["host_name"]) == ("pending", None, [], host["name"])
    path = f"/checks/{made['id']}"
    assert alpha.get(path) == made and "push_url" not in made
    changed = alpha.patch(path, {"interval_s": 60, "params": {}, "enabled": False})
    assert (changed["interval_s"], changed["params"], changed["status"], changed["retries"]) == (60, {}, "paused", 1)
    for field, value in (("host_id", host["id"]), ("type", "tcp")):
        alpha.refused(422, "invalid_value", "PATCH", path, {field: value})
    assert alpha.get(f"/hosts/{host['id']}")["checks"]["total"] == 1
    alpha.delete(path)
    alpha.refused(404, "not_found", "GET", path)


def test_parameters_fit_their_type(alpha, things):
    host = things("alpha").host()
    for kind, params, field in (("tcp", {}, "/params/port"), ("tcp", {"port": 0}, "/params/port"), ("tcp", {"port": 65536}, "/params/port"),
                                ("tcp", {"port": "80"}, "/params/port"), ("tcp", {"port": 80, "prot": 1}, "/params/prot"),
                                ("http", {"method": "BREW"}, "/params/method"), ("http", {"headers": []}, "/params/headers"),
                                ("http", {"headers": {"a": 1}}, "/params/headers"), ("http", {"path": ""}, "/params/path"),
                                ("nothing", {}, "/type"), ("self", {}, "/type"), ("http", {"port": None}, "/params/port")):
        for path, more in (("/checks", {"name": "p"}), ("/checks/test", {})):
            problem = alpha.refused(422, "invalid_value", "POST", path, {"host_id": host["id"], "type": kind, "params": params, **more})
            assert field in [e["field"] for e in problem["errors"]], (kind, params, problem)
    for params in ([], "x", None):
        alpha.refused(422, "invalid_value", "POST", "/checks", {"host_id": host["id"], "type": "tcp", "name": "p", "params": params})


def test_types_are_described(alpha):
    kinds = {k["name"]: k for k in alpha.get("/check-types")["items"]}
    assert {"http", "tcp", "heartbeat"} <= set(kinds) and "self" not in kinds
    port = next(p for p in kinds["tcp"]["params"] if p["name"] == "port")
    assert set(port) == {"name", "type", "unit", "min", "max", "default", "required", "choices", "help"} and port["required"]


def test_runs_are_jobs(gate, alpha, things):
    made = things("alpha")
    host = made.host()
    check = made.check(host)
    run = alpha.post(f"/checks/{check['id']}/run", status=202)["run_id"]
    shown = alpha.get(f"/runs/{run}")
    assert (shown["id"], shown["kind"], shown["state"], shown["result"], shown["error"]) == (run, "check_run", "queued", None, None)
    test = alpha.post("/checks/test", {"host_id": host["id"], "type": "tcp", "params": {"port": 81}}, status=202)["run_id"]
    assert gate.sql("SELECT payload FROM job WHERE id = %s", test) == [({"host_id": host["id"], "type": "tcp", "timeout_ms": 5000,
                                                                         "params": {"port": 81}},)]
    gate.client("beta").refused(404, "not_found", "GET", f"/runs/{run}")
    beat = alpha.post("/checks", {"host_id": host["id"], "type": "heartbeat", "name": "beat"}, status=201)
    alpha.refused(409, "conflict", "POST", f"/checks/{beat['id']}/run")
    alpha.refused(409, "conflict", "POST", "/checks/test", {"host_id": host["id"], "type": "heartbeat", "params": {}})


def test_an_address_is_tried_before_it_is_a_host(gate, alpha, things):
    body = {"address": "192.0.2.9", "type": "tcp", "params": {"port": 81}}
    run = alpha.post("/checks/test", body, status=202)["run_id"]
    assert gate.sql("SELECT payload FROM job WHERE id = %s", run) == [({**body, "timeout_ms": 5000},)]
    gate.client("alpha", "operator").refused(403, "forbidden", "POST", "/checks/test", body)
    bad = alpha.refused(422, "invalid_value", "POST", "/checks/test", {**body, "address": "192.0.2.9/24"})
    assert [e["field"] for e in bad["errors"]] == ["/address"]
    for both in ({**body, "host_id": things("alpha").host()["id"]}, {"type": "tcp", "params": {"port": 81}}):
        bad = alpha.refused(422, "invalid_value", "POST", "/checks/test", both)
        assert [e["field"] for e in bad["errors"]] == ["/host_id"]


def test_heartbeats_report(gate, alpha, things):
    host, nobody = things("alpha").host(), gate.anybody()
    made = alpha.post("/checks", {"host_id": host["id"], "type": "heartbeat", "name": "beat"}, status=201)
    url = made["push_url"]
    assert url.startswith(gate.url + "/api/v1/push/")
    path = url[len(gate.url):]
    assert nobody.get(path) == {"ok": True}
    assert nobody.get(path + "?status=down&msg=disk%20full&ping=12.5") == {"ok": True}
    assert gate.sql("SELECT status, message, ping_ms FROM beat WHERE check_id = %s", made["id"]) == [("down", "disk full", 12.5)]
    assert nobody.post(path) == {"ok": True}
    for query in ("?status=maybe", "?ping=x", "?ping=-1", "?ping=nan", "?other=1", "?msg=" + "x" * 241):
        nobody.refused(422, "invalid_value", "GET", path + query)
    nobody.refused(404, "not_found", "GET", path[:-1] + ("A" if path[-1] != "A" else "B"))
    new = alpha.post(f"/checks/{made['id']}/push-token")["push_url"][len(gate.url):]
    nobody.refused(404, "not_found", "GET", path)
    assert nobody.get(new) == {"ok": True}
    alpha.patch(f"/checks/{made['id']}", {"enabled": False})
    nobody.refused(404, "not_found", "GET", new)
    assert "push_url" not in alpha.get(f"/checks/{made['id']}")
    for secret in (path, new):
        assert secret.rsplit("/", 1)[1] not in gate.log()


def put_state(gate, tenant, check, status, letters="u", reason=None, message=""):
    gate.sql("INSERT INTO check_state (tenant_id, check_id, status, reason, message, since, last_ts, latency_ms) "
             "VALUES (%s, %s, %s, %s, %s, now(), now(), 12.5) ON CONFLICT (tenant_id, check_id) DO UPDATE SET status = excluded.status",
             tenant, check, status, reason, message)
    gate.sql("INSERT INTO sample (tenant_id, check_id, span_start, at_ms, letters, latency_ms) "
             "SELECT %s, %s, sample_span_of(now()) - interval '10 minutes', array_agg((i * 1000)::int), %s, array_agg(i::real) "
             "FROM generate_series(1, length(%s)) i ON CONFLICT DO NOTHING", tenant, check, letters, letters)
    gate.sql("INSERT INTO check_event (tenant_id, check_id, ts, from_status, to_status, reason, message) "
             "VALUES (%s, %s, sample_span_of(now()) - interval '10 minutes', 'up', %s, %s, %s)", tenant, check, status, reason, message)


def test_states_are_shown(gate, alpha, things):
    made, tenant = things("alpha"), gate.tenant_id("alpha")
    host = made.host(group="states")
    checks = [made.check(host) for _ in range(3)]
    before = alpha.get("/overview")
    put_state(gate, tenant, checks[0]["id"], "up", "uuu")
    assert alpha.get(f"/hosts/{host['id']}")["status"] == "up"
    put_state(gate, tenant, checks[1]["id"], "degraded", "ug")
    assert alpha.get(f"/hosts/{host['id']}")["status"] == "degraded"
    put_state(gate, tenant, checks[2]["id"], "down", "ud?", "refused", "connection refused")
    shown = alpha.get(f"/hosts/{host['id']}")
    assert shown["status"] == "down" and shown["checks"] == {"total": 3, "up": 1, "degraded": 1, "down": 1, "unknown": 0}
    assert shown["last_checked_at"]
    down = alpha.get(f"/checks/{checks[2]['id']}")
    assert (down["status"], down["reason"], down["message"], down["latency_ms"], down["strip"]) == \
        ("down", "refused", "connection refused", 12.5, ["u", "d", "?"])
    results = alpha.get(f"/checks/{checks[2]['id']}/results")["items"]
    assert [r["status"] for r in results] == ["up", "down", "unknown"]
    assert (results[1]["reason"], results[1]["message"], results[1]["latency_ms"]) == ("refused", "connection refused", 2)
    assert [r["status"] for r in alpha.get(f"/checks/{checks[2]['id']}/results?limit=1")["items"]] == ["unknown"]
    line = alpha.get(f"/hosts/{host['id']}/timeline")["items"]
    assert {(t["check_id"], t["from"], t["to"]) for t in line} == {(checks[0]["id"], "up", "up"), (checks[1]["id"], "up", "degraded"),
                                                                  (checks[2]["id"], "up", "down")}
    page = alpha.get(f"/hosts/{host['id']}/timeline?limit=2")
    rest = alpha.get(f"/hosts/{host['id']}/timeline?limit=2&cursor={page['next_cursor']}")
    assert len(page["items"]) == 2 and len(rest["items"]) == 1 and rest["next_cursor"] is None
    gate.sql("INSERT INTO check_event (tenant_id, check_id, ts, to_status, message) VALUES (%s, %s, now(), 'down', 'not confirmed yet')",
             tenant, checks[0]["id"])
    assert alpha.get(f"/hosts/{host['id']}/timeline")["items"][0]["message"] == "not confirmed yet"
    after = alpha.get("/overview")
    assert "not confirmed yet" not in [c["message"] for c in after["changes"]], "a failure text alone is no change"
    assert {k: after["checks"][k] - before["checks"][k] for k in ("up", "degraded", "down", "pending")} == \
        {"up": 1, "degraded": 1, "down": 1, "pending": -3}
    assert after["worst_hosts"][0]["status"] == "down" and after["hosts"]["down"] == before["hosts"]["down"] + 1
    assert host["id"] in [h["id"] for h in after["worst_hosts"]] and after["checked_at"]
    assert {c["host_name"] for c in after["changes"]} >= {host["name"]}
    assert [h["id"] for h in alpha.get("/hosts?status=down&group=states")["items"]] == [host["id"]]
    assert alpha.get("/hosts?limit=1")["items"][0]["status"] == "down", "worst first"


def test_windows(alpha, things):
    made = things("alpha")
    check = made.check(made.host())
    path = f"/checks/{check['id']}/results"
    for query in ("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from=2026-01-01T00:00:00Z&to=2026-02-01T01:00:01Z", "from=yesterday",
                  "from=10000-01-01T00:00:00Z", "to=2026-13-01T00:00:00Z", "from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z", "limit=0", "limit=5001"):
        alpha.refused(422, "invalid_value", "GET", f"{path}?{query}")
    assert alpha.get(f"{path}?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z") == {"items": [], "next_cursor": None}


def test_queue_and_readiness(gate, alpha):
    stats = alpha.get("/queue/stats")
    assert set(stats["jobs"]) == {"queued", "running", "done", "failed", "dead", "oldest_queued_s"} and isinstance(stats["workers"], list)
    nobody = gate.anybody()
    assert nobody.get("/health")["status"] == "ok"
    assert nobody.get("/ready") == {"status": "ready", "postgresql": True, "redis": True, "schema": True, "checker": False}


def in_parallel(count, work):
    answers = []
    threads = [threading.Thread(target=lambda n=n: answers.append(work(n))) for n in range(count)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return answers


def test_the_last_place_is_given_once(gate, beta):
    tenant = gate.tenant_id("beta")
    used = gate.sql("SELECT count(*) FROM host WHERE tenant_id = %s", tenant)[0][0]
    gate.sql("UPDATE tenant SET quota_hosts = %s WHERE tenant_id = %s", used + 1, tenant)
    try:
        answers = in_parallel(50, lambda n: gate.client("beta").call("POST", "/hosts", {"name": f"quota {n}", "address": "192.0.2.1"}))
        codes = sorted(r.json().get("code", "made") for r in answers)
        assert codes == ["made"] + ["quota_exceeded"] * 49, codes
        assert {r.status_code for r in answers} == {201, 403}
        assert gate.sql("SELECT count(*) FROM host WHERE tenant_id = %s", tenant) == [(used + 1,)]
    finally:
        gate.sql("UPDATE tenant SET quota_hosts = NULL WHERE tenant_id = %s", tenant)


def test_checks_have_a_quota_of_runs(gate, beta, things):
    made, tenant = things("beta"), gate.tenant_id("beta")
    host = made.host()
    used = gate.sql("SELECT coalesce(sum(3600.0 / interval_s), 0) FROM host_check WHERE tenant_id = %s AND enabled", tenant)[0][0]
    gate.sql("UPDATE tenant SET quota_checks_per_hour = %s WHERE tenant_id = %s", int(used) + 61, tenant)
    try:
        check = made.check(host, interval_s=60)
        beta.refused(403, "quota_exceeded", "POST", "/checks", {"host_id": host["id"], "type": "tcp", "name": "more", "params": {"port": 1}})
        beta.refused(403, "quota_exceeded", "PATCH", f"/checks/{check['id']}", {"interval_s": 30})
        beta.patch(f"/checks/{check['id']}", {"interval_s": 120})
        until(lambda: gate.sql("SELECT count(*) FROM audit WHERE tenant_id = %s AND outcome = 'denied'", tenant)[0][0] >= 2)
    finally:
        gate.sql("UPDATE tenant SET quota_checks_per_hour = NULL WHERE tenant_id = %s", tenant)


def test_credentials_of_a_check_are_for_who_may_change_it(gate, alpha, things):
    """Headers by their names, parameters of the address by theirs, a body that speaks of one."""
    secret, mask = "canary-secret-4711", "********"
    headers = {"Authorization": f"Bearer {secret}", "cookie": f"sid={secret}", "Proxy-Authorization": secret, "X-Api-Key": secret,
               "X-Vault-Token": secret, "X-SECRET": secret, "My-Password": secret, "Accept": "text/plain"}
    params = {"headers": headers, "method": "POST", "body": f'{{"password": "{secret}"}}',
              "path": f"/x?a=1&access_token={secret}&&b&API-KEY={secret}"}
    host = things("alpha").host()
    made = things("alpha").check(host, type="http", params=params)
    plain = things("alpha").check(host, type="http", params={"headers": {"Accept": "token/plain"}, "body": "ping", "path": "/y?a=1"})
    url = things("alpha").check(host, type="http", params={"url": f"http://veil.example/?sig=1&auth={secret}"})
    assert made["params"] == params
    for role in ("viewer", "operator"):
        c = gate.client("alpha", role)
        shown = c.get(f"/checks/{made['id']}")["params"]
        assert shown == {"headers": {n: v if n == "Accept" else mask for n, v in headers.items()}, "method": "POST", "body": mask,
                         "path": f"/x?a=1&access_token={mask}&&b&API-KEY={mask}"}
        assert c.get(f"/checks/{plain['id']}")["params"] == plain["params"]
        assert c.get(f"/checks/{url['id']}")["params"] == {"url": f"http://veil.example/?sig=1&auth={mask}"}
        for path in ("/checks?limit=500", f"/checks?host_id={host['id']}&sort=name", f"/hosts/{host['id']}", f"/hosts/{host['id']}/checks",
                     "/overview"):
            assert secret not in c.call("GET", path).text
    for role in ("admin", "owner"):
        assert gate.client("alpha", role).get(f"/checks/{made['id']}")["params"] == params
    assert secret not in str(gate.sql("SELECT detail FROM audit WHERE target_id = %s", str(made["id"])))


def test_an_address_holds_no_password(alpha, things):
    host = things("alpha").host()
    for url in ("http://user:password@veil.example/", "http://user@veil.example/"):
        alpha.refused(422, "invalid_value", "POST", "/checks", {"host_id": host["id"], "type": "http", "name": "n", "params": {"url": url}})
