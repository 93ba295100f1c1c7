"""What a body may be (VA-01 to VA-05, VA-09, VA-10): refused precisely, and nothing is changed."""
import json
import time

import pytest

from api.gate import filled, writes
from harness.client import Client

BROKEN = ["", "{", "}", "[", "]", "{]", "nul", "tru", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\":1 \"b\":2}", "[1,]", "{'a':1}",
          "{a:1}", "{\"a\":01}", "{\"a\":+1}", "{\"a\":.5}", "{\"a\":1.}", "{\"a\":0x1}", "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":-}",
          "{\"a\":1e}", "{\"a\":\"\n\"}", "{\"a\":\"\t\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\uD800\"}", "{\"a\":\"\\uDC00\\uD800\"}",
          "{\"a\":\"\\u0000\"}", "{} {}", "{}x", "/**/{}", "{}//", "{\"a\":1}\x00", "\"a\":1", "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":1}}",
          "\ufeff{}", "{\"\\u0000\":1}", "{\"a\":\"", "{\"a\":[1,2", "[[[[[", "{\"a\":{\"b\":{", "}{", "\x00", "\x01{}"]
BYTES = [b'{"name":"\xff"}', b'{"name":"\xc0\x80"}', b'{"name":"\xed\xa0\x80"}', b'{"name":"\xf5\x80\x80\x80"}', b'{"name":"\xe2\x82"}',
         b'\xff\xfe{\x00}\x00', b'{"na\x00me":1}', b'\xc3\x28', b'{"a":"\x80"}']
CORPUS = [b for b in [t.encode() for t in BROKEN] + BYTES if b]
JSON = {"Content-Type": "application/json"}


def state(gate):
    """Everything the routes here could change."""
    return gate.sql("SELECT (SELECT count(*) FROM host), (SELECT max(version) FROM host), (SELECT count(*) FROM host_check), "
                    "(SELECT count(*) FROM job), (SELECT md5(string_agg(h::text, '' ORDER BY id)) FROM host h)")


@pytest.fixture(scope="module")
def host(gate):
    return gate.client().post("/hosts", {"name": "bodies", "address": "192.0.2.9"}, status=201)


def test_every_write_route_refuses_what_is_no_json(gate, host):
    before, workers, client = state(gate), set(gate.workers()), None
    for method, path, _, _, rate, *_ in writes():
        for n, body in enumerate(CORPUS):
            if n == 0 or n % 10 == 0 and rate == "run_many":  # a dozen times a minute, and no more
                client = gate.newcomer()
            r = client.call(method, filled(path, host["id"]), data=body, headers=JSON)
            assert r.status_code in (400, 401, 403, 404, 409), (method, path, body, r.status_code, r.text)
            assert r.status_code != 404 or "{token}" in path or "{" in path, (method, path, body)
            assert r.headers["Content-Type"] == "application/problem+json"
    assert state(gate) == before
    assert workers & set(gate.workers()), "a process was lost"


@pytest.mark.parametrize("method,path", [("POST", "/hosts"), ("POST", "/checks"), ("POST", "/checks/test")])
def test_broken_json_is_a_400_that_says_where(gate, method, path):
    client = gate.newcomer()
    for body in CORPUS:
        problem = client.refused(400, "malformed_request", method, path, data=body, headers=JSON)
        assert problem["detail"], problem


def test_size(alpha, gate):
    before = state(gate)
    assert alpha.call("POST", "/hosts", data=b"{" + b" " * (1 << 20) + b"}", headers=JSON).status_code == 413
    fits = b'{"name":"x","address":"192.0.2.1"' + b" " * ((1 << 20) - 60) + b',"unknown":1}'
    assert alpha.call("POST", "/hosts", data=fits, headers=JSON).status_code == 422
    assert state(gate) == before


