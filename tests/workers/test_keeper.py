"""What the keeper drops and what it leaves: on both sides of every edge."""
import time

from harness.wait import until


def chores_done(house, keeper):
    """Every chore has run once since the keeper started."""
    return lambda: all(c["runs"] for c in house.stats(keeper).values())


def test_it_drops_what_is_past_its_time_and_nothing_else(own_house):
    house = own_house
    check, other = house.check(house.a, port=1), house.check(house.b, port=1)
    house.sql("UPDATE tenant SET data_retention_days = 7 WHERE tenant_id = %s", house.b)
    for tenant, c in ((house.a, check), (house.b, other)):
        house.sql("""INSERT INTO sample (tenant_id, check_id, span_start, at_ms, letters, latency_ms)
                     SELECT %s, %s, sample_span_of(tocsin_now() - n * interval '1 hour'), '{0}', 'u', '{1}'
                     FROM generate_series(0, 48) n""", tenant, c)
        house.sql("""INSERT INTO check_event (tenant_id, check_id, ts, to_status)
                     SELECT %s, %s, tocsin_now() - n * interval '1 day', 'down' FROM generate_series(0, 20) n""", tenant, c)
        house.sql("""INSERT INTO job (tenant_id, kind, payload, state, finished_at)
                     SELECT %s, 'check_run', '{}', 'done', tocsin_now() - n * interval '1 hour' FROM generate_series(1, 30) n""", tenant)
        house.sql("""INSERT INTO idempotency (tenant_id, actor_kind, actor_id, key, request_hash, status, body, created_at)
                     SELECT %s, 'user', 1, n::text, sha256('x'), 200, '', tocsin_now() - n * interval '1 hour'
                     FROM generate_series(1, 30) n""", tenant)
    keeper = house.start("keeper")
    until(chores_done(house, keeper), 15)
    for tenant, c, days in ((house.a, check, 20), (house.b, other, 6)):
        count = lambda text, *args: house.sql(text, *args)[0][0]
        assert 24 <= count("SELECT count(*) FROM sample WHERE check_id = %s", c) <= 25
        assert count("SELECT count(*) FROM check_event WHERE check_id = %s", c) == days + 1
        assert count("SELECT count(*) FROM job WHERE tenant_id = %s", tenant) == 23
        assert count("SELECT count(*) FROM idempotency WHERE tenant_id = %s", tenant) == 23


def test_more_than_a_batch_goes_too(own_house):
    house = own_house
    house.sql("""INSERT INTO job (tenant_id, kind, payload, state, finished_at)
                 SELECT %s, 'check_run', '{}', 'dead', tocsin_now() - interval '2 days' FROM generate_series(1, 2300)""", house.a)
    house.start("keeper")
    until(lambda: house.sql("SELECT count(*) FROM job")[0][0] == 0, 10)


def test_an_abandoned_claim_goes_back_into_the_queue(own_house):
    house = own_house
    job = house.job(house.a, "check_run", check_id=1)
    house.sql("SELECT * FROM job_claim(ARRAY['check_run'], 1, 5, 1, false)")
    assert house.job_row(job)[0] == "running"
    house.start("keeper")
    until(lambda: house.job_row(job)[0] == "queued", 6)
    assert house.job_row(job)[3] == 1


def test_it_needs_little_memory_and_leaves_in_order(own_house):
    keeper = own_house.start("keeper")
    time.sleep(1)
    assert own_house.pss_kib(keeper) < 6 * 1024
    assert own_house.end(keeper) == 0 and own_house.row(keeper) is None
