"""The second factor: MF-02 to MF-09."""
import time

import pytest

from api.people import NOTICED_S, again, at_once, forget_failures, fresh, try_password
from harness import totp
from harness.wait import until
from harness.world import PASSWORD


@pytest.fixture(autouse=True)
def nobody_waits(stack):
    forget_failures(stack)
    yield
    forget_failures(stack)


@pytest.fixture
def person(world):
    """Somebody with a second factor, set up just now."""
    return fresh(world, world.beta, "admin").enroll()


def use_steps_up(stack, person, last):
    """As if the newest code used were that of step `last`."""
    stack.sql("UPDATE account_secret SET totp_counter = %s WHERE account_id = %s", last, person.user["id"])


def challenge(world, person):
    c = again(world, person)
    answer = try_password(c, PASSWORD).json()
    assert answer["mfa_required"] is True and answer["methods"] == ["totp", "backup_code"], answer
    return c, answer["mfa_token"]


def verify(c, token, **code):
    return c.call("POST", "/auth/mfa/verify", {"mfa_token": token, **code})


def wrong(person):
    """A code of six digits that no step nearby has."""
    now = int(time.time()) // 30
    near = {totp.code(person.device.secret, now + d) for d in range(-3, 4)}
    return next(f"{n:06d}" for n in range(1000) if f"{n:06d}" not in near)


def test_sign_in_takes_both_factors(world, person):
    c, token = challenge(world, person)
    assert c.call("GET", "/auth/me").status_code == 401
    c.keep(verify(c, token, code=person.device.next()).json())
    me = c.get("/auth/me")
    assert me["user"]["mfa_enabled"] is True and me["mfa_fresh_until"]


def test_a_code_works_once(world, person):
    """MF-02, and a challenge works once."""
    code = person.device.next()
    c, token = challenge(world, person)
    assert verify(c, token, code=code).status_code == 200
    d, second = challenge(world, person)
    assert verify(d, second, code=code).status_code == 401
    assert verify(c, token, code=person.device.next()).status_code == 401


