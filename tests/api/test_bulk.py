"""Many hosts or checks in one call: all or none, undone by what is answered, and never over the fence."""
import itertools
import threading

import pytest

from api.gate import anew
from api.people import at_once

number = itertools.count(1)
ABSENT = 999_999_999


@pytest.fixture
def made(things):
    return things("alpha")


def all_rows(gate, table, tenant="alpha"):
    return gate.sql(f"SELECT md5(coalesce(string_agg(t::text, '' ORDER BY id), '')) FROM {table} t WHERE tenant_id = %s", gate.tenant_id(tenant))


FIELDS = ("enabled", "group", "labels", "criticality", "sla_tier")


def test_hosts_are_changed_together_and_undone_by_the_answer(gate, alpha, made):
    hosts = [made.host(group="g1", labels={"env": "prod", "n": str(i)}, sla_tier="gold") for i in range(3)]
    before = [anew(alpha, f"/hosts/{h['id']}") for h in hosts]
    items = [{"id": hosts[2]["id"], "enabled": False, "group": None}, {"id": hosts[0]["id"], "labels": {"a": "b"}, "criticality": "critical"},
             {"id": hosts[1]["id"], "sla_tier": None, "group": "g2", "labels": {}}]
    answer = alpha.patch("/hosts:bulk", {"items": items})
    assert answer == {"items": [
        {"id": hosts[0]["id"], "before": {"labels": {"env": "prod", "n": "0"}, "criticality": "medium"}},
        {"id": hosts[1]["id"], "before": {"sla_tier": "gold", "group": "g1", "labels": {"env": "prod", "n": "1"}}},
        {"id": hosts[2]["id"], "before": {"enabled": True, "group": "g1"}}]}
    for item in items:
        shown = anew(alpha, f"/hosts/{item['id']}")
        assert {k: shown[k] for k in item} == item
        others = set(FIELDS) - set(item)
        old = next(h for h in before if h["id"] == item["id"])
        assert {k: shown[k] for k in others} == {k: old[k] for k in others}
    assert [h["id"] for h in anew(alpha, "/hosts?label=a%3Db")["items"]] == [hosts[0]["id"]], "the index of labels follows"
    undone = alpha.patch("/hosts:bulk", {"items": [{"id": i["id"], **i["before"]} for i in answer["items"]]})
    assert [set(i["before"]) for i in undone["items"]] == [set(i["before"]) for i in answer["items"]]
    after = [anew(alpha, f"/hosts/{h['id']}") for h in hosts]
    assert [{**h, "updated_at": ""} for h in after] == [{**h, "updated_at": ""} for h in before]
    rows = gate.sql("SELECT action, outcome, target_kind, target_name, detail FROM audit WHERE tenant_id = %s ORDER BY seq DESC LIMIT 2",
                    gate.tenant_id("alpha"))
    assert [r[:4] for r in rows] == [("host.update", "ok", "host", "3 hosts")] * 2
    assert rows[1][4] == {"ids": [h["id"] for h in hosts], "fields": ["enabled", "group", "labels", "criticality", "sla_tier"]}


def test_checks_are_changed_together_and_undone_by_the_answer(alpha, made):
    host = made.host()
    checks = [made.check(host, interval_s=60, timeout_ms=1000, retries=1) for _ in range(3)]
    items = [{"id": checks[0]["id"], "interval_s": 30}, {"id": checks[1]["id"], "enabled": False, "retries": 0},
             {"id": checks[2]["id"], "timeout_ms": 2500, "interval_s": 3600}]
    answer = alpha.patch("/checks:bulk", {"items": items})
    assert answer["items"] == [{"id": checks[0]["id"], "before": {"interval_s": 60}},
                               {"id": checks[1]["id"], "before": {"enabled": True, "retries": 1}},
                               {"id": checks[2]["id"], "before": {"timeout_ms": 1000, "interval_s": 60}}]
    for item in items:
        shown = anew(alpha, f"/checks/{item['id']}")
        assert {k: shown[k] for k in item} == item
    alpha.patch("/checks:bulk", {"items": [{"id": i["id"], **i["before"]} for i in answer["items"]]})
    for check in checks:
        assert {**anew(alpha, f"/checks/{check['id']}"), "updated_at": ""} == {**check, "updated_at": ""}


