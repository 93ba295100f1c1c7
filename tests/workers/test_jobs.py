"""Jobs people wait for: a check run now, a test before saving."""
import time

from harness.wait import until


def test_a_check_runs_now_and_the_result_comes_at_once(house, target):
    port = target("Tcp")
    check = house.check(house.a, interval_s=3600, port=port.port)
    until(lambda: port.accepted == 1)
    begin = time.monotonic()
    job = house.job(house.a, "check_run", check_id=check)
    until(lambda: house.job_row(job)[0] == "done", 2, every=0.005)
    assert time.monotonic() - begin < 0.3
    state, result, error, _, attempts = house.job_row(job)
    assert (state, error, attempts) == ("done", None, 1)
    assert result["status"] == "up" and result["latency_ms"] > 0 and result["reason"] is None
    assert port.accepted == 2
    until(lambda: len(house.samples(check)) == 2, 3, what="the result among the check's own")


def test_a_test_before_saving_uses_the_host_and_leaves_nothing(house, target):
    port = target("Tcp", habit="greet")
    before = house.sql("SELECT count(*) FROM host_check")[0][0]
    job = house.job(house.a, "check_test", host_id=house.host(house.a), type="tcp", timeout_ms=1000, params={"port": port.port})
    assert house.job_ends(job)[1]["status"] == "up"
    closed = house.job(house.a, "check_test", host_id=house.host(house.a), type="tcp", timeout_ms=1000, params={"port": 1})
    assert house.job_ends(closed)[1]["status"] == "down"
    assert house.sql("SELECT count(*) FROM host_check")[0][0] == before


def test_another_tenants_host_is_as_absent_as_none(house):
    theirs = house.host(house.b)
    jobs = [house.job(house.a, "check_test", host_id=host, type="tcp", timeout_ms=1000, params={"port": 80})
            for host in (theirs, 10 ** 9)]
    first, second = (house.job_ends(j) for j in jobs)
    assert first[0] == second[0] == "failed" and first[2] == second[2]


def test_what_cannot_be_run_fails_for_good_with_a_reason(house):
    host = house.host(house.a)
    for kind, params in (("tcp", {"port": "x"}), ("nonsense", {}), ("heartbeat", {}), ("self", {})):
        job = house.job(house.a, "check_test", host_id=host, type=kind, timeout_ms=1000, params=params)
        state, result, error, _, attempts = house.job_ends(job)
        assert (state, result, attempts) == ("failed", None, 1) and error, kind


def test_policy_holds_for_jobs_too(house, target):
    port = target("Tcp")
    job = house.job(house.b, "check_test", host_id=house.host(house.b), type="tcp", timeout_ms=1000, params={"port": port.port})
    result = house.job_ends(job)[1]
    assert result["status"] == "unknown" and result["reason"] == "blocked_target" and port.accepted == 0


def test_one_tenants_flood_leaves_room_for_another(house, target):
    slow = target("Tcp", habit="hang")
    host_a, host_b = house.host(house.a), house.host(house.b)
    house.sql("""INSERT INTO job (tenant_id, kind, payload) SELECT %s, 'check_test',
                 jsonb_build_object('host_id', %s, 'type', 'tcp', 'timeout_ms', 3000, 'params',
                                    jsonb_build_object('port', %s, 'expect', 'never'))
                 FROM generate_series(1, 300)""", house.a, host_a, slow.port)
    time.sleep(0.5)
    begin = time.monotonic()
    job = house.job(house.b, "check_test", host_id=host_b, type="tcp", timeout_ms=1000, params={"port": 9})
    house.job_ends(job, 5)
    assert time.monotonic() - begin < 5
    running = house.sql("SELECT count(*) FROM job WHERE tenant_id = %s AND state = 'running'", house.a)[0][0]
    assert running <= 20
    house.sql("DELETE FROM job WHERE tenant_id = %s AND state = 'queued'", house.a)
