"""checker_flush: fencing tokens, repeats of a slot, order of arrival."""
import pytest

SLOT = "2026-01-01 00:00:00+00"


def flush(house, shards, tokens, check, results, events=(), states=()):
    """results: (slot, letter, latency); gives the shards that were honoured."""
    n, k, s = len(results), len(events), len(states)
    return [row[0] for row in house.sql(
        """SELECT * FROM checker_flush(%s::int[], %s::bigint[], %s::int[], %s::int[], %s::int[], %s::int[],
               %s::bigint[], %s::timestamptz[], %s, %s::float8[], %s::int[], %s::bigint[], %s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::text[],
               %s::int[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[],
               %s::timestamptz[], %s::float8[], '{}', '{}', '{}', '{}')""",
        shards, tokens, [house.a] if n else [], [check % 64] if n else [], [1] if n else [], [n] if n else [], [check] * n, [r[0] for r in results], "".join(r[1] for r in results),
        [r[2] for r in results],
        [house.a] * k, [check] * k, [e[0] for e in events], [e[1] for e in events], [e[2] for e in events],
        [None] * k, ["text"] * k,
        [house.a] * s, [check] * s, [x[1] for x in states], [None] * s, [""] * s, ["{}"] * s, [x[0] for x in states],
        [x[0] for x in states], [1.0] * s, role="tocsin_checker")]


def merge(house):
    return house.sql("SELECT keeper_merge_samples(100, '0')", role="tocsin_keeper")[0][0]


@pytest.fixture
def held(own_house):
    """A check and the token of its shard, held by an instance of its own."""
    house = own_house
    check = house.check(house.a, port=1)
    house.sql("SELECT worker_beat('test', 'checker', tocsin_now(), '{}')", role="tocsin_checker")
    tokens = dict(house.sql("SELECT * FROM shard_lease('test', 10)", role="tocsin_checker"))
    assert len(tokens) == 64
    return house, check, check % 64, tokens[check % 64]


def test_a_stale_token_writes_nothing(held):
    house, check, shard, token = held
    events, states = [(SLOT, "up", "down")], [(SLOT, "down")]
    for wrong in ((shard, token - 1), (shard, token + 1), ((shard + 1) % 64, token)):
        house_answer = flush(house, [wrong[0]], [wrong[1]], check, [(SLOT, "d", 1.0)], events, states)
        assert shard not in house_answer
        assert house.samples(check) == [] and house.changes(check) == [] and house.status(check) == "pending"
    assert flush(house, [shard], [token], check, [(SLOT, "d", 1.0)], events, states) == [shard]
    assert house.letters(check) == "d" and house.changes(check) == [("up", "down")] and house.status(check) == "down"


def test_the_last_write_of_a_slot_stays(held):
    house, check, shard, token = held
    flush(house, [shard], [token], check, [(SLOT, "d", 1.0), ("2026-01-01 00:00:10+00", "u", 2.0)])
    flush(house, [shard], [token], check, [("2026-01-01 00:00:05+00", "g", 3.0), (SLOT, "u", 4.0)])
    assert house.letters(check) == "ugu"
    merge(house)
    assert house.sql("SELECT latency_ms FROM sample WHERE check_id = %s", check) == [([4.0, 3.0, 2.0],)]
    flush(house, [shard], [token], check, [("2026-01-01 00:20:00+00", "u", 1.0), ("2026-01-01 00:20:00+00", "d", 1.0)])
    assert house.letters(check) == "ugud", "also within one flush"
    flush(house, [shard], [token], check, [("2026-01-01 00:00:05+00", "d", 9.0)])
    assert house.letters(check) == "udud", "a batch is later than what is merged"
    merge(house)
    assert house.letters(check) == "udud" and house.sql("SELECT count(*) FROM sample_batch") == [(0,)]


def test_merging_changes_nothing_that_is_read(held):
    house, check, shard, token = held
    day = "2026-01-01 00:%02d:%02d+00"
    slots = [(day % (s // 60, s % 60), "ugd?"[s % 4], None if s % 4 == 3 else float(s)) for s in range(0, 1500, 7)]
    for part in (slots[:50], slots[100:150], slots[50:100], slots[150:]):
        flush(house, [shard], [token], check, part)
        before, strip = house.samples(check), house.sql("SELECT sample_strip(%s, %s, 500)", house.a, check)
        newest = house.sql("SELECT sample_newest(%s, %s)", house.a, check)
        if part != slots[50:100]:
            assert merge(house) == 1
            assert house.samples(check) == before
            assert part == slots[150:] or house.sql("SELECT sample_strip(%s, %s, 500)", house.a, check) == strip
            assert house.sql("SELECT sample_newest(%s, %s)", house.a, check) == newest
    assert "".join(letter for _, letter in house.samples(check)) == "".join(s[1] for s in slots)
    assert [r[0] for r in house.sql("SELECT latency_ms FROM sample_read(%s, %s, '2026-01-01', '2026-01-02')", house.a, check)] == [
        s[2] for s in slots]


def test_what_names_a_check_of_another_tenant_or_shard_is_never_seen(held):
    house, check, shard, token = held
    other = house.check(house.b, port=1)
    flush(house, [shard], [token], check, [(SLOT, "u", 1.0)])
    house.sql("UPDATE sample_batch SET checks = ARRAY[%s::bigint]", other)
    assert house.samples(other) == [] and merge(house) == 1 and house.samples(other) == []
    assert house.sql("SELECT count(*) FROM sample") == [(0,)]


def test_a_flush_is_whole_or_not_at_all(held):
    house, check, shard, token = held
    with pytest.raises(Exception):
        flush(house, [shard], [token], check, [(SLOT, "u", 1.0)], states=[(SLOT, "nonsense")])
    assert house.samples(check) == []


def test_a_check_deleted_meanwhile_is_left_out(held):
    house, check, shard, token = held
    other = house.check(house.a, port=1)
    house.sql("DELETE FROM host_check WHERE id = %s", check)
    assert flush(house, [shard], [token], check, [(SLOT, "u", 1.0)], [(SLOT, "up", "down")], [(SLOT, "down")]) == [shard]
    assert house.samples(check) == [] and house.samples(other) == []
