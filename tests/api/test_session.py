"""Access tokens, refresh tokens and the ends of sessions: AU-07 to AU-09, AU-11 to AU-13."""
import hashlib
import time

import pytest

from api.people import NOTICED_S, again, at_once, claims_of, forge, fresh, jwt_key, kid
from harness.wait import until
from harness.world import PASSWORD


@pytest.fixture
def person(world):
    return fresh(world, world.beta)


def known(client, token):
    return client.call("GET", "/auth/me", headers={"Authorization": f"Bearer {token}"}).status_code


def test_our_forger_can_forge(stack, world, person):
    c = world.client()
    assert known(c, forge(stack, claims_of(person.token))) == 200
    assert c.call("GET", "/auth/me", headers={"Authorization": f"bearer {person.token}"}).status_code == 200


def test_only_our_algorithm_and_key(stack, world, person):
    """AU-07."""
    claims, c = claims_of(person.token), world.client()
    for alg, digest in (("none", None), ("none", hashlib.sha256), ("None", None), ("HS384", hashlib.sha384),
                        ("HS512", hashlib.sha512), ("RS256", hashlib.sha256), ("hs256", hashlib.sha256),
                        ("HS256", None), ("HS256", hashlib.sha384)):
        assert known(c, forge(stack, claims, {"alg": alg, "kid": kid(stack), "typ": "JWT"}, digest)) == 401, alg
    assert known(c, forge(stack, claims, key=b"\0" * 32)) == 401
    assert known(c, forge(stack, claims, key=jwt_key(stack).hex().encode())) == 401


@pytest.mark.parametrize("change", [
    {"exp": -31}, {"nbf": 31}, {"iat": 31}, {"exp": None}, {"nbf": None}, {"iat": None}, {"aud": "other"}, {"aud": None},
    {"iss": "other"}, {"iss": None}, {"tid": None}, {"sid": None}, {"sub": None}, {"jti": None}, {"amr": None},
    {"auth_time": None}, {"exp": "text"}, {"tid": "text"}, {"tid": 2}, {"sid": "999999999"}, {"sub": "999999999"},
    {"role": "owner"}])
def test_every_claim_counts(stack, world, person, change):
    """AU-08."""
    claims, now = claims_of(person.token), int(time.time())
    if change == {"tid": 2} and claims["tid"] == 2:
        change = {"tid": 1}
    for name, value in change.items():
        if value is None:
            del claims[name]
        elif name in ("exp", "nbf", "iat") and isinstance(value, int):
            claims[name] = now + value
        elif value == "text":
            claims[name] = str(claims[name])
        else:
            claims[name] = value
    assert known(world.client(), forge(stack, claims)) == 401


def test_headers_name_no_other_keys(stack, world, person):
    """AU-09, and a token of 16 KiB."""
    claims, c = claims_of(person.token), world.client()
    good = {"alg": "HS256", "kid": kid(stack), "typ": "JWT"}
    for extra in ({"kid": "../../../etc/passwd"}, {"kid": "' OR 1=1 --"}, {"kid": "unknown"}, {"kid": 1},
                  {"jku": "http://127.0.0.1:1/k"}, {"x5u": "http://127.0.0.1:1/c"},
                  {"jwk": {"kty": "oct", "k": "AA"}}, {"crit": ["exp"]}):
        assert known(c, forge(stack, claims, {**good, **extra})) == 401, extra
    assert c.call("GET", "/auth/me", headers={"Authorization": "Bearer " + "a" * 4000}).status_code == 401
    assert c.call("GET", "/auth/me", headers={"Authorization": "Bearer " + "a" * 16384}).status_code in (400, 401)
    for odd in ("", "Basic YTpi", "Bearer", "Bearer ", person.token):
        assert c.call("GET", "/auth/me", headers={"Authorization": odd}).status_code == 401, odd


def test_a_refresh_replaces_the_token(world, person):
    first = person.cookie
    person.refresh()
    assert person.cookie != first
    person.refresh()
    assert person.get("/auth/me")["user"]["email"] == person.email


def test_an_old_refresh_token_ends_the_family(stack, world, person):
    """AU-11: within ten seconds "already rotated", later the whole session is over and the trail says so."""
    old = person.cookie
    person.refresh()
    problem = person.refresh(status=409, cookie=old)
    assert problem["code"] == "conflict"
    person.refresh()
    person.refresh()
    # Two generations back there is no grace.
    now = person.cookie
    assert person.refresh(status=401, cookie=old)["code"] == "unauthenticated"
    assert person.refresh(status=401, cookie=now)["code"] == "unauthenticated"
    until(lambda: person.call("GET", "/auth/me").status_code == 401, NOTICED_S)
    rows = stack.sql("SELECT action, outcome FROM audit WHERE actor_name = %s ORDER BY seq DESC LIMIT 1", person.email)
    assert rows == [("auth.refresh_reuse", "denied")]


def test_the_grace_ends_after_ten_seconds(stack, world, person):
    old = person.cookie
    person.refresh()
    stack.sql("UPDATE session SET rotated_at = rotated_at - interval '11 seconds' WHERE account_id = %s", person.user["id"])
    person.refresh(status=401, cookie=old)
    until(lambda: person.call("GET", "/auth/me").status_code == 401, NOTICED_S)


