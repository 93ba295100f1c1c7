"""People of a tenant: what each role may do to whom, quotas, and the last owner."""
import itertools

import pytest

from api.people import again, at_once, fresh, fresh_tenant, in_turn, try_password
from harness.world import PASSWORD

_count = itertools.count()


@pytest.fixture(scope="module")
def home(world):
    """A tenant of its own: owner and admin, both with a second factor."""
    slug, owner = fresh_tenant(world)
    admin = invite(world, owner, "admin").enroll()
    return type("Home", (), {"slug": slug, "owner": owner, "admin": admin})


def invite(world, owner, role, **more):
    owner.step_up_if_stale()
    email = f"u{next(_count)}@{owner.email.split('@')[1]}"
    answer = owner.post("/users", {"email": email, "name": role.title(), "role": role, **more}, status=201)
    assert answer["status"] == "invited" and answer["invite_url"].count("#") == 1 and answer["invite_expires_at"]
    return world.accept(answer["invite_url"], email)


def test_roles_decide(world, home):
    for role, reads, writes in (("viewer", 403, 403), ("operator", 403, 403), ("admin", 200, 403), ("owner", 200, 403)):
        c = invite(world, home.owner, role)
        assert c.call("GET", "/users").status_code == reads, role
        r = c.call("POST", "/users", {"email": "x@y.test", "name": "X", "role": "viewer"})
        assert r.status_code == writes, role
        want = "forbidden" if role in ("viewer", "operator") else "mfa_enrollment_required"
        assert r.json()["code"] == want, role


def test_a_user_is_shown_and_found(world, home):
    c = invite(world, home.owner, "operator")
    row = home.owner.get(f"/users/{c.user['id']}")
    assert row == {**row, "email": c.email, "role": "operator", "status": "active", "mfa_enabled": False,
                   "platform_admin": False, "permissions": []}
    assert [u["id"] for u in home.owner.get("/users", params={"q": c.email.upper()})["items"]] == [c.user["id"]]
    assert home.owner.get("/users", params={"q": "nobody%"})["items"] == []
    first = home.owner.get("/users?limit=1")
    second = home.owner.get("/users", params={"limit": 1, "cursor": first["next_cursor"]})
    assert first["items"][0]["email"] < second["items"][0]["email"]
    assert home.owner.call("GET", "/users?limit=0").status_code == 422
    assert all(u["status"] == "invited" for u in home.owner.get("/users?status=invited")["items"])


def test_an_address_is_there_once_a_tenant(world, home):
    c = invite(world, home.owner, "viewer")
    home.owner.refused(409, "conflict", "POST", "/users", {"email": c.email.upper(), "name": "X", "role": "viewer"})
    _, other = fresh_tenant(world)
    other.post("/users", {"email": c.email, "name": "X", "role": "viewer"}, status=201)


@pytest.mark.parametrize("body", [
    {"email": "no-address", "name": "X", "role": "viewer"}, {"email": "a@b.test", "name": "", "role": "viewer"},
    {"email": "a@b.test", "name": "X", "role": "god"}, {"email": "a@b.test", "name": "X"},
    {"email": "a@b.test", "name": "X", "role": "viewer", "platform_admin": True},
    {"email": "a@b.test", "name": "X", "role": "viewer", "tenant_id": 1},
    {"email": "a@b.test", "name": "X", "role": "viewer", "permissions": ["no.such"]},
    {"email": "a@b.test", "name": "X", "role": "viewer", "permissions": ["platform.manage"]},
    {"email": "a@b.test", "name": "X\u202e", "role": "viewer"}, {"email": "a\u202e@b.test", "name": "X", "role": "viewer"}, {"email": None, "name": "X", "role": "viewer"},
    {"email": "a" * 250 + "@b.test", "name": "X", "role": "viewer"}])
def test_bad_values_change_nothing(stack, home, body):
    before = stack.sql("SELECT count(*) FROM account")
    home.owner.step_up_if_stale()
    r = home.owner.call("POST", "/users", body)
    assert r.status_code == 422, r.text
    assert stack.sql("SELECT count(*) FROM account") == before


