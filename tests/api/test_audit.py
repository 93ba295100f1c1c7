"""The audit trail: AD-01 to AD-04, and what a client's own address can and cannot put into it (IN-03)."""
import subprocess

import pytest

from api.people import at_once, fresh, fresh_tenant, in_turn
from harness.paths import BUILD
from harness.world import PASSWORD

ROW = {"seq", "at", "actor", "action", "target", "outcome", "ip", "detail", "hash"}


def newest(owner, **filters):
    return owner.get("/audit", params={"limit": 1, **filters})["items"][0]


def routes():
    """(method, path, needs a fresh factor, audit action) of every route there is."""
    out = subprocess.run([f"{BUILD}/tocsin-api", "--routes"], check=True, capture_output=True, text=True).stdout
    for line in out.splitlines():
        method, path, _, _, _, mfa, action = line.split()
        yield method, path, mfa == "mfa_fresh", action


def test_every_guarded_operation_leaves_a_row_done_and_refused(stack, world):
    """AD-01, for every route of the table that wants a fresh factor, now and later."""
    slug, owner = fresh_tenant(world)
    viewer = world.accept(owner.post("/users", {"email": "v@ad.test", "name": "V", "role": "viewer"}, status=201)["invite_url"], "v@ad.test")
    guarded = [(m, p, a) for m, p, fresh_factor, a in routes() if fresh_factor]
    assert len(guarded) >= 8
    for method, path, action in guarded:
        r = viewer.call(method, path.replace("{id}", "1").replace("{tenant_id}", slug), None if method == "DELETE" else {})
        assert r.status_code == 403, (method, path, r.text)
        row = newest(owner, actor="v@ad.test")
        assert (row["action"], row["outcome"], row["actor"]["name"]) == (action, "denied", "v@ad.test"), row
        assert row["target"]["kind"] and row["ip"] and set(row) == ROW

    done = world.platform.step_up_if_stale()
    user = owner.post("/users", {"email": "w@ad.test", "name": "W", "role": "viewer"}, status=201)["id"]
    owner.patch(f"/users/{user}", {"role": "operator"})
    owner.post(f"/users/{user}/invite")
    owner.post(f"/users/{user}/mfa-reset", status=204)
    owner.delete(f"/users/{user}")
    key = owner.post("/api-keys", {"name": "k", "role": "viewer"}, status=201)["id"]
    owner.delete(f"/api-keys/{key}")
    owner.patch(f"/tenants/{slug}", {"description": "x"})
    done.put(f"/tenants/{slug}/egress", {"entries": []})
    wanted = {a for _, _, a in guarded}
    ok = {row["action"]: row for row in owner.get("/audit", params={"limit": 500, "outcome": "ok"})["items"]}
    assert wanted <= set(ok), wanted - set(ok)
    for action in wanted:
        assert ok[action]["actor"]["name"] and ok[action]["target"]["kind"] and ok[action]["target"]["id"], ok[action]


def test_sign_ins_leave_rows(stack, world):
    slug, owner = fresh_tenant(world)
    c = world.client()
    c.email = owner.email
    c.call("POST", "/auth/login", {"email": owner.email, "password": "wrong"})
    row = newest(owner)
    assert (row["action"], row["outcome"], row["target"]["name"]) == ("auth.login", "failed", owner.email)
    strangers = "SELECT coalesce(sum(refusals), 0)::int FROM auth_refusal WHERE action = 'auth.login'"
    before, rows = stack.sql(strangers)[0][0], stack.sql("SELECT count(*) FROM audit")
    c.call("POST", "/auth/login", {"email": "nobody@ad.test", "password": "wrong"})
    assert stack.sql(strangers)[0][0] == before + 1 and stack.sql("SELECT count(*) FROM audit") == rows


