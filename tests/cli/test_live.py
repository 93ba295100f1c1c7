"""watch and top: news of the stream, changes asked for while it is away, the screen and its end."""
import json
import os
import re
import signal
import subprocess
import time

import pytest

from conftest import TOCSIN, Person
from harness.targets import Answer, Http
from harness.wait import until


class Watching:
    """`tocsin watch` under way; lines() is what it has written so far."""

    def __init__(self, person, tmp_path, *words):
        self.path = f"{tmp_path}/watch-{time.monotonic_ns()}"
        self.out = open(self.path, "wb")
        self.process = subprocess.Popen([TOCSIN, "watch", *words], env=person.env(), stdout=self.out, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)

    def lines(self):
        with open(self.path, encoding="utf-8") as f:
            return f.read().splitlines()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        _, said = self.process.communicate(timeout=10)
        self.out.close()
        return said.decode()


@pytest.fixture
def watching(tmp_path):
    made = []

    def start(person, *words):
        made.append(Watching(person, tmp_path, *words))
        return made[-1]
    yield start
    for w in made:
        w.stop()


def test_the_stream_tells(me, filled, watching):
    changes, hosts, as_json, results = (watching(me), watching(me, "hosts"), watching(me, "checks", "-o", "json"), watching(me, "results", "vm/redis"))
    other = watching(me, "changes", "db")
    until(lambda: results.lines(), 15, what="a result")
    assert re.fullmatch(r"\S+Z  up +[0-9.]+ ms", results.lines()[-1])
    try:
        me.run("create", "host", "name=live", "address=127.0.0.1")
        me.run("create", "checks", "host=live", "type=tcp", "name=port", "params.port=9", "interval_s=5", "retries=0")
        line = until(lambda: [x for x in changes.lines() if "live/port" in x], 20, what="a change")[0]
        assert re.search(r"live/port +pending +-> +(unknown|down)", line)
        assert until(lambda: [x for x in hosts.lines() if " live " in x], 10, what="the host")
        rows = until(lambda: [json.loads(x) for x in as_json.lines() if "port" in x or "config" in x], 10, what="the check")
        assert all(r["event"] == "checks" for r in rows)
        assert not [x for x in other.lines() if "live" in x], "another host's changes are not told"
    finally:
        me.run("delete", "host", "live", "--yes")


def test_watching_ends_after_so_many(me, filled):
    r = me.run("watch", "results", "vm/redis", "--count", "1", timeout=40)
    assert len(r.stdout.splitlines()) >= 1 and r.stderr == ""


def test_what_cannot_be_watched(me):
    assert "whose results" in me.says(2, "watch", "results")
    assert "tocsin watch changes web1" in me.says(2, "watch", "hosts", "web1")
    assert "only hosts" in me.says(2, "watch", "users")
    me.says(2, "watch", "changes", "--count", "0")
    me.says(3, "watch", "changes", "nohost")


def item(second, to="down"):
    return {"ts": f"2099-01-01T00:00:{second:02}.000Z", "check_id": 1, "check_name": "c\x1b[2J", "host_name": "h", "from": "up", "to": to, "message": "m"}


def body(value):
    return Answer(body=json.dumps(value).encode(), headers={"Content-Type": "application/json"})


def test_polling_while_the_stream_is_away(tmp_path, watching):
    server = Http()
    server.answers["/api/v1/events"] = Answer(502, b"")
    server.answers["/api/v1/overview"] = body({"changes": [item(2), item(1, "degraded")]})
    w = watching(Person(tmp_path, server.url, "key"))
    lines = until(w.lines, 15, what="changes asked for")
    assert [re.sub(" +", " ", x).split("Z ")[1] for x in lines] == ["h/c\\x1b[2J up -> degraded m", "h/c\\x1b[2J up -> down m"]
    said = w.stop()
    assert said.count("live stream is away") == 1
    server.stop()


def test_a_stream_that_says_goodbye(tmp_path):
    """Events in pieces, rubbish between; a revoked key ends it."""
    server = Http()
    text = ": beat\n\nid: 1\nevent: changes\ndata: not json\n\nevent: changes\ndata: " + json.dumps({"items": [item(1)]}) + "\n\nevent: what\ndata: {}\n\n"
    server.answers["/api/v1/events"] = Answer(200, (text + 'event: bye\ndata: {"reason": "revoked"}\n\n').encode(), {"Content-Type": "text/event-stream"})
    me = Person(tmp_path, server.url, "key")
    r = me.run("watch", status=4)
    assert len(r.stdout.splitlines()) == 1 and "\x1b" not in r.stdout and "revoked" in r.stderr
    server.answers["/api/v1/events"] = Answer(401, b"{}", {"Content-Type": "application/problem+json"})
    me.says(4, "watch")
    server.stop()


def test_going_on_after_the_last_event(tmp_path):
    server, tags = Http(), []

    def answer(request):
        tags.append(request.headers.get("Last-Event-ID"))
        text = f"id: {len(tags) + 6}\nevent: changes\ndata: " + json.dumps({"items": [item(len(tags))]}) + "\n\n"
        return Answer(200, text.encode(), {"Content-Type": "text/event-stream"})
    server.answers["/api/v1/events"] = answer
    Person(tmp_path, server.url, "key").run("watch", "--count", "2", timeout=15)
    assert tags == [None, "7"]
    server.stop()


def test_top_once(me, filled):
    text = me.out("top")
    for word in ("hosts ", "checks ", "engine ", "queue ", "parts ", "Worst hosts", "Slowest checks", "Latest changes"):
        assert word in text, text
    assert "\x1b" not in text
    assert len(me.out("top", "--once", "--rows", "1").split("Slowest checks")[0].split("Worst hosts")[1].strip().splitlines()) == 2


def test_top_on_a_terminal(me, filled):
    status, shown = me.terminal("top", "--every", "1", answers=[("Slowest checks", " "), ("Slowest checks", "q")])
    assert status == 0
    assert shown.startswith("\x1b[?1049h\x1b[?25l") and shown.endswith("\x1b[?25h\x1b[?1049l")


def test_top_of_a_server_that_is_away(me, filled):
    status, shown = me.terminal("top", answers=[("refused", "q")], env={"TOCSIN_URL": "http://127.0.0.1:9"})
    assert status == 0 and "Is Tocsin running there" in shown
    assert "refused" in me.says(6, "top", env={"TOCSIN_URL": "http://127.0.0.1:9"})


def test_top_without_rights_shows_what_it_may(me, filled, stack):
    key = stack.admin_key(role="viewer", scopes=("host.read",))
    text = me.out("top", env={"TOCSIN_API_KEY": key})
    assert "hosts " in text and "engine" not in text and "Slowest" not in text


def test_starting_is_quick(me):
    """At most 50 ms of the processor to the end of a command that asks nobody; time on the wall depends on who else works."""
    def used():
        before = os.times()
        me.out("get", "--help")
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system
    assert min(used() for _ in range(5)) <= 0.05