def test_nobody_reaches_above_himself(world, home):
    admin, owner = home.admin, home.owner
    admin.step_up_if_stale()
    admin.refused(403, "forbidden", "POST", "/users", {"email": "up@x.test", "name": "X", "role": "owner"})
    for method, suffix, body in (("PATCH", "", {"name": "X"}), ("DELETE", "", None), ("POST", "/invite", {}), ("POST", "/mfa-reset", {})):
        admin.refused(403, "forbidden", method, f"/users/{owner.user['id']}{suffix}", body)
    viewer = invite(world, owner, "viewer")
    admin.refused(403, "forbidden", "PATCH", f"/users/{viewer.user['id']}", {"role": "owner"})
    admin.refused(403, "forbidden", "PATCH", f"/users/{viewer.user['id']}", {"permissions": ["tenant.manage"]})
    assert admin.patch(f"/users/{viewer.user['id']}", {"role": "admin"})["role"] == "admin"


def test_nobody_changes_his_own_rights(home):
    for c in (home.owner, home.admin):
        c.step_up_if_stale()
        me = f"/users/{c.user['id']}"
        for method, path, body in (("PATCH", me, {"role": "viewer"}), ("DELETE", me, None), ("PATCH", me, {"status": "disabled"}),
                                   ("POST", me + "/invite", {}), ("POST", me + "/mfa-reset", {})):
            c.refused(403, "forbidden", method, path, body)


def test_an_extra_permission_is_had_and_lost(world, home):
    c = invite(world, home.owner, "viewer", permissions=["audit.read"])
    c.get("/audit")
    home.owner.patch(f"/users/{c.user['id']}", {"permissions": []})
    d = again(world, c)
    d.login()
    d.refused(403, "forbidden", "GET", "/audit")


def test_the_last_owner_stays(stack, world):
    """Whoever asks, here a key that nobody is; and two that go at the same time."""
    slug, owner = fresh_tenant(world)
    key = world.client(key=stack.admin_key(slug, "owner", ["user.write"]))
    path = f"/users/{owner.user['id']}"
    for method, suffix, body in (("PATCH", "", {"role": "admin"}), ("PATCH", "", {"status": "disabled"}), ("DELETE", "", None),
                                 ("POST", "/invite", {})):
        key.refused(409, "conflict", method, path + suffix, body)
    second = invite(world, owner, "owner")
    answers = at_once([lambda c=c: key.call("PATCH", f"/users/{c.user['id']}", {"role": "admin"}) for c in (owner, second)])
    assert sorted(r.status_code for r in answers) == [200, 409]
    assert stack.sql("SELECT count(*) FROM account WHERE tenant_id = %s AND role = 'owner' AND status = 'active'",
                     stack.tenant_id(slug)) == [(1,)]


def test_a_disabled_person_is_out_until_enabled(world, home):
    c = invite(world, home.owner, "viewer")
    path = f"/users/{c.user['id']}"
    assert home.owner.patch(path, {"status": "disabled"})["status"] == "disabled"
    assert try_password(again(world, c), PASSWORD).status_code == 401
    home.owner.refused(409, "conflict", "POST", path + "/invite", {})
    assert home.owner.patch(path, {"status": "active"})["status"] == "active"
    assert try_password(again(world, c), PASSWORD).status_code == 200


def test_who_never_set_a_password_cannot_be_made_active(home):
    home.owner.step_up_if_stale()
    made = home.owner.post("/users", {"email": f"never{next(_count)}@x.test", "name": "X", "role": "viewer"}, status=201)
    home.owner.refused(409, "conflict", "PATCH", f"/users/{made['id']}", {"status": "active"})


def test_a_stale_write_is_refused(home):
    home.owner.step_up_if_stale()
    made = home.owner.post("/users", {"email": f"etag{next(_count)}@x.test", "name": "X", "role": "viewer"}, status=201)
    r = home.owner.call("GET", f"/users/{made['id']}")
    tag = r.headers["ETag"]
    assert home.owner.call("GET", f"/users/{made['id']}", headers={"If-None-Match": tag}).status_code == 304
    home.owner.patch(f"/users/{made['id']}", {"name": "Y"}, headers={"If-Match": tag})
    home.owner.refused(412, "precondition_failed", "PATCH", f"/users/{made['id']}", {"name": "Z"}, headers={"If-Match": tag})


def test_a_lost_phone(world, home):
    c = invite(world, home.owner, "viewer").enroll()
    home.owner.post(f"/users/{c.user['id']}/mfa-reset", status=204)
    assert try_password(again(world, c), PASSWORD).json().get("access_token")