@pytest.mark.parametrize("depth", [33, 100_000])
def test_depth(alpha, depth):
    for body in (b"[" * depth + b"]" * depth, b'{"a":' * depth + b"1" + b"}" * depth):
        start = time.monotonic()
        alpha.refused(400, "malformed_request", "POST", "/hosts", data=body, headers=JSON)
        assert time.monotonic() - start < 0.5


def test_depth_32_is_read(alpha):
    body = b'{"name":' + b"[" * 31 + b"]" * 31 + b"}"
    alpha.refused(422, "invalid_value", "POST", "/hosts", data=body, headers=JSON)


BAD = [("name", 5), ("name", None), ("name", ""), ("name", "   "), ("name", "x" * 201), ("name", "a\u202eb"), ("name", "a\nb"), ("name", ["x"]),
       ("name", {"x": 1}), ("address", "a b"), ("address", "http://x"), ("address", "127.1"), ("address", "0x7f.1"), ("address", "2130706433"),
       ("address", "a@b"), ("address", "\uff11.1.1.1"), ("address", "x" * 254), ("address", "-a"), ("address", "a..b"), ("enabled", "true"),
       ("enabled", 1), ("enabled", None), ("criticality", "urgent"), ("criticality", 1), ("labels", []), ("labels", {"a": 1}),
       ("labels", {"": "x"}), ("labels", {"a\u0007": "x"}), ("labels", {f"l{i}": "x" for i in range(51)}), ("cost_per_hour_down", 12.5),
       ("cost_per_hour_down", "12.505"), ("cost_per_hour_down", "-1"), ("cost_per_hour_down", "1e3"), ("cost_per_hour_down", "NaN"),
       ("cost_per_hour_down", "9999999999999"), ("group", ""), ("group", 7)]


@pytest.mark.parametrize("field,value", BAD)
def test_a_bad_value_is_named(gate, alpha, host, field, value):
    before = state(gate)
    good = {"name": "fine", "address": "192.0.2.1"}
    for method, path, body in (("POST", "/hosts", {**good, field: value}), ("PATCH", f"/hosts/{host['id']}", {field: value})):
        problem = alpha.refused(422, "invalid_value", method, path, body)
        assert any(e["field"] == f"/{field}" or e["field"].startswith(f"/{field}/") for e in problem["errors"]), problem
        assert all(e["code"] and e["message"] for e in problem["errors"])
    assert state(gate) == before


NUMBERS = ["1.0", "1e3", "\"5\"", "true", "2147483648", "9223372036854775808", "-1", "0", "99999999999999999999999999", "1e400", "-1e999", "null", "[]"]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("field", ["interval_s", "timeout_ms", "host_id"])
def test_integers_are_integers(gate, alpha, things, host, field, number):
    check = test_integers_are_integers.__dict__.setdefault("check", None) or things("alpha").check(host)
    test_integers_are_integers.check = check
    before = state(gate)
    body = {"host_id": host["id"], "type": "tcp", "name": "n", "params": {"port": 1}, "interval_s": 60}
    raw = json.dumps({**body, field: "HERE"}).replace('"HERE"', number)
    if field == "host_id" and number == "2147483648":
        alpha.refused(404, "not_found", "POST", "/checks", data=raw, headers=JSON)
    else:
        problem = alpha.refused(422, "invalid_value", "POST", "/checks", data=raw, headers=JSON)
        assert [e["field"] for e in problem["errors"]] == [f"/{field}"], problem
    if field != "host_id":
        alpha.refused(422, "invalid_value", "PATCH", f"/checks/{check['id']}", data=f'{{"{field}":{number}}}', headers=JSON)
    assert state(gate) == before


def test_all_faults_at_once(alpha):
    problem = alpha.refused(422, "invalid_value", "POST", "/hosts", {"name": 1, "enabled": "x", "wrong": 1, "also": 2})
    found = {e["field"]: e["code"] for e in problem["errors"]}
    assert found == {"/name": "wrong_type", "/enabled": "wrong_type", "/wrong": "unknown_field", "/also": "unknown_field",
                     "/address": "required"}


