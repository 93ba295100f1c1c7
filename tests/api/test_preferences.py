"""PATCH /auth/me {preferences}: merged member by member, whole in every answer, one person's own."""
import json

import pytest

from api.people import at_once, fresh

DEFAULTS = {"theme": "auto", "palette": "standard", "density": "comfortable", "language": "auto", "time_zone": None, "motion": "auto",
            "single_keys": True, "keys": {}, "default_views": {}, "columns": {}, "dismissed": []}
FULL = {"theme": "contrast", "palette": "colour_blind", "density": "compact", "language": "es", "time_zone": "America/Argentina/Ushuaia",
        "motion": "reduced", "single_keys": False, "keys": {"next": "j", "palette": "mod+k"}, "default_views": {"hosts": 7},
        "columns": {"hosts": ["name", "status"], "checks": []}, "dismissed": ["first_steps"]}


@pytest.fixture
def person(world):
    return fresh(world, world.beta)


def preferences(client):
    return client.get("/auth/me")["preferences"]


def put(client, **members):
    return client.patch("/auth/me", {"preferences": members})["preferences"]


def test_they_begin_with_the_defaults_and_take_everything(person):
    assert preferences(person) == DEFAULTS
    assert put(person, **FULL) == FULL and preferences(person) == FULL


def test_members_are_merged_one_by_one_and_null_takes_away(person):
    put(person, **FULL)
    assert put(person, theme="dark") == {**FULL, "theme": "dark"}
    assert put(person, keys={"top": "g t", "next": None}, columns={"checks": ["type"]}) == {
        **FULL, "theme": "dark", "keys": {"palette": "mod+k", "top": "g t"}, "columns": {"hosts": ["name", "status"], "checks": ["type"]}}
    assert put(person, **{name: None for name in DEFAULTS}) == DEFAULTS
    assert put(person, dismissed=["a", "b"])["dismissed"] == ["a", "b"]
    assert put(person, dismissed=["b"])["dismissed"] == ["b"], "a list is replaced"


def test_a_name_and_preferences_in_one_call_or_neither(person):
    me = person.patch("/auth/me", {"name": "Renamed", "preferences": {"density": "compact"}})
    assert (me["user"]["name"], me["preferences"]["density"]) == ("Renamed", "compact")
    person.refused(422, "invalid_value", "PATCH", "/auth/me", {"name": "Never", "preferences": {"density": "tight"}})
    person.refused(422, "invalid_value", "PATCH", "/auth/me",
                   {"name": "Never", "preferences": {"columns": {f"p{i}": ["x" * 60] * 20 for i in range(8)}}})
    person.refused(422, "invalid_value", "PATCH", "/auth/me", {"name": "Never", "preferences": {"time_zone": "Mars/"}})
    assert person.get("/auth/me") == me


@pytest.mark.parametrize("members", [
    {"theme": "blue"}, {"theme": 1}, {"palette": ""}, {"language": "de"}, {"single_keys": "true"}, {"keys": []}, {"keys": {"next": ""}},
    {"keys": {"next": 1}}, {"keys": {"next": "x" * 41}}, {"keys": {"": "x"}}, {"keys": {f"a{i}": "x" for i in range(101)}},
    {"default_views": {"hosts": 0}}, {"default_views": {"hosts": "1"}}, {"default_views": {"hosts": -1}}, {"columns": {"hosts": "name"}},
    {"columns": {"hosts": [1]}}, {"columns": {"hosts": [""]}}, {"columns": {"hosts": ["x"] * 61}}, {"dismissed": {"a": 1}},
    {"dismissed": [None]}, {"dismissed": ["a\u0007"]}, {"time_zone": ""}, {"time_zone": "../etc/passwd"}, {"time_zone": "Europe//Paris"},
    {"time_zone": "Europe/Paris "}, {"time_zone": "/UTC"}, {"time_zone": "x" * 65}, {"time_zone": "a;b"}, {"unknown": 1}, {"tenant_id": 2},
    {"motion": ["auto"]}], ids=lambda m: json.dumps(m)[:40])
def test_what_is_none_is_refused_and_named(person, members):
    problem = person.refused(422, "invalid_value", "PATCH", "/auth/me", {"preferences": members})
    assert problem["errors"][0]["field"].startswith(f"/preferences/{next(iter(members))}"), problem
    assert preferences(person) == DEFAULTS


@pytest.mark.parametrize("value", [None, [], "x", 1])
def test_they_are_an_object(person, value):
    problem = person.refused(422, "invalid_value", "PATCH", "/auth/me", {"preferences": value})
    assert problem["errors"][0]["field"] == "/preferences"


def test_eight_kilobytes_and_no_more(person):
    page = {"columns": {"p": ["x" * 60] * 60}}
    assert put(person, **page)["columns"] == page["columns"]
    problem = person.refused(422, "invalid_value", "PATCH", "/auth/me", {"preferences": {"columns": {"q": ["x" * 60] * 60, "r": ["x" * 60] * 30}}})
    assert "8,192 bytes" in problem["detail"]
    assert preferences(person)["columns"] == page["columns"]


def test_two_at_once_lose_nothing(person):
    at_once([lambda n=n: put(person, columns={f"page{n}": [f"c{n}"]}, keys={f"k{n}": "x"}) for n in range(12)])
    kept = preferences(person)
    assert kept["columns"] == {f"page{n}": [f"c{n}"] for n in range(12)} and len(kept["keys"]) == 12


def test_they_are_one_persons_own(stack, world, person):
    put(person, theme="dark")
    other = fresh(world, world.beta)
    assert preferences(other) == DEFAULTS
    key = world.client(key=stack.admin_key("beta", "admin"))
    assert preferences(key) == DEFAULTS
    key.refused(403, "forbidden", "PATCH", "/auth/me", {"preferences": {"theme": "dark"}})
    number = stack.tenant_id("beta")
    rows = "SELECT count(*) FROM preference WHERE tenant_id = %s AND account_id = %s"
    assert stack.sql(rows, number, person.user["id"]) == [(1,)]
    action, detail = stack.sql("SELECT action, detail FROM audit WHERE tenant_id = %s AND actor_id = %s ORDER BY seq DESC LIMIT 1",
                               number, person.user["id"])[0]
    assert action == "auth.profile" and detail["fields"] == ["preferences"]
    world.beta.owner.step_up_if_stale()
    world.beta.owner.delete(f"/users/{person.user['id']}")
    assert stack.sql(rows, number, person.user["id"]) == [(0,)]
