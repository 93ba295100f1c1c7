"""Nobody reaches over the fence (TN-01 to TN-04, TN-07, TN-11): a matrix made from the route table."""
import itertools
import json
import re

import pytest

from api.gate import routes
from harness.client import Client

ABSENT = 999_999_999
CANARY = "canary-7f3a9"


@pytest.fixture(scope="module")
def owned(gate):
    """One of each thing of each tenant, by the resource's name in the path; beta's are full of canaries."""
    made = {}
    for tenant, word in (("alpha", "plain"), ("beta", CANARY)):
        c = gate.client(tenant)
        host = c.post("/hosts", {"name": f"{word} host", "address": f"{word}.example", "group": f"{word} group", "labels": {word: word},
                                 "sla_tier": f"{word} tier"}, status=201)
        check = c.post("/checks", {"host_id": host["id"], "type": "http", "name": f"{word} check", "params": {"path": f"/{word}"}}, status=201)
        run = c.post(f"/checks/{check['id']}/run", status=202)["run_id"]
        number = gate.tenant_id(tenant)
        user = gate.sql("INSERT INTO account (tenant_id, email, name, role) VALUES (%s, %s, %s, 'viewer') RETURNING id",
                        number, f"{word}@{tenant}.test", f"{word} person")[0][0]
        key = gate.add_key(number, "viewer").split("_")[2]
        made[tenant] = {"hosts": host["id"], "checks": check["id"], "runs": run, "users": user, "api-keys": int(key), "tenants": tenant}
    # A key that names every scope, so that no demand for a second factor hides what the route does.
    made["all"] = Client(gate.url, key=gate.add_key(gate.tenant_id("alpha"), "owner", SCOPES))
    return made


SCOPES = sorted({r[2] for r in routes() if "." in r[2] and r[2] != "platform.manage"})
TABLES = ("account", "api_key", "tenant", "host", "label", "host_check", "check_state", "job", "sample", "idempotency")


def fingerprint(gate, tenant):
    return [gate.sql(f"SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM {table} t WHERE tenant_id = %s",
                     gate.tenant_id(tenant))[0][0] for table in TABLES]


VIEWER = ("host.read", "check.read", "result.read", "tenant.read")
BODIES = {("PATCH", "/users/{id}"): {"name": "taken over"}, ("PATCH", "/tenants/{tenant_id}"): {"name": "taken over"},
          ("PUT", "/tenants/{tenant_id}/egress"): {"entries": []},
          ("POST", "/hosts"): {"name": "x", "address": "192.0.2.1"}, ("PATCH", "/hosts/{id}"): {"name": "taken over"},
          ("PATCH", "/checks/{id}"): {"name": "taken over"}}
OWNED = ("hosts", "checks", "runs", "users", "api-keys", "tenants")
MATRIX = [r for r in routes() if "{" in r[1] and r[1].split("/")[3] in OWNED]


def at(path, thing):
    return re.sub(r"{\w+}", str(thing), path)


def same(one, other):
    """Two refusals, apart from what differs in every answer."""
    strip = {"date", "x-request-id", "ratelimit-remaining", "ratelimit-reset"}
    bodies = [json.loads(re.sub(r'"request_id":"\w+"', '"request_id":""', r.text)) for r in (one, other)]
    heads = [{k.lower(): v for k, v in r.headers.items() if k.lower() not in strip} for r in (one, other)]
    return (one.status_code, bodies[0], heads[0]) == (other.status_code, bodies[1], heads[1])


def test_the_matrix_covers_every_route_with_an_id():
    """Sessions and views are a person's own and stand in test_session.py and test_views.py; a heartbeat's token is its only
    credential."""
    apart = {"auth", "push", "views"}
    assert {r[1].split("/")[3] for r in routes() if "{" in r[1]} == set(OWNED) | apart and len(MATRIX) >= 20


@pytest.mark.parametrize("route", MATRIX, ids=lambda r: f"{r[0]} {r[1]}")
@pytest.mark.parametrize("role", ["owner", "viewer"])
def test_a_foreign_thing_is_an_absent_thing(gate, owned, route, role):
    method, path, permission = route[:3]
    resource, client = path.split("/")[3], owned["all"] if role == "owner" else gate.client("alpha", role)
    body = BODIES.get((method, path[len("/api/v1"):]), None if method in ("GET", "DELETE") else {})
    nobody = "absent" if resource == "tenants" else ABSENT
    before = fingerprint(gate, "beta")
    foreign, absent = (client.call(method, at(path, i), body) for i in (owned["beta"][resource], nobody))
    assert same(foreign, absent), (foreign.text, absent.text)
    allowed = role == "owner" and permission != "platform.manage" or permission in VIEWER
    assert foreign.status_code == (404 if allowed else 403), foreign.text
    assert fingerprint(gate, "beta") == before
    if method == "GET" and allowed:
        own = client.call(method, at(path, owned["alpha"][resource]), body)
        assert own.status_code == 200, own.text
    for verb in {"PUT", "POST", "PATCH", "DELETE"} - {r[0] for r in routes() if r[1] == path}:
        both = [client.call(verb, at(path, i), {"name": "x"}) for i in (owned["beta"][resource], nobody)]
        assert same(*both) and both[0].status_code == 405
    assert fingerprint(gate, "beta") == before