def test_many_are_removed(gate, alpha, made):
    hosts = [made.host() for _ in range(3)]
    checks = [made.check(hosts[0]) for _ in range(3)]
    assert alpha.post("/checks:delete", {"ids": [checks[1]["id"], checks[0]["id"]]}) == {"deleted": 2}
    for check, status in zip(checks, (404, 404, 200)):
        assert alpha.call("GET", f"/checks/{check['id']}?tenant_id=gone").status_code == status
    assert alpha.post("/hosts:delete", {"ids": [h["id"] for h in hosts[:2]]}) == {"deleted": 2}
    assert alpha.call("GET", f"/checks/{checks[2]['id']}?tenant_id=gone").status_code == 404
    assert anew(alpha, f"/hosts/{hosts[2]['id']}")["name"] == hosts[2]["name"]
    action, name, detail = gate.sql("SELECT action, target_name, detail FROM audit WHERE tenant_id = %s ORDER BY seq DESC LIMIT 1",
                                    gate.tenant_id("alpha"))[0]
    assert (action, name) == ("host.delete", "2 hosts")
    assert detail == {"ids": [h["id"] for h in hosts[:2]], "names": [h["name"] for h in hosts[:2]]}


def test_five_hundred_at_once(alpha, made):
    client = made.client
    ids = [client.post("/hosts", {"name": f"many {next(number)}", "address": "192.0.2.1"}, status=201)["id"] for _ in range(60)]
    shown = alpha.patch("/hosts:bulk", {"items": [{"id": i, "criticality": "low"} for i in ids]})
    assert [s["id"] for s in shown["items"]] == sorted(ids)
    alpha.refused(422, "invalid_value", "PATCH", "/hosts:bulk", {"items": [{"id": i, "enabled": True} for i in range(1, 502)]})
    alpha.refused(404, "not_found", "PATCH", "/hosts:bulk", {"items": [{"id": ABSENT + i, "enabled": True} for i in range(500)]})
    alpha.refused(422, "invalid_value", "POST", "/hosts:delete", {"ids": list(range(1, 502))})
    alpha.refused(422, "invalid_value", "POST", "/checks:run", {"ids": list(range(1, 102))})
    assert alpha.post("/hosts:delete", {"ids": ids}) == {"deleted": 60}


def test_runs(gate, alpha, made):
    host = made.host()
    checks = [made.check(host) for _ in range(3)]
    ids = [c["id"] for c in checks]
    answer = alpha.post("/checks:run", {"ids": ids[::-1]}, status=202)
    assert [i["id"] for i in answer["items"]] == ids
    for item in answer["items"]:
        run = alpha.get(f"/runs/{item['run_id']}")
        assert (run["kind"], run["state"]) == ("check_run", "queued")
        assert gate.sql("SELECT payload FROM job WHERE id = %s", item["run_id"]) == [({"check_id": item["id"]},)]
    beat = alpha.post("/checks", {"host_id": host["id"], "type": "heartbeat", "name": "beat"}, status=201)
    jobs = gate.sql("SELECT count(*) FROM job")
    problem = alpha.refused(409, "conflict", "POST", "/checks:run", {"ids": [*ids, beat["id"]]})
    assert str(beat["id"]) in problem["detail"]
    alpha.refused(404, "not_found", "POST", "/checks:run", {"ids": [*ids, ABSENT]})
    assert gate.sql("SELECT count(*) FROM job") == jobs


@pytest.mark.parametrize("bad", ["foreign", "absent"])
def test_one_that_is_not_there_stops_all(gate, alpha, things, made, bad):
    """TN-01 for ids in a body: another tenant's is none, and nothing is changed on either side."""
    host, other = made.host(), things("beta").host()
    check, others = made.check(host), things("beta").check(other)
    host_id, check_id = (other["id"], others["id"]) if bad == "foreign" else (ABSENT, ABSENT)
    before = [all_rows(gate, t, tenant) for t in ("host", "host_check", "job") for tenant in ("alpha", "beta")]
    for method, path, body in (("PATCH", "/hosts:bulk", {"items": [{"id": host["id"], "enabled": False}, {"id": host_id, "enabled": False}]}),
                               ("PATCH", "/checks:bulk", {"items": [{"id": check["id"], "enabled": False}, {"id": check_id, "retries": 3}]}),
                               ("POST", "/hosts:delete", {"ids": [host["id"], host_id]}), ("POST", "/checks:delete", {"ids": [check["id"], check_id]}),
                               ("POST", "/checks:run", {"ids": [check["id"], check_id]})):
        problem = alpha.refused(404, "not_found", method, path, body)
        assert other["name"] not in str(problem) and others["name"] not in str(problem)
    assert [all_rows(gate, t, tenant) for t in ("host", "host_check", "job") for tenant in ("alpha", "beta")] == before


ALLOWED = {"PATCH /hosts:bulk": {"admin", "owner"}, "POST /hosts:delete": {"admin", "owner"}, "PATCH /checks:bulk": {"admin", "owner"},
           "POST /checks:delete": {"admin", "owner"}, "POST /checks:run": {"operator", "admin", "owner"}}