def test_the_step_beside_is_taken_two_are_not(stack, world, person):
    """MF-03."""
    secret = person.device.secret

    def at(offset):
        forget_failures(stack)
        # In the middle of a step, so that it does not change under us.
        while not 3 < time.time() % 30 < 20:
            time.sleep(0.2)
        c, token = challenge(world, person)
        return verify(c, token, code=totp.code(secret, int(time.time()) // 30 + offset)).status_code

    for offset, status in ((-2, 401), (-1, 200), (0, 200), (1, 200), (2, 401)):
        use_steps_up(stack, person, 0)
        assert at(offset) == status, offset
    use_steps_up(stack, person, 0)
    assert at(1) == 200
    assert at(0) == 401, "an older step after a newer"


def test_other_lengths_are_no_codes(world, person):
    for code in ("12345", "1234567", "12345678", "abcdef", "１２３４５６", "      "):
        c, token = challenge(world, person)
        assert verify(c, token, code=code).status_code in (401, 422), code


def test_five_wrong_codes_end_the_challenge(world, person):
    """MF-04."""
    c, token = challenge(world, person)
    for _ in range(5):
        assert verify(c, token, code=wrong(person)).status_code == 401
    assert verify(c, token, code=person.device.next()).status_code == 401


def test_wrong_codes_at_once_end_the_challenge_too(stack, world, person):
    """C3: five are judged, however many arrive together."""
    c, token = challenge(world, person)
    codes = [r.status_code for r in at_once([lambda: verify(c, token, code=wrong(person))] * 9)]
    assert codes == [401] * 9
    judged = stack.sql("SELECT count(*) FROM audit WHERE action = 'auth.mfa_verify' AND outcome = 'failed' AND actor_id = %s",
                       person.user["id"])[0][0]
    assert judged == 5
    assert verify(c, token, code=person.device.next()).status_code == 401


def test_ten_wrong_codes_an_hour(world, person):
    """MF-04: over new challenges; the right password does not help, and the live session stays."""
    codes = []
    for _ in range(11):
        c, token = challenge(world, person)
        codes.append(verify(c, token, code=wrong(person)).status_code)
    assert codes == [401] * 10 + [429]
    c, token = challenge(world, person)
    assert verify(c, token, code=person.device.next()).status_code == 429
    person.get("/auth/me")


def test_a_backup_code_works_once(world, person):
    """MF-05: twice; twice at once; after new ones were made."""
    first, second, third = person.backup_codes[:3]
    assert len(set(person.backup_codes)) == 10 and all(len(c) == 8 for c in person.backup_codes)
    c, token = challenge(world, person)
    assert verify(c, token, backup_code=first.lower()).status_code == 200
    c, token = challenge(world, person)
    assert verify(c, token, backup_code=first).status_code == 401
    pairs = [challenge(world, person) for _ in range(2)]
    codes = [r.status_code for r in at_once([lambda p=p: verify(p[0], p[1], backup_code=second) for p in pairs])]
    assert sorted(codes) == [200, 401]
    fresh_codes = person.post("/auth/mfa/backup-codes", {"code": person.device.next()})["backup_codes"]
    c, token = challenge(world, person)
    assert verify(c, token, backup_code=third).status_code == 401
    assert verify(c, token, backup_code=fresh_codes[0]).status_code == 200


def test_backup_codes_are_not_stored(stack, person):
    rows = stack.sql("SELECT encode(hash, 'hex') FROM backup_code WHERE account_id = %s", person.user["id"])
    assert len(rows) == 10
    dump = str(stack.sql("SELECT account_secret::text, backup_code::text FROM account_secret JOIN backup_code USING (tenant_id, account_id)"))
    for code in person.backup_codes + [person.device.secret]:
        assert code not in dump


@pytest.mark.parametrize("path, more", [("/auth/mfa/enroll", {}), ("/auth/mfa/disable", {"code": "123456"})])
@pytest.mark.parametrize("password", [None, "not the password"])
def test_setting_up_and_giving_up_want_the_password(world, path, more, password):
    """MF-06."""
    person = fresh(world, world.beta, "admin")
    if path.endswith("disable"):
        person.enroll()
    body = {**more, **({"password": password} if password else {})}
    person.refused(403, "forbidden", "POST", path, body)
    assert person.get("/auth/me")["user"]["mfa_enabled"] is path.endswith("disable")


def test_the_seed_is_never_shown_again(world, person):
    """MF-06."""
    secret = person.device.secret
    for path in ("/auth/me", f"/users/{person.user['id']}", "/users", "/audit", "/auth/sessions"):
        assert secret not in person.call("GET", path).text, path
    # A second seed is another one, and the first stays in use until the second is confirmed.
    offer = person.post("/auth/mfa/enroll", {"password": PASSWORD})
    assert offer["secret"] != secret
    person.step_up()


def test_a_seed_waits_ten_minutes_to_be_confirmed(stack, world):
    person = fresh(world, world.beta)
    secret = person.post("/auth/mfa/enroll", {"password": PASSWORD})["secret"]
    person.refused(403, "forbidden", "POST", "/auth/mfa/confirm", {"code": wrong(type("P", (), {"device": totp.Device(secret)}))})
    stack.sql("UPDATE account_secret SET totp_pending_at = now() - interval '11 minutes' WHERE account_id = %s", person.user["id"])
    person.refused(409, "conflict", "POST", "/auth/mfa/confirm", {"code": totp.code(secret)})
    person.refused(409, "conflict", "POST", "/auth/mfa/backup-codes", {"code": "123456"})


def test_a_seed_does_not_open_in_another_row(stack, world, person):
    """G1: a sealed seed moved to somebody else's account is no seed."""
    other = fresh(world, world.beta, "admin").enroll()
    stack.sql("""UPDATE account_secret SET totp_sealed = (SELECT totp_sealed FROM account_secret WHERE account_id = %s)
                 WHERE account_id = %s""", other.user["id"], person.user["id"])
    c, token = challenge(world, person)
    r = verify(c, token, code=other.device.next())
    assert r.status_code == 500 and "access_token" not in r.text


def test_giving_up_and_starting_again(world, person):
    other = again(world, person)
    other.login()
    person.post("/auth/mfa/disable", {"password": PASSWORD, "code": person.device.next()}, status=204)
    until(lambda: other.call("GET", "/auth/me").status_code == 401, NOTICED_S)
    assert person.get("/auth/me")["user"]["mfa_enabled"] is False
    assert try_password(again(world, person), PASSWORD).json().get("access_token")
    person.enroll()
    assert person.get("/auth/me")["mfa_fresh_until"]


# Every operation that wants a fresh factor, as its owner may call it: (method, path, body).
FRESH = [
    ("POST", "/users", {"email": "x@beta.test", "name": "X", "role": "viewer"}),
    ("PATCH", "/users/{user}", {"name": "Y"}), ("DELETE", "/users/{user}", None),
    ("POST", "/users/{user}/invite", {}), ("POST", "/users/{user}/mfa-reset", {}),
    ("POST", "/api-keys", {"name": "k", "role": "viewer"}), ("DELETE", "/api-keys/{key}", None),
    ("PATCH", "/tenants/beta", {"description": "x"}),
    ("POST", "/auth/password", {"current_password": PASSWORD, "new_password": "gravel otter quilt fjord"}),
    ("POST", "/auth/mfa/enroll", {"password": PASSWORD}), ("POST", "/auth/mfa/disable", {"password": PASSWORD, "code": "123456"}),
]


def test_what_wants_a_fresh_factor_gets_one(stack, world):
    """MF-07: six minutes old is refused and changes nothing; then, confirmed, it works."""
    owner = fresh(world, world.beta, "owner").enroll()
    user = fresh(world, world.beta).user["id"]
    key = owner.post("/api-keys", {"name": "old", "role": "viewer"}, status=201)["id"]
    stack.sql("UPDATE session SET mfa_at = mfa_at - interval '6 minutes' WHERE account_id = %s", owner.user["id"])
    until(lambda: owner.get("/auth/me")["mfa_fresh_until"] is None, NOTICED_S)
    state = "SELECT (SELECT jsonb_agg(to_jsonb(a) ORDER BY id) FROM account a), (SELECT count(*) FROM api_key WHERE revoked_at IS NULL), " \
            "(SELECT jsonb_agg(description) FROM tenant)"
    before = stack.sql(state)
    for method, path, body in FRESH:
        owner.refused(403, "mfa_step_up_required", method, path.format(user=user, key=key), body)
    assert stack.sql(state) == before
    owner.step_up()
    for method, path, body in FRESH[:8]:
        if (method, path) == ("DELETE", "/users/{user}"):
            continue
        r = owner.call(method, path.format(user=user, key=key), body)
        assert r.status_code in (200, 201, 204), f"{method} {path}: {r.text}"
    owner.delete(f"/users/{user}")


def test_an_old_tokens_factor_does_not_become_fresh(world, person):
    """A step-up makes the new token fresh, not every token of the session."""
    old = person.token
    time.sleep(1.1)
    person.step_up()
    assert person.token != old


def test_who_administers_without_a_factor_must_set_one_up(world):
    admin = fresh(world, world.beta, "admin")
    for method, path, body in FRESH[:7]:
        admin.refused(403, "mfa_enrollment_required", method, path.format(user=1, key=1), body)
    admin.refused(403, "mfa_enrollment_required", "POST", "/auth/mfa/step-up", {"code": "123456"})
    admin.enroll()
    admin.post("/users", {"email": f"made-by-{admin.user['id']}@beta.test", "name": "X", "role": "viewer"}, status=201)


def test_a_key_must_name_the_scope(stack, world):
    """MF-08."""
    body = {"email": "by-key@beta.test", "name": "X", "role": "viewer"}
    for scopes, status in ((None, 403), (["user.read"], 403), (["user.write"], 201), (["*"], 409)):
        owner = world.beta.owner
        owner.step_up_if_stale()
        key = owner.post("/api-keys", {"name": "k", "role": "admin", **({"scopes": scopes} if scopes else {})}, status=201)["key"]
        r = world.client(key=key).call("POST", "/users", body)
        assert r.status_code == status, (scopes, r.text)


def test_anothers_code_does_not_finish_a_challenge(stack, world, person):
    """MF-09: it counts for whom the challenge is, and the code stays good for its owner."""
    other = fresh(world, world.beta, "admin").enroll()
    code = other.device.next()
    c, token = challenge(world, person)
    assert verify(c, token, code=code).status_code == 401
    d, mine = challenge(world, other)
    assert verify(d, mine, code=code).status_code == 200
    assert stack.sql("SELECT failures FROM mfa_challenge WHERE account_id = %s", person.user["id"]) == [(1,)]


def test_a_new_password_ends_challenges_of_the_old_one(world, person):
    """B4: who knew the old password and waits at the second factor has to begin anew."""
    c, token = challenge(world, person)
    person.step_up_if_stale()
    person.post("/auth/password", {"current_password": PASSWORD, "new_password": "gravel otter quilt fjord"}, status=204)
    assert verify(c, token, code=person.device.next()).status_code == 401
