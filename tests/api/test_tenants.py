"""Workspaces: who sees and changes which, the two trails of a platform administrator, egress lists. TN-13."""
import pytest

from api.people import NOTICED_S, again, at_once, fresh, fresh_tenant, try_password
from harness.wait import until
from harness.world import PASSWORD


@pytest.fixture
def platform(world):
    return world.platform.step_up_if_stale()


def trail(stack, slug, action):
    """Newest first: (actor, outcome, target) of that action in the tenant's own trail."""
    return stack.sql("""SELECT actor_name, outcome, target_id FROM audit WHERE tenant_id = (SELECT tenant_id FROM tenant WHERE slug = %s)
                        AND action = %s ORDER BY seq DESC""", slug, action)


def test_a_tenant_is_made_with_its_settings(stack, world, platform):
    slug, owner = fresh_tenant(world, description="d", quota_hosts=5, quota_checks_per_hour=100, quota_users=7,
                               data_retention_days=30, plan="gold", cost_per_host="1.5", cost_per_check="0.01")
    row = owner.get(f"/tenants/{slug}")
    assert row == {**row, "tenant_id": slug, "description": "d", "quota_hosts": 5, "quota_checks_per_hour": 100, "quota_users": 7,
                   "data_retention_days": 30, "plan": "gold", "cost_per_host": "1.5", "cost_per_check": "0.01", "status": "active"}
    assert owner.get(f"/tenants/{slug}/usage") == {"tenant_id": slug, "hosts": {"used": 0, "quota": 5},
                                                   "checks_per_hour": {"used": 0, "quota": 100}, "users": {"used": 1, "quota": 7}}
    assert owner.user["role"] == "owner" and owner.user["platform_admin"] is False
    for trail_of in (slug, "alpha"):
        assert trail(stack, trail_of, "tenant.create")[0] == (world.platform.email, "ok", slug)
    platform.refused(409, "conflict", "POST", "/tenants", {"tenant_id": slug, "name": "again"})


@pytest.mark.parametrize("body", [
    {"tenant_id": "Upper", "name": "X"}, {"tenant_id": "a b", "name": "X"}, {"tenant_id": "", "name": "X"},
    {"tenant_id": "x" * 64, "name": "X"}, {"tenant_id": "../etc", "name": "X"}, {"tenant_id": "okay", "name": ""},
    {"tenant_id": "okay"}, {"tenant_id": "okay", "name": "X", "quota_hosts": -1}, {"tenant_id": "okay", "name": "X", "quota_hosts": "5"},
    {"tenant_id": "okay", "name": "X", "data_retention_days": 0}, {"tenant_id": "okay", "name": "X", "cost_per_host": "-1"},
    {"tenant_id": "okay", "name": "X", "status": "active"}, {"tenant_id": "okay", "name": "X", "owner_email": "none"}])
def test_bad_values_make_none(stack, platform, body):
    before = stack.sql("SELECT count(*) FROM tenant")
    assert platform.call("POST", "/tenants", body).status_code == 422
    assert stack.sql("SELECT count(*) FROM tenant") == before


def test_only_platform_administrators_make_and_see_all(world):
    owner = world.beta.owner.step_up_if_stale()
    owner.refused(403, "forbidden", "POST", "/tenants", {"tenant_id": "mine", "name": "Mine"})
    assert [t["tenant_id"] for t in owner.get("/tenants")["items"]] == ["beta"]
    seen = {t["tenant_id"] for t in world.platform.get("/tenants?limit=500")["items"]}
    assert {"alpha", "beta"} <= seen
    page = world.platform.get("/tenants?limit=1")
    rest = world.platform.get("/tenants", params={"limit": 500, "cursor": page["next_cursor"]})["items"]
    assert {t["tenant_id"] for t in page["items"] + rest} == seen


def test_another_tenant_reads_as_none(world):
    owner = world.beta.owner.step_up_if_stale()
    for method, suffix, body in (("GET", "", None), ("PATCH", "", {"name": "X"}), ("GET", "/usage", None), ("GET", "/hosts", None),
                                 ("GET", "/egress", None)):
        answers = []
        for slug in ("alpha", "no-such-tenant"):
            r = owner.call(method, f"/tenants/{slug}{suffix}", body)
            answer = r.json()
            answer.pop("request_id")
            answers.append((r.status_code, answer))
        assert answers[0] == answers[1] and answers[0][0] == 404, (method, suffix)


def test_an_owner_names_it_and_no_more(world):
    slug, owner = fresh_tenant(world, quota_hosts=1)
    assert owner.patch(f"/tenants/{slug}", {"name": "New", "description": "d"})["name"] == "New"
    for change in ({"quota_hosts": None}, {"quota_hosts": 9}, {"plan": "gold"}, {"status": "suspended"}, {"data_retention_days": 9},
                   {"cost_per_host": "0"}, {"quota_users": 9}):
        owner.refused(403, "forbidden", "PATCH", f"/tenants/{slug}", change)
    assert owner.get(f"/tenants/{slug}")["quota_hosts"] == 1
    owner.refused(422, "invalid_value", "PATCH", f"/tenants/{slug}", {"tenant_id": "other"})
    admin = fresh(world, world.beta, "admin").enroll()
    admin.refused(403, "forbidden", "PATCH", "/tenants/beta", {"name": "X"})