@pytest.mark.parametrize("route", ALLOWED)
def test_who_may(gate, made, route):
    method, path = route.split()
    for role in ("viewer", "operator", "admin", "owner"):
        host = made.host()
        one = host if path.startswith("/hosts") else made.check(host)
        body = {"items": [{"id": one["id"], "enabled": True}]} if method == "PATCH" else {"ids": [one["id"]]}
        status = gate.client("alpha", role).call(method, path, body).status_code
        assert (status < 300) == (role in ALLOWED[route]) and status in (200, 202, 403), (role, status)
    assert gate.anybody().call(method, path, body).status_code == 401


BAD_IDS = [None, [], {}, "1", 1, [0], [-1], ["1"], [1.0], [True], [None], [[1]], [2**63], [1, 1]]


@pytest.mark.parametrize("path", ["/hosts:delete", "/checks:delete", "/checks:run"])
def test_bad_ids(gate, path):
    client = gate.newcomer()
    for ids in BAD_IDS:
        problem = gate.client("alpha").call("POST", path, {"ids": ids}) if path != "/checks:run" else client.call("POST", path, {"ids": ids})
        if problem.status_code == 429:
            client = gate.newcomer()
            problem = client.call("POST", path, {"ids": ids})
        assert problem.status_code in (400, 422), (ids, problem.text)
    for body in ({}, {"id": [1]}, {"ids": [1], "tenant_id": 2}):
        assert gate.newcomer().call("POST", path, body).status_code == 422


HOST_BAD = [{}, {"enabled": "no"}, {"enabled": None}, {"group": ""}, {"group": 5}, {"group": "x" * 101}, {"labels": None}, {"labels": []},
            {"labels": {"a": 1}}, {"labels": {"": "x"}}, {"labels": {f"l{i}": "x" for i in range(51)}}, {"criticality": "urgent"},
            {"criticality": None}, {"sla_tier": ""}, {"sla_tier": "x" * 61}, {"name": "x"}, {"address": "192.0.2.9"}, {"tenant_id": 1}]
CHECK_BAD = [{}, {"enabled": 1}, {"interval_s": 4}, {"interval_s": 86401}, {"interval_s": "60"}, {"interval_s": 60.0}, {"interval_s": None},
             {"timeout_ms": 99}, {"timeout_ms": 30001}, {"retries": -1}, {"retries": 11}, {"params": {}}, {"name": "x"}, {"type": "tcp"},
             {"host_id": 1}]


@pytest.mark.parametrize("kind", ["hosts", "checks"])
def test_bad_items_are_named_and_nothing_happens(gate, alpha, made, kind):
    host = made.host()
    good = host if kind == "hosts" else made.check(host)
    other = made.host() if kind == "hosts" else made.check(host)
    before = all_rows(gate, "host"), all_rows(gate, "host_check")
    for bad in HOST_BAD if kind == "hosts" else CHECK_BAD:
        problem = alpha.refused(422, "invalid_value", "PATCH", f"/{kind}:bulk",
                                {"items": [{"id": good["id"], "enabled": False}, {"id": other["id"], **bad}]})
        assert problem["errors"][0]["field"].startswith("/items/1"), problem
    for items in (None, [], {}, "x", [1], [{"enabled": True}], [{"id": 0, "enabled": True}], [{"id": "1", "enabled": True}],
                  [{"id": good["id"], "enabled": True}] * 2):
        alpha.refused(422, "invalid_value", "PATCH", f"/{kind}:bulk", {"items": items})
    alpha.refused(422, "invalid_value", "PATCH", f"/{kind}:bulk", {})
    assert (all_rows(gate, "host"), all_rows(gate, "host_check")) == before


def test_a_method_that_is_not_there(alpha):
    for path in ("/hosts:bulk", "/checks:bulk"):
        alpha.refused(405, "method_not_allowed", "POST", path, {})
    for path in ("/hosts:delete", "/checks:delete", "/checks:run"):
        alpha.refused(405, "method_not_allowed", "GET", path)
    for path in ("/hosts:run", "/hosts:", "/hosts:bulk/1", "/hosts%3Abulk/x"):
        assert alpha.call("POST", path, {}).status_code in (404, 405)


def test_a_repeated_key_does_it_once(alpha, made):
    host = made.host()
    ids = [made.check(host)["id"] for _ in range(2)]
    for path, status in (("/checks:run", 202), ("/checks:delete", 200)):
        headers = {"Idempotency-Key": f"bulk-{next(number)}-{ids[0]}{path[-3:]}"}
        first = alpha.post(path, {"ids": ids}, status=status, headers=headers)
        again = alpha.call("POST", path, {"ids": ids}, headers=headers)
        assert (again.status_code, again.json(), again.headers["Idempotency-Replayed"]) == (status, first, "true")


