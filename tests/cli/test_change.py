"""create, edit, delete, test: by words, files and an editor; what is refused and what is asked."""
import itertools
import json
import os
import re

import pytest
import yaml

from harness.paths import BUILD

number = itertools.count(1)


@pytest.fixture
def host(me):
    """A host of this test's own, by name."""
    name = f"own{next(number)}"
    me.run("create", "hosts", f"name={name}", "address=192.0.2.9", "labels.env=prod")
    yield name
    me.run("delete", "host", name, "--yes", status=None)


def show(me, resource, name):
    return json.loads(me.out("get", resource, name, "-o", "json"))


def test_hosts_by_words(me):
    text = me.out("create", "host", "name=words", "address=192.0.2.1", "labels.env=prod", "labels.a.b=c", "criticality=high",
                  "enabled=false", "cost_per_hour_down=12.50", "group=g")
    assert re.fullmatch(r"host words created \(\d+\)\n", text)
    row = show(me, "host", "words")
    assert row["labels"] == {"env": "prod", "a.b": "c"} and row["criticality"] == "high" and row["enabled"] is False
    assert me.out("edit", "host", "words", "labels.env=", "labels.x=y z", "group=", "enabled=true").startswith("host words changed")
    row = show(me, "host", "words")
    assert row["labels"] == {"a.b": "c", "x": "y z"} and row["group"] is None and row["enabled"] is True
    assert "is so already" in me.out("edit", "host", "words", "enabled=true")
    assert yaml.safe_load(me.out("edit", "host", "words", "name=words2", "-o", "yaml"))["name"] == "words2"
    assert me.out("delete", "host", "words2", "--yes") == "host words2 deleted\n"
    me.says(3, "delete", "host", "words2", "--yes")


def test_checks_take_their_parameters_types(me, host):
    me.run("create", "checks", "params.port=5432", f"host={host}", "type=tcp", "name=psql", "interval_s=30")
    row = show(me, "check", f"{host}/psql")
    assert row["params"]["port"] == 5432 and row["interval_s"] == 30
    me.run("edit", "check", f"{host}/psql", "params.port=5433", "retries=0")
    assert show(me, "check", f"{host}/psql")["params"]["port"] == 5433
    me.run("create", "checks", f"host={host}", "type=http", "name=site", "params.url=http://192.0.2.1/", "params.headers.X-A=b")
    assert show(me, "check", f"{host}/site")["params"]["headers"] == {"X-A": "b"}
    text = me.out("create", "checks", f"host={host}", "type=heartbeat", "name=beat")
    assert re.search(r"^push_url: http://.*/push/", text, re.M)


@pytest.mark.parametrize("words, says", [
    (["name"], "name=value"), (["=x"], "name=value"), (["hat=3"], "no hat"), (["interval_s=fast"], "whole number"), (["enabled=yes"], "one of true|false"),
    (["params.port=3"], "need a type"), (["type=tcp", "params.prot=3"], "no parameter prot"), (["type=tcp", "params.port=x"], "whole number"),
    (["params=3"], "has members"), (["name.x=3"], "no name"), (["extra:={"], "not JSON"), ([], "of what kind")])
def test_words_that_are_refused_before_anything_is_sent(me, words, says):
    assert says in me.says(2, "create", "checks", *words)


def test_what_the_server_refuses(me, host):
    assert "already" in me.says(5, "create", "hosts", f"name={host}", "address=192.0.2.1")
    assert "address" in me.says(1, "create", "hosts", "name=x")
    assert "none named nohost" in me.says(3, "create", "checks", "host=nohost", "type=tcp", "name=x")
    assert "nowhere" in me.says(1, "create", "hosts", "name=x", "address=192.0.2.1", "nowhere:=1")


def test_dry_runs_send_nothing(me, host):
    text = me.out("create", "hosts", "name=dry", "address=192.0.2.1", "--dry-run")
    assert text.startswith("POST /api/v1/hosts\n") and json.loads(text.split("\n", 1)[1]) == {"name": "dry", "address": "192.0.2.1"}
    me.says(3, "get", "host", "dry")
    text = me.out("edit", "host", host, "group=x", "--dry-run")
    assert text.startswith("PATCH /api/v1/hosts/") and "If-Match: " in text and '"group": "x"' in text
    assert me.out("delete", "host", host, "--dry-run").startswith("DELETE /api/v1/hosts/")
    assert show(me, "host", host)["group"] is None


@pytest.mark.parametrize("text, names", [
    ('{"name": "f1", "address": "192.0.2.1", "labels": {"n": "1"}}', ["f1"]),
    ('[{"name": "f1", "address": "192.0.2.1"}, {"name": "f2", "address": "192.0.2.1"}]', ["f1", "f2"]),
    ("# two\nname: f1\naddress: 192.0.2.1\nenabled: false\ncost_per_hour_down: \"1.50\"\n---\nname: f2\naddress: 'a.example'\n", ["f1", "f2"]),
    ("- name: f1\n  address: 192.0.2.1\n  labels: {a: b, \"1\": \"yes\"}\n- {name: f2, address: 192.0.2.1}\n", ["f1", "f2"])])
def test_files(me, tmp_path, text, names):
    path = tmp_path / "f"
    path.write_text(text)
    assert me.out("create", "hosts", "-f", str(path)).count("created") == len(names)
    assert me.out("delete", "hosts", *names, "-y").count("deleted") == len(names)
    me.run("create", "hosts", "-f", "-", stdin=text)
    me.run("delete", "hosts", *names, "-y")


@pytest.mark.parametrize("text", ["", "3", "[]", "[3]", "{", "a: [", "a: 1\na: 2", "a: &x 1", "a: *x", "a: !!python/object 1", "? [a]\n: b",
                                  "a: " + "[" * 100 + "]" * 100, "{" * 50, '{"a": 1, "a": 2}', "\x00"])
