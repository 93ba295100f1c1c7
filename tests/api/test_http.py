"""Methods, headers, conditions, repeated requests."""
import threading
import uuid

import pytest

from api.gate import routes


def test_wrong_methods_are_told_the_right_ones(gate, alpha):
    for path in {r[1] for r in routes() if "{" not in r[1]}:
        allowed = {r[0] for r in routes() if r[1] == path}
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"} - allowed:
            r = alpha.call(method, path)
            assert (r.status_code, r.json()["code"]) == (405, "method_not_allowed"), (method, path, r.text)
            assert set(r.headers["Allow"].split(", ")) == allowed | {"OPTIONS"} | ({"HEAD"} if "GET" in allowed else set())


def test_trace_and_overrides(alpha):
    assert alpha.call("TRACE", "/hosts").status_code == 405
    r = alpha.call("GET", "/hosts", headers={"X-HTTP-Method-Override": "DELETE", "X-Method-Override": "POST"})
    assert r.status_code == 200


def test_options_and_head(alpha):
    r = alpha.call("OPTIONS", "/hosts")
    assert (r.status_code, r.headers["Allow"], r.content) == (204, "GET, HEAD, POST, OPTIONS", b"")
    assert not any(h.lower().startswith("access-control") for h in r.headers)
    get, head = alpha.call("GET", "/check-types"), alpha.call("HEAD", "/check-types")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == get.headers["ETag"] and head.headers["Content-Length"] == get.headers["Content-Length"]


@pytest.mark.parametrize("path", ["/nothing", "/hosts/", "/hosts/0", "/hosts/-1", "/hosts/+1", "/hosts/01", "/hosts/1.0", "/hosts/x", "//hosts",
                                  "/hosts/9223372036854775808", "/hosts/1%00", "/hosts/..%2f1", "/hosts/1/", "/hosts/1/nothing", "/Hosts", ""])
def test_addresses_that_are_none(alpha, path):
    r = alpha.http.get(alpha.url + "/api/v1" + path, headers=alpha.headers(), timeout=10)
    assert r.status_code in (400, 404), (path, r.text)


def test_request_ids_come_back(alpha):
    mine = "request-" + uuid.uuid4().hex
    assert alpha.call("GET", "/hosts", headers={"X-Request-Id": mine}).headers["X-Request-Id"] == mine
    for evil in ("a b", "<x>", "x" * 65, "short", "a\u00e9aaaaaaaaa".encode()):
        given = alpha.call("GET", "/hosts", headers={"X-Request-Id": evil}).headers["X-Request-Id"]
        assert given != evil and len(given) == 32
    problem = alpha.call("GET", "/hosts/999999999", headers={"X-Request-Id": mine})
    assert problem.json()["request_id"] == mine == problem.headers["X-Request-Id"]


def test_nothing_may_be_stored(alpha):
    assert alpha.call("GET", "/hosts").headers["Cache-Control"] == "private, no-cache"
    assert alpha.call("GET", "/auth/me").headers["Cache-Control"] == "no-store"
    assert alpha.call("GET", "/hosts/999999999").headers["Cache-Control"] == "no-store"


def test_unchanged_reads_are_304(alpha, things):
    host = things("alpha").host()
    first = alpha.call("GET", f"/hosts/{host['id']}")
    tag = first.headers["ETag"]
    for given in (tag, f'"x", {tag}', f"W/{tag}", "*"):
        r = alpha.call("GET", f"/hosts/{host['id']}", headers={"If-None-Match": given})
        assert (r.status_code, r.content, r.headers["ETag"]) == (304, b"", tag)
    alpha.patch(f"/hosts/{host['id']}", {"group": "new"})
    r = alpha.call("GET", f"/hosts/{host['id']}", headers={"If-None-Match": tag})
    assert r.status_code == 200 and r.headers["ETag"] != tag


def test_writes_on_what_was_read(gate, alpha, things):
    made = things("alpha")
    host = made.host()
    for path in (f"/hosts/{host['id']}", f"/checks/{made.check(host)['id']}"):
        old = alpha.call("GET", path).headers["ETag"]
        new = alpha.call("PATCH", path, {"enabled": False}, headers={"If-Match": old})
        assert new.status_code == 200 and new.headers["ETag"] != old
        for method, body in (("PATCH", {"enabled": True}), ("DELETE", None)):
            for given in (old, '"nonsense"', "W/" + new.headers["ETag"]):
                alpha.refused(412, "precondition_failed", method, path, body, headers={"If-Match": given})
        assert alpha.get(path)["enabled"] is False
        assert alpha.call("PATCH", path, {"enabled": True}, headers={"If-Match": "*"}).status_code == 200
        tag = alpha.call("GET", path).headers["ETag"]
    assert alpha.call("DELETE", path, headers={"If-Match": tag}).status_code == 204