@pytest.mark.parametrize("field,value", [("role", "owner"), ("tenant_id", "beta"), ("id", 1), ("is_admin", True), ("status", "up"),
                                         ("created_at", "2020-01-01T00:00:00Z"), ("checks", {}), ("version", 1), ("tenant_id", 2)])
def test_nobody_assigns_what_is_not_his(gate, alpha, host, field, value):
    before = state(gate)
    for method, path, body in (("POST", "/hosts", {"name": "mass", "address": "192.0.2.1", field: value}),
                               ("PATCH", f"/hosts/{host['id']}", {field: value})):
        problem = alpha.refused(422, "invalid_value", method, path, body)
        assert problem["errors"][0] == {"field": f"/{field}", "code": "unknown_field", "message": problem["errors"][0]["message"]}
    assert state(gate) == before


@pytest.mark.parametrize("headers", [
    {"Content-Type": "text/plain"}, {"Content-Type": "application/xml"}, {"Content-Type": "application/json; charset=utf-16"},
    {"Content-Type": "multipart/form-data; boundary=x"}, {"Content-Type": "application/x-www-form-urlencoded"},
    {"Content-Type": "application/jsonx"}, {"Content-Type": "application/json", "Content-Encoding": "gzip"}, {}])
def test_media_type(alpha, headers):
    r = alpha.http.request("POST", alpha.url + "/api/v1/hosts", data=b'{"name":"m","address":"192.0.2.1"}',
                           headers={**alpha.headers(), **headers}, timeout=10)
    assert (r.status_code, r.json()["code"]) == (415, "unsupported_media_type"), r.text


def test_media_type_with_charset(alpha):
    r = alpha.call("POST", "/hosts", data=b'{"nome":1}', headers={"Content-Type": "Application/JSON; charset=UTF-8"})
    assert r.status_code == 422


def test_an_empty_body_where_one_is_needed(alpha):
    problem = alpha.refused(422, "invalid_value", "POST", "/hosts", headers=JSON)
    assert {e["field"] for e in problem["errors"]} == {"/name", "/address"}


def test_a_patch_of_nothing(alpha, host):
    alpha.refused(422, "invalid_value", "PATCH", f"/hosts/{host['id']}", {})


def test_a_body_where_none_is_taken(alpha, things, host):
    check = things("alpha").check(host)
    alpha.post(f"/checks/{check['id']}/run", {}, status=202)
    alpha.refused(422, "invalid_value", "POST", f"/checks/{check['id']}/run", {"now": True})


@pytest.mark.parametrize("name", ["a", "x" * 200, "\u00e9" * 200, "\U0001f9d1\u200d\U0001f692 alarm", "\u05d0\u05d1\u05d2", "<script>alert(1)</script>",
                                  "'; DROP TABLE host; --", "100%_", "\\", "{{7*7}}", " lead and trail ", "a\u200bb"])
def test_text_is_kept_byte_by_byte(alpha, name):
    made = alpha.post("/hosts", {"name": name, "address": "192.0.2.1"}, status=201)
    assert made["name"] == name
    assert alpha.get(f"/hosts/{made['id']}")["name"] == name
    alpha.delete(f"/hosts/{made['id']}")


@pytest.mark.parametrize("at", range(4))
def test_long_foreign_text_is_refused_like_any_other(gate, host, at):
    """Where a refusal quotes what was sent, it cuts it between characters, never inside one."""
    alpha = Client(gate.url, key=gate.add_key(gate.tenant_id("alpha"), "owner", ["*"]))
    text = "x" * at + "\u00e9\u6f22\U0001f6f0" * 12
    for method, path, body in (("POST", "/api-keys", {"name": "k", "role": "viewer", "scopes": [text]}),
                               ("POST", "/api-keys", {"name": "k", "role": "viewer", "cidrs": [text]}),
                               ("POST", "/users", {"email": "l@x.test", "name": "k", "role": "viewer", "permissions": [text]}),
                               ("POST", "/hosts", {text * 4: 1}), ("POST", "/hosts", {"name": "h", "address": "192.0.2.1", "labels": {text * 4: 5}}),
                               ("POST", "/checks", {"host_id": host["id"], "type": "tcp", "name": "n", "params": {text * 4: 1}})):
        alpha.refused(422, "invalid_value", method, path, body)
    alpha.refused(422, "invalid_value", "GET", "/hosts", params={text * 2: "1"})


