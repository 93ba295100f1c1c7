"""Paging, order, filters and search (VA-06, IN-01, IN-02)."""
import base64
import http.client
import json
import time

import pytest


@pytest.fixture(scope="module")
def fleet(gate):
    """Twelve hosts of alpha under one group, and as many of beta."""
    made = {}
    for tenant in ("alpha", "beta"):
        c = gate.client(tenant)
        made[tenant] = [c.post("/hosts", {"name": f"fleet {n:02}", "address": f"fleet-{n:02}.example", "group": "fleet",
                                          "labels": {"third": str(n % 3), tenant: "yes"}}, status=201) for n in range(12)]
    return made


def walk(client, path, limit):
    found, cursor = [], None
    for _ in range(50):
        page = client.get(path + f"&limit={limit}" + (f"&cursor={cursor}" if cursor else ""))
        assert len(page["items"]) <= limit
        found += page["items"]
        cursor = page["next_cursor"]
        if not cursor:
            return found
    raise AssertionError("the list has no end")


@pytest.mark.parametrize("sort", ["status", "-status", "name", "-name", "created_at", "-created_at"])
@pytest.mark.parametrize("limit", [1, 5, 12, 500])
def test_pages_give_all_in_order_once(alpha, fleet, sort, limit):
    found = walk(alpha, f"/hosts?group=fleet&sort={sort}", limit)
    names = [h["name"] for h in found]
    wanted = [h["name"] for h in fleet["alpha"]]
    assert names == (wanted[::-1] if sort.startswith("-") else wanted)


@pytest.mark.parametrize("filters,count", [("q=FLEET%200", 10), ("q=fleet-11.EXAMPLE", 1), ("group=fleet&q=nothing", 0), ("group=fle", 0),
                                           ("label=third=1&group=fleet", 4), ("label=third=1", 4), ("label=third", 12), ("label=third&group=fleet", 12),
                                           ("label=third=9", 0), ("label=beta", 0), ("status=unknown&group=fleet", 12), ("status=down&group=fleet", 0),
                                           ("q=%25&group=fleet", 0), ("q=_&group=fleet", 0), ("q=fleet-0%25", 0)])
def test_filters(alpha, fleet, filters, count):
    assert len(alpha.get(f"/hosts?{filters}")["items"]) == count


@pytest.mark.parametrize("limit", ["-1", "0", "501", "abc", "1e9", "", "1.5", "%2B5", "9223372036854775808"])
@pytest.mark.parametrize("path", ["/hosts", "/checks"])
def test_limits(alpha, path, limit):
    problem = alpha.refused(422, "invalid_value", "GET", f"{path}?limit={limit}")
    assert problem["errors"][0]["field"] == "limit"


def test_cursors_are_ours(alpha, beta, fleet):
    first = alpha.get("/hosts?group=fleet&sort=name&limit=3")["next_cursor"]
    raw = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4))
    forged = [base64.urlsafe_b64encode(raw[:i] + bytes([raw[i] ^ 1]) + raw[i + 1:]).decode().rstrip("=") for i in range(len(raw))]
    for cursor in forged + ["x", "AAAA", "%00", "null", "-1", "1", first + "A", first[:-2], "A" * 1400, "'; select 1"]:
        problem = alpha.refused(422, "invalid_value", "GET", "/hosts?group=fleet&sort=name&limit=3", params={"cursor": cursor})
        assert problem["errors"][0]["field"] == "cursor", cursor
    # Its own list, and no other: neither another order, filter, route nor tenant.
    assert alpha.get(f"/hosts?group=fleet&sort=name&limit=3&cursor={first}")["items"][0]["name"] == "fleet 03"
    assert alpha.get(f"/hosts?group=fleet&sort=name&limit=7&cursor={first}")["items"][0]["name"] == "fleet 03"
    for client, path in ((alpha, "/hosts?group=fleet&sort=-name"), (alpha, "/hosts?sort=name"), (alpha, "/checks?sort=name"),
                         (beta, "/hosts?group=fleet&sort=name")):
        client.refused(422, "invalid_value", "GET", path + f"&cursor={first}")


@pytest.mark.parametrize("query", ["sort=id;select pg_sleep(5)", "sort=name,(select 1)", "sort=version", "sort=", "order=name", "fields=name",
                                   "status=all", "unknown=1", "q=", "label=", "limit=1&limit=2", "a", "q=%ff", "q=a%00b",
                                   "host_id=1", "q=" + "x" * 201])
def test_what_is_not_offered_is_refused(alpha, query):
    start = time.monotonic()
    alpha.refused(422, "invalid_value", "GET", f"/hosts?{query}")
    assert time.monotonic() - start < 0.5


@pytest.mark.parametrize("query", ["q=%zz", "q=%", "q=%4", "%zz=1", "q=%c0%80", "limit=%00"])
def test_broken_encodings_are_refused(gate, alpha, query):
    """As they are: a polite client library would mend them."""
    connection = http.client.HTTPConnection("127.0.0.1", gate.port, timeout=10)
    connection.request("GET", f"/api/v1/hosts?{query}", headers=alpha.headers())
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())["code"]) == (422, "invalid_value")
    connection.close()


META = ["'", "\"", "\\", ";", "--", "/*", "*/", "' or 1=1 --", "\"; drop table host; --", "$1", "%s", "%", "_", "\\'", "'||pg_sleep(5)||'",
        "1; select pg_sleep(5)", "${jndi}", "|", "`id`", "\u2019", "\u02bc", "<>", "x' AND 1=(SELECT count(*) FROM tenant) --"]


def test_metacharacters_are_only_characters(gate, alpha, things):
    tables = gate.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    made = things("alpha")
    for text in META:
        start = time.monotonic()
        host = made.host(group=text, sla_tier=text, labels={text: text})
        check = made.check(host, name=text)
        shown = alpha.get(f"/hosts/{host['id']}")
        assert (shown["group"], shown["sla_tier"], shown["labels"]) == (text, text, {text: text})
        assert alpha.get(f"/checks/{check['id']}")["name"] == text
        assert host["id"] in [h["id"] for h in alpha.get("/hosts", params={"group": text})["items"]]
        if "=" not in text:
            assert [h["id"] for h in alpha.get("/hosts", params={"label": f"{text}={text}"})["items"]] == [host["id"]]
        assert check["id"] in [c["id"] for c in alpha.get("/checks", params={"q": text, "host_id": host["id"]})["items"]]
        assert time.monotonic() - start < 3, text
        alpha.delete(f"/hosts/{host['id']}")
    assert gate.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == tables


def test_checks_of_a_host(alpha, things):
    made = things("alpha")
    one, other = made.host(), made.host()
    names = ["b", "a", "c"]
    for name in names:
        made.check(one, name=name)
    made.check(other)
    assert [c["name"] for c in alpha.get(f"/hosts/{one['id']}/checks")["items"]] == sorted(names)
    assert [c["name"] for c in alpha.get(f"/checks?host_id={one['id']}&sort=-name")["items"]] == sorted(names, reverse=True)
    assert [c["name"] for c in walk(alpha, f"/checks?host_id={one['id']}&sort=name", 1)] == sorted(names)
    assert alpha.get(f"/checks?host_id={one['id']}&type=http")["items"] == []
    assert len(alpha.get(f"/checks?host_id={one['id']}&type=tcp&status=pending&q=CHECKS_OF")["items"]) == 3
