"""What is told on which topic."""
import time

from harness.wait import until


def test_a_host_that_is_made_edited_and_removed(station):
    l = station.listen("hosts", key=station.a.key).opened()
    host = station.a.host()
    data = l.wait(lambda n, d: n == "hosts" and host in d["config"])
    assert data["items"] == [{"id": host, "status": "unknown", "last_checked_at": None,
                              "checks": {"total": 0, "up": 0, "degraded": 0, "down": 0, "unknown": 0}}]
    station.sql("UPDATE host SET enabled = false WHERE id = %s", host)
    assert l.wait(lambda n, d: host in d.get("config", ()))["items"][0]["status"] == "paused"
    station.sql("DELETE FROM host WHERE id = %s", host)
    data = l.wait(lambda n, d: n == "hosts" and host in d["gone"])
    assert host not in data["config"] and data["items"] == []


def test_a_change_of_state_is_told_to_hosts_checks_and_changes(station):
    host = station.a.host("web")
    check = station.a.check(host, "port")
    l = station.listen("hosts,checks,changes", key=station.a.key).opened()
    start = time.monotonic()
    station.a.state(check, "down")
    hosts = l.wait(lambda n, d: n == "hosts" and any(i["id"] == host and i["status"] == "down" for i in d["items"]))
    assert hosts["items"][0]["checks"]["down"] == 1 and hosts["config"] == []
    checks = l.wait(lambda n, d: n == "checks" and d["items"] and d["items"][0]["status"] == "down")
    item = checks["items"][0]
    assert (item["id"], item["host_id"], item["reason"], item["message"], item["latency_ms"]) == (check, host, "r", "said", 1.5)
    assert item["since"].endswith("Z") and checks["gone"] == checks["config"] == []
    change = l.wait("changes")["items"][0]
    assert (change["from"], change["to"], change["host_name"], change["check_name"]) == ("up", "down", "web", "port")
    assert time.monotonic() - start < 2


def test_the_first_state_is_told_and_is_no_change(station):
    check = station.a.check(station.a.host())
    l = station.listen("checks,changes", key=station.a.key).opened()
    station.sql("""INSERT INTO check_state (tenant_id, check_id, status, since, last_ts)
                   VALUES (%s, %s, 'up', now(), now())""", station.a.id, check)
    assert l.wait(lambda n, d: n == "checks" and [i["status"] for i in d["items"] if i["id"] == check] == ["up"])
    time.sleep(0.3)
    assert not [d for n, d, _ in l.events if n == "changes" and any(i["check_id"] == check for i in d["items"])]


def test_topics_with_an_id_get_that_alone(station):
    mine, other = station.a.host(), station.a.host()
    check, elsewhere = station.a.check(mine), station.a.check(other)
    by_host = station.listen(f"host:{mine}", key=station.a.key).opened()
    by_check = station.listen(f"check:{check}", key=station.a.key).opened()
    time.sleep(0.5)  # what is told of their making
    seen = len(by_host.events), len(by_check.events)
    station.a.state(elsewhere, "down")
    station.a.state(check, "degraded")
    by_host.at, by_check.at = seen
    assert [i["id"] for i in by_host.wait("hosts")["items"]] == [mine]
    assert [i["id"] for i in by_host.wait("checks")["items"]] == [check]
    assert [i["check_id"] for i in by_host.wait("changes")["items"]] == [check]
    assert [i["id"] for i in by_check.wait("checks")["items"]] == [check]
    assert "hosts" not in by_check.names()[seen[1]:]


def sample(station, tenant, check, letters):
    """What a flush writes of results, a millisecond apart."""
    station.sql("""INSERT INTO sample_batch (tenant_id, shard, checks, slots, letters, latency_ms)
                   SELECT %s, %s, array_agg(%s::bigint), array_agg(now() + i * interval '1 millisecond'), %s, array_agg(i::real)
                   FROM generate_series(1, length(%s)) i""", tenant.id, check % 64, check, letters, letters)


def test_new_samples_of_a_watched_check_come_within_two_seconds(station):
    host = station.a.host()
    check = station.a.check(host)
    by_check = station.listen(f"check:{check}", key=station.a.key).opened()
    by_host = station.listen(f"host:{host}", key=station.a.key).opened()
    for letters in ("u", "dg?"):
        start = time.monotonic()
        sample(station, station.a, check, letters)
        for l in (by_check, by_host):
            data = l.wait("results", 3)
            assert (data["check_id"], data["host_id"]) == (check, host)
            assert [i["status"] for i in data["items"]] == [{"u": "up", "d": "down", "g": "degraded", "?": "unknown"}[c] for c in letters]
        assert time.monotonic() - start < 2
    later = station.a.check(host)  # a check that comes to a watched host is watched from then on
    until(lambda: station.stats()["watched"] >= 2, what="the new check being watched")
    sample(station, station.a, later, "u")
    assert by_host.wait("results", 3)["check_id"] == later


def test_runs_are_told_as_they_move(station):
    job = station.a.job()
    l = station.listen(f"run:{job}", key=station.a.key).opened()
    assert l.wait("run")["state"] == "queued"
    station.sql("UPDATE job SET state = 'running' WHERE id = %s", job)
    assert l.wait("run")["state"] == "running"
    station.sql("UPDATE job SET state = 'done', result = '{\"status\": \"up\"}' WHERE id = %s", job)
    assert l.wait("run") == {"id": job, "state": "done", "result": {"status": "up"}, "error": None}


def test_jobs_and_system(station):
    l = station.listen("jobs,system", key=station.a.key).opened()
    before = l.wait("jobs")["queued"]
    assert l.wait("system") == {"status": "down"}  # no checker lives here
    station.a.job()
    assert l.wait(lambda n, d: n == "jobs" and d["queued"] == before + 1)
    again = station.listen("jobs,system", key=station.a.key).opened()
    assert again.wait("system") == {"status": "down"}


def test_many_changes_at_once_ask_to_read_anew(station):
    l = station.listen("hosts", key=station.a.key).opened()
    station.sql("INSERT INTO host (tenant_id, name, address) SELECT %s, 'many ' || i, '10.0.0.1' FROM generate_series(1, 1200) i", station.a.id)
    assert l.wait("resync")["reason"] == "many"
    station.sql("DELETE FROM host WHERE name LIKE 'many %%'")