def test_no_canary_is_seen(gate, owned):
    alpha, count = gate.client("alpha"), 0
    asked = [p for m, p, perm, *_ in routes() if m == "GET" and "{" not in p and p.split("/")[3] in ("hosts", "checks", "overview", "queue", "host-groups", "labels", "views")]
    queries = ["", f"?q={CANARY}", f"?q={CANARY[:6]}", f"?label={CANARY}", f"?label={CANARY}={CANARY}", f"?group={CANARY} group",
               "?sort=name", "?sort=-name", "?sort=created_at", "?limit=500", f"?host_id={owned['beta']['hosts']}", "?status=unknown", "?status=pending"]
    for path, query in itertools.product(asked, queries):
        r = alpha.call("GET", path + query)
        count += r.status_code == 200
        assert CANARY not in r.text.replace(CANARY, "", 0) or r.status_code == 422, (path, query)
        if CANARY in query and r.status_code == 200 and "items" in r.json():
            assert r.json()["items"] == [], (path, query)
    assert count > 20
    total = gate.sql("SELECT count(*) FROM host WHERE tenant_id = %s", gate.tenant_id("alpha"))[0][0]
    assert alpha.get("/overview")["hosts"]["total"] == total
    assert gate.client("beta").call("GET", f"/hosts?q={CANARY}").json()["items"], "the canary does sing at home"


def test_the_tenant_comes_from_the_key_alone(gate, owned):
    alpha = gate.client("alpha")
    mine = alpha.get("/hosts?sort=created_at&limit=500")
    number = str(gate.tenant_id("beta"))
    for header in ("X-Tenant-ID", "X-Tenant", "Tenant", "X-Forwarded-Tenant"):
        for value in ("beta", number):
            assert alpha.get("/hosts?sort=created_at&limit=500", headers={header: value}) == mine
    for value in ("beta", number):
        assert alpha.get(f"/hosts?sort=created_at&limit=500&tenant_id={value}") == mine
        alpha.refused(422, "invalid_value", "POST", "/hosts", {"name": "t", "address": "192.0.2.1", "tenant_id": value})
        alpha.refused(404, "not_found", "GET", f"/{value}/hosts")


def test_a_foreign_parent_is_an_absent_parent(gate, owned):
    alpha, before = gate.client("alpha"), fingerprint(gate, "beta")
    for path, more in (("/checks", {"name": "child"}), ("/checks/test", {})):
        foreign, absent = (alpha.call("POST", path, {"host_id": i, "type": "tcp", "params": {"port": 1}, **more})
                           for i in (owned["beta"]["hosts"], ABSENT))
        assert foreign.status_code == 404 and same(foreign, absent), (foreign.text, absent.text)
    assert fingerprint(gate, "beta") == before


def test_the_schema_refuses_a_foreign_parent_too(gate, owned):
    c = gate.connect("tocsin_api")
    with c.cursor() as cursor:
        cursor.execute("SELECT set_config('app.tenant_id', %s, true)", [str(gate.tenant_id("alpha"))])
        with pytest.raises(Exception) as e:
            cursor.execute("INSERT INTO host_check (tenant_id, host_id, type, name) VALUES (%s, %s, 'tcp', 'x')",
                           [gate.tenant_id("alpha"), owned["beta"]["hosts"]])
        assert e.value.pgcode == "23503"
    c.close()


def test_what_fails_halfway_leaves_no_tenant_behind(gate, owned):
    """Errors in mid-transaction, then another tenant on the same few connections."""
    alpha, beta = gate.client("alpha"), gate.client("beta")
    name = alpha.get(f"/hosts/{owned['alpha']['hosts']}")["name"]
    for n in range(40):
        alpha.refused(409, "conflict", "POST", "/hosts", {"name": name, "address": "192.0.2.1", "labels": {"n": str(n)}})
        shown = beta.get("/hosts?sort=name&limit=500")["items"]
        assert owned["beta"]["hosts"] in [h["id"] for h in shown] and owned["alpha"]["hosts"] not in [h["id"] for h in shown]
        beta.refused(404, "not_found", "GET", f"/hosts/{owned['alpha']['hosts']}")
    idle = gate.sql("SELECT count(*) FROM pg_stat_activity WHERE usename = 'tocsin_api' AND state LIKE 'idle in%%'")
    assert idle == [(0,)]


def test_cached_things_stay_at_home(gate, owned):
    alpha, beta = gate.client("alpha"), gate.client("beta")
    tag = beta.call("GET", f"/hosts/{owned['beta']['hosts']}").headers["ETag"]
    for _ in range(3):
        alpha.refused(404, "not_found", "GET", f"/hosts/{owned['beta']['hosts']}", headers={"If-None-Match": tag})
    keys = [k for k in gate.redis_cli("KEYS", "*").split("\n") if k]
    assert keys and all(re.match(r"^(t:[1-9]\d*:|p:)", k) for k in keys), keys


def test_the_tenant_is_never_set_for_a_whole_session(gate, owned):
    """TN-08 for what the API sends: only set_config with `is_local`."""
    seen = gate.sql("SELECT DISTINCT query FROM pg_stat_activity WHERE usename = 'tocsin_api'")
    assert not any(re.search(r"^\s*SET\s", q or "", re.I) for q, in seen)
