"""Rights that end while somebody listens: goodbye within five seconds."""
import os
import time

LIMIT_S = 5


def person(station, role="viewer", **more):
    account = station.a.account(role)
    session = station.a.session(account)
    return account, session, station.token(station.a, account, session, **more)


ENDS = {
    "the session is revoked": "UPDATE session SET revoked_at = now() WHERE id = %(session)s",
    "the session is gone": "DELETE FROM session WHERE id = %(session)s",
    "the session is over": "UPDATE session SET expires_at = now() WHERE id = %(session)s",
    "the person is disabled": "UPDATE account SET status = 'disabled' WHERE id = %(account)s",
    "the person is gone": "DELETE FROM account WHERE id = %(account)s",
}
KEY_ENDS = {
    "it is revoked": "UPDATE api_key SET revoked_at = now() WHERE id = %(key)s",
    "it is expired": "UPDATE api_key SET expires_at = now() WHERE id = %(key)s",
    "it is for other networks": "UPDATE api_key SET cidrs = '{203.0.113.0/24}' WHERE id = %(key)s",
    "it has other scopes": "UPDATE api_key SET scopes = '{result.read}' WHERE id = %(key)s",
    "its maker is disabled": "UPDATE account SET status = 'disabled' WHERE id = %(maker)s",
}


def all_end(station, started):
    """started: {how: (listener, time)}. Each is told goodbye in time."""
    for how, (l, start) in started.items():
        assert l.bye(LIMIT_S)[0] == "revoked", how
        assert l.ended - start <= LIMIT_S, how


def test_people_who_may_no_longer_listen(station):
    kept, started = person(station), {}
    stays = station.listen("hosts", token=kept[2]).opened()
    for how, statement in ENDS.items():
        account, session, token = person(station)
        l = station.listen("hosts", token=token).opened()
        station.sql(statement, {"session": session, "account": account})
        started[how] = (l, time.monotonic())
    all_end(station, started)
    assert not stays.ended


def test_keys_that_may_no_longer_listen(station):
    started = {}
    for how, statement in KEY_ENDS.items():
        maker = station.a.account("admin")
        key = station.a.make_key(made_by=maker)
        l = station.listen("hosts", key=key, headers=["X-Real-IP: 192.0.2.1"]).opened()
        station.sql(statement, {"key": station.a.secret_words[key], "maker": maker})
        started[how] = (l, time.monotonic())
    all_end(station, started)


def test_a_tenant_that_is_suspended(station):
    account, session, token = person(station)
    some = [station.listen("hosts", token=token).opened(), station.listen("hosts", key=station.a.key).opened()]
    other = station.listen("hosts", key=station.b.key).opened()
    start = time.monotonic()
    station.sql("UPDATE tenant SET status = 'suspended' WHERE tenant_id = %s", station.a.id)
    try:
        all_end(station, {n: (l, start) for n, l in enumerate(some)})
        assert not other.ended
    finally:
        station.sql("UPDATE tenant SET status = 'active' WHERE tenant_id = %s", station.a.id)


def test_a_role_that_no_longer_allows_the_topic(station):
    account, _, token = person(station, "admin")
    l = station.listen("jobs,hosts", token=token).opened()
    kept = station.listen("hosts", token=token).opened()
    station.sql("UPDATE account SET role = 'viewer' WHERE id = %s", account)
    assert l.bye(LIMIT_S)[0] == "revoked"
    time.sleep(1)
    assert not kept.ended


def test_a_token_ends_at_its_time(station):
    _, _, token = person(station, life_s=3)
    l = station.listen("hosts", token=token).opened()
    reason, seconds = l.bye(6)
    assert reason == "expired" and 1 <= seconds <= 4.5


def test_ending_one_session_is_quick(station):
    """By notification, not by waiting for the next look at everybody."""
    account, session, token = person(station)
    l = station.listen("hosts", token=token).opened()
    station.sql("UPDATE session SET revoked_at = now() WHERE id = %s", session)
    assert l.bye(LIMIT_S)[1] <= 1


def test_the_token_and_the_key_are_in_no_log(station):
    _, _, token = person(station)
    station.listen("hosts", token=token).opened()
    station.listen("hosts", key=station.a.key).opened()
    station.listen("hosts", key=station.a.key[:-4] + "zzzz").refusal()
    text = station.log()
    assert "started" in text and token[-40:] not in text and station.a.key[-40:-5] not in text
    with open(f"/proc/{station.child.pid}/cmdline", encoding="ascii") as f:
        assert "tsk_" not in f.read() and os.path.basename(station.socket)
