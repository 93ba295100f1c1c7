"""Refusals of sign-in that people rarely meet: what is malformed, too late, or of somebody whom it is taken from meanwhile."""
import ctypes
import ctypes.util
import json

import pytest

from api.people import NOTICED_S, again, claims_of, forget_failures, fresh, fresh_tenant, link_token, try_password
from harness.wait import until
from harness.world import PASSWORD

OTHER = "gravel otter quilt fjord"


@pytest.fixture(autouse=True)
def nobody_waits(stack):
    forget_failures(stack)


@pytest.fixture
def person(world):
    return fresh(world, world.beta)


@pytest.mark.parametrize("token", ["x", "1.", ".x", "0." + "a" * 43, "01." + "a" * 43, "99999999999." + "a" * 43, "1." + "a" * 42,
                                   "1." + "a" * 44, "1." + "a" * 43, "999999." + "a" * 43])
def test_other_tokens_open_nothing(world, token):
    c = world.client()
    assert c.call("POST", "/auth/mfa/verify", {"mfa_token": token, "code": "000000"}).status_code == 401
    assert c.call("POST", "/auth/invite", {"token": token, "password": OTHER}).status_code == 401


def test_one_factor_is_given_not_none_and_not_two(world, person):
    person.enroll()
    for path, more in (("/auth/mfa/verify", {"mfa_token": "x"}), ("/auth/mfa/step-up", {})):
        for given in ({}, {"code": "000000", "backup_code": "AAAAAAAA"}):
            problem = person.refused(422, "invalid_value", "POST", path, {**more, **given})
            assert problem["errors"][0]["field"] == "/code"


def test_a_factor_never_set_up_or_taken_away_is_no_factor(stack, world, person):
    """A challenge whose account has no seed and no backup codes any more."""
    person.enroll()
    c = again(world, person)
    token = try_password(c, PASSWORD).json()["mfa_token"]
    stack.sql("UPDATE account_secret SET totp_sealed = NULL, backup_salt = NULL WHERE account_id = %s", person.user["id"])
    for given in ({"code": person.device.next()}, {"backup_code": person.backup_codes[0]}):
        assert c.call("POST", "/auth/mfa/verify", {"mfa_token": token, **given}).status_code == 401


def test_who_is_disabled_meanwhile_does_not_get_in(stack, world, person):
    person.enroll()
    c = again(world, person)
    token = try_password(c, PASSWORD).json()["mfa_token"]
    owner = world.beta.owner
    owner.step_up_if_stale()
    link = owner.post("/users", {"email": f"late-{person.email}", "name": "Late", "role": "viewer"}, status=201)
    for number in (person.user["id"], link["id"]):
        stack.sql("UPDATE account SET status = 'disabled' WHERE id = %s", number)
    assert c.call("POST", "/auth/mfa/verify", {"mfa_token": token, "code": person.device.next()}).status_code == 401
    assert c.call("POST", "/auth/invite", {"token": link_token(link), "password": OTHER}).status_code == 401
    assert try_password(c, PASSWORD).status_code == 401
    person.refresh(status=401)


def test_nobody_gets_into_a_tenant_suspended_meanwhile(stack, world):
    slug, owner = fresh_tenant(world)
    c = again(world, owner)
    token = try_password(c, PASSWORD).json()["mfa_token"]
    owner.step_up_if_stale()
    link = owner.post("/users", {"email": f"guest@{slug}.test", "name": "Guest", "role": "viewer"}, status=201)
    sessions = "SELECT count(*) FROM session JOIN tenant USING (tenant_id) WHERE slug = %s"
    before = stack.sql(sessions, slug)
    stack.sql("UPDATE tenant SET status = 'suspended' WHERE slug = %s", slug)
    assert c.call("POST", "/auth/mfa/verify", {"mfa_token": token, "code": owner.device.next()}).status_code == 403
    assert c.call("POST", "/auth/invite", {"token": link_token(link), "password": OTHER}).status_code == 401
    assert try_password(c, PASSWORD).status_code == 403
    owner.refresh(status=403)
    until(lambda: owner.call("GET", "/auth/me").status_code == 403, NOTICED_S)
    assert stack.sql(sessions, slug) == before


def test_a_logout_without_the_cookie_ends_the_session_too(world, person):
    headers = {"Origin": person.origin, "X-Requested-With": "tocsin"}
    assert person.call("POST", "/auth/logout", headers=headers).status_code == 204
    until(lambda: person.call("GET", "/auth/me").status_code == 401, NOTICED_S)
    person.refresh(status=401)


