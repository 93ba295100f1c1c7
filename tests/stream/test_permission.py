"""Who may listen to what: refusals as the API's, and never a word of another tenant's."""
import json
import re
import socket

import pytest

from harness.wait import until

CANARY = "canary of b"


def refused(station, status, code, topics="hosts", **more):
    got, body = station.listen(topics, **more).refusal()
    assert (got, body["status"], body["code"]) == (status, status, code), body
    assert body["type"] == f"/api/v1/docs#{code}" and body["title"] and body["request_id"] == "request-7"
    return body


def test_nobody_listens_unknown(station):
    refused(station, 401, "unauthenticated")
    refused(station, 401, "unauthenticated", key="tsk_1_1_" + "x" * 43)
    refused(station, 401, "unauthenticated", key=station.a.key[:-1] + ("A" if station.a.key[-1] != "A" else "B"))
    account = station.a.account()
    session = station.a.session(account)
    token = station.token(station.a, account, session)
    refused(station, 401, "unauthenticated", key=station.a.key, token=token)
    refused(station, 401, "unauthenticated", token=token[:-2] + "xx")
    refused(station, 401, "unauthenticated", token=station.token(station.a, account, session, life_s=-60))
    refused(station, 401, "unauthenticated", token=station.token(station.a, account + 1, session))
    refused(station, 401, "unauthenticated", token=station.token(station.b, account, session))
    refused(station, 401, "unauthenticated", token=station.token(station.a, account, session, aud="another"))
    station.listen("hosts", token=token).opened()


@pytest.mark.parametrize("role, allowed", [("viewer", "hosts,checks,changes"), ("operator", "hosts,checks,changes")])
def test_a_role_hears_its_topics(station, role, allowed):
    account = station.a.account(role)
    token = station.token(station.a, account, station.a.session(account))
    host = station.a.host()
    station.listen(f"{allowed},host:{host}", token=token).opened()


@pytest.mark.parametrize("scopes, topic, good", [
    (["host.read"], "checks", False), (["host.read"], "hosts", True), (["check.read", "result.read"], "checks", True),
    (["result.read"], "changes", True), (["check.read"], "changes", False), (["queue.read"], "jobs", True),
    (["queue.read"], "system", True), (["host.read", "check.read", "result.read"], "jobs", False)])
def test_a_topic_needs_its_permission(station, scopes, topic, good):
    key = station.a.make_key(scopes=scopes)
    if good:
        station.listen(topic, key=key).opened()
    else:
        body = refused(station, 403, "forbidden", topic, key=key)
        assert [e["field"] for e in body["errors"]] == [f"topics/{topic}"]


def test_ids_of_another_tenant_are_not_there(station):
    host = station.b.host()
    check, job = station.b.check(host), station.b.job()
    for topic in (f"host:{host}", f"check:{check}", f"run:{job}"):
        body = refused(station, 404, "not_found", f"hosts,{topic}", key=station.a.key)
        assert [e["field"] for e in body["errors"]] == [f"topics/{topic}"]
        absent = refused(station, 404, "not_found", f"hosts,{re.sub('[0-9]+', '987654321', topic)}", key=station.a.key)
        assert body["detail"] == absent["detail"] and body["title"] == absent["title"]
        station.listen(topic, key=station.b.key).opened()


@pytest.mark.parametrize("topics", ["", "host", "hosts:1", "host:", "host:0", "host:-1", "host:x", "nothing", "hosts,,checks", "check:1%00",
                                    "host:99999999999999999999", ",".join(f"host:{i}" for i in range(1, 70))])
def test_topics_that_are_none(station, topics):
    status, body = station.listen(topics, key=station.a.key).refusal()
    assert (status, body["code"]) in ((422, "invalid_value"), (400, "malformed_request")), body


def test_a_suspended_tenant_is_refused(station):
    station.sql("UPDATE tenant SET status = 'suspended' WHERE tenant_id = %s", station.b.id)
    refused(station, 403, "forbidden", key=station.b.key)
    station.sql("UPDATE tenant SET status = 'active' WHERE tenant_id = %s", station.b.id)


def test_a_key_is_bound_to_its_networks(station):
    key = station.a.make_key(cidrs=["192.0.2.0/24"])
    refused(station, 401, "unauthenticated", key=key)
    refused(station, 401, "unauthenticated", key=key, headers=["X-Real-IP: 198.51.100.1"])
    station.listen("hosts", key=key, headers=["X-Real-IP: 192.0.2.77"]).opened()


