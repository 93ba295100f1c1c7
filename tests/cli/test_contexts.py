"""login and contexts: where keys are kept, who may read them, what is refused."""
import json
import os
import stat

import pytest


def stored(person):
    with open(f"{person.home}/.config/tocsin/contexts.json", encoding="utf-8") as f:
        return json.load(f)


def test_a_key_by_hand(nobody, stack, key):
    text = nobody.out("login", stack.url + "/", "--key-stdin", stdin=key + "\n")
    assert "tenant alpha" in text and key not in text
    path = f"{nobody.home}/.config/tocsin/contexts.json"
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode) == 0o700
    assert stored(nobody) == {"current": "default", "contexts": {"default": {"url": stack.url, "key": key}}}
    assert "vm" in nobody.out("get", "hosts")
    nobody.run("login", stack.url, "--key-stdin", "--context", "second", stdin=key)
    assert stored(nobody)["current"] == "second"
    assert "* second" in nobody.out("context", "list")
    nobody.run("context", "use", "default")
    assert "* default" in nobody.out("context")
    nobody.run("context", "delete", "default")
    nobody.says(4, "get", "hosts")
    nobody.run("get", "hosts", "--context", "second")
    assert "no context default" in nobody.says(3, "get", "hosts", "--context", "default")
    assert "no context x" in nobody.says(1, "context", "use", "x")


def test_a_key_made_by_signing_in(nobody, stack, owner):
    """Password and code at the terminal, unseen; the key is in the list, the session is over."""
    before = {s["id"] for s in owner.get("/auth/sessions")["items"]}
    status, shown = nobody.terminal("login", stack.url, answers=[
        ("E-mail: ", stack.admin_email + "\n"), ("Password: ", stack.admin_password + "\n"), ("Code of", owner.device.next() + "\n")])
    assert status == 0 and "Signed in" in shown, shown
    assert stack.admin_password not in shown
    made = [k for k in owner.get("/api-keys")["items"] if k["name"].startswith("CLI on ")]
    assert len(made) == 1 and made[0]["role"] == "owner" and made[0]["expires_at"]
    assert {s["id"] for s in owner.get("/auth/sessions")["items"]} == before
    assert "vm" in nobody.out("get", "hosts")
    assert stored(nobody)["contexts"]["default"]["key"] not in shown


def test_a_wrong_password(nobody, stack):
    status, shown = nobody.terminal("login", stack.url, "--email", "who@alpha.test", answers=[("Password: ", "wrong horse wrong\n")])
    assert status == 4 and "not right" in shown and "wrong horse" not in shown
    assert not os.path.exists(f"{nobody.home}/.config/tocsin/contexts.json")


def test_without_a_terminal(nobody, stack):
    r = nobody.run("login", stack.url, status=6)
    assert r.stdout == "" or "tocsin login: " in r.stderr


def test_wrong_keys(nobody, stack):
    assert "tocsin login" in nobody.says(4, "login", stack.url, "--key-stdin", stdin="tsk_1_wrong\n")
    nobody.says(2, "login", stack.url, "--key-stdin", stdin="\n")
    nobody.says(4, "get", "hosts", env={"TOCSIN_URL": stack.url, "TOCSIN_API_KEY": "nonsense"})
    assert "TOCSIN_API_KEY" in nobody.says(4, "get", "hosts", env={"TOCSIN_URL": stack.url})


@pytest.mark.parametrize("url", ["http://tocsin.example.org", "ftp://127.0.0.1", "127.0.0.1", "http://127.0.0.1/hosts", "https://u:p@a.example"])
def test_addresses_that_are_refused(nobody, url):
    nobody.says(2, "login", url, "--key-stdin", stdin="k")


def test_a_file_that_others_may_read_is_not_used(nobody, stack, key):
    nobody.run("login", stack.url, "--key-stdin", stdin=key)
    path = f"{nobody.home}/.config/tocsin/contexts.json"
    os.chmod(path, 0o640)
    assert "chmod 600" in nobody.says(4, "get", "hosts")
    os.chmod(path, 0o600)
    nobody.run("get", "hosts")
    os.rename(path, path + ".real")
    os.symlink(path + ".real", path)
    nobody.says(4, "get", "hosts")
    os.unlink(path)
    for damaged in ("", "{", "[]", '{"contexts": 3}', '{"current": "a", "contexts": {"a": {"url": 3}}}', "\x00"):
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as f:
            f.write(damaged)
        nobody.says(1, "get", "hosts")


def test_the_xdg_folder(nobody, stack, key, tmp_path):
    env = {"XDG_CONFIG_HOME": f"{tmp_path}/a/b"}
    nobody.run("login", stack.url, "--key-stdin", stdin=key, env=env)
    assert os.path.exists(f"{tmp_path}/a/b/tocsin/contexts.json")
    assert "NAME" in nobody.out("context", env=env)