def test_a_tenants_admin_does_not_touch_a_platform_administrator(stack, world):
    boss, admin = fresh(world, world.alpha, "viewer"), fresh(world, world.alpha, "admin").enroll()
    stack.sql("UPDATE account SET platform_admin = true WHERE id = %s", boss.user["id"])
    path = f"/users/{boss.user['id']}"
    for method, more, body in (("PATCH", "", {"status": "disabled"}), ("DELETE", "", None), ("POST", "/invite", {}), ("POST", "/mfa-reset", {})):
        admin.refused(403, "forbidden", method, path + more, body)
    assert stack.sql("SELECT status FROM account WHERE id = %s", boss.user["id"]) == [("active",)]


def test_no_tenant_of_that_name(world):
    world.platform.refused(404, "not_found", "GET", "/tenants/no_such_tenant")
    world.beta.owner.refused(404, "not_found", "GET", "/tenants/alpha")


def test_a_cheap_hash_is_replaced_at_the_next_sign_in(stack, world, person):
    """B1: made when parameters were lower."""
    sodium = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
    text = ctypes.create_string_buffer(128)
    assert sodium.crypto_pwhash_str(text, PASSWORD.encode(), ctypes.c_ulonglong(len(PASSWORD)), ctypes.c_ulonglong(1),
                                    ctypes.c_size_t(8192)) == 0
    stack.sql("UPDATE account_secret SET password_hash = %s WHERE account_id = %s", text.value.decode(), person.user["id"])
    c = again(world, person)
    assert try_password(c, "wrong").status_code == 401
    stored = "SELECT password_hash FROM account_secret WHERE account_id = %s"
    assert stack.sql(stored, person.user["id"]) == [(text.value.decode(),)]
    assert try_password(c, PASSWORD).status_code == 200
    fresh_hash = stack.sql(stored, person.user["id"])[0][0]
    assert fresh_hash.startswith("$argon2id$v=19$m=") and int(fresh_hash.split("m=")[1].split(",")[0]) >= 19 * 1024
    assert try_password(c, PASSWORD).status_code == 200


def test_a_tenant_nobody_has_is_answered_like_a_wrong_password(world, person):
    c = again(world, person)
    one, other = try_password(c, PASSWORD, tenant="no_such_tenant"), try_password(c, "wrong", tenant="beta")
    assert one.status_code == other.status_code == 401
    assert {**one.json(), "request_id": ""} == {**other.json(), "request_id": ""}


def test_there_are_no_backup_codes_without_a_second_factor(person):
    person.refused(409, "conflict", "POST", "/auth/mfa/backup-codes", {"code": "000000"})
    person.refused(409, "conflict", "POST", "/auth/mfa/disable", {"code": "000000", "password": PASSWORD})


def poisons(text):
    """A cached answer as it may not be: no JSON, too little, of another tenant, of another session or key."""
    kept = json.loads(text)
    number = "s" if "s" in kept else "k"
    return ["", "{", "[]", "{}", json.dumps({**kept, "more members": 1}), json.dumps({**kept, "t": kept["t"] + 1, "role": "owner"}),
            json.dumps({**kept, number: kept[number] + 1, "role": "owner"}), text.replace('"role":"viewer"', '"role":7')]


def test_redis_is_not_believed_about_somebody_else(stack, world, person):
    """A11: whatever stands under one's name in the cache, PostgreSQL says who one is and what one may."""
    owner = world.beta.owner
    owner.step_up_if_stale()
    key = world.client(key=owner.post("/api-keys", {"name": "cached", "role": "viewer"}, status=201)["key"])
    claims = claims_of(person.token)
    for c, pattern in ((person, f"t:{claims['tid']}:session:{claims['sid']}"), (key, f"t:{claims['tid']}:key:{key.key.split('_')[2]}:*")):
        before = c.get("/auth/me")
        assert "user.read" not in before["permissions"]
        for i in range(8):
            for old in stack.redis_cli("--scan", "--pattern", pattern).split():
                stack.redis_cli("DEL", old)
            owner.call("PATCH", "/auth/me", {"preferences": {}})  # after a write in the tenant no process trusts its own memory
            c.get("/auth/me")
            name = stack.redis_cli("--scan", "--pattern", pattern).split()[0]
            stack.redis_cli("SET", name, poisons(stack.redis_cli("GET", name).strip())[i], "PX", "3000")
            owner.call("PATCH", "/auth/me", {"preferences": {}})
            assert c.get("/auth/me") == before, i
