"""API keys: AU-17, AU-18, and what a key may be given."""
import base64
import hashlib
import subprocess

import pytest

from api.people import NOTICED_S, at_once, fresh, fresh_tenant, in_turn
from harness.client import Client
from harness.wait import until


def make(owner, status=201, **more):
    owner.step_up_if_stale()
    return owner.post("/api-keys", {"name": "a program", "role": "admin", **more}, status=status)


@pytest.fixture
def owner(world):
    return world.beta.owner


def test_a_key_is_shown_once_and_opens_its_tenant(world, owner):
    made = make(owner)
    assert made["key"].startswith(made["prefix"]) or made["prefix"].startswith("tsk_")
    shown = next(k for k in owner.get("/api-keys?limit=500")["items"] if k["id"] == made["id"])
    assert "key" not in shown and made["key"] not in str(shown)
    c = world.client(key=made["key"])
    me = c.get("/auth/me")
    assert me["auth"] == "api_key" and me["user"] is None and me["tenant"]["tenant_id"] == "beta"
    until(lambda: next(k for k in owner.get("/api-keys?limit=500")["items"] if k["id"] == made["id"])["last_used_at"], 5)


def test_every_character_counts(world, owner):
    """AU-17: last character changed, and all the others."""
    key = make(owner)["key"]
    c = world.client()
    for i in list(range(0, len(key), 7)) + [len(key) - 1]:
        other = key[:i] + ("A" if key[i] != "A" else "B") + key[i + 1:]
        assert c.call("GET", "/auth/me", headers={"X-API-Key": other}).status_code == 401, i
    for odd in ("", "tsk_", key + "x", key[:-1], key.replace("tsk_", "tsk_0"), "tsk_1_1_" + "a" * 43, "a" * 4000):
        assert c.call("GET", "/auth/me", headers={"X-API-Key": odd}).status_code == 401, odd
    assert c.call("GET", "/auth/me", headers={"X-API-Key": key, "Authorization": "Bearer x"}).status_code == 401
    assert c.call("GET", "/auth/me", headers={"Authorization": f"Bearer {key}"}).status_code == 401


def test_revoked_within_five_seconds(world, owner):
    """AU-17."""
    made = make(owner)
    c = world.client(key=made["key"])
    c.get("/auth/me")
    owner.delete(f"/api-keys/{made['id']}")
    until(lambda: c.call("GET", "/auth/me").status_code == 401, NOTICED_S)
    assert owner.call("DELETE", f"/api-keys/{made['id']}").status_code == 404
    assert made["id"] not in [k["id"] for k in owner.get("/api-keys?limit=500")["items"]]


def test_expired(stack, world, owner):
    """AU-17."""
    made = make(owner, expires_at="2199-01-01T00:00:00Z")
    assert made["expires_at"] == "2199-01-01T00:00:00.000Z"
    c = world.client(key=made["key"])
    c.get("/auth/me")
    stack.sql("UPDATE api_key SET expires_at = now() - interval '1 second' WHERE id = %s", made["id"])
    until(lambda: c.call("GET", "/auth/me").status_code == 401, NOTICED_S)
    for past in ("2020-01-01T00:00:00Z", "tomorrow", 5):
        assert owner.call("POST", "/api-keys", {"name": "k", "role": "viewer", "expires_at": past}).status_code == 422


def test_a_scope_is_all_a_key_has(world, owner):
    """AU-17: a reading scope on a write."""
    c = world.client(key=make(owner, scopes=["host.read"])["key"])
    c.get("/hosts")
    assert c.get("/auth/me")["permissions"] == ["host.read"]
    c.refused(403, "forbidden", "POST", "/hosts", {"name": "x", "address": "192.0.2.1"})
    c.refused(403, "forbidden", "GET", "/users")


def test_networks(stack, world, owner):
    """AU-17: from another network a key is no key, whoever used it a moment ago from the right one."""
    here = Client(stack.url, address="127.9.1.1")
    there = Client(stack.url, address="127.9.2.1")
    here.key = there.key = make(owner, cidrs=["127.9.1.0/24", "2001:db8::/32"])["key"]
    here.get("/auth/me")
    assert there.call("GET", "/auth/me").status_code == 401
    spoof = {"X-Forwarded-For": "127.9.1.1", "X-Real-IP": "127.9.1.1", "Forwarded": "for=127.9.1.1"}
    assert there.call("GET", "/auth/me", headers=spoof).status_code == 401
    here.get("/auth/me")
    for bad in (["127.0.0.1/33"], ["localhost"], ["10.0.0.0/8/8"], ["::1/129"], [""], [5], "10.0.0.0/8"):
        assert owner.call("POST", "/api-keys", {"name": "k", "role": "viewer", "cidrs": bad}).status_code == 422, bad
    assert make(owner, cidrs=["10.1.2.3/8"])["cidrs"] == ["10.0.0.0/8"]


