"""/views: who sees which, who changes which, in and across tenants."""
import itertools
import threading

import pytest

from api.people import at_once, fresh

number = itertools.count(1)
ABSENT = 999_999_999


@pytest.fixture
def person(world):
    return fresh(world, world.beta)


@pytest.fixture
def colleague(world):
    return fresh(world, world.beta)


@pytest.fixture
def foreigner(world):
    return fresh(world, world.alpha, "admin")


def save(client, **more):
    return client.post("/views", {"page": "hosts", "name": f"view {next(number)}", "query": "status=down&sort=name", **more}, status=201)


def ids(client, query=""):
    return [v["id"] for v in client.get("/views?limit=500" + query)["items"]]


def test_the_life_of_a_view(stack, person):
    body = {"page": "hosts", "name": "Down in prod", "query": "status=down&label=env%3Dprod", "shared": False}
    made = person.post("/views", body, status=201)
    assert {k: made[k] for k in body} == body and made["mine"] and made["owner_name"] == person.user["name"]
    assert set(made) == {"id", "page", "name", "query", "shared", "mine", "owner_name", "created_at", "updated_at"}
    path = f"/views/{made['id']}"
    changed = person.patch(path, {"name": "Down", "query": "", "shared": True})
    assert (changed["name"], changed["query"], changed["shared"], changed["page"]) == ("Down", "", True, "hosts")
    assert changed["updated_at"] > made["updated_at"] and made["id"] in ids(person)
    person.delete(path)
    person.refused(404, "not_found", "DELETE", path)
    assert made["id"] not in ids(person)
    rows = stack.sql("SELECT action, outcome, target_name FROM audit WHERE target_kind = 'view' AND target_id = %s ORDER BY seq", str(made["id"]))
    assert rows == [("view.create", "ok", "Down in prod"), ("view.update", "ok", "Down in prod"), ("view.delete", "ok", "Down")]


def test_own_and_shared_ones_are_seen(stack, world, person, colleague):
    own, shared = save(person), save(person, shared=True)
    assert {own["id"], shared["id"]} <= set(ids(person))
    seen = {v["id"]: v for v in colleague.get("/views?limit=500")["items"]}
    assert own["id"] not in seen and not seen[shared["id"]]["mine"] and seen[shared["id"]]["owner_name"] == person.user["name"]
    key = world.client(key=stack.admin_key("beta", "viewer"))
    assert shared["id"] in ids(key) and own["id"] not in ids(key)
    for call in (("POST", "/views", {"page": "hosts", "name": "k", "query": ""}), ("PATCH", f"/views/{shared['id']}", {"name": "k"}),
                 ("DELETE", f"/views/{shared['id']}")):
        key.refused(403, "forbidden", *call)
    world.client().refused(401, "unauthenticated", "GET", "/views")


def test_pages_and_order(person):
    for page, name in (("checks", "b"), ("hosts", "B"), ("hosts", "a"), ("checks", "C")):
        person.post("/views", {"page": page, "name": name, "query": ""}, status=201)
    mine = [(v["page"], v["name"]) for v in person.get("/views?limit=500")["items"] if v["mine"]]
    assert mine == [("checks", "b"), ("checks", "C"), ("hosts", "a"), ("hosts", "B")]
    assert {v["page"] for v in person.get("/views?page=checks")["items"]} == {"checks"}
    walked, cursor = [], ""
    while cursor is not None:
        page = person.get(f"/views?page=hosts&limit=1{cursor and '&cursor=' + cursor}")
        walked += [v["id"] for v in page["items"]]
        cursor = page["next_cursor"]
    assert walked == ids(person, "&page=hosts")
    for query in ("?page=", "?page=No%20slug", "?page=../x", "?limit=0", "?limit=501", "?cursor=x", "?sort=name", "?page=a&page=b"):
        person.refused(422, "invalid_value", "GET", "/views" + query)


def test_who_changes_what(world, person, colleague):
    own, shared = save(person), save(person, shared=True)
    admin = fresh(world, world.beta, "admin")
    for method, body in (("PATCH", {"name": "mine now"}), ("DELETE", None)):
        colleague.refused(403, "forbidden", method, f"/views/{shared['id']}", body)
        for other in (colleague, admin):
            other.refused(404, "not_found", method, f"/views/{own['id']}", body)
    assert admin.patch(f"/views/{shared['id']}", {"name": f"tidied {next(number)}"})["mine"] is False
    admin.patch(f"/views/{shared['id']}", {"query": "sort=-name"})
    admin.refused(403, "forbidden", "PATCH", f"/views/{shared['id']}", {"shared": False})
    admin.delete(f"/views/{shared['id']}")
    assert own["id"] in ids(person) and shared["id"] not in ids(person)