def test_a_platform_administrators_change_stands_in_both_trails(stack, world, platform):
    """TN-13."""
    slug, _ = fresh_tenant(world)
    assert platform.patch(f"/tenants/{slug}", {"quota_hosts": 3})["quota_hosts"] == 3
    assert platform.patch(f"/tenants/{slug}", {"quota_hosts": None})["quota_hosts"] is None
    for trail_of in (slug, "alpha"):
        assert trail(stack, trail_of, "tenant.update")[:2] == [(world.platform.email, "ok", slug)] * 2
    assert platform.get("/audit/verify")["ok"]


def test_a_platform_administrator_does_not_see_inside(world, platform):
    """TN-13: metadata and usage, nothing else, until acting as somebody exists."""
    platform.get("/tenants/beta")
    platform.get("/tenants/beta/usage")
    platform.refused(403, "forbidden", "GET", "/tenants/beta/hosts")
    world.beta.owner.get("/tenants/beta/hosts")
    world.beta.viewer.get("/tenants/beta/hosts")
    theirs = {u["email"] for u in world.beta.owner.get("/users?limit=500")["items"]}
    ours = {u["email"] for u in platform.get("/users?limit=500")["items"]}
    assert not any(e.endswith("@beta.test") for e in ours) and theirs - ours
    assert [row for row in platform.get("/audit", params={"action": "access", "outcome": "denied"})["items"]
            if row["target"]["id"] and "tenants" in row["target"]["id"] or row["target"]["id"] == "beta"]


@pytest.mark.parametrize("name", ["X-Tenant-ID", "X-Tenant", "Tenant"])
def test_a_tenant_is_never_taken_from_the_request(world, name):
    """TN-03, A9."""
    c = world.beta.viewer
    assert c.get("/auth/me", headers={name: "alpha"})["tenant"]["tenant_id"] == "beta"
    for path in ("/auth/me", "/tenants", "/hosts"):
        r = c.call("GET", f"{path}?tenant_id=alpha")
        assert r.status_code in (200, 422) and "Alpha" not in r.text and '"alpha"' not in r.text, path


def test_a_suspended_tenant_is_closed(stack, world, platform):
    """TN-14's first part: sessions, keys and sign-in, within five seconds; and open again."""
    slug, owner = fresh_tenant(world)
    key = world.client(key=owner.post("/api-keys", {"name": "k", "role": "viewer"}, status=201)["key"])
    owner.get("/auth/me"), key.get("/auth/me")
    platform.patch(f"/tenants/{slug}", {"status": "suspended"})
    for c in (owner, key):
        until(lambda c=c: c.call("GET", "/auth/me").status_code == 403, NOTICED_S)
        c.refused(403, "forbidden", "GET", "/hosts")
    c = again(world, owner)
    assert try_password(c, PASSWORD).status_code == 403
    assert try_password(c, "wrong").status_code == 401
    r = owner.call("POST", "/auth/refresh", {}, headers=owner.with_cookie())
    assert r.status_code == 403
    platform.patch(f"/tenants/{slug}", {"status": "active"})
    until(lambda: owner.call("GET", "/auth/me").status_code == 200, NOTICED_S)
    platform.refused(409, "conflict", "PATCH", "/tenants/alpha", {"status": "suspended"})


def test_egress_is_the_platforms(stack, world, platform):
    slug, owner = fresh_tenant(world)
    path = f"/tenants/{slug}/egress"
    assert owner.get(path) == {"entries": []}
    entries = ["10.0.0.0/8:443", "10.0.0.0/8:*", "192.168.1.7/32:icmp", "fd00::/8:22"]
    assert sorted(platform.put(path, {"entries": entries})["entries"]) == sorted(entries)
    assert sorted(owner.get(path)["entries"]) == sorted(entries)
    owner.refused(403, "forbidden", "PUT", path, {"entries": []})
    for bad in (["10.0.0.0/8"], ["10.0.0.0/8:0"], ["10.0.0.0/8:65536"], ["10.0.0.0/33:1"], ["example.test:1"], ["10.0.0.0/8:443:1"],
                [""], [5], "10.0.0.0/8:1", ["10.0.0.0/8:1"] * 201, None):
        assert platform.call("PUT", path, {"entries": bad}).status_code == 422, bad
    assert sorted(owner.get(path)["entries"]) == sorted(entries)
    assert platform.put(path, {"entries": []}) == {"entries": []}
    for trail_of in (slug, "alpha"):
        assert trail(stack, trail_of, "tenant.egress")[0] == (world.platform.email, "ok", slug)
    stack.allow(slug, "127.0.0.0/8:*")
    assert owner.get(path)["entries"] == ["127.0.0.0/8:*"]
    assert trail(stack, slug, "egress.add")[0][0] == "tocsin admin"


def test_a_platform_key_makes_tenants(stack, world):
    plain = world.client(key=stack.admin_key("alpha", "owner", ["*"]))
    plain.refused(403, "forbidden", "POST", "/tenants", {"tenant_id": "by-key", "name": "X"})
    key = world.client(key=stack.admin_key("alpha", "owner", ["*"], platform=True))
    slug = f"by-key-{id(key) % 100000}"
    made = key.post("/tenants", {"tenant_id": slug, "name": "X"}, status=201)
    assert "invite_url" not in made
    codes = [r.status_code for r in at_once([lambda: key.call("POST", "/tenants", {"tenant_id": slug + "x", "name": "X"})
                                             for _ in range(10)])]
    assert sorted(codes) == [201] + [409] * 9
