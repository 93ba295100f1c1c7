"""Listeners that are slow, silent, many or gone."""
import os
import signal
import socket
import time

import pytest

from harness import process
from harness.wait import until

from .listener import Listener


@pytest.fixture(scope="module")
def quiet(shared_station):
    """Somebody of b who is told nothing, all the time."""
    l = Listener(shared_station.socket, "hosts", key=shared_station.b.key).opened()
    yield l
    l.close()


def storm(station, tenant, check, quick):
    """Changes with long texts, until somebody is slow; each burst comes when the quick one has the one before."""
    before, end = station.stats()["slow"], time.monotonic() + 30
    while time.monotonic() < end and station.stats()["slow"] == before:
        station.sql("""INSERT INTO check_event (tenant_id, check_id, ts, from_status, to_status, message)
                       SELECT %s, %s, clock_timestamp() + i * interval '1 us', 'up', 'down', repeat('x', 3000)
                       FROM generate_series(1, 200) i""", tenant.id, check)
        quick.wait("changes", 10)
    return station.stats()["slow"] - before


def test_a_slow_listener_is_told_goodbye_and_the_others_go_on(station, quiet):
    s = station
    check = s.a.check(s.a.host())
    slow = s.listen("changes", key=s.a.key, read=False)
    quick = s.listen("changes", key=s.a.key).opened()
    pid, before = s.child.pid, process.Process(s.child.pid).pss_kib()
    assert storm(s, s.a, check, quick) == 1
    assert process.Process(pid).pss_kib() - before < 16 * 1024
    until(lambda: s.stats()["listeners"] == 2, 15, what="the slow one being gone")
    slow.thread.start()  # now it reads: whole events, perhaps the goodbye, the end
    slow.thread.join(10)
    assert slow.ended
    made = s.a.check(s.a.host())
    s.a.state(made, "down")
    quick.wait(lambda n, d: n == "changes" and d["items"][-1]["check_id"] == made, 10)
    assert not quick.ended


def test_who_goes_is_forgotten(station, quiet):
    s = station
    open_now = lambda: len(os.listdir(f"/proc/{s.child.pid}/fd"))
    until(lambda: s.stats()["listeners"] == 1, what="the others of before being gone")
    before = open_now()
    some = [s.listen("hosts,host:%d" % s.a.host(), key=s.a.key).opened() for _ in range(20)]
    assert open_now() == before + 20
    for l in some:
        l.close()
    until(lambda: open_now() == before, what="the descriptors being closed")
    until(lambda: s.stats()["listeners"] == 1 and s.stats()["tenants"] == 1 and s.stats()["watched"] == 0, what="nobody being there")


def test_requests_that_drip_are_cut_and_hold_nobody_up(station):
    s = station
    drips = []
    for _ in range(300):
        one = socket.socket(socket.AF_UNIX)
        one.connect(s.socket)
        one.sendall(b"GET /api/v1/ev")
        drips.append(one)
    start = time.monotonic()
    l = s.listen("hosts", key=s.a.key).opened(2)
    made = s.a.host()
    l.wait(lambda n, d: made in d.get("config", ()), 2)
    for one in drips[::30]:
        one.settimeout(10)
        assert one.recv(10) == b""
    assert time.monotonic() - start < 10
    for one in drips:
        one.close()


def test_who_talks_on_is_cut(station):
    l = station.listen("hosts", key=station.a.key).opened()
    l.socket.sendall(b"GET /api/v1/events HTTP/1.1\r\n\r\n")
    l.thread.join(5)
    assert l.ended


def test_a_stop_of_a_while_is_survived(station):
    s = station
    l = s.listen("hosts", key=s.a.key).opened()
    s.child.send_signal(signal.SIGSTOP)
    made = s.a.host()
    time.sleep(1.5)
    s.child.send_signal(signal.SIGCONT)
    l.wait(lambda n, d: made in d.get("config", ()), 3)


def test_it_may_hardly_anything_in_the_database(station):
    rows = station.servers.sql(
        """SELECT table_name, privilege_type FROM information_schema.table_privileges WHERE grantee = 'tocsin_stream'""")
    assert {p for _, p in rows} == {"SELECT"}
    assert {t for t, _ in rows} <= {"notice", "host", "host_check", "check_state", "check_event", "host_state"}


def test_a_beat_is_heard_when_nothing_happens(quiet):
    until(lambda: b": beat\n\n" in quiet.raw, 20, what="a beat")
    assert quiet.events == [] and not quiet.ended
