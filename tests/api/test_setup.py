"""The first administrator, once: AU-19; and keys that must be right before anything serves: AU-10."""
import os
import re
import secrets
import subprocess

import pytest

from api.people import at_once, in_turn
from harness.client import Client
from harness.paths import BUILD
from harness.stack import Stack

PERSON = {"tenant_name": "Acme & Sons", "email": "First@Acme.test", "name": "First", "password": "gravel otter quilt fjord"}


@pytest.fixture(scope="module")
def empty():
    """A stack that nobody has set up."""
    s = Stack("setup", admin=False).start()
    yield s
    s.stop()


@pytest.fixture(scope="module")
def token(empty):
    found = re.search(re.escape(empty.url) + r"/setup#(\S+)", empty.printed)
    assert found, empty.printed
    return found.group(1)


def test_set_up_wants_the_installers_token(empty, token):
    c = Client(empty.url)
    assert c.get("/setup") == {"needed": True}
    for wrong in ("x", token[:-1], token + "x", token[:-1] + ("A" if token[-1] != "A" else "B"), secrets.token_urlsafe(32)):
        assert c.call("POST", "/setup", {"token": wrong, **PERSON}).status_code == 401, wrong
    # A wrong token is refused before the password is looked at: no hash is computed for it.
    assert c.call("POST", "/setup", {"token": "x", **PERSON, "password": "password1234"}).status_code == 401
    assert c.call("POST", "/setup", PERSON).status_code == 422
    for change in ({"password": "short"}, {"password": "password1234"}, {"email": "none"}, {"tenant_id": "No Slug"}, {"platform_admin": True}):
        assert c.call("POST", "/setup", {"token": token, **PERSON, **change}).status_code == 422, change
    assert c.get("/setup") == {"needed": True}
    assert empty.sql("SELECT count(*) FROM account") == [(0,)]


def test_an_old_link_is_none(empty, token):
    empty.sql("UPDATE setup_link SET expires_at = now() - interval '1 second'")
    assert Client(empty.url).call("POST", "/setup", {"token": token, **PERSON}).status_code == 401
    empty.sql("UPDATE setup_link SET expires_at = now() + interval '1 hour'")


def test_of_many_first_administrators_one_is(empty, token):
    clients = [Client(empty.url, address=f"127.0.3.{i + 1}") for i in range(20)]
    answers = at_once([lambda c=c, i=i: c.call("POST", "/setup", {"token": token, **PERSON, "email": f"first{i}@acme.test"})
                       for i, c in enumerate(clients)])
    codes = [r.status_code for r in answers]
    assert codes.count(201) == 1 and set(codes) <= {201, 404, 503}, codes
    assert empty.sql("SELECT count(*) FROM account") == [(1,)]
    winner = clients[codes.index(201)]
    winner.keep(answers[codes.index(201)].json())
    me = winner.get("/auth/me")
    assert me["user"]["platform_admin"] is True and me["user"]["role"] == "owner"
    assert me["tenant"] == {"tenant_id": "acme_sons", "name": "Acme & Sons"}
    assert empty.sql("SELECT slug FROM tenant") == [("acme_sons",)], "the installer's tenant, renamed"
    row = winner.get("/audit", params={"action": "setup.complete"})["items"]
    assert len(row) == 1 and row[0]["outcome"] == "ok"


def test_afterwards_there_is_no_set_up(empty, token):
    c = Client(empty.url)
    assert c.get("/setup") == {"needed": False}
    assert c.call("POST", "/setup", {"token": token, **PERSON}).status_code == 404
    r = empty.tocsin("admin", "setup-link", check=False)
    assert r.returncode != 0 and "#" not in r.stdout
    assert empty.sql("SELECT count(*) FROM setup_link") == [(0,)]


def test_two_open_set_ups_take_turns(empty):
    """AU-19, without luck: were nobody there again, the second would wait for the first, and come too late."""
    empty.sql("UPDATE account SET platform_admin = false")
    empty.sql("INSERT INTO setup_link SELECT sha256('turn'), tenant_id, now() + interval '1 hour' FROM tenant")
    waited, first, second = in_turn(empty, 1, """SELECT account_id FROM setup_finish(sha256('turn'), NULL, NULL,
        'p' || pg_backend_pid() || '@turn.test', 'P', 'hash', NULL) WHERE %s > 0""")
    assert (waited, second) == (True, "TN001") and first


@pytest.mark.parametrize("name", ["jwt", "totp"])
@pytest.mark.parametrize("content, mode", [(None, 0), ("", 0o400), ("ab" * 31, 0o400), ("zz" * 32, 0o400), ("ab" * 33, 0o400),
                                           ("ab" * 32, 0o644), ("ab" * 32, 0o440)])
def test_a_wrong_key_stops_the_start(servers, tmp_path, name, content, mode):
    """AU-10: with the key's name and a reason, and without a listener."""
    keys = tmp_path / "keys"
    keys.mkdir()
    for other in ("jwt", "totp", "redis_api", "db_tocsin_api"):
        path = keys / other
        path.write_text("ab" * 32)
        path.chmod(0o400)
    path = keys / name
    path.unlink()
    if content is not None:
        path.write_text(content)
        path.chmod(mode)
    servers.write_config(key_dir=str(keys))
    socket = tmp_path / "s"
    try:
        r = subprocess.run([f"{BUILD}/tocsin-api", "--pool", "auth", "--listen", str(socket), "--config", servers.config],
                           capture_output=True, text=True, timeout=20, stdin=subprocess.DEVNULL, check=False)
    finally:
        servers.write_config()
    assert r.returncode not in (0, None) and name in r.stderr, r.stderr
    assert content in (None, "") or content not in r.stderr
    assert not os.path.exists(socket)