def test_of_many_refreshes_at_once_one_wins(stack, world, person):
    """AU-12."""
    headers, cookie = person.with_cookie(), person.cookie
    clients = [world.client() for _ in range(10)]
    answers = at_once([lambda c=c: c.call("POST", "/auth/refresh", {}, headers=headers) for c in clients])
    assert sorted(r.status_code for r in answers) == [200] + [409] * 9
    winner = next(c for c, r in zip(clients, answers) if r.status_code == 200)
    assert winner.cookie != cookie
    winner.refresh()
    children = stack.sql("""SELECT count(*) FROM refresh_token r JOIN session s ON s.tenant_id = r.tenant_id
                              AND s.id = r.session_id WHERE s.account_id = %s AND s.revoked_at IS NULL""", person.user["id"])
    assert children == [(3,)]


@pytest.mark.parametrize("cookie", ["", "1.", ".x", "1.x", "0." + "a" * 43, "99999999999." + "a" * 43, "1." + "a" * 43,
                                    "1." + "a" * 5000, "%00"])
def test_other_cookies_are_no_sessions(world, cookie):
    c = world.client()
    r = c.call("POST", "/auth/refresh", {}, headers={**c.with_cookie("x"), "Cookie": f"__Host-tocsin={cookie}"})
    assert r.status_code == 401


def test_sessions_end_by_age_and_idleness(stack, world, person):
    for column in ("expires_at", "idle_until"):
        c = again(world, person)
        c.login()
        stack.sql(f"UPDATE session SET {column} = now() - interval '1 second' WHERE account_id = %s", person.user["id"])
        until(lambda c=c: c.call("GET", "/auth/me").status_code == 401, NOTICED_S)
        c.refresh(status=401)


def test_those_who_administer_are_signed_in_for_half_a_day(stack, world):
    admin, viewer = fresh(world, world.beta, "admin"), fresh(world, world.beta, "viewer")
    life = "SELECT extract(epoch FROM expires_at - created_at)::int FROM session WHERE account_id = %s"
    assert stack.sql(life, admin.user["id"]) == [(12 * 3600,)]
    assert stack.sql(life, viewer.user["id"]) == [(30 * 86400,)]


def change_password(world, person):
    c = again(world, person)
    c.login()
    c.post("/auth/password", {"current_password": PASSWORD, "new_password": "gravel otter quilt fjord"}, status=204)
    c.get("/auth/me")


def as_owner(method, suffix="", body=None):
    def act(world, person):
        world.beta.owner.step_up_if_stale()
        world.beta.owner.call(method, f"/users/{person.user['id']}{suffix}", body).raise_for_status()
    return act


@pytest.mark.parametrize("event", [
    change_password, as_owner("PATCH", body={"role": "viewer"}), as_owner("PATCH", body={"status": "disabled"}),
    as_owner("PATCH", body={"permissions": ["audit.read"]}), as_owner("DELETE"), as_owner("POST", "/invite", {}),
    as_owner("POST", "/mfa-reset", {})],
    ids=["password", "role", "disable", "permissions", "delete", "invite", "mfa-reset"])
def test_sessions_end_with_what_they_stood_on(world, event):
    """AU-13."""
    person = fresh(world, world.beta, "operator")
    person.get("/auth/me")
    event(world, person)
    start = time.monotonic()
    until(lambda: person.call("GET", "/auth/me").status_code == 401, NOTICED_S)
    assert time.monotonic() - start <= NOTICED_S
    person.refresh(status=401)


def test_one_sees_and_ends_ones_own_sessions_only(world, person):
    other = again(world, person)
    other.login()
    items = person.get("/auth/sessions")["items"]
    assert len(items) == 2 and [i["current"] for i in items].count(True) == 1
    theirs = next(i["id"] for i in items if not i["current"])
    stranger = fresh(world, world.beta)
    assert stranger.call("DELETE", f"/auth/sessions/{theirs}").status_code == 404
    assert fresh(world, world.alpha).call("DELETE", f"/auth/sessions/{theirs}").status_code == 404
    person.delete(f"/auth/sessions/{theirs}")
    until(lambda: other.call("GET", "/auth/me").status_code == 401, NOTICED_S)
    assert person.call("DELETE", f"/auth/sessions/{theirs}").status_code == 404
    assert len(person.get("/auth/sessions")["items"]) == 1


def test_ones_profile_takes_a_name_and_nothing_else(stack, world, person):
    """VA-10."""
    before = stack.sql("SELECT * FROM account WHERE id = %s", person.user["id"])
    for field, value in (("role", "owner"), ("tenant_id", 1), ("id", 1), ("is_admin", True), ("mfa_enabled", True),
                         ("password_hash", "x"), ("platform_admin", True), ("status", "active"), ("email", "a@b.test")):
        r = person.call("PATCH", "/auth/me", {field: value})
        assert r.status_code == 422, field
    assert stack.sql("SELECT * FROM account WHERE id = %s", person.user["id"]) == before
    assert person.patch("/auth/me", {"name": "Żółw"})["user"]["name"] == "Żółw"
