"""get and describe: every resource, every format, selectors, names, pages."""
import csv
import io
import json
import re

import pytest
import yaml

LISTS = ["hosts", "checks", "groups", "labels", "users", "api-keys", "tenants", "audit", "check-types", "workers"]
SINGLES = ["overview", "queue", "me"]
HEADS = {"hosts": "ID NAME STATUS ADDRESS GROUP CHECKS CHECKED", "checks": "ID HOST NAME TYPE STATUS LATENCY SINCE MESSAGE"}


def words(line):
    return " ".join(line.split())


@pytest.mark.parametrize("resource", LISTS + SINGLES)
def test_every_resource_in_every_format(me, filled, resource):
    table = me.out("get", resource).splitlines()
    assert re.fullmatch(r"[A-Z0-9/_ ]+", table[0]) and len(table) >= 2
    assert words(table[0]) == HEADS.get(resource, words(table[0]))
    assert len(me.out("get", resource, "-o", "wide").splitlines()[0]) >= len(table[0])
    as_json = json.loads(me.out("get", resource, "-o", "json"))
    as_yaml = yaml.safe_load(me.out("get", resource, "-o", "yaml"))
    assert type(as_json) is type(as_yaml) is (dict if resource in SINGLES else list)
    rows = list(csv.DictReader(io.StringIO(me.out("get", resource, "-o", "csv"))))
    assert len(rows) >= 1 and all(None not in r and None not in r.values() for r in rows)
    if resource not in SINGLES:
        names = me.out("get", resource, "-o", "name").splitlines()
        assert len(names) == len(rows) and (all(names) or resource == "groups")


def test_formats_say_the_same(me, filled):
    """yaml and json are equal; csv has the values of both."""
    for resource in ("hosts", "checks"):
        as_json = json.loads(me.out("get", resource, "-q", "web", "-o", "json"))
        as_yaml = yaml.safe_load(me.out("get", resource, "-q", "web", "-o", "yaml"))
        assert as_yaml == as_json
        rows = list(csv.DictReader(io.StringIO(me.out("get", resource, "-q", "web", "-o", "csv"))))
        assert [(int(r["id"]), r["name"], r["status"]) for r in rows] == [(o["id"], o["name"], o["status"]) for o in as_json]
    rows = {r["name"]: r for r in csv.DictReader(io.StringIO(me.out("get", "hosts", "-q", "web", "-o", "csv")))}
    assert rows["web1"]["labels"] == "env=prod" and rows["web2"]["labels"] == 'env=test,note=a,b "c"'
    assert rows["web1"]["enabled"] == "true" and rows["web1"]["sla_tier"] == "" and rows["web1"]["created_at"].endswith("Z")


def test_one_and_some_by_name_and_number(me, filled):
    one = json.loads(me.out("get", "host", "web1", "-o", "json"))
    assert one["id"] == filled["web1"]
    assert json.loads(me.out("get", "h", str(filled["web1"]), "-o", "json"))["name"] == "web1"
    assert json.loads(me.out("get", "hosts", "WEB1", "-o", "json"))["id"] == filled["web1"]
    assert [o["name"] for o in json.loads(me.out("get", "hosts", "web1", "db", "-o", "json"))] == ["web1", "db"]
    assert yaml.safe_load(me.out("get", "check", "web2/http", "-o", "yaml"))["id"] == filled["web2/http"]
    assert yaml.safe_load(me.out("get", "check", "beat", "-o", "yaml"))["id"] == filled["db/beat"]
    assert "web1/http" in me.says(5, "get", "checks", "http"), "a name that two have says which they are"
    assert "none named web9" in me.says(3, "get", "hosts", "web9")
    me.says(3, "get", "hosts", "987654321")


def test_names_go_back_in(me, filled):
    names = me.out("get", "checks", "-t", "tcp", "-o", "name").split("\n")[:-1]
    assert sorted(names) == ["web1/http", "web2/http"]
    assert len(me.out("get", "checks", *names).splitlines()) == 3
    assert me.out("get", "hosts", "-q", "db", "-o", "name") == "db\n"


def test_selectors(me, filled):
    def found(*more):
        return me.out("get", *more, "-o", "name").split()
    assert found("hosts", "-l", "env=prod") == ["web1"]
    assert found("hosts", "-l", "env") == ["web1", "web2"]
    assert found("hosts", "-g", "g2") == ["db"]
    assert {"prod", "test"} <= set(found("groups", "--by", "label:env"))
    assert found("hosts", "-q", "192.0.2.2") == ["web2"]
    assert found("hosts", "--status", "paused", "--sort", "name") == ["web1", "web2"]
    assert found("hosts", "-q", "web", "--sort=-name") == ["web2", "web1"]
    assert found("checks", "--host", "db") == ["db/beat"]
    assert set(found("checks", "--type", "tcp")) == {"web1/http", "web2/http"}
    assert "host.create" in me.out("get", "audit", "--action", "host.create")
    assert "There are no such hosts" in me.run("get", "hosts", "-g", "nowhere").stderr


def test_pages(me, filled):
    r = me.run("get", "hosts", "--limit", "2", "-o", "name")
    assert len(r.stdout.split()) == 2 and "--all" in r.stderr
    everything = me.run("get", "hosts", "--all", "-o", "name")
    assert len(everything.stdout.split()) == 4 and not everything.stderr


def test_what_belongs_to_one(me, filled):
    assert "TIME" in me.out("get", "results", "vm/ping" if "vm/ping" in me.out("get", "checks", "-o", "name").lower() else "1")
    me.run("get", "changes", "web1")
    text = me.out("describe", "host", "web1")
    assert re.search(r"^name: +web1$", text, re.M) and "env=prod" in text and "Checks\n" in text and "http" in text and "Changes\nnone" in text
    assert "Results" in me.out("describe", "check", "web1/http")
    assert "checks_per_hour:" in me.out("describe", "tenant", "alpha")
    assert me.out("describe", "user", "owner@alpha.test").startswith("id:")


def test_wrong_usage(me):
    assert "hosts, checks" in me.says(2, "get")
    assert "no resource hats" in me.says(2, "get", "hats")
    assert "-o takes" in me.says(2, "get", "hosts", "-o", "xml")
    assert "cannot be chosen by --type" in me.says(2, "get", "hosts", "--type", "x")
    assert "contradict" in me.says(2, "get", "hosts", "--all", "--limit", "3")
    assert "no option" in me.says(2, "get", "hosts", "--hat")
    assert "only listed" in me.says(2, "get", "audit", "3")
    assert "whose results" in me.says(2, "get", "results")
    me.says(2, "describe", "hosts")
    assert "status" in me.says(1, "get", "hosts", "--status", "sideways")


def test_terminal_and_pipe(me, filled):
    status, shown = me.terminal("get", "hosts")
    assert status == 0 and "\x1b[" in shown
    status, shown = me.terminal("get", "hosts", env={"NO_COLOR": "1"})
    assert status == 0 and "\x1b" not in shown and "web1" in shown
    assert "\x1b" not in me.out("get", "hosts")


def test_help_has_examples(me):
    for command in ("get", "describe", "login", "context"):
        text = me.out(command, "--help")
        assert "examples:\n  tocsin " + command in text and max(map(len, text.splitlines())) <= 100