def test_rows_are_found(world):
    _, owner = fresh_tenant(world)
    viewer = world.accept(owner.post("/users", {"email": "find-me@ad.test", "name": "V", "role": "viewer"}, status=201)["invite_url"],
                          "find-me@ad.test")
    assert {r["action"] for r in owner.get("/audit", params={"actor": "FIND-ME"})["items"]} == {"auth.invite_accept"}
    assert {r["action"] for r in owner.get("/audit", params={"action": "user."})["items"]} == {"user.create"}
    assert {r["target"]["name"] for r in owner.get("/audit", params={"q": "find-me"})["items"]} == {"find-me@ad.test"}
    every = owner.get("/audit?limit=500")["items"]
    assert [r["seq"] for r in every] == list(range(len(every), 0, -1))
    second = owner.get("/audit?limit=2")
    rest = owner.get("/audit", params={"limit": 500, "cursor": second["next_cursor"]})["items"]
    assert second["items"] + rest == every
    middle = every[len(every) // 2]["at"]
    assert {r["at"] >= middle for r in owner.get("/audit", params={"from": middle})["items"]} == {True}
    assert owner.get("/audit", params={"to": "2001-01-01T00:00:00Z"})["items"] == []
    for bad in ("from=yesterday", "limit=0", "outcome=maybe", "from=2030-01-01T00:00:00Z&to=2029-01-01T00:00:00Z", "x=1"):
        assert owner.call("GET", f"/audit?{bad}").status_code == 422, bad
    viewer.refused(403, "forbidden", "GET", "/audit")
    viewer.refused(403, "forbidden", "GET", "/audit/verify")


def test_the_trail_cannot_be_changed(stack, world):
    """AD-02: not by our roles; and what a superuser does to it shows."""
    slug, owner = fresh_tenant(world)
    for i in range(12):
        owner.patch("/auth/me", {"name": f"n{i}"})
    tenant = stack.tenant_id(slug)
    for statement in ("UPDATE audit SET outcome = 'ok'", "DELETE FROM audit", "TRUNCATE audit", "UPDATE audit_head SET seq = 0",
                      "DELETE FROM audit_head", "INSERT INTO audit (tenant_id, seq, action) VALUES (1, 1, 'a')"):
        with pytest.raises(Exception, match="permission denied"):
            stack.sql(statement, role="tocsin_api")
    head = owner.get("/audit/verify")
    assert head["ok"] and head["first_bad_seq"] is None and head["missing_tail"] is False and head["checked"] == head["head_seq"]

    for n, change in ((5, "outcome = 'failed'"), (7, "actor_name = 'somebody else'"), (6, "at = at + interval '1 second'"),
                      (4, "detail = '{\"a\": 1}'"), (8, "ip = '192.0.2.1'")):
        stack.sql(f"CREATE TABLE IF NOT EXISTS kept AS SELECT * FROM audit WHERE tenant_id = {tenant}")
        stack.sql(f"UPDATE audit SET {change} WHERE tenant_id = %s AND seq = %s", tenant, n)
        bad = owner.get("/audit/verify")
        assert (bad["ok"], bad["first_bad_seq"], bad["missing_tail"]) == (False, n, False), change
        stack.sql("""UPDATE audit a SET outcome = k.outcome, actor_name = k.actor_name, at = k.at, detail = k.detail, ip = k.ip
                     FROM kept k WHERE k.tenant_id = a.tenant_id AND k.seq = a.seq""")
        assert owner.get("/audit/verify")["ok"]
    stack.sql("DELETE FROM audit WHERE tenant_id = %s AND seq = 3", tenant)
    assert owner.get("/audit/verify")["first_bad_seq"] == 3
    stack.sql("SET session_replication_role = replica; INSERT INTO audit SELECT * FROM kept WHERE seq = 3")
    assert owner.get("/audit/verify")["ok"]
    stack.sql("UPDATE audit_head SET seq = seq - 2 WHERE tenant_id = %s", tenant)
    beyond = owner.get("/audit/verify")
    assert (beyond["ok"], beyond["first_bad_seq"]) == (False, head["head_seq"] - 1)
    stack.sql("UPDATE audit_head SET seq = seq + 2 WHERE tenant_id = %s", tenant)
    stack.sql("DELETE FROM audit WHERE tenant_id = %s AND seq > %s", tenant, head["head_seq"] - 10)
    tail = owner.get("/audit/verify")
    assert (tail["ok"], tail["missing_tail"]) == (False, True)
    stack.sql("DROP TABLE kept")


def test_many_at_once_make_one_line(stack, world):
    """AD-03."""
    slug, owner = fresh_tenant(world)
    before = owner.get("/audit/verify")["head_seq"]
    codes = [r.status_code for r in at_once([lambda i=i: owner.call("PATCH", "/auth/me", {"name": f"n{i}"}) for i in range(200)])]
    assert set(codes) <= {200, 503}, codes
    after = owner.get("/audit/verify")
    assert after["ok"] and after["head_seq"] == before + codes.count(200) and codes.count(200) >= 150


def test_audited_transactions_take_turns(stack, world):
    """AD-03, without luck: the second's row comes after the first's, and both stay."""
    slug, owner = fresh_tenant(world)
    waited, first, second = in_turn(stack, stack.tenant_id(slug), """INSERT INTO audit (tenant_id, actor_kind, action, outcome)
        VALUES (%s, 'system', 'test.turn', 'ok') RETURNING seq""")
    assert waited and second == (first[0] + 1,)
    assert owner.get("/audit/verify")["ok"]


def test_without_its_row_nothing_happens(stack, world):
    """AD-04."""
    slug, owner = fresh_tenant(world)
    columns = stack.sql("""SELECT string_agg(column_name, ', ') FROM information_schema.column_privileges
                           WHERE table_name = 'audit' AND grantee = 'tocsin_api' AND privilege_type = 'INSERT'""")[0][0]
    count = "SELECT count(*) FROM account WHERE tenant_id = %s"
    before = stack.sql(count, stack.tenant_id(slug))
    stack.sql(f"REVOKE INSERT ({columns}) ON audit FROM tocsin_api")
    try:
        r = owner.call("POST", "/users", {"email": "unwritten@ad.test", "name": "X", "role": "viewer"})
        assert r.status_code == 503 and int(r.headers["Retry-After"]) >= 1
        assert owner.call("PATCH", "/auth/me", {"name": "unwritten"}).status_code == 503
        assert world.client().call("POST", "/auth/login", {"email": owner.email, "password": "wrong"}).status_code == 503
    finally:
        stack.sql(f"GRANT INSERT ({columns}) ON audit TO tocsin_api")
    assert stack.sql(count, stack.tenant_id(slug)) == before
    assert owner.get("/auth/me")["user"]["name"] != "unwritten"
    assert owner.get("/audit/verify")["ok"]


@pytest.mark.parametrize("address", ["192.0.2.1", "'; DROP TABLE audit; --", "1.2.3.4, 5.6.7.8", "x" * 1024, "::1"])
def test_an_address_is_the_servers_word(world, address):
    """IN-03: forwarded addresses are not believed."""
    c = fresh(world, world.beta)
    c.patch("/auth/me", {"name": "Q"}, headers={"X-Forwarded-For": address, "X-Real-IP": address})
    row = newest(world.beta.owner, actor=c.email)
    assert row["ip"].startswith("127.") and row["ip"] != address
    assert world.beta.owner.get("/audit/verify")["ok"]


def test_nothing_secret_is_answered(stack, world):
    """VA-11: hashes, seeds and sealed bytes of the database in no answer to anybody."""
    needles = ["$argon2"]
    for sql in ("SELECT password_hash FROM account_secret", "SELECT encode(totp_sealed, 'hex') FROM account_secret",
                "SELECT encode(totp_sealed, 'base64') FROM account_secret", "SELECT encode(hash, 'hex') FROM api_key",
                "SELECT encode(hash, 'hex') FROM refresh_token", "SELECT encode(hash, 'hex') FROM backup_code",
                "SELECT encode(hash, 'hex') FROM invite_link", "SELECT encode(salt, 'hex') FROM audit"):
        needles += [r[0] for r in stack.sql(sql) if r[0]]
    assert len(needles) > 20
    ids = {"{id}": str(world.beta.owner.user["id"]), "{tenant_id}": "beta", "{token}": "x"}
    for method, path, _, _ in routes():
        if method != "GET":
            continue
        for name, value in ids.items():
            path = path.replace(name, value)
        text = world.beta.owner.call("GET", path).text
        assert not [n for n in needles if n in text], path
    assert PASSWORD not in str(stack.events())
