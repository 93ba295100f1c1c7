"""What is asked often costs what it answers, however much else lies in the tables: counted in pages touched, not in time."""
import json

import pytest

JOBS, CHECKS, TENANTS = 60_000, 20_000, 20
KINDS = "ARRAY['check_run', 'check_test']"


@pytest.fixture(scope="module")
def crowded():
    from harness.servers import Servers
    s = Servers().start()
    c = s.connect("postgres")
    with c, c.cursor() as q:
        q.execute("SET session_replication_role = replica")  # quotas and notifications are not meant here
        q.execute("INSERT INTO tenant (slug, name) SELECT 'p' || g, 'P' FROM generate_series(1, %s) g", (TENANTS,))
        q.execute("INSERT INTO host (tenant_id, name, address) SELECT tenant_id, 'h', '192.0.2.1' FROM tenant")
        q.execute("INSERT INTO host_check (tenant_id, host_id, type, name) SELECT h.tenant_id, h.id, 'tcp', 'c' || g "
                  "FROM host h, generate_series(1, %s) g", (CHECKS // TENANTS,))
        q.execute("SET session_replication_role = origin")
        q.execute("ALTER TABLE job DISABLE TRIGGER added")
        q.execute("INSERT INTO job (tenant_id, kind, payload, run_at, state) SELECT t.tenant_id, 'check_run', '{}', now() - make_interval(secs => g), "
                  "CASE WHEN g %% 3 = 0 THEN 'queued' ELSE 'done' END FROM generate_series(1, %s) g, tenant t ORDER BY g %% 3 DESC", (JOBS // TENANTS,))
        q.execute("ALTER TABLE job ENABLE TRIGGER added")
    c.autocommit = True
    with c.cursor() as q:
        q.execute("ANALYZE")
    yield s
    c.close()
    s.stop()


def pages(servers, role, sql):
    """Pages touched by a statement of that role, run for the third time: plans are made by then."""
    c = servers.connect(role)
    with c, c.cursor() as q:
        for _ in range(3):
            q.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + sql)
            plan = q.fetchone()[0]
    c.close()
    top = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]
    assert top["Actual Rows"] > 0, top
    return top["Shared Hit Blocks"] + top["Shared Read Blocks"]


def test_a_claim_costs_its_tenants_and_its_jobs(crowded):
    assert pages(crowded, "tocsin_checker", f"SELECT * FROM job_claim({KINDS}, 10, 1000, 30, false)") < 500


def test_counting_the_queue_reads_no_jobs(crowded):
    assert pages(crowded, "tocsin_api", "SELECT * FROM job_counts()") < 50


def test_a_refresh_looks_up_what_was_named(crowded):
    (tenant, check), = crowded.sql("SELECT tenant_id, id FROM host_check ORDER BY id LIMIT 1 OFFSET 7000")
    shards = "(SELECT array_agg(g) FROM generate_series(0, 63) g)"
    one = pages(crowded, "tocsin_checker", f"SELECT * FROM checker_refresh({shards}, ARRAY[{tenant}], ARRAY[{check}]::bigint[])")
    assert one < 50
    whole = crowded.sql(f"SELECT count(*), count(DISTINCT tenant_id) FROM checker_refresh({shards}, ARRAY[{tenant}, {tenant}], ARRAY[0, {check}])")
    assert whole == [(CHECKS // TENANTS, 1)]


def test_the_tally_is_the_count_whatever_happens(fresh_servers):
    """Every way a job can go, several at once, and the adding up."""
    s = fresh_servers

    def same():
        counted = s.sql("SELECT count(*) FILTER (WHERE state = 'queued'), count(*) FILTER (WHERE state = 'running'), "
                        "count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'failed'), "
                        "count(*) FILTER (WHERE state = 'dead') FROM job")
        assert s.sql("SELECT queued, running, done, failed, dead FROM job_counts()") == counted
        return counted[0]
    assert same() == (0, 0, 0, 0, 0) and s.sql("SELECT oldest_queued_s FROM job_counts()") == [(0.0,)]
    (a,), (b,) = s.sql("INSERT INTO tenant (slug, name) VALUES ('ta', 'A'), ('tb', 'B') RETURNING tenant_id")
    s.sql("INSERT INTO job (tenant_id, kind, payload) SELECT t, 'check_run', '{}' FROM unnest(ARRAY[%s, %s]) t, generate_series(1, 50)", a, b)
    assert same() == (100, 0, 0, 0, 0)
    claimed = s.sql(f"SELECT tenant_id, id, fence FROM job_claim({KINDS}, 20, 16, 30, false)")
    assert same() == (80, 20, 0, 0, 0)
    assert {sum(t == tenant for t, *_ in claimed) for tenant in (a, b)} == {10}, "shared evenly"
    for tenant, job, fence in claimed[:5]:
        assert s.sql("SELECT job_finish(%s, %s, %s, '{}')", tenant, job, fence) == [(True,)]
    for tenant, job, fence in claimed[5:10]:
        assert s.sql("SELECT job_fail(%s, %s, %s, 'x', %s)", tenant, job, fence, job % 2 == 0) == [(True,)]
    same()
    s.sql("UPDATE job SET lease_until = now() - interval '1 s', crashes = (id %% 2) * 2 WHERE state = 'running' AND id > %s", 0)
    requeued, dead = s.sql("SELECT requeued, dead FROM job_sweep(100)")[0]
    assert same()[4] == dead > 0 and requeued > 0
    assert s.sql(f"SELECT count(*) FROM job_claim({KINDS}, 20, 16, 30, true)") == [(1,)], "suspects go one by one"
    assert same()[1] == 1
    s.sql("DELETE FROM tenant WHERE tenant_id = %s", b)
    before = same()
    s.sql("INSERT INTO job_tally (state, n) SELECT 'queued', 0 FROM generate_series(1, 300)")
    s.sql("SELECT job_drop(100)")
    assert same() == before and s.sql("SELECT count(*) < 10 FROM job_tally") == [(True,)]