def test_a_quota_holds_for_all_of_them(gate, beta, things):
    made, tenant = things("beta"), gate.tenant_id("beta")
    host = made.host()
    checks = [made.check(host, interval_s=60) for _ in range(4)]
    used = gate.sql("SELECT coalesce(sum(3600.0 / interval_s), 0) FROM host_check WHERE tenant_id = %s AND enabled", tenant)[0][0]
    gate.sql("UPDATE tenant SET quota_checks_per_hour = %s WHERE tenant_id = %s", int(used) + 61, tenant)
    try:
        before = all_rows(gate, "host_check", "beta")
        beta.refused(403, "quota_exceeded", "PATCH", "/checks:bulk", {"items": [{"id": c["id"], "interval_s": 30} for c in checks]})
        assert all_rows(gate, "host_check", "beta") == before
        beta.patch("/checks:bulk", {"items": [{"id": checks[0]["id"], "interval_s": 30}]})
        # What one gives up the others may take, in whichever order they stand.
        beta.patch("/checks:bulk", {"items": [{"id": checks[1]["id"], "interval_s": 30}, {"id": checks[3]["id"], "enabled": False}]})
        beta.patch("/checks:bulk", {"items": [{"id": checks[3]["id"], "enabled": True}, {"id": checks[1]["id"], "interval_s": 3600},
                                              {"id": checks[0]["id"], "interval_s": 60}]})
    finally:
        gate.sql("UPDATE tenant SET quota_checks_per_hour = NULL WHERE tenant_id = %s", tenant)


def test_the_last_runs_are_given_once(gate, things):
    made, tenant = things("beta"), gate.tenant_id("beta")
    host = made.host()
    checks = [made.check(host, interval_s=60, enabled=False) for _ in range(8)]
    used = gate.sql("SELECT coalesce(sum(3600.0 / interval_s), 0) FROM host_check WHERE tenant_id = %s AND enabled", tenant)[0][0]
    gate.sql("UPDATE tenant SET quota_checks_per_hour = %s WHERE tenant_id = %s", int(used) + 61, tenant)
    try:
        new = {"host_id": host["id"], "type": "tcp", "params": {"port": 1}, "interval_s": 60}
        answers = at_once([lambda c=c: gate.client("beta").call("PATCH", "/checks:bulk", {"items": [{"id": c["id"], "enabled": True}]}) for c in checks] +
                          [lambda n=n: gate.client("beta").call("POST", "/checks", {**new, "name": f"last {n}"}) for n in range(8)])
        assert sorted(a.json().get("code", "done") for a in answers) == ["done"] + ["quota_exceeded"] * 15
    finally:
        gate.sql("UPDATE tenant SET quota_checks_per_hour = NULL WHERE tenant_id = %s", tenant)


def test_those_who_come_at_once_take_turns(gate, made):
    """Each change is whole, and each `before` is what the one before it left: undone backwards, all is as it was."""
    hosts = [made.host(group="start") for _ in range(20)]
    ids = [h["id"] for h in hosts]

    def change(n):
        order = ids[::-1] if n % 2 else ids
        return n, gate.client("alpha").call("PATCH", "/hosts:bulk", {"items": [{"id": i, "group": f"turn {n}"} for i in order]})
    answers = at_once([lambda n=n: change(n) for n in range(8)])
    assert {r.status_code for _, r in answers} == {200}
    links = {f"turn {n}": {i["before"]["group"] for i in r.json()["items"]} for n, r in answers}
    assert all(len(b) == 1 for b in links.values()), "nobody saw a half"
    group, seen = {h["group"] for h in anew(gate.client(), "/hosts?limit=500&sort=name")["items"] if h["id"] in ids}, []
    while group != {"start"}:
        seen.append(group)
        group = links[next(iter(group))]
    assert len(seen) == 8


def test_removing_and_changing_at_once_leaves_nothing_half_done(gate, made):
    hosts = [made.host() for _ in range(12)]
    ids = [h["id"] for h in hosts]
    for h in hosts:
        made.check(h)
    results, barrier = [], threading.Barrier(4)

    def work(n):
        client = gate.client("alpha")
        barrier.wait()
        body = {"ids": ids if n else ids[::-1]} if n < 2 else {"items": [{"id": i, "group": f"g{n}"} for i in ids]}
        results.append((n, client.call("POST" if n < 2 else "PATCH", "/hosts:delete" if n < 2 else "/hosts:bulk", body).status_code))
    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    codes = dict(results)
    assert sorted([codes[0], codes[1]]) == [200, 404] and {codes[2], codes[3]} <= {200, 404}, codes
    assert gate.sql("SELECT count(*) FROM host WHERE id = ANY(%s)", ids) == [(0,)]