def test_never_in_an_address(stack, world, owner):
    """AU-17: a key in the query string opens nothing, and no log keeps it."""
    key = make(owner)["key"]
    c = world.client()
    for name in ("key", "api_key", "apikey", "x-api-key", "access_token"):
        assert c.call("GET", f"/hosts?{name}={key}").status_code in (401, 422)
    secret = key.split("_", 3)[3]
    logs = subprocess.run(["grep", "-rlF", secret, f"{stack.var}/log"], capture_output=True, text=True, check=False).stdout
    assert logs == ""


def test_nobody_gives_what_he_does_not_have(world):
    _, owner = fresh_tenant(world)
    admin = world.accept(owner.post("/users", {"email": "a@keys.test", "name": "A", "role": "admin"}, status=201)["invite_url"],
                         "a@keys.test").enroll()
    admin.refused(403, "forbidden", "POST", "/api-keys", {"name": "k", "role": "owner"})
    admin.refused(403, "forbidden", "POST", "/api-keys", {"name": "k", "role": "admin", "scopes": ["tenant.manage"]})
    admin.refused(403, "forbidden", "POST", "/api-keys", {"name": "k", "role": "admin", "scopes": ["platform.manage"]})
    admin.refused(422, "invalid_value", "POST", "/api-keys", {"name": "k", "role": "admin", "scopes": ["hosts.everything"]})
    key = make(admin, scopes=["*"])["key"]
    assert "tenant.manage" not in world.client(key=key).get("/auth/me")["permissions"]
    # A key makes keys no greater than itself either.
    child = world.client(key=key)
    child.refused(403, "forbidden", "POST", "/api-keys", {"name": "k", "role": "owner"})
    child.refused(403, "forbidden", "POST", "/api-keys", {"name": "k", "role": "admin", "scopes": ["tenant.manage"]})


def test_a_lower_role_limits_every_scope(world, owner):
    c = world.client(key=make(owner, role="viewer", scopes=["*"])["key"])
    assert "user.write" not in c.get("/auth/me")["permissions"]
    c.refused(403, "forbidden", "POST", "/hosts", {"name": "x", "address": "192.0.2.1"})


def test_others_keys_do_not_exist(world, owner):
    made = make(owner)
    world.alpha.owner.step_up_if_stale()
    world.alpha.owner.refused(404, "not_found", "DELETE", f"/api-keys/{made['id']}")
    assert made["id"] not in [k["id"] for k in world.alpha.owner.get("/api-keys?limit=500")["items"]]
    world.client(key=made["key"]).get("/auth/me")


def test_of_many_keys_at_once_the_quota_lets_one_in(stack, world):
    """TN-16."""
    slug, owner = fresh_tenant(world)
    stack.sql("UPDATE tenant SET quota_api_keys = 3 WHERE slug = %s", slug)
    for _ in range(2):
        make(owner)
    answers = at_once([lambda: owner.call("POST", "/api-keys", {"name": "k", "role": "viewer"}) for _ in range(50)])
    codes = [r.status_code for r in answers]
    assert codes.count(201) == 1 and codes.count(403) == 49, codes
    assert {r.json()["code"] for r in answers if r.status_code == 403} == {"quota_exceeded"}


def test_the_quota_counts_what_is_not_committed_yet(stack, world):
    """TN-16, without luck."""
    slug, _ = fresh_tenant(world)
    stack.sql("UPDATE tenant SET quota_api_keys = 1 WHERE slug = %s", slug)
    waited, first, second = in_turn(stack, stack.tenant_id(slug), """INSERT INTO api_key (tenant_id, name, prefix, hash, role)
        VALUES (%s, 'k', 'tsk_', sha256('x'), 'viewer') RETURNING id""")
    assert (waited, second) == (True, "TQ001") and first


def test_no_secret_is_kept_as_it_is(stack, world, owner):
    """AU-18: neither key nor refresh token nor link, in PostgreSQL, Redis or a log, in any usual spelling."""
    person = fresh(world, world.beta)
    person.refresh()
    owner.step_up_if_stale()
    link = owner.post(f"/users/{fresh(world, world.beta).user['id']}/invite")["invite_url"].split("#")[1]
    key = make(owner)["key"]
    Client(stack.url, key=key).get("/auth/me")
    needles = []
    for secret in (key.split("_", 3)[3], person.cookie.split(".")[1], link.split(".")[1]):
        raw = base64.urlsafe_b64decode(secret + "=")
        needles += [secret, raw.hex(), base64.b64encode(raw).decode().rstrip("=")]
    hay = dump(stack)
    assert hashlib.sha256(key.split("_", 3)[3].encode()).hexdigest() in hay, "the digest is what there is"
    assert not [n for n in needles if n in hay]
    logs = "".join(open(f, encoding="utf-8", errors="replace").read() for f in
                   subprocess.run(["find", f"{stack.var}/log", "-type", "f"], capture_output=True, text=True, check=True).stdout.split())
    assert not [n for n in needles if n in logs]


