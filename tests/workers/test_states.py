"""From real targets to states: retries, recovery, our own failures, policy, heartbeats."""
import hashlib
import signal
import time

from harness.targets import Answer
from harness.wait import stays, until


def test_a_stopped_target_goes_down_after_its_retries_and_comes_back(house, target):
    web = target("Http")
    check = house.check(house.a, "http", retries=2, url=web.url)
    house.becomes(check, "up")
    web.stop()
    house.becomes(check, "down")
    letters = house.letters(check)
    assert letters.rstrip("d").endswith("u") and letters.endswith("ddd"), letters
    since = house.sql("SELECT (extract(epoch FROM since) * 1000)::bigint FROM check_state WHERE check_id = %s", check)[0][0]
    failures = [at for at, letter in house.samples(check) if letter == "d"]
    assert since == failures[2], "down is said with the third failure, not before"
    web.start()
    house.becomes(check, "up")
    assert house.changes(check) == [("pending", "up"), ("up", "down"), ("down", "up")]


def test_one_failure_among_good_results_changes_nothing(house, target):
    answers = iter([200, 200, 500] + [200] * 100)
    web = target("Http")
    web.answers["/"] = lambda _: Answer(next(answers))
    check = house.check(house.a, "http", retries=1, url=web.url)
    until(lambda: "d" in house.letters(check) and house.letters(check).endswith("uu"), 10)
    assert house.changes(check) == [("pending", "up")]
    texts = house.sql("SELECT to_status, reason FROM check_event WHERE check_id = %s AND from_status IS NULL", check)
    assert len(texts) == 1 and texts[0][0] == "down" and texts[0][1], "the failure's text is kept all the same"


def test_a_failure_is_confirmed_soon_not_after_a_whole_interval(house):
    before = time.time() * 1000
    check = house.check(house.a, interval_s=120, retries=1, port=1)
    until(lambda: house.status(check) == "down", 9)  # far sooner than 120 s
    (first, was), (second, then) = house.samples(check)
    assert was == then == "d" and before - 1 <= first < second < before + 9000


def test_what_we_cannot_look_at_is_unknown_never_down(house):
    check = house.check(house.a, interval_s=1, port="not a port")
    house.becomes(check, "unknown")
    stays(lambda: "d" not in house.letters(check), 3, every=0.5)
    assert house.reason(check) == "invalid_check"


def test_a_tenant_reaches_only_what_its_list_allows(house, target):
    port = target("Tcp")
    check = house.check(house.b, port=port.port)
    house.becomes(check, "unknown")
    assert house.reason(check) == "blocked_target" and port.accepted == 0
    house.allow(house.b, "127.0.0.1/32", str(port.port))
    house.becomes(check, "up", 3)
    assert port.accepted > 0
    house.sql("DELETE FROM egress_rule WHERE tenant_id = %s", house.b)
    house.becomes(check, "unknown", 5)


def test_new_changed_and_removed_checks_take_effect_at_once(house, target):
    one, two = target("Tcp"), target("Tcp")
    check = house.check(house.a, interval_s=60, port=one.port)
    until(lambda: one.accepted == 1, 2, what="the first run of a new check")
    house.sql("UPDATE host_check SET params = jsonb_build_object('port', %s) WHERE id = %s", two.port, check)
    until(lambda: two.accepted == 1, 2, what="the first run of a changed check")
    house.sql("UPDATE host_check SET interval_s = 1 WHERE id = %s", check)
    until(lambda: two.accepted >= 3, 5)
    house.sql("UPDATE host SET address = '127.0.0.9' WHERE id = %s", house.host(house.a))
    house.becomes(check, "down", 5)
    house.sql("UPDATE host SET address = '127.0.0.1' WHERE id = %s", house.host(house.a))
    house.becomes(check, "up", 5)
    house.sql("DELETE FROM host_check WHERE id = %s", check)
    time.sleep(0.5)
    seen = two.accepted
    stays(lambda: two.accepted == seen, 2.5)


def test_a_lost_notification_is_made_up_for(house, target):
    port = target("Tcp")
    house.sql("ALTER TABLE host_check DISABLE TRIGGER changed")
    try:
        house.check(house.a, port=port.port)
    finally:
        house.sql("ALTER TABLE host_check ENABLE TRIGGER changed")
    stays(lambda: port.accepted == 0, 1)
    house.the_checker.send_signal(signal.SIGHUP)  # compares at once; by itself it does every minute
    until(lambda: port.accepted > 0, 3)


def test_a_suspended_tenant_runs_nothing(house, target):
    port = target("Tcp")
    c = house.sql("INSERT INTO tenant (slug, name) VALUES ('late', 'Late') RETURNING tenant_id")[0][0]
    house.allow(c, "127.0.0.0/8", "*")
    house.check(c, port=port.port)
    until(lambda: port.accepted >= 2, 5)
    house.sql("UPDATE tenant SET status = 'suspended' WHERE tenant_id = %s", c)
    time.sleep(0.5)
    seen = port.accepted
    stays(lambda: port.accepted == seen, 2.5)
    house.sql("UPDATE tenant SET status = 'active' WHERE tenant_id = %s", c)
    until(lambda: port.accepted > seen, 3)


def push(house, token, status="up", message="", ping=None):
    return house.sql("SELECT beat_push(%s, %s, %s, %s)", hashlib.sha256(token.encode()).digest(), status, message, ping,
                     role="tocsin_api")[0][0]


def test_a_heartbeat_that_stops_is_missed_and_one_that_says_down_is_down(house):
    check = house.check(house.a, "heartbeat", interval_s=2, retries=3, push="secret", grace_s=1)
    assert push(house, "secret", ping=12.5)
    house.becomes(check, "up", 2)
    house.becomes(check, "down", 5)
    assert house.reason(check) == "missed"
    assert push(house, "secret", "down", "disk full")
    until(lambda: house.sql("SELECT 1 FROM check_event WHERE check_id = %s AND message = 'disk full'", check), 3)
    assert push(house, "secret")
    house.becomes(check, "up", 2)
    assert not push(house, "another")


def test_slots_lie_on_a_grid_one_sample_each(house, target):
    port = target("Tcp")
    check = house.check(house.a, port=port.port)
    until(lambda: len(house.samples(check)) >= 8, 12)
    first, *slots = [at for at, _ in house.samples(check)]
    assert 0 < slots[0] - first <= 1000, "the first run of all has its own time"
    assert len({at % 1000 for at in slots}) == 1, "a second's grid, one phase"
    assert len(set(slots)) == len(slots)
    assert {b - a for a, b in zip(slots, slots[1:])} == {1000}, "none twice, none left out"
    strip = house.sql("SELECT sample_strip(%s, %s, 5)", house.a, check)[0][0]
    assert strip == "uuuuu"


def test_it_needs_little_memory(house, target):
    port = target("Tcp")
    for _ in range(100):
        house.check(house.a, interval_s=60, port=port.port)
    until(lambda: port.accepted >= 100, 10)
    assert house.pss_kib(house.the_checker) < 8 * 1024