@pytest.mark.parametrize("kind,params", [("http", {"url": u}) for u in (
    "file:///etc/passwd", "ftp://a.test/", "gopher://a.test/", "dict://a.test/", "ldap://a.test/", "scp://a.test/", "telnet://a.test/",
    "smb://a.test/", "unix:/run/x.sock", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/",
    "http://\uff11\uff12\uff17.0.0.1/", "http://a.test./", "http://user@a.test/", "http://a.test\\@b.test/", "http://[fe80::1%25eth0]/",
    "javascript:alert(1)", "//a.test/", "http://")] + [
    ("http", {"path": "x"}), ("http", {"path": "/a b"}), ("http", {"path": "/\r\nX: y"}), ("http", {"server_name": "a b"}),
    ("http", {"headers": {"X": "a\r\nHost: b"}}), ("http", {"headers": {"X\r\nY": "a"}}), ("http", {"headers": {"Content-Length": "5"}}),
    ("dns", {"query": "a.test", "resolver": "2130706433"}), ("dns", {"query": "a.test", "resolver": "a.test:99999"})])
def test_a_check_leads_to_an_address_that_can_be_read(alpha, host, kind, params):
    """SS-02, SS-07, IN-05: refused when it is saved or tried, not only when it runs."""
    body = {"host_id": host["id"], "type": kind, "params": params}
    for path, more in (("/checks", {"name": "n"}), ("/checks/test", {})):
        problem = alpha.refused(422, "invalid_value", "POST", path, {**body, **more})
        assert problem["errors"][0]["field"].startswith("/params/")


@pytest.mark.parametrize("kind,params,field", [
    ("http", {"status": "abc"}, "status"), ("http", {"status": "200-"}, "status"), ("http", {"status": "700-100"}, "status"),
    ("http", {"url": "http://a.test/", "port": 81}, "url"), ("http", {"method": "HEAD", "text": "x"}, "text"),
    ("tls", {"server_name": "a b"}, "server_name"), ("tls", {"degraded_days": 5, "down_days": 6}, "down_days"), ("tls", {"down_days": 15}, "down_days"),
    ("tcp", {"port": 1, "send": "\\x"}, "send"), ("tcp", {"port": 1, "expect": "x\\"}, "expect"),
    ("dns", {"query": "a..test"}, "query"), ("dns", {"query": "192.0.2.1"}, "query"), ("dns", {"query": "a.test", "expect": "::1"}, "expect"),
    ("dns", {"query": "a.test", "record": "MX", "expect": "mx.test"}, "expect")])
def test_what_can_never_work_is_not_saved(gate, alpha, host, things, kind, params, field):
    """One parameter, or two together: named when the check is made, changed or tried."""
    works = {"tcp": {"port": 1}, "dns": {"query": "a.test"}}.get(kind, {})
    check = things("alpha").check(host, type=kind, params=works)
    body, before = {"host_id": host["id"], "type": kind, "params": params}, state(gate)
    for method, path, sent in (("POST", "/checks", {**body, "name": "n"}), ("POST", "/checks/test", body),
                               ("PATCH", f"/checks/{check['id']}", {"params": params})):
        problem = alpha.refused(422, "invalid_value", method, path, sent)
        assert [e["field"] for e in problem["errors"]] == [f"/params/{field}"], problem
        assert problem["errors"][0]["code"] in ("bad_format", "bad_combination") and len(problem["errors"][0]["message"]) > 10
    assert state(gate) == before
