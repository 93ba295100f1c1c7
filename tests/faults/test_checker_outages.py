"""PostgreSQL away under load, slow, or gone for a while; clocks that jump (FA-01, FA-07)."""
import os
import signal
import time

from harness import process
from harness.targets import Answer
from harness.wait import until
from workers.house import FAULT_BUILD


def gaps(slots, step=1000):
    """Slots left out, after the first two: a check begins in the middle of a slot, so its second may come too soon."""
    slots = slots[2:]
    return [(a, b) for a, b in zip(slots, slots[1:]) if b - a != step]


def test_a_restart_of_postgresql_under_load_loses_nothing(house, target):
    port = target("Tcp")
    checks = [house.check(house.a, port=port.port) for _ in range(40)]
    checker = house.start()
    until(lambda: house.all_have(checks, 3), 10)
    jobs = [house.job(house.a, "check_run", check_id=checks[0]) for _ in range(5)]
    for mode in ("immediate", "fast"):
        house.servers.stop_pg(mode)
        time.sleep(2.5)
        assert checker.poll() is None
        house.servers.start_pg()
    until(lambda: all(house.job_row(j)[0] == "done" for j in jobs), 15, what="jobs from before the restart")
    marks = house.counts()
    until(lambda: house.all_have(checks, 2, marks), 10)
    for c in checks:
        samples = house.samples(c)[2:]  # a busy machine may start late
        regular = [at for at, _ in samples if at % 1000 == samples[0][0] % 1000]
        assert not gaps(regular), "results measured while PostgreSQL was away arrived afterwards"
        assert {letter for _, letter in samples} == {"u"}
    assert house.stats(checker)["dropped"] == 0


def test_a_flush_whose_outcome_nobody_knows_is_sent_again(house, target):
    port = target("Tcp")
    checks = [house.check(house.a, port=port.port) for _ in range(20)]
    house.start()
    until(lambda: house.all_have(checks, 3), 10)
    lock = house.servers.connect()
    with lock.cursor() as cursor:
        cursor.execute("LOCK TABLE sample_batch IN ACCESS EXCLUSIVE MODE")
    waiting = """SELECT pid FROM pg_stat_activity WHERE usename = 'tocsin_checker' AND wait_event_type = 'Lock'
                 AND query LIKE '%checker_flush%'"""
    until(lambda: house.sql(waiting), 5)
    house.sql(f"SELECT pg_terminate_backend(pid) FROM ({waiting}) w")
    lock.rollback()
    lock.close()
    marks = house.counts()
    until(lambda: house.all_have(checks, 3, marks), 10)
    for c in checks:
        assert not gaps([at for at, _ in house.samples(c)][1:])  # the first has its own time


def test_an_outage_leaves_no_gap_and_no_change_of_state(house, target):
    """Two minutes of it in make check-long (OUTAGE_S): results wait, are written once, and nobody is called overdue."""
    port, outage = target("Tcp"), float(os.environ.get("OUTAGE_S", "8"))
    checks = [house.check(house.a, port=port.port, timeout_ms=500) for _ in range(10)]
    for role in ("checker", "keeper"):
        house.start(role)
    until(lambda: house.all_have(checks, 3), 10)
    house.sql("UPDATE host_check SET updated_at = updated_at - interval '1 hour'")
    house.servers.stop_pg("immediate")
    time.sleep(outage)
    house.servers.start_pg()
    marks = house.counts()
    until(lambda: house.all_have(checks, 10, marks), 25)
    for c in checks:
        samples = house.samples(c)[2:]
        assert not gaps([at for at, _ in samples if at % 1000 == samples[0][0] % 1000])
        assert {letter for _, letter in samples} == {"u"} and house.changes(c) == [("pending", "up")]