def test_a_foreign_view_is_an_absent_view(stack, person, foreigner):
    """TN-01: even a shared one, even for an administrator."""
    made = [save(person, shared=True), save(person)]
    before = stack.sql("SELECT md5(string_agg(v::text, '' ORDER BY id)) FROM saved_view v WHERE id = ANY(%s)", [m["id"] for m in made])
    for view in made:
        assert view["id"] not in ids(foreigner)
        for method, body in (("PATCH", {"name": "taken over"}), ("DELETE", None)):
            answers = [foreigner.call(method, f"/views/{i}", body) for i in (view["id"], ABSENT)]
            assert [a.status_code for a in answers] == [404, 404]
            assert [a.json()["detail"] for a in answers][0] == [a.json()["detail"] for a in answers][1]
    assert before == stack.sql("SELECT md5(string_agg(v::text, '' ORDER BY id)) FROM saved_view v WHERE id = ANY(%s)", [m["id"] for m in made])
    assert made[0]["name"] not in foreigner.call("GET", "/views?limit=500").text


def test_names_are_unique_for_a_person_and_page(person, colleague):
    one = save(person, name="Same")
    person.refused(409, "conflict", "POST", "/views", {"page": "hosts", "name": "sAME", "query": ""})
    two = save(person, name="Same", page="checks")
    save(colleague, name="Same", shared=True)
    assert one["id"] != two["id"]
    other = save(person)
    person.refused(409, "conflict", "PATCH", f"/views/{other['id']}", {"name": "same"})


@pytest.mark.parametrize("body", [
    {"page": "Hosts"}, {"page": "a b"}, {"page": ""}, {"page": "x" * 64}, {"page": None}, {"name": ""}, {"name": "  "}, {"name": "x" * 101},
    {"name": "a\nb"}, {"name": 5}, {"query": "x" * 2001}, {"query": None}, {"query": "a\u0000".replace("\u0000", "\u0001")}, {"query": 1},
    {"shared": "yes"}, {"shared": 1}, {"shared": None}, {"mine": True}, {"owner_name": "x"}, {"id": 1}, {"account_id": 1}, {"tenant_id": 1}])
def test_a_bad_value_is_named(person, body):
    problem = person.refused(422, "invalid_value", "POST", "/views", {"page": "hosts", "name": f"bad {next(number)}", "query": "", **body})
    assert problem["errors"][0]["field"] == f"/{next(iter(body))}"


def test_what_stays_as_it_was_made_stays(person):
    made = save(person)
    for body in ({}, {"page": "checks"}, {"shared": None}, {"mine": False}):
        person.refused(422, "invalid_value", "PATCH", f"/views/{made['id']}", body)


def test_text_is_kept_as_it_is(person):
    for text in ("'; DROP TABLE saved_view; --", "<script>alert(1)</script>", "100%_\\", "\u05d0\u05d1 \U0001f9d1\u200d\U0001f692", "%00%2e%2e"):
        made = save(person, name=f"{text} {next(number)}", query=text)
        assert made["query"] == text and made["name"].startswith(text)


def test_a_repeated_key_saves_one(person):
    body, headers = {"page": "hosts", "name": f"once {next(number)}", "query": ""}, {"Idempotency-Key": f"view-{next(number)}-{person.user['id']}"}
    first = person.post("/views", body, status=201, headers=headers)
    again = person.call("POST", "/views", body, headers=headers)
    assert again.json() == first and again.headers["Idempotency-Replayed"] == "true"


def test_the_last_place_is_given_once(stack, person):
    number_of = stack.tenant_id("beta")
    stack.sql("INSERT INTO saved_view (tenant_id, account_id, page, name, query) SELECT %s, %s, 'hosts', 'full ' || g, '' "
              "FROM generate_series(1, 199) g", number_of, person.user["id"])
    answers = at_once([lambda n=n: person.call("POST", "/views", {"page": "hosts", "name": f"last {n}", "query": ""}) for n in range(8)])
    assert sorted(a.status_code for a in answers) == [201] + [403] * 7
    assert {a.json()["code"] for a in answers if a.status_code == 403} == {"quota_exceeded"}


def test_a_change_names_what_it_was_made_from(person):
    made = save(person)
    path = f"/views/{made['id']}"
    first = person.call("PATCH", path, {"query": "a"})
    assert first.headers["ETag"]
    person.patch(path, {"query": "b"})
    person.refused(412, "precondition_failed", "PATCH", path, {"query": "c"}, headers={"If-Match": first.headers["ETag"]})
    person.refused(412, "precondition_failed", "DELETE", path, headers={"If-Match": first.headers["ETag"]})
    barrier, answers = threading.Barrier(6), []
    tag = person.call("PATCH", path, {"query": "d"}).headers["ETag"]

    def change(n):
        barrier.wait()
        answers.append(person.call("PATCH", path, {"query": f"n{n}"}, headers={"If-Match": tag}).status_code)
    threads = [threading.Thread(target=change, args=(n,)) for n in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(answers) == [200] + [412] * 5


def test_what_was_shared_stays_when_its_person_leaves(stack, world, person, colleague):
    own, shared = save(person), save(person, shared=True)
    world.beta.owner.step_up_if_stale()
    world.beta.owner.delete(f"/users/{person.user['id']}")
    left = {v["id"]: v for v in colleague.get("/views?limit=500")["items"]}[shared["id"]]
    assert left["owner_name"] is None and not left["mine"]
    assert stack.sql("SELECT count(*) FROM saved_view WHERE id = %s", own["id"]) == [(0,)]
    key = world.client(key=stack.admin_key("beta", "viewer"))
    assert not {v["id"]: v for v in key.get("/views?limit=500")["items"]}[shared["id"]]["mine"]