def dump(stack):
    """Every row of every table as text, and every key of Redis with its value."""
    tables = [r[0] for r in stack.sql("SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")]
    text = "".join(str(stack.sql(f"SELECT t::text FROM {t} t")) for t in tables)
    for name in stack.redis_cli("--scan").split("\n"):
        if name:
            text += name + stack.redis_cli("GET", name)
    return text


def test_a_key_makes_no_key_greater_than_itself(world):
    """Its scopes, its end and its networks bound what it makes, whatever its role."""
    _, owner = fresh_tenant(world)
    small = world.client(key=make(owner, scopes=["key.write", "host.read"])["key"])
    body = {"name": "k", "role": "admin"}
    for more in ({"scopes": ["*"]}, {}, {"scopes": None}, {"role": "viewer"}, {"scopes": ["host.read", "user.write"]}):
        small.refused(403, "forbidden", "POST", "/api-keys", {**body, **more})
    made = small.post("/api-keys", {**body, "scopes": ["host.read"]}, status=201)
    assert world.client(key=made["key"]).get("/auth/me")["permissions"] == ["host.read"]
    bound = world.client(key=make(owner, scopes=["*"], expires_at="2198-01-01T00:00:00Z", cidrs=["127.0.0.0/8"])["key"])
    soon, near = {"expires_at": "2197-01-01T00:00:00Z"}, {"cidrs": ["127.0.0.0/16", "127.9.0.1"]}
    for more in ({}, soon, near, {**near, "expires_at": "2199-01-01T00:00:00Z"}, {**soon, "cidrs": ["127.0.0.0/7"]},
                 {**soon, "cidrs": ["127.0.0.1", "10.0.0.0/8"]}, {**soon, "cidrs": ["::1"]}, {**soon, "cidrs": []}):
        bound.refused(403, "forbidden", "POST", "/api-keys", {**body, "scopes": ["*"], **more})
    bound.post("/api-keys", {**body, "scopes": ["*"], **soon, **near}, status=201)


def test_keys_hold_as_long_as_who_made_them_may_sign_in(stack, world, owner):
    """And those made with such a key; the list names the maker, the trail says how many were stopped."""
    maker = fresh(world, world.beta, "admin").enroll()
    first = make(maker, scopes=["key.write", "key.read", "host.read"])
    c = world.client(key=first["key"])
    second = c.post("/api-keys", {"name": "made with a key", "role": "viewer", "scopes": ["host.read"]}, status=201)
    d = world.client(key=second["key"])
    listed = {k["id"]: k["created_by"] for k in owner.get("/api-keys?limit=500")["items"]}
    person = {"id": maker.user["id"], "email": maker.email, "name": maker.user["name"], "status": "active"}
    assert listed[first["id"]] == listed[second["id"]] == person == first["created_by"]
    c.get("/hosts"), d.get("/hosts")
    owner.step_up_if_stale()
    owner.patch(f"/users/{maker.user['id']}", {"status": "disabled"})
    for one in (c, d):
        until(lambda one=one: one.call("GET", "/hosts").status_code == 401, NOTICED_S)
    shown = next(k for k in owner.get("/api-keys?limit=500")["items"] if k["id"] == second["id"])
    assert shown["created_by"]["status"] == "disabled"
    owner.patch(f"/users/{maker.user['id']}", {"status": "active"})
    c.get("/hosts"), d.get("/hosts")
    owner.delete(f"/users/{maker.user['id']}")
    for one in (c, d):
        until(lambda one=one: one.call("GET", "/hosts").status_code == 401, NOTICED_S)
    assert not {first["id"], second["id"]} & {k["id"] for k in owner.get("/api-keys?limit=500")["items"]}
    rows = stack.sql("SELECT action, detail->>'api_keys_stopped' FROM audit WHERE target_kind = 'user' AND target_id = %s "
                     "AND detail ? 'api_keys_stopped' ORDER BY seq", str(maker.user["id"]))
    assert rows == [("user.update", "2"), ("user.delete", "2")]


def test_a_key_of_the_command_line_has_no_maker(stack, owner):
    stack.sql("INSERT INTO api_key (tenant_id, name, prefix, hash, role) SELECT tenant_id, 'by hand', 'x', sha256('x'), 'viewer' "
              "FROM tenant WHERE slug = 'beta'")
    assert next(k for k in owner.get("/api-keys?limit=500")["items"] if k["name"] == "by hand")["created_by"] is None


def test_a_key_sinks_with_its_maker(world, owner):
    """Who is an admin no more has no admin's key either; and gets it back with the role."""
    maker = fresh(world, world.beta, "admin").enroll()
    c = world.client(key=make(maker, scopes=["*"])["key"])
    c.get("/users")
    for role, status in (("viewer", 403), ("admin", 200)):
        owner.step_up_if_stale()
        owner.patch(f"/users/{maker.user['id']}", {"role": role})
        until(lambda status=status: c.call("GET", "/users").status_code == status, NOTICED_S)
        c.get("/hosts")
