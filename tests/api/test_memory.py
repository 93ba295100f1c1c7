"""Answers from memory are never another's, never old, and cost nothing when Redis or the connection that tells is lost (TN-11)."""
import itertools
import json
import time

import pytest

from harness.wait import until

number = itertools.count(1)


def often(client, path, times=24):
    """Asked until every process has surely answered it, some of them from memory; gives the distinct answers."""
    answers = [client.call("GET", path) for _ in range(times)]
    return {r.text if r.status_code == 200 else str(r.status_code) for r in answers}


def host_names(text):
    return [h["name"] for h in json.loads(text)["items"]]


def test_a_change_shows_in_the_next_answer_of_every_process(gate, alpha, things):
    host = things("alpha").host(group="memory")
    for _ in range(20):
        assert len(often(alpha, "/hosts?group=memory", 6)) == 1
        name = f"memory {next(number)}"
        alpha.patch(f"/hosts/{host['id']}", {"name": name})
        assert [host_names(t) for t in often(alpha, "/hosts?group=memory", 6)] == [[name]]
        assert {json.loads(t)["name"] for t in often(alpha, f"/hosts/{host['id']}", 3)} == {name}


@pytest.mark.parametrize("change", [
    "UPDATE check_state SET status = 'down' WHERE check_id = {check}",
    "UPDATE check_state SET message = 'another text' WHERE check_id = {check}",
    "UPDATE host_check SET enabled = false WHERE id = {check}",
    "UPDATE host_check SET params = '{{\"port\": 81}}' WHERE id = {check}",
    "DELETE FROM host_check WHERE id = {check}",
    "UPDATE host SET labels = '{{\"a\": \"b\"}}' WHERE id = {host}",
    "DELETE FROM host WHERE id = {host}"])
def test_whatever_changes_below_shows(gate, alpha, things, change):
    """By a checker, by hand or by another machine: it is the database that tells."""
    made = things("alpha")
    group = f"below {next(number)}"
    host = made.host(group=group)
    check = made.check(host)
    tenant = gate.tenant_id("alpha")
    gate.sql("INSERT INTO check_state (tenant_id, check_id, status, since, last_ts) VALUES (%s, %s, 'up', now(), now())", tenant, check["id"])
    paths = (f"/hosts?group={group}", f"/hosts/{host['id']}", f"/hosts/{host['id']}/checks", f"/checks?host_id={host['id']}", f"/checks/{check['id']}")
    before = [often(alpha, path, 4) for path in paths]
    assert [len(b) for b in before] == [1] * len(paths)
    gate.sql(change.format(check=check["id"], host=host["id"]))
    began = time.monotonic()
    until(lambda: all(len(often(alpha, path, 8)) == 1 for path in paths) and any(not often(alpha, path, 8) & old for path, old in zip(paths, before)), 2, every=0.01, what="the change")
    assert time.monotonic() - began < 1, "it was told, it did not only run out"
    again = [often(alpha, path, 8) for path in paths]
    time.sleep(1.1)
    assert again == [often(alpha, path, 8) for path in paths], "the old answer is not given again"


def test_nobody_gets_anothers(gate, alpha, beta, things):
    """The same question by another tenant, and by less rights in the same one."""
    made = things("alpha")
    host = made.host(group="ours alone")
    check = made.check(host, type="http", params={"headers": {"Authorization": "Bearer memory-canary"}})
    viewer = gate.client("alpha", "viewer")
    for _ in range(12):
        assert alpha.get(f"/checks/{check['id']}")["params"]["headers"]["Authorization"] == "Bearer memory-canary"
        assert "memory-canary" in alpha.call("GET", f"/hosts/{host['id']}/checks").text
        assert len(alpha.get("/hosts?group=ours%20alone")["items"]) == 1
        for path in (f"/checks/{check['id']}", f"/checks?host_id={host['id']}", f"/hosts/{host['id']}/checks"):
            assert "memory-canary" not in viewer.call("GET", path).text
        assert beta.call("GET", f"/hosts/{host['id']}").status_code == 404
        assert beta.get("/hosts?group=ours%20alone")["items"] == []
        assert gate.anybody().call("GET", f"/hosts/{host['id']}").status_code == 401
    narrow = gate.add_key(gate.tenant_id("alpha"), "viewer", ["check.read"])
    client = gate.client("alpha", "viewer")
    client.key = narrow
    client.refused(403, "forbidden", "GET", f"/hosts/{host['id']}")


