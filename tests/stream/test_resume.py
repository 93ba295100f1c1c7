"""Coming back: nothing that happened meanwhile is missed, whoever was away."""
import os
import signal
import time

from harness.wait import until

from .test_topics import sample


def ids_of(l, name="hosts"):
    return {i for n, d, _ in l.events if n == name for i in d["config"]}


def test_what_happened_meanwhile_is_told(station):
    first = station.listen("hosts,checks,changes", key=station.a.key).opened()
    seen = station.a.host()
    first.wait(lambda n, d: n == "hosts" and seen in d["config"])
    first.close()
    made = [station.a.host() for _ in range(5)]
    check = station.a.check(made[0])
    station.a.state(check, "down")
    again = station.listen("hosts,checks,changes", key=station.a.key, last_id=first.last_id).opened()
    again.wait(lambda n, d: n == "hosts" and set(made) <= set(d["config"]))
    item = next(i for i in again.wait("checks")["items"] if i["id"] == check)
    assert item["status"] == "down"
    assert check in {i["check_id"] for i in again.wait("changes")["items"]}
    assert "resync" not in again.names()


def test_the_id_may_stand_in_the_query(station):
    first = station.listen("hosts", key=station.a.key).opened()
    first.close()
    time.sleep(0.1)
    made = station.a.host()
    again = station.listen(f"hosts&last_event_id={first.last_id}", key=station.a.key).opened()
    again.wait(lambda n, d: made in d.get("config", ()))


def test_samples_that_were_missed_are_told(station):
    check = station.a.check(station.a.host())
    first = station.listen(f"check:{check}", key=station.a.key).opened()
    sample(station, station.a, check, "u")
    first.wait("results")
    first.close()
    sample(station, station.a, check, "dd")
    again = station.listen(f"check:{check}", key=station.a.key, last_id=first.last_id).opened()
    got = again.wait(lambda n, d: n == "results" and len(d["items"]) >= 2)
    assert [i["status"] for i in got["items"]][-2:] == ["down", "down"]


def test_an_id_that_is_too_old_or_none_asks_to_read_anew(station):
    old = int(time.time() * 1000) - 6 * 60 * 1000
    for last in (old, 1, int(time.time() * 1000) + 10**9, "nonsense", 10**30):
        l = station.listen("hosts", key=station.a.key, last_id=last).opened()
        assert l.wait("resync")["reason"] == "old", last


def test_too_much_to_tell_asks_to_read_anew(station):
    first = station.listen("hosts", key=station.b.key).opened()
    first.close()
    station.sql("INSERT INTO host (tenant_id, name, address) SELECT %s, 'heap ' || i, '10.0.0.1' FROM generate_series(1, 1500) i", station.b.id)
    again = station.listen("hosts", key=station.b.key, last_id=first.last_id).opened()
    assert again.wait("resync")["reason"] == "many"
    assert len(again.raw) < 20000


def test_notices_are_dropped_in_time(station):
    station.a.host()
    station.sql("UPDATE notice SET at = at - interval '11 minutes'")
    kept = station.a.host()
    station.sql("SELECT notice_drop(1000)")
    assert station.sql("SELECT DISTINCT ids FROM notice") == [([kept],)]


def test_a_restart_loses_nothing(station):
    """What changes while there is no stream at all is told afterwards; SIGTERM says goodbye, SIGKILL says nothing."""
    for sig in (signal.SIGTERM, signal.SIGKILL):
        first = station.listen("hosts,changes", key=station.a.key).opened()
        host = station.a.host()
        first.wait(lambda n, d: host in d.get("config", ()))
        assert station.end(sig) == (0 if sig == signal.SIGTERM else -sig)
        if sig == signal.SIGTERM:
            assert first.bye(1)[0] == "shutdown"
        made = station.a.host()
        check = station.a.check(made)
        station.a.state(check, "down")
        station.start()
        again = station.listen("hosts,changes", key=station.a.key, last_id=first.last_id).opened()
        again.wait(lambda n, d: n == "hosts" and made in d["config"])
        assert again.wait("changes")["items"][-1]["check_id"] == check
        assert "resync" not in again.names()


def test_a_restart_of_postgresql_loses_nothing(station):
    l = station.listen("hosts,changes", key=station.a.key).opened()
    station.servers.stop_pg()
    station.servers.start_pg()
    made = station.a.host()  # perhaps before the stream listens again
    check = station.a.check(made)
    station.a.state(check, "down")
    l.wait(lambda n, d: n == "hosts" and made in d["config"], 10)
    l.wait(lambda n, d: n == "changes" and d["items"][-1]["check_id"] == check, 10)
    later = station.a.host()
    l.wait(lambda n, d: n == "hosts" and later in d["config"])
    assert not l.ended and "resync" not in l.names()


def test_while_postgresql_is_away_nobody_listens_for_long(station):
    """Nobody's right to listen can be confirmed: everybody is told goodbye, and newcomers 503."""
    l = station.listen("hosts", key=station.a.key).opened()
    station.servers.stop_pg()
    status, body = station.listen("hosts", key=station.a.key).refusal()
    assert (status, body["code"]) == (503, "unavailable")
    reason, seconds = l.bye(15)
    assert reason == "shutdown" and seconds <= 12
    station.servers.start_pg()
    made = station.a.host()
    again = until(lambda: station.listen("hosts", key=station.a.key, last_id=l.last_id).opened(2), 10, what="an answer")
    again.wait(lambda n, d: n == "hosts" and made in d["config"])


def test_two_streams_tell_the_same(station):
    """A second process of the same PostgreSQL: who leaves one resumes at the other."""
    s = station
    first = s.listen("hosts", key=s.a.key).opened()
    made = s.a.host()
    first.wait(lambda n, d: made in d.get("config", ()))
    child, config, path = s.child, s.servers.config, s.socket
    with open(s.servers.config, encoding="utf-8") as f:
        text = f.read()
    here, there = f"{s.servers.dir}/run", f"{s.servers.dir}/other"
    os.makedirs(f"{there}/stream")
    s.servers.config += ".other"
    with open(s.servers.config, "w", encoding="utf-8") as f:
        f.write(text.replace(f"run_dir = {here}\n", f"run_dir = {there}\n"))
    s.socket = f"{there}/stream/stream.sock"
    s.start()
    missed = s.a.host()
    second = s.listen("hosts", key=s.a.key, last_id=first.last_id).opened()
    second.wait(lambda n, d: missed in d.get("config", ()))
    both = s.a.host()
    for l in (first, second):
        l.wait(lambda n, d: both in d.get("config", ()))
    s.end()
    s.child, s.servers.config, s.socket = child, config, path