def test_anothers_people_do_not_exist(stack, world, home):
    """TN-01 for users: the same answer as for a number nobody has, and nothing changes."""
    foreign = fresh(world, world.beta).user["id"]
    state = "SELECT to_jsonb(a) FROM account a WHERE id = %s"
    before = stack.sql(state, foreign)
    home.owner.step_up_if_stale()
    for method, suffix, body in (("GET", "", None), ("PATCH", "", {"name": "X"}), ("DELETE", "", None), ("POST", "/invite", {}),
                                 ("POST", "/mfa-reset", {})):
        answers = []
        for number in (foreign, 999999999):
            r = home.owner.call(method, f"/users/{number}{suffix}", body)
            answer = r.json()
            answer.pop("request_id")
            answers.append((r.status_code, answer))
        assert answers[0] == answers[1] and answers[0][0] == 404, (method, suffix)
    assert stack.sql(state, foreign) == before
    assert foreign not in [u["id"] for u in home.owner.get("/users?limit=500")["items"]]


def test_of_many_users_at_once_the_quota_lets_one_in(world):
    """TN-16: the owner is the first of three."""
    _, owner = fresh_tenant(world, quota_users=3)
    invite(world, owner, "viewer")
    answers = at_once([lambda i=i: owner.call("POST", "/users", {"email": f"q{i}@quota.test", "name": "Q", "role": "viewer"})
                       for i in range(50)])
    codes = [r.status_code for r in answers]
    assert codes.count(201) == 1 and codes.count(403) == 49, codes
    assert {r.json()["code"] for r in answers if r.status_code == 403} == {"quota_exceeded"}
    assert owner.get("/tenants/" + owner.get("/auth/me")["tenant"]["tenant_id"] + "/usage")["users"] == {"used": 3, "quota": 3}


def test_the_quota_counts_what_is_not_committed_yet(stack, world):
    """TN-16, without luck: the second waits for the first, and then there is no room."""
    slug, _ = fresh_tenant(world, quota_users=2)
    waited, first, second = in_turn(stack, stack.tenant_id(slug), """INSERT INTO account (tenant_id, email, name, role)
        VALUES (%s, 'u' || pg_backend_pid() || '@quota.test', 'U', 'viewer') RETURNING id""")
    assert (waited, second) == (True, "TQ001") and first


def key_of(world, owner, scopes, role="owner"):
    owner.step_up_if_stale()
    return world.client(key=owner.post("/api-keys", {"name": "k", "role": role, "scopes": scopes}, status=201)["key"])


def test_a_key_of_few_scopes_makes_nobody_great(world, home):
    """With user.write alone it may invite people to look, but neither make an administrator nor get at one's link."""
    admin = invite(world, home.owner, "admin")
    viewer = invite(world, home.owner, "viewer")
    key = key_of(world, home.owner, ["user.write"])
    for role in ("operator", "admin", "owner"):
        key.refused(403, "forbidden", "POST", "/users", {"email": "g@x.test", "name": "X", "role": role})
        key.refused(403, "forbidden", "PATCH", f"/users/{viewer.user['id']}", {"role": role})
    for what in ("invite", "mfa-reset"):
        key.refused(403, "forbidden", "POST", f"/users/{admin.user['id']}/{what}", {})
    key.post(f"/users/{viewer.user['id']}/invite", {})
    key.patch(f"/users/{admin.user['id']}", {"status": "disabled"})


def test_nobody_opens_an_account_that_may_more(world, home):
    """An administrator gets no link to an account with a right he lacks, though its role is below his."""
    special = invite(world, home.owner, "viewer", permissions=["tenant.manage"])
    home.admin.step_up_if_stale()
    for what in ("invite", "mfa-reset"):
        home.admin.refused(403, "forbidden", "POST", f"/users/{special.user['id']}/{what}", {})
    special.get("/auth/me")


def test_one_change_at_a_time(world, home):
    """If-Match of many at once: one of them changes, the others read again."""
    path = f"/users/{invite(world, home.owner, 'viewer').user['id']}"
    key = key_of(world, home.owner, ["*"])
    for where in (path, f"/tenants/{home.slug}"):
        tag = key.call("GET", where).headers["ETag"]
        codes = [r.status_code for r in at_once([
            lambda n=n, where=where, tag=tag: world.client(key=key.key).call("PATCH", where, {"name": f"N{n}"}, headers={"If-Match": tag})
            for n in range(8)])]
        assert sorted(codes) == [200] + [412] * 7, (where, codes)
