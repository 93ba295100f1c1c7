"""kill -9 of the checker wherever it hurts; stopped processes; jobs that take it down (QU-01, QU-06, QU-07)."""
import signal
import time

import pytest

from harness.wait import stays, until
from workers.house import FAULT_BUILD

POINTS = ("checker-before-run", "checker-running", "checker-result", "checker-before-flush", "checker-flush-sent",
          "checker-after-flush")


@pytest.mark.parametrize("point", POINTS)
def test_killed_anywhere_no_slot_is_doubled_and_none_acknowledged_is_lost(house, target, point):
    port = target("Tcp")
    checks = [house.check(house.a, port=port.port) for _ in range(3)]
    first = house.start()
    until(lambda: house.all_have(checks, 3), 10)
    assert house.end(first) == 0
    before = {c: house.samples(c) for c in checks}
    victim = house.start(build=FAULT_BUILD, wait=False, TOCSIN_FAULT=point)
    assert victim.wait(10) == -signal.SIGKILL
    kept = {c: house.samples(c) for c in checks}
    assert all(set(before[c]) <= set(kept[c]) for c in checks)
    house.expire_leases()  # the time a lease takes is tested in test_checkers_share.py
    house.start()
    since = house.counts()
    until(lambda: house.all_have(checks, 3, since), 15, what="work being taken up again")
    for c in checks:
        now = house.samples(c)
        slots = [at for at, _ in now]
        assert set(kept[c]) <= set(now), "what was committed stays"
        assert len(set(slots)) == len(slots) and len({at % 1000 for at in slots[1:]}) == 1
        assert house.changes(c) == [("pending", "up")], "a crash of ours is no change of the target"


def test_a_stopped_checker_writes_nothing_once_another_has_its_shards(house, target):
    port = target("Tcp")
    check = house.check(house.a, port=port.port)
    old = house.start()
    until(lambda: len(house.samples(check)) >= 3, 8)
    old.send_signal(signal.SIGSTOP)
    new = house.start()
    house.sql("UPDATE worker SET last_seen_at = last_seen_at - interval '1 minute' WHERE instance LIKE %s", f"%-{old.pid}-%")
    house.expire_leases()
    until(lambda: house.shards(new) == 64, 10)
    tokens = house.sql("SELECT shard, token FROM shard ORDER BY shard")
    # What the old one still believes: its own results would carry a letter nobody else writes.
    port.stop()
    until(lambda: house.letters(check).endswith("d"), 6)
    house.sql("UPDATE worker SET last_seen_at = tocsin_now() + interval '1 hour' WHERE instance LIKE %s", f"%-{new.pid}-%")
    mine = house.samples(check)
    old.send_signal(signal.SIGCONT)
    stays(lambda: set(mine) <= set(house.samples(check)), 3)
    slots = [at for at, _ in house.samples(check)]
    assert len(set(slots)) == len(slots)
    held = dict(house.sql("SELECT shard, token FROM shard WHERE holder LIKE %s", f"%-{new.pid}-%"))
    assert held and all(held[s] == t for s, t in tokens if s in held), "no token moved without a change of hands"
    assert "?" not in house.letters(check), "what was in flight while it stood still is not recorded"


def test_a_job_that_kills_its_worker_is_dead_after_three_times_and_hurts_nobody(house, target):
    port = target("Tcp")
    host = house.host(house.a)
    poison = house.job(house.a, "check_test", host_id=house.host(house.a, "poison.invalid"), type="tcp", timeout_ms=500,
                       params={"port": 1})
    innocent = [house.job(house.a, "check_test", host_id=host, type="tcp", timeout_ms=500, params={"port": port.port})
                for _ in range(10)]
    house.start("keeper")
    deaths = 0
    worker = house.start(build=FAULT_BUILD, wait=False, TOCSIN_FAULT="checker-job-poison")
    end = time.monotonic() + 45
    while house.job_row(poison)[0] != "dead" and time.monotonic() < end:
        if worker.poll() is not None:
            deaths += 1
            house.sql("UPDATE job SET lease_until = tocsin_now() WHERE state = 'running'")
            worker = house.start(build=FAULT_BUILD, wait=False, TOCSIN_FAULT="checker-job-poison")
        time.sleep(0.1)
    state, result, error, crashes, _ = house.job_row(poison)
    assert (state, result, crashes, deaths) == ("dead", None, 3, 3) and error
    for job in innocent:
        row = house.job_ends(job)
        assert row[0] == "done" and row[3] <= 1, "only the first crash can take others along"


def test_a_result_of_a_lost_claim_is_refused(house):
    """Completion names the fence; one that is older writes nothing."""
    job = house.job(house.a, "check_run", check_id=1)
    claim = "SELECT id, fence FROM job_claim(ARRAY['check_run'], 1, 5, 10, %s)"
    first = house.sql(claim, False, role="tocsin_checker")[0]
    house.sql("UPDATE job SET lease_until = tocsin_now() - interval '1 second'")
    house.sql("SELECT * FROM job_sweep(10)", role="tocsin_keeper")
    second = house.sql(claim, True, role="tocsin_checker")[0]
    finish = "SELECT job_finish(%s, %s, %s, '{}')"
    assert house.sql(finish, house.a, job, first[1], role="tocsin_checker") == [(False,)]
    assert house.sql(finish, house.a, job, second[1], role="tocsin_checker") == [(True,)]


def test_failures_are_tried_again_later_and_end_after_eight(house):
    job = house.job(house.a, "check_run", check_id=1)
    waits = []
    for n in range(8):
        house.sql("UPDATE job SET run_at = tocsin_now() WHERE id = %s", job)
        _, fence = house.sql("SELECT id, fence FROM job_claim(ARRAY['check_run'], 1, 5, 10, false)")[0]
        house.sql("SELECT job_fail(%s, %s, %s, 'no luck', false)", house.a, job, fence)
        waits.append(house.sql("SELECT extract(epoch FROM run_at - tocsin_now())::float FROM job WHERE id = %s", job)[0][0])
        assert house.job_row(job)[0] == ("dead" if n == 7 else "queued")
    assert waits[0] < 2 and waits[5] > 20, waits
