"""/host-groups and /labels: counted truly, filtered like the list of hosts, one tenant's only."""
import itertools

import pytest

from api.gate import anew

number = itertools.count(1)
TENANT = "alpha"
STATES = ("up", "degraded", "down", "unknown", "paused")


@pytest.fixture(scope="module")
def fleet(gate):
    """Hosts of every state in three sites and two tiers, told from all others by their address."""
    c, tenant = gate.client(TENANT), gate.tenant_id(TENANT)

    def add(n, status, site, tier, group, labels):
        host = c.post("/hosts", {"name": f"squad {n}", "address": f"f{n}.squad.example", "group": group, "sla_tier": tier,
                                 "criticality": "high" if n % 2 else "low", "labels": {**({"site": site} if site else {}), **labels},
                                 "enabled": status != "paused"}, status=201)
        check = c.post("/checks", {"host_id": host["id"], "type": "tcp", "name": "c", "params": {"port": 1}}, status=201)
        if status in ("up", "degraded", "down"):
            gate.sql("INSERT INTO check_state (tenant_id, check_id, status, since, last_ts) VALUES (%s, %s, %s, now(), now())",
                     tenant, check["id"], status)
        return host
    plan = [("up", "oslo"), ("up", "oslo"), ("down", "oslo"), ("degraded", "bern"), ("up", "bern"), ("unknown", None), ("paused", "lima"), ("up", "lima")]
    return [add(n, status, site, "gold" if n < 4 else None, f"g{n % 3}" if n < 6 else None, {"env": "prod"} if n % 2 else {})
            for n, (status, site) in enumerate(plan)]


def groups(client, query):
    return anew(client, f"/host-groups?q=squad.example&{query}")["items"]


def counted(**counts):
    return {"total": sum(counts.values()), **{s: counts.get(s, 0) for s in STATES}}


def test_by_label(fleet, alpha):
    assert groups(alpha, "by=label:site") == [
        {"value": "oslo", "hosts": counted(up=2, down=1)}, {"value": "bern", "hosts": counted(degraded=1, up=1)},
        {"value": None, "hosts": counted(unknown=1)}, {"value": "lima", "hosts": counted(up=1, paused=1)}]


def test_by_columns(fleet, alpha):
    assert groups(alpha, "by=sla_tier") == [{"value": "gold", "hosts": counted(up=2, down=1, degraded=1)},
                                            {"value": None, "hosts": counted(up=2, unknown=1, paused=1)}]
    assert groups(alpha, "by=criticality") == [{"value": "low", "hosts": counted(up=2, down=1, paused=1)},
                                               {"value": "high", "hosts": counted(up=2, degraded=1, unknown=1)}]
    assert groups(alpha, "") == groups(alpha, "by=group")
    assert [g["value"] for g in groups(alpha, "by=group")] == ["g2", "g0", "g1", None]
    assert groups(alpha, "by=label:no_such_label") == [{"value": None, "hosts": counted(up=4, down=1, degraded=1, unknown=1, paused=1)}]


def test_filters(fleet, alpha):
    assert groups(alpha, "by=label:site&status=up") == [{"value": v, "hosts": counted(up=n)} for v, n in (("bern", 1), ("lima", 1), ("oslo", 2))]
    assert groups(alpha, "by=label:site&status=down,degraded") == [{"value": "oslo", "hosts": counted(down=1)}, {"value": "bern", "hosts": counted(degraded=1)}]
    assert groups(alpha, "by=label:site&status=unknown") == [{"value": None, "hosts": counted(unknown=1)}]
    assert groups(alpha, "by=label:site&label=env") == groups(alpha, "by=label:site&label=env%3Dprod")
    assert sum(g["hosts"]["total"] for g in groups(alpha, "by=group&label=env")) == 4
    assert groups(alpha, "by=group&label=env%3Dno") == [] and groups(alpha, "by=group&label=nothing") == []
    assert sum(g["hosts"]["total"] for g in groups(alpha, "by=criticality&label=site%3Doslo")) == 3
    assert alpha.get("/host-groups?q=nowhere.at.all") == {"items": [], "next_cursor": None}


def test_sums_are_those_of_the_overview(alpha, fleet):
    overview = anew(alpha, "/overview")["hosts"]
    for by in ("group", "criticality", "sla_tier", "label:site"):
        items = anew(alpha, f"/host-groups?by={by}")["items"]
        assert {s: sum(g["hosts"][s] for g in items) for s in ("total", *STATES)} == overview
        assert len({g["value"] for g in items}) == len(items)


@pytest.mark.parametrize("query", ["by=", "by=name", "by=label:", "by=label", "by=group;select%20pg_sleep(5)", "by=label:" + "x" * 200, "by=id",
                                   "status=", "status=sick", "status=up,", "status=up,sick", "q=", "label=", "sort=name",
                                   "limit=1", "by=group&by=group", "by=label:a%00b", "by=label:a%0ab", "status=u"])
def test_other_questions_are_refused(alpha, query):
    alpha.refused(422, "invalid_value", "GET", "/host-groups?" + query)


def test_hostile_names_of_labels(alpha):
    for name in ("'", "a'--", "%", "_", "\\", "$1", "{}", "\u05d0"):
        host = alpha.post("/hosts", {"name": f"hostile {next(number)}", "address": "hostile.example", "labels": {name: name}}, status=201)
        found = alpha.get("/host-groups", params={"by": f"label:{name}", "q": "hostile.example"})["items"]
        assert [g["value"] for g in found if g["value"] is not None] == [name]
        assert name in [i["name"] for i in anew(alpha, "/labels?limit=500")["items"]]
        alpha.delete(f"/hosts/{host['id']}")


def test_labels(fleet, alpha):
    shown = {i["name"]: i for i in anew(alpha, "/labels?limit=500")["items"]}
    assert shown["site"] == {"name": "site", "values": 3, "hosts": 7}
    assert shown["env"]["hosts"] >= 4
    walked, cursor = [], ""
    while cursor is not None:
        page = alpha.get(f"/labels?limit=1{cursor and '&cursor=' + cursor}")
        assert len(page["items"]) <= 1
        walked += page["items"]
        cursor = page["next_cursor"]
    assert walked == anew(alpha, "/labels?limit=500")["items"] == sorted(walked, key=lambda i: i["name"].encode())
    alpha.refused(422, "invalid_value", "GET", "/labels?q=x")
    alpha.refused(422, "invalid_value", "GET", "/labels?cursor=x")


def test_nothing_of_another_tenant(gate, fleet, beta):
    host = beta.post("/hosts", {"name": "canary 51c2", "address": "canary-51c2.example", "group": "canary-51c2", "sla_tier": "canary-51c2",
                                "labels": {"canary-51c2": "canary-51c2"}}, status=201)
    alpha = gate.client(TENANT)
    for path in ("/labels?limit=500", "/host-groups", "/host-groups?by=sla_tier", "/host-groups?by=label:canary-51c2", "/host-groups?q=canary-51c2",
                 "/host-groups?label=canary-51c2", "/host-groups?label=canary-51c2%3Dcanary-51c2"):
        assert "canary-51c2" not in alpha.call("GET", path).text, path
        assert "canary-51c2" in beta.call("GET", path).text, path
    assert "site" not in [i["name"] for i in beta.get("/labels?limit=500")["items"]]
    beta.delete(f"/hosts/{host['id']}")


def test_who_may(gate):
    for path in ("/labels", "/host-groups"):
        for role in ("viewer", "operator", "admin", "owner"):
            gate.client(TENANT, role).get(path)
        assert gate.anybody().call("GET", path).status_code == 401