def test_a_repeated_post_is_done_once(gate, alpha):
    key, body = uuid.uuid4().hex, {"name": "once", "address": "192.0.2.1"}
    first = alpha.call("POST", "/hosts", body, headers={"Idempotency-Key": key})
    again = alpha.call("POST", "/hosts", body, headers={"Idempotency-Key": key})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() and again.headers["Idempotency-Replayed"] == "true"
    assert gate.sql("SELECT count(*) FROM host WHERE name = 'once'") == [(1,)]
    problem = alpha.refused(422, "invalid_value", "POST", "/hosts", {**body, "name": "twice"}, headers={"Idempotency-Key": key})
    assert problem["errors"][0] == {"field": "Idempotency-Key", "code": "reused", "message": problem["errors"][0]["message"]}
    alpha.refused(409, "conflict", "POST", "/hosts", body)
    # Somebody else's key of the same spelling is another key.
    assert gate.client("alpha", "admin").call("POST", "/hosts", body, headers={"Idempotency-Key": key}).status_code == 409
    assert gate.client("beta").call("POST", "/hosts", body, headers={"Idempotency-Key": key}).status_code == 201
    assert gate.sql("SELECT count(*) FROM audit WHERE action = 'host.create' AND target_name = 'once' AND tenant_id = %s",
                    gate.tenant_id("alpha")) == [(1,)]


def test_repeated_posts_at_the_same_time(gate):
    key, answers = uuid.uuid4().hex, []

    def post():
        c = gate.client()
        answers.append(c.call("POST", "/hosts", {"name": "at the same time", "address": "192.0.2.1"}, headers={"Idempotency-Key": key}))
    threads = [threading.Thread(target=post) for _ in range(12)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert {r.status_code for r in answers} == {201} and len({r.json()["id"] for r in answers}) == 1
    assert gate.sql("SELECT count(*) FROM host WHERE name = 'at the same time'") == [(1,)]


@pytest.mark.parametrize("key", ["x" * 256, "a b", "caf\u00e9".encode()])
def test_bad_keys_of_repetition(alpha, key):
    alpha.refused(422, "invalid_value", "POST", "/hosts", {"name": "k", "address": "192.0.2.1"}, headers={"Idempotency-Key": key})


def test_a_refused_post_may_be_mended_under_its_key(alpha, things):
    key = uuid.uuid4().hex
    host = things("alpha").host()
    alpha.refused(409, "conflict", "POST", "/hosts", {"name": host["name"], "address": "192.0.2.1"}, headers={"Idempotency-Key": key})
    assert alpha.call("POST", "/hosts", {"name": "mended", "address": "192.0.2.1"}, headers={"Idempotency-Key": key}).status_code == 201


def test_a_repeated_answer_holds_no_secret(gate, alpha, things):
    host, key = things("alpha").host(), uuid.uuid4().hex
    body = {"host_id": host["id"], "type": "heartbeat", "name": "beat"}
    first = alpha.call("POST", "/checks", body, headers={"Idempotency-Key": key}).json()
    again = alpha.call("POST", "/checks", body, headers={"Idempotency-Key": key}).json()
    token = first.pop("push_url").rsplit("/", 1)[1]
    assert first == again
    rows = gate.sql("SELECT string_agg(i::text, ' ') FROM idempotency i")[0][0]
    assert token not in rows and "push_url" not in rows


def test_nobody_without_a_key(gate):
    nobody = gate.anybody()
    for method, path, permission, *_ in routes():
        if permission == "public":
            continue
        r = nobody.call(method, path.replace("{id}", "1").replace("{", "").replace("}", ""))
        assert (r.status_code, r.json()["code"]) == (401, "unauthenticated"), (method, path, r.text)
        assert r.headers["WWW-Authenticate"].startswith("Bearer")


def test_roles_may_what_they_may(gate):
    allowed = {"viewer": {"host.read", "check.read", "result.read", "tenant.read"}, "operator": {"check.run"},
               "admin": {"host.write", "check.write", "user.read", "user.write", "key.read", "key.write", "audit.read", "queue.read"},
               "owner": {"tenant.manage"}}
    held = set()
    for role in ("viewer", "operator", "admin", "owner"):
        held |= allowed[role]
        client = gate.client("alpha", role)
        for method, path, permission, _, _, mfa, _ in routes():
            if "." not in permission or mfa != "-":
                continue
            r = client.call(method, path.replace("{id}", "999999999").replace("{", "").replace("}", ""),
                            **({} if method == "GET" else {"body": {}}))
            assert (r.status_code == 403) == (permission not in held), (role, method, path, r.status_code, r.text)


def test_a_refusal_is_audited(gate):
    gate.client("alpha", "viewer").refused(403, "forbidden", "POST", "/hosts", {"name": "no", "address": "192.0.2.1"})
    rows = gate.sql("SELECT outcome, actor_kind FROM audit WHERE action = 'host.create' AND outcome = 'denied' AND tenant_id = %s",
                    gate.tenant_id("alpha"))
    assert rows and set(rows) == {("denied", "api_key")}
