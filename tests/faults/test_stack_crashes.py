"""kill -9 of every kind of process of a running stack: it comes back by itself and nothing acknowledged is lost."""
import concurrent.futures
import os
import random
import signal
import time
import uuid

import pytest
import requests

from harness import process
from harness.client import Client
from harness.stack import Stack
from harness.traffic import Writer, nothing_lost
from harness.wait import until

# What is killed: (name, words of its command line, what else picks it out)
KINDS = {
    "API master": ("tocsin-api fast", "master"),
    "API child": ("tocsin-api fast", "child"),
    "sign-in pool": ("tocsin-api auth", "master"),
    "checker": ("tocsin-worker checker", "master"),
    "keeper": ("tocsin-worker keeper", "master"),
    "pinger": ("tocsin-pinger", "master"),
    "stream": ("tocsin-stream", "master"),
    "nginx master": ("nginx: master", "all"),
    "nginx worker": ("nginx: worker", "all"),
    "Redis": ("redis-server", "all"),
    "PostgreSQL": ("postgres -D", "all"),
    "a PostgreSQL backend": ("postgres: tocsin: tocsin_api", "all"),
}


@pytest.fixture(scope="module")
def house():
    s = Stack("crash").start()
    s.key = s.admin_key()
    s.api = Client(s.url, key=s.key)
    yield s
    s.keep_logs()
    s.stop()


def pick(stack, words, which):
    found = stack.processes(words)
    parents = {p.pid for p in found}
    if which == "master":
        return [p for p in found if p.parent not in parents]
    if which == "child":
        return [p for p in found if p.parent in parents]
    return found


def ready(stack):
    return requests.get(stack.url + "/api/v1/ready", timeout=5).status_code == 200


def last_result(stack):
    return stack.sql("SELECT max(last_ts) FROM check_state")[0][0]


@pytest.mark.parametrize("name", KINDS)
def test_killed_it_comes_back_and_nothing_acknowledged_is_lost(house, name):
    victims = pick(house, *KINDS[name])
    assert victims, f"there is no {name}"
    writer = Writer(house, house.key)
    until(lambda: len(writer.acknowledged) >= 5, 10, what="writes before the fault")
    before = len(writer.answers)
    process.kill(victims)
    process.gone(victims)
    until(lambda: ready(house), 20, what=f"readiness after the end of {name}")
    until(lambda: pick(house, *KINDS[name]), 20, what=f"a new {name}")
    mark = len(writer.acknowledged)
    until(lambda: len(writer.acknowledged) >= mark + 5, 20, what="writes after the fault")
    writer.stop()
    nothing_lost(house, writer)
    assert writer.statuses() <= {201, 0, 502, 503, 504}, writer.statuses()
    assert max(took for _, took, _ in writer.answers[before:]) < 12
    # one writer has one request under way: that one may be lost, and those while nobody listens
    if name in ("API child", "checker", "keeper", "pinger", "Redis", "sign-in pool"):
        assert writer.lost() <= 1, writer.answers


def test_checks_go_on_after_all_that(house):
    """The stack's own checks still get new results."""
    check = house.api.get("/checks?limit=1")["items"][0]
    run = house.api.post(f"/checks/{check['id']}/run", status=202)["run_id"]
    until(lambda: house.api.get(f"/runs/{run}")["state"] in ("done", "failed"), 20, what="a check that was asked for now")
    mark = last_result(house)
    until(lambda: last_result(house) > mark, 75, every=1, what="a new result by schedule")


def test_a_crashed_child_costs_one_request(house):
    """FA-13: while one child dies, the others' requests are answered."""
    clients = [Client(house.url, key=house.key) for _ in range(4)]
    stop = time.monotonic() + 3

    def ask(client):
        seen = []
        while time.monotonic() < stop:
            seen.append(client.call("GET", "/hosts?limit=1").status_code)
        return seen
    killed = 0
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        running = [pool.submit(ask, c) for c in clients]
        for _ in range(3):
            time.sleep(0.7)
            children = pick(house, *KINDS["API child"])
            if children:
                process.kill(children[:1])
                killed += 1
        answers = [s for r in running for s in r.result()]
    assert killed == 3 and len(answers) > 100
    assert sum(s != 200 for s in answers) <= killed, [s for s in answers if s != 200]


def test_a_repeated_request_after_a_crash_has_one_effect(house):
    """QU-04: POST with Idempotency-Key, the API killed meanwhile, the same again."""
    for attempt in range(8):
        key, name = str(uuid.uuid4()), f"once-{uuid.uuid4()}"
        body, headers = {"name": name, "address": "192.0.2.7"}, {"Idempotency-Key": key}

        def send():
            try:
                return house.api.call("POST", "/hosts", body, headers=headers, timeout=10)
            except requests.RequestException:
                return None
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            first = pool.submit(send)
            time.sleep(0.002 * attempt)
            process.kill(pick(house, *KINDS["API child"]))
            first.result()
        until(lambda: ready(house), 15)
        second = send()
        assert second is not None and second.status_code == 201, second and second.text
        third = send()
        assert third.status_code == 201 and third.json()["id"] == second.json()["id"]
        assert house.sql("SELECT count(*) FROM host WHERE name = %s", name) == [(1,)]


def test_everything_at_once(house):
    """All processes but the parent."""
    writer = Writer(house, house.key)
    until(lambda: len(writer.acknowledged) >= 5, 10)
    root = house.root_pid()
    victims = [p for p in house.processes() if p.pid != root]
    process.kill(victims)
    process.gone(victims)
    until(lambda: ready(house), 40, what="readiness after the end of everything")
    mark = len(writer.acknowledged)
    until(lambda: len(writer.acknowledged) >= mark + 5, 20)
    nothing_lost(house, writer.stop())


def test_rounds_of_random_faults(house):
    """QU-05: anything killed, one to three at a time, or PostgreSQL stopped at once; FAULT_ROUNDS of them."""
    seed = int(os.environ.get("FAULT_SEED", time.time_ns() % 10**9))
    chance, rounds = random.Random(seed), int(os.environ.get("FAULT_ROUNDS", "4"))
    writer = Writer(house, house.key)
    for n in range(rounds):
        if chance.random() < 0.2:
            names, sig = ["PostgreSQL"], signal.SIGQUIT
        else:
            names, sig = chance.sample(sorted(KINDS), chance.randint(1, 3)), signal.SIGKILL
        victims = [p for name in names for p in pick(house, *KINDS[name])]
        process.kill(victims, sig)
        process.gone(victims, 20)
        what = f"round {n} of seed {seed}: {', '.join(names)}"
        until(lambda: ready(house), 60, what="readiness after " + what)
        mark = len(writer.acknowledged)
        until(lambda: len(writer.acknowledged) >= mark + 3, 30, what="writes after " + what)
    nothing_lost(house, writer.stop())
    until(lambda: house.api.get("/audit/verify")["ok"], what=f"a whole trail after seed {seed}")  # its connection may be one that was killed


def test_the_machine_is_switched_off(house):
    """The parent as well, all at the same time; scripts/up goes on with the same data."""
    writer = Writer(house, house.key)
    until(lambda: len(writer.acknowledged) >= 5, 10)
    everything = house.processes()
    process.kill(everything, signal.SIGKILL)
    process.reaped(everything, 20)  # to PostgreSQL's lock file a zombie is a process that lives
    writer.stop()
    house.up()
    until(lambda: ready(house), 20)
    nothing_lost(house, writer)
    until(lambda: house.api.get("/audit/verify")["ok"], what="a whole trail")
