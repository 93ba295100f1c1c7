"""Several checkers: a dead or stopped one's shards are taken over in time, and no slot is run twice (QU-01, QU-10)."""
import os
import signal
import time

import pytest

from harness.wait import until
from workers.house import FAULT_BUILD

TAKEOVER_S = 15
POINTS = ("checker-running", "checker-flush-sent")
if "FAULT_ROUNDS" in os.environ:  # in make check-long, all of them
    POINTS = ("checker-before-run", "checker-running", "checker-result", "checker-before-flush", "checker-flush-sent", "checker-after-flush")


def share(house, n):
    """n checkers that hold all shards between them."""
    crew = [house.start() for _ in range(n)]
    most = -(-64 // n)
    until(lambda: sum(house.shards(c) for c in crew) == 64 and max(house.shards(c) for c in crew) <= most, 25, what="fair shares")
    return crew


def each_slot_once(house, checks):
    for c in checks:
        slots = [at for at, _ in house.samples(c)]
        assert len(set(slots)) == len(slots), "a slot was written twice"


def test_two_of_three_gone(house, target):
    port = target("Tcp")
    checks = [house.check(house.a, port=port.port) for _ in range(9)]
    crew = share(house, 3)
    until(lambda: house.all_have(checks, 2), 10)
    for victim in crew[:2]:
        victim.kill()
        victim.wait()
    begin = time.monotonic()
    until(lambda: house.shards(crew[2]) == 64, TAKEOVER_S + 5)
    assert time.monotonic() - begin <= TAKEOVER_S
    since = house.counts()
    until(lambda: house.all_have(checks, 2, since), 8)
    each_slot_once(house, checks)
    for c in checks:
        assert house.changes(c) == [("pending", "up")], "a loss of ours is no change of the target"
        assert "d" not in house.letters(c)


def test_a_stopped_one_is_taken_over_and_what_it_still_believes_is_refused(house, target):
    port = target("Tcp")
    checks = [house.check(house.a, port=port.port) for _ in range(6)]
    crew = share(house, 2)
    until(lambda: house.all_have(checks, 2), 10)
    crew[0].send_signal(signal.SIGSTOP)
    begin = time.monotonic()
    until(lambda: house.shards(crew[1]) == 64, TAKEOVER_S + 5)
    assert time.monotonic() - begin <= TAKEOVER_S
    kept = {c: set(house.samples(c)) for c in checks}
    crew[0].send_signal(signal.SIGCONT)
    until(lambda: house.shards(crew[0]) >= 31, 10, what="its fair part again")
    since = house.counts()
    until(lambda: house.all_have(checks, 2, since), 8)
    each_slot_once(house, checks)
    for c in checks:
        assert kept[c] <= set(house.samples(c)), "what the other had written stays"
        assert house.changes(c) == [("pending", "up")]


@pytest.mark.parametrize("point", POINTS)
def test_stopped_at_any_point_it_comes_back_without_harm(house, target, point):
    """As a kill at that point, but the process wakes up again with all it held, after somebody else has its shards."""
    port = target("Tcp")
    check = house.check(house.a, port=port.port)
    stopped = house.start(build=FAULT_BUILD, wait=False, TOCSIN_FAULT=f"stop:{point}")
    until(lambda: os.waitid(os.P_PID, stopped.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT), 15, what="standing still")
    house.expire_leases()
    house.sql("UPDATE worker SET last_seen_at = last_seen_at - interval '1 minute'")
    other = house.start()
    until(lambda: house.shards(other) == 64 and house.all_have([check], 3), 15)
    house.sql("UPDATE worker SET last_seen_at = tocsin_now() + interval '1 hour' WHERE instance LIKE %s", f"%-{other.pid}-%")
    kept = house.samples(check)
    stopped.send_signal(signal.SIGCONT)
    since = house.counts()
    until(lambda: house.all_have([check], 3, since), 10)
    each_slot_once(house, [check])
    assert set(kept) <= set(house.samples(check)) and house.changes(check) == [("pending", "up")]


def test_none_left_and_nothing_stays_green(house, target):
    port = target("Tcp")
    check = house.check(house.a, port=port.port, timeout_ms=500)
    crew = share(house, 2)
    house.start("keeper")
    house.becomes(check, "up")
    for victim in crew:
        victim.kill()
        victim.wait()
    until(lambda: house.status(check) == "unknown", 30.5 + 15, what="an honest state")
    assert house.reason(check) == "overdue"
    house.start()
    house.becomes(check, "up", TAKEOVER_S)
    assert house.changes(check)[-2:] == [("up", "unknown"), ("unknown", "up")]
