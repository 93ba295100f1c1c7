"""A check that nobody runs does not stay green; the next result brings it back."""
import time

import pytest

from harness.wait import stays, until


@pytest.fixture
def seen(own_house, target):
    """A house and a check that has been up, whose checker is dead by now."""
    house, port = own_house, target("Tcp")
    check = house.check(house.a, port=port.port, timeout_ms=1000)
    first = house.start()
    house.becomes(check, "up")
    first.kill()
    first.wait()
    house.expire_leases()
    return house, check


def age(house, check, seconds):
    """As if everything about the check had happened so much earlier."""
    house.sql("ALTER TABLE host_check DISABLE TRIGGER touch; ALTER TABLE host DISABLE TRIGGER touch")
    house.sql("UPDATE host_check SET updated_at = updated_at - %s * interval '1 second'", seconds)
    house.sql("UPDATE host SET updated_at = updated_at - %s * interval '1 second'", seconds)
    house.sql("UPDATE check_state SET last_ts = last_ts - %s * interval '1 second' WHERE check_id = %s", seconds, check)
    house.sql("UPDATE check_event SET ts = ts - %s * interval '1 second'", seconds)
    house.sql("""UPDATE sample_batch SET slots = (SELECT array_agg(s - %s * interval '1 second') FROM unnest(slots) s),
                 flushed_at = flushed_at - %s * interval '1 second'""", seconds, seconds)


def mark(house):
    return house.sql("SELECT keeper_mark_overdue(100)", role="tocsin_keeper")[0][0]


def test_the_edge(seen):
    house, check = seen
    age(house, check, 27)
    assert mark(house) == 0 and house.status(check) == "up"
    age(house, check, 6)
    assert mark(house) == 1
    assert (house.status(check), house.reason(check)) == ("unknown", "overdue")
    assert house.changes(check)[-1] == ("up", "unknown")
    assert mark(house) == 0, "once is enough"


def test_shards_that_bring_results_are_their_checkers_own(seen):
    house, check = seen
    age(house, check, 40)
    house.sql("INSERT INTO sample_batch (tenant_id, shard, checks, slots, letters, latency_ms) VALUES (%s, %s, '{}', '{}', '', '{}')",
              house.a, check % 64)
    assert mark(house) == 0
    house.sql("UPDATE sample_batch SET flushed_at = flushed_at - interval '20 seconds'")
    assert mark(house) == 1


def test_the_keeper_says_it_and_a_result_brings_it_back(seen):
    house, check = seen
    age(house, check, 40)
    house.start("keeper")
    until(lambda: house.reason(check) == "overdue", 15)
    house.start()
    house.becomes(check, "up", 6)
    assert house.changes(check)[-2:] == [("up", "unknown"), ("unknown", "up")]


def test_a_living_checker_learns_that_it_was_doubted(own_house, target):
    house, port = own_house, target("Tcp")
    check = house.check(house.a, port=port.port)
    house.start()
    house.becomes(check, "up")
    house.sql("UPDATE check_state SET status = 'unknown', reason = 'overdue'")
    house.sql("SELECT pg_notify('tocsin', format('overdue %%s %%s', %s, %s))", house.a, check)
    house.becomes(check, "up", 4)
    assert house.changes(check)[-1] == ("unknown", "up")


def test_what_has_samples_or_should_not_run_is_left_alone(seen):
    house, check = seen
    age(house, check, 40)
    house.sql("UPDATE sample_batch SET slots = (SELECT array_agg(tocsin_now()) FROM unnest(slots))")
    assert mark(house) == 0, "a sample is newer than the state says"
    house.sql("DELETE FROM sample_batch")
    for off, on in (("UPDATE host_check SET enabled = false", "UPDATE host_check SET enabled = true"),
                    ("UPDATE host SET enabled = false", "UPDATE host SET enabled = true"),
                    ("UPDATE tenant SET status = 'suspended'", "UPDATE tenant SET status = 'active'")):
        house.sql(off)
        assert mark(house) == 0
        house.sql(on)
    house.sql("ALTER TABLE host_check ENABLE TRIGGER touch")
    house.sql("UPDATE host_check SET retries = 1")
    assert mark(house) == 0, "changed a moment ago: it has its time"
    age(house, check, 40)
    assert mark(house) == 1


def test_figures_of_the_schedule(own_house, target):
    house, port = own_house, target("Tcp")
    for _ in range(5):
        house.check(house.a, port=port.port)
    checker = house.start()
    time.sleep(5)
    until(lambda: "lag_p99_ms" in house.stats(checker), 8)
    s = house.stats(checker)
    assert s["checks"] == 5 and s["shards"] == 64 and s["rate_per_s"] == pytest.approx(5)
    assert 0 <= s["lag_p50_ms"] <= s["lag_p99_ms"] <= s["lag_max_ms"] < 1000
    assert s["overdue"] == 0 and s["missed"] == 0
    assert s["capacity_per_s"] > 100 and 0 < s["used_percent"] < 5
    stays(lambda: house.stats(checker)["overdue"] == 0, 1)


def test_more_than_the_engine_can_do_is_refused(own_house):
    house = own_house
    house.sql("SELECT worker_beat('test', 'checker', tocsin_now(), %s)",
              '{"load_us_s": 900, "room_us_s": 1000, "cost_us": {"tcp": 60, "http": 150}}')
    fits = house.check(house.a, port=1)
    for build in (lambda: house.check(house.a, kind="http", port=1),
                  lambda: house.sql("INSERT INTO host_check (tenant_id, host_id, type, name, interval_s) VALUES (%s, %s, 'http', 'x', 1)",
                                    house.a, house.host(house.a))):
        with pytest.raises(Exception, match="would make it 105 %"):
            build()
    house.check(house.a, kind="http", port=1, interval_s=10)
    house.sql("UPDATE host_check SET interval_s = 5 WHERE id = %s", fits)
    house.sql("UPDATE worker SET stats = stats || '{\"load_us_s\": 990}'")
    with pytest.raises(Exception, match="capacity"):
        house.sql("UPDATE host_check SET interval_s = 1 WHERE id = %s", fits)
    house.sql("UPDATE host_check SET name = 'renamed', interval_s = 6 WHERE id = %s", fits)
    house.sql("SELECT set_config('app.override', 'capacity', true); UPDATE host_check SET interval_s = 1 WHERE id = %s", fits)
    house.sql("UPDATE worker SET last_seen_at = tocsin_now() - interval '1 minute'")
    house.check(house.a, kind="http", port=1)