def test_checks_go_on_while_postgresql_stands_still(house, target):
    """A stopped server neither blocks the loop nor makes targets look bad."""
    port = target("Tcp")
    check = house.check(house.a, port=port.port, timeout_ms=500)
    checker = house.start()
    until(lambda: len(house.samples(check)) >= 3, 8)
    with open(f"{house.servers.dir}/pg/data/postmaster.pid", encoding="ascii") as f:
        cluster = process.below(int(f.readline()))
    process.kill(cluster, signal.SIGSTOP)
    try:
        seen = port.accepted
        time.sleep(6)
        assert port.accepted >= seen + 5, "the loop went on"
    finally:
        process.kill(cluster, signal.SIGCONT)
    count = len(house.samples(check))
    until(lambda: len(house.samples(check)) >= count + 6, 10)
    assert not gaps([at for at, _ in house.samples(check)][1:]) and set(house.letters(check)) == {"u"}
    assert checker.poll() is None


def test_it_starts_before_postgresql_does(house, target):
    port = target("Tcp")
    check = house.check(house.a, port=port.port)
    house.servers.stop_pg()
    house.start(wait=False)
    time.sleep(1)
    house.servers.start_pg()
    house.becomes(check, "up", 8)


def shift(house, path, seconds):
    """The clocks of our processes and of the database jump."""
    with open(path + ".new", "w", encoding="ascii") as f:
        f.write(str(seconds))
    os.replace(path + ".new", path)
    house.sql(f"ALTER DATABASE tocsin SET tocsin.clock_offset_s = '{seconds}'")
    house.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'")


def test_jumps_of_the_clock_run_nothing_twice_and_stop_nothing(house, target):
    port = target("Tcp")
    check = house.check(house.a, port=port.port)
    clock = f"{house.servers.dir}/clock"
    shift(house, clock, 0)
    checker = house.start(build=FAULT_BUILD, TOCSIN_CLOCK_FILE=clock)
    until(lambda: port.accepted >= 2, 8)
    for jump in (3600, -3600, 10 * 365 * 86400):
        seen = port.accepted
        shift(house, clock, jump)
        time.sleep(4.2)
        runs = port.accepted - seen
        assert 3 <= runs <= 5, f"{runs} runs in 4 s of a check of 1 s after a jump of {jump} s"
    assert checker.poll() is None and house.status(check) == "up"
    assert house.stats(checker)["missed"] == 0
    newest = house.samples(check)[-1][0] / 1000
    assert abs(newest - (time.time() + 10 * 365 * 86400)) < 15, "samples are filed by the clock there is"


def test_a_pause_of_the_whole_process_is_nobodys_failure(house, target):
    """Timers that ran out while we stood still say nothing about the target."""
    web = target("Http")
    web.answers["/"] = Answer(delay_s=0.5)
    check = house.check(house.a, "http", timeout_ms=900, url=web.url)
    checker = house.start()
    house.becomes(check, "up")
    seen = len(web.seen)
    until(lambda: len(web.seen) > seen, 5, every=0.01)
    checker.send_signal(signal.SIGSTOP)
    time.sleep(5)
    checker.send_signal(signal.SIGCONT)
    count = len(house.letters(check))
    until(lambda: len(house.letters(check)) >= count + 3, 8)
    assert "d" not in house.letters(check) and "?" in house.letters(check)
    until(lambda: house.stats(checker)["missed"] >= 3, 5, what="the slots slept through being counted")
    assert len(house.letters(check)) < len(web.seen) + 4, "no burst afterwards"


def test_term_finishes_what_was_begun_and_gives_the_shards_back(house, target):
    slow = target("Http")
    slow.answers["/"] = Answer(delay_s=1.5)
    check = house.check(house.a, "http", interval_s=60, timeout_ms=4000, url=slow.url)
    checker = house.start()
    until(lambda: slow.seen, 5)
    assert house.end(checker) == 0
    assert house.letters(check) == "u", "the run in flight was finished and written"
    assert house.sql("SELECT count(*) FROM shard WHERE holder IS NOT NULL")[0][0] == 0
    assert house.row(checker) is None