def test_ten_thousand_events_of_one_tenant_and_none_for_the_other(station):
    """TN-12. The listener of a hears of a's own change made at the end, and of nothing else."""
    host = station.b.host(CANARY)
    checks = [station.b.check(host, f"{CANARY} {i}") for i in range(20)]
    mine = station.a.host()
    everything = f"hosts,checks,changes,host:{mine}"
    a, b = station.listen(everything, key=station.a.key).opened(), station.listen("hosts,checks,changes", key=station.b.key).opened()
    station.sql("TRUNCATE notice")
    for i in range(25):  # 500 a statement
        station.sql("""INSERT INTO check_event (tenant_id, check_id, ts, from_status, to_status, message)
                       SELECT %s, c, clock_timestamp() + n * interval '1 us', 'up', 'down', %s
                       FROM unnest(%s::bigint[]) c, generate_series(1, 20) n""", station.b.id, CANARY, checks)
    station.sql("UPDATE host SET name = name || '!' WHERE tenant_id = %s", station.b.id)
    until(lambda: station.sql("SELECT count(*) FROM check_event WHERE tenant_id = %s", station.b.id)[0][0] >= 10000, what="the events")
    # So much in one round is told as "read it anew".
    b.wait(lambda n, d: n == "resync" or (n == "changes" and CANARY in json.dumps(d)), 10)
    station.sql("UPDATE host SET enabled = false WHERE id = %s", mine)
    a.wait(lambda n, d: n == "hosts" and mine in d["config"])
    assert CANARY.encode() not in a.raw
    theirs = {"hosts": {host}, "checks": set(checks)}
    for name, data, _ in a.events:
        told = {i.get("id") for i in data["items"]} | set(data.get("config", [])) | set(data.get("gone", []))
        assert not told & theirs.get(name, set()), (name, data)
        assert not {i.get("check_id") for i in data["items"]} & set(checks), (name, data)


def test_a_person_has_so_many_listeners_and_no_more(station):
    key, other = station.a.make_key(), station.a.make_key()
    full = [station.listen("hosts", key=key) for _ in range(100)]
    for l in full:
        l.opened()
    status, body = station.listen("hosts", key=key).refusal()
    assert status == 429, body
    station.listen("hosts", key=other).opened()
    full[0].close()
    until(lambda: station.listen("hosts", key=key).opened(1), what="a free place")


def test_an_address_may_try_so_many_keys(station):
    """The 300 wrong keys of a minute; then not even a right one is looked up from there, and elsewhere all is well."""
    here = ["X-Real-IP: 192.0.2.99"]
    wrong = [station.listen("hosts", key=f"tsk_{station.a.id}_1_" + "y" * 43, headers=here) for _ in range(300)]
    assert {l.refusal()[0] for l in wrong} == {401}
    status, body = station.listen("hosts", key=station.a.key, headers=here).refusal()
    assert status == 429 and body["detail"]
    station.listen("hosts", key=station.a.key, headers=["X-Real-IP: 192.0.2.98"]).opened()


def raw(station, data):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(10)
    s.connect(station.socket)
    s.sendall(data)
    got = b""
    try:
        while piece := s.recv(65536):
            got += piece
    except OSError:
        pass
    s.close()
    return got


@pytest.mark.parametrize("text, status", [
    (b"POST /api/v1/events?topics=hosts HTTP/1.1\r\n\r\n", 405), (b"GET /api/v1/hosts HTTP/1.1\r\n\r\n", 404),
    (b"GET /api/v1/events HTTP/2.0\r\n\r\n", 400), (b"nonsense\r\n\r\n", 400), (b"GET /a b c HTTP/1.1\r\n\r\n", 400),
    (b"GET /api/v1/events HTTP/1.1\r\nContent-Length: 5\r\n\r\n", 400),
    (b"GET /api/v1/events HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    (b"GET /api/v1/events HTTP/1.1\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n", 400),
    (b"GET /api/v1/events HTTP/1.1\r\nno colon\r\n\r\n", 400), (b"GET /api/v1/events HTTP/1.1\r\n: x\r\n\r\n", 400),
    (b"GET /api/v1/events HTTP/1.1\r\n" + b"A: b\r\n" * 100 + b"\r\n", 400)])
def test_requests_that_are_none(station, text, status):
    got = raw(station, text)
    assert got.startswith(b"HTTP/1.1 %d " % status), got[:200]
    assert json.loads(got.split(b"\r\n\r\n", 1)[1])["status"] == status


def test_a_head_without_end_is_cut(station):
    assert raw(station, b"GET /api/v1/events HTTP/1.1\r\nA: " + b"x" * 20000) == b""