def test_a_key_that_is_revoked_holds_no_longer(gate):
    tenant = gate.tenant_id("alpha")
    for statement in ("UPDATE api_key SET revoked_at = now() WHERE id = %s", "UPDATE api_key SET expires_at = now() WHERE id = %s",
                      "DELETE FROM api_key WHERE id = %s"):
        client = gate.newcomer()
        assert {client.call("GET", "/hosts?limit=1").status_code for _ in range(12)} == {200}
        gate.sql(statement, int(client.key.split("_")[2]))
        began = time.monotonic()
        until(lambda c=client: c.call("GET", "/hosts?limit=1").status_code == 401, 5, what="the refusal")
        assert {client.call("GET", "/hosts?limit=1").status_code for _ in range(12)} == {401} and time.monotonic() - began < 5
    client = gate.newcomer("beta")
    assert client.call("GET", "/hosts").status_code == 200
    gate.sql("UPDATE tenant SET status = 'suspended' WHERE slug = 'beta'")
    until(lambda: {client.call("GET", "/hosts").status_code for _ in range(8)} == {403}, 5, what="the end of the tenant")
    gate.sql("UPDATE tenant SET status = 'active' WHERE slug = 'beta'")
    until(lambda: {client.call("GET", "/hosts").status_code for _ in range(8)} == {200}, 5)
    assert tenant


def test_who_hears_nothing_remembers_nothing(gate, alpha, things):
    """Connections end, and with them what they promised to tell."""
    host = things("alpha").host(group="deaf")
    for _ in range(5):
        assert len(often(alpha, "/hosts?group=deaf", 8)) == 1
        gate.sql("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'tocsin_api'")
        name = f"deaf {next(number)}"
        gate.sql("UPDATE host SET name = %s WHERE id = %s", name, host["id"])
        assert [host_names(t) for t in often(alpha, "/hosts?group=deaf", 8)] == [[name]]


def test_not_modified(alpha, things):
    """The tag of a list is the list's: 304 while it stays, 200 once it changes."""
    host = things("alpha").host(group="tagged")
    path = "/hosts?group=tagged"
    tags = {alpha.call("GET", path).headers["ETag"] for _ in range(6)}
    assert len(tags) == 1
    tag = tags.pop()
    for _ in range(6):
        r = alpha.call("GET", path, headers={"If-None-Match": tag})
        assert (r.status_code, r.content, r.headers["ETag"]) == (304, b"", tag)
    alpha.patch(f"/hosts/{host['id']}", {"labels": {"changed": "yes"}})
    r = alpha.call("GET", path, headers={"If-None-Match": tag})
    assert r.status_code == 200 and r.headers["ETag"] != tag
    show = alpha.call("GET", f"/hosts/{host['id']}")
    assert show.status_code == 200
    alpha.patch(f"/hosts/{host['id']}", {"labels": {}}, headers={"If-Match": show.headers["ETag"]})


def test_times_of_results_are_a_second_old_at_most(gate, alpha, things):
    """Nobody tells that a check was seen once more as it was."""
    made = things("alpha")
    host = made.host(group="seen")
    check, tenant = made.check(host), gate.tenant_id("alpha")
    gate.sql("INSERT INTO check_state (tenant_id, check_id, status, since, last_ts) VALUES (%s, %s, 'up', now(), '2026-01-01')", tenant, check["id"])
    often(alpha, "/hosts?group=seen", 8)
    gate.sql("UPDATE check_state SET last_ts = '2026-02-02' WHERE check_id = %s", check["id"])
    began = time.monotonic()
    until(lambda: all("2026-02-02" in t for t in often(alpha, "/hosts?group=seen", 8)), 2, every=0.1)
    assert time.monotonic() - began < 1.5


def test_questions_with_a_body_or_errors_are_not_remembered(alpha, things):
    host = things("alpha").host()
    path = f"/hosts/{host['id']}"
    assert alpha.call("GET", path).status_code == 200
    assert alpha.call("GET", path, {"x": 1}).status_code == alpha.call("GET", path, {"x": 1}).status_code == 422
    assert alpha.call("GET", "/hosts?limit=0").status_code == 422
    alpha.delete(path)
    assert alpha.call("GET", path).status_code == 404