def test_files_that_are_none(me, text):
    """Nothing is sent, whatever it is."""
    assert me.run("create", "hosts", "-f", "-", stdin=text, status=1).stderr.count("\n") == 1


def test_files_out_and_in_again(me, host):
    """What get writes as YAML is what create reads, but for what only the server says."""
    row = yaml.safe_load(me.out("get", "host", host, "-o", "yaml"))
    wanted = {k: row[k] for k in ("address", "labels", "criticality", "enabled")} | {"name": host + "b"}
    me.run("create", "hosts", "-f", "-", stdin=yaml.safe_dump(wanted))
    assert show(me, "host", host + "b")["labels"] == {"env": "prod"}
    me.run("delete", "host", host + "b", "-y")


def editor(tmp_path, script):
    """An EDITOR of one word that does this to the file."""
    path = tmp_path / "editor"
    path.write_text(f"#!/usr/bin/python3\nimport sys, os\np = sys.argv[-1]\nt = open(p).read()\n{script}\nopen(p, 'w').write(t)\n")
    path.chmod(0o755)
    return {"EDITOR": f"{path} --wait"}


def test_the_editor(me, host, tmp_path):
    env = editor(tmp_path, "assert os.stat(p).st_mode & 0o777 == 0o600 and os.stat(os.path.dirname(p)).st_mode & 0o777 == 0o700\n"
                           "assert 'id:' not in t and sys.argv[1] == '--wait'\nt = t.replace('medium', 'low').replace('env: prod', 'env: test')")
    assert "changed" in me.out("edit", "host", host, env=env)
    row = show(me, "host", host)
    assert row["criticality"] == "low" and row["labels"] == {"env": "test"}
    assert "so already" in me.out("edit", "host", host, env=editor(tmp_path, ""))
    assert "ended badly" in me.says(6, "edit", "host", host, env={"EDITOR": "false"})
    assert "Set EDITOR" in me.says(6, "edit", "host", host, env={"EDITOR": "/no/such"})
    r = me.run("edit", "host", host, status=1, env=editor(tmp_path, "t = t.replace('low', 'sideways')"))
    kept = re.search(r"kept in (\S+)", r.stderr)[1]
    with open(kept, encoding="utf-8") as f:
        assert "sideways" in f.read()
    os.unlink(kept)
    os.rmdir(os.path.dirname(kept))
    assert show(me, "host", host)["criticality"] == "low"


def test_an_edit_that_comes_too_late(me, host, tmp_path):
    """Somebody else changes it while the editor is open: nothing is overwritten."""
    env = editor(tmp_path, f"import subprocess\nsubprocess.run([{BUILD + '/tocsin'!r}, 'edit', 'host', {host!r}, 'group=theirs'],"
                           " check=True, stdout=subprocess.DEVNULL)\nt = t.replace('medium', 'low')")
    r = me.run("edit", "host", host, status=5, env=env)
    assert "changed" in r.stderr
    row = show(me, "host", host)
    assert row["group"] == "theirs" and row["criticality"] == "medium"


def test_deleting_asks(me, host):
    assert "--yes" in me.says(2, "delete", "host", host)
    status, shown = me.terminal("delete", "host", host, answers=[(r"\[y/N\]", "n\n")])
    assert status == 1 and "nothing was deleted" in shown
    status, shown = me.terminal("delete", "host", host, answers=[(r"\[y/N\]", "y\n")])
    assert status == 0 and f"host {host} deleted" in shown


def test_people_keys_and_tenants(me, stack):
    text = me.out("create", "user", "email=new@alpha.test", "name=New", "role=viewer")
    assert "invite_url: http" in text
    me.run("edit", "user", "new@alpha.test", "role=operator")
    assert show(me, "user", "new@alpha.test")["role"] == "operator"
    me.run("delete", "user", "new@alpha.test", "--yes")
    made = json.loads(me.out("create", "api-key", "name=robot", "role=viewer", "scopes=host.read,check.read", "-o", "json"))
    assert made["key"].startswith("tsk_") and made["scopes"] == ["host.read", "check.read"]
    assert "key: tsk_" in me.out("create", "api-key", "name=robot2", "role=viewer")
    me.run("delete", "api-keys", "robot", "robot2", "--yes")
    me.run("edit", "tenant", "alpha", "description=ours")
    assert "platform administrator" in me.says(4, "edit", "tenant", "alpha", "quota_hosts=1000")
    platform = {"TOCSIN_URL": stack.url, "TOCSIN_API_KEY": stack.admin_key(platform=True)}
    me.run("create", "tenant", "tenant_id=gamma", "name=Gamma", env=platform)
    assert "gamma" in me.out("get", "tenants", env=platform)
    me.run("edit", "tenant", "gamma", "quota_hosts=1000", env=platform)
    assert re.search("^quota_hosts: +1000$", me.out("describe", "tenant", "gamma", env=platform), re.M)
    me.run("edit", "tenant", "gamma", "quota_hosts=null", env=platform)
    assert re.search("^quota_hosts: +-$", me.out("describe", "tenant", "gamma", env=platform), re.M)


def test_checks_are_run_now(me, filled):
    ping = next(n for n in me.out("get", "checks", "--host", "vm", "-o", "name").splitlines() if n.lower().endswith("redis"))
    assert re.search(r"done +up", me.out("test", ping))
    rows = json.loads(me.out("test", ping, ping, "-o", "json"))
    assert [r["result"]["status"] for r in rows] == ["up", "up"]
    assert "cannot be run" in me.says(5, "test", "db/beat")
