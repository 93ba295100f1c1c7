"""scripts/up, scripts/down and `tocsin run`: starting, repeating, stopping, killing."""
import os
import re
import signal
import stat
import subprocess

import pytest
import requests

from harness import process
from harness.paths import ROOT, free_port
from harness.stack import Stack
from harness.wait import until

SERVICES = ["postgresql", "redis", "migrate", "pinger", "api-fast", "api-heavy", "api-auth", "api-ingest", "checker",
            "keeper", "nginx", "stream"]
KILLED = {"postgresql": "/postgres -D", "redis": "redis-server", "pinger": "tocsin-pinger", "api-fast": "tocsin-api fast",
          "api-heavy": "tocsin-api heavy", "api-auth": "tocsin-api auth", "api-ingest": "tocsin-api ingest",
          "checker": "tocsin-worker checker", "keeper": "tocsin-worker keeper", "stream": "tocsin-stream", "nginx": "nginx: master"}


def table(stack):
    """`tocsin status` as {service: (state, pid)}."""
    out = stack.tocsin("status", check=False).stdout
    return {m[1]: (m[2], m[3]) for m in re.finditer(r"^(\S+) +(\w+) +(\d*) ", out, re.M) if m[1] in SERVICES}


def all_up(stack):
    return all(state in ("ready", "done") for state, _ in table(stack).values())


def serves(stack):
    try:
        return requests.get(stack.url + "/api/v1/ready", timeout=3).status_code == 200
    except requests.RequestException:
        return False


def everything_of(stack):
    """Live processes whose command line names the stack's folder, and all below them."""
    everyone = process.table().values()
    return [p for p in everyone if stack.var in p.line]


def sockets(folder):
    found = []
    for where, _, names in os.walk(folder):
        found += [n for n in names if stat.S_ISSOCK(os.lstat(os.path.join(where, n)).st_mode)]
    return found


@pytest.fixture(scope="module")
def own():
    """One stack for the tests of this file, which kill its processes but leave it running."""
    s = Stack("ops").start()
    yield s
    s.stop()


def test_every_service_is_listed_and_up(own):
    assert sorted(table(own)) == sorted(SERVICES)
    assert until(lambda: all_up(own), 10, what="all services")


def test_a_second_up_changes_nothing(own):
    before = table(own)
    out = own.up()
    assert "runs already" in out
    assert table(own) == before


@pytest.mark.parametrize("service", sorted(KILLED))
def test_a_killed_process_comes_back(own, service):
    until(lambda: all_up(own), 20, what="all services")
    before = table(own)[service][1]
    os.kill(int(before), signal.SIGKILL)
    until(lambda: table(own)[service] != ("ready", before) and all_up(own), 30, what=f"a new {service}")
    until(lambda: serves(own), 20, what="readiness")
    assert table(own)[service][1] != before


def test_nothing_is_left_of_a_killed_nginx(own):
    """Workers that outlive their master would go on serving an old configuration."""
    master = int(table(own)["nginx"][1])
    workers = [p.pid for p in process.table().values() if p.parent == master]
    assert workers
    os.kill(master, signal.SIGKILL)
    until(lambda: not set(workers) & set(process.table()), 10, what="the end of the workers")
    until(lambda: serves(own), 20, what="readiness")


def test_a_stopped_redis_is_no_reason_to_fail(own):
    pid = int(table(own)["redis"][1])
    os.kill(pid, signal.SIGSTOP)
    try:
        assert requests.get(own.url + "/api/v1/health", timeout=5).status_code == 200
    finally:
        os.kill(pid, signal.SIGCONT)


def test_killing_the_parent_takes_all_along_and_a_new_up_works():
    s = Stack("orphans").start()
    try:
        mine = s.processes()
        os.kill(s.root_pid(), signal.SIGKILL)
        process.gone(mine, 20)
        s.up()
        until(lambda: serves(s), 20, what="readiness")
    finally:
        s.stop()


def test_down_leaves_no_process_and_no_socket():
    s = Stack("down").start()
    try:
        mine = s.processes()
        s.down()
        process.gone(mine, 5)
        assert everything_of(s) == []
        assert sockets(s.var) == []
        out = subprocess.run([f"{ROOT}/scripts/down", "--var", s.var], capture_output=True, text=True, check=True).stdout
        assert "nothing was running" in out
        s.up()
        until(lambda: serves(s), 20, what="readiness on the same data")
    finally:
        s.stop()


def test_fresh_starts_over():
    s = Stack("fresh").start()
    try:
        s.sql("CREATE TABLE leftover ()")
        key = open(f"{s.var}/keys/jwt", encoding="ascii").read()
        s.up("--fresh")
        assert s.sql("SELECT to_regclass('leftover')") == [(None,)]
        assert open(f"{s.var}/keys/jwt", encoding="ascii").read() != key
    finally:
        s.stop()


def test_two_stacks_do_not_mind_each_other(own):
    other = Stack("beside").start()
    try:
        assert serves(own) and serves(other)
        other.down()
        assert serves(own)
    finally:
        other.stop()


def test_down_stops_the_right_one_only(own):
    """A process id in the file that is another program's is never signalled."""
    with subprocess.Popen(["sleep", "60"]) as bystander:
        folder = f"{own.dir}/stale"
        os.makedirs(f"{folder}/etc")
        os.makedirs(f"{folder}/run")
        with open(f"{folder}/run/tocsin.pid", "w", encoding="ascii") as f:
            f.write(f"{bystander.pid}\n")
        with open(own.conf, encoding="utf-8") as f:
            text = f.read().replace(own.var, folder)
        with open(f"{folder}/etc/tocsin.conf", "w", encoding="utf-8") as f:
            f.write(text)
        out = subprocess.run([f"{ROOT}/scripts/down", "--var", folder], capture_output=True, text=True, check=False)
        assert "nothing was running" in out.stdout, out
        assert bystander.poll() is None
        bystander.kill()


def test_a_second_run_is_refused(own):
    r = own.tocsin("run", "--config", own.conf, check=False)
    assert r.returncode == 1
    assert str(own.root_pid()) in r.stderr


def test_a_path_too_long_for_sockets_is_refused(tmp_path):
    r = subprocess.run([f"{ROOT}/scripts/up", "--var", f"/tmp/{'x' * 90}", "--port", str(free_port())],
                       capture_output=True, text=True, check=False)
    os.rmdir(f"/tmp/{'x' * 90}")
    assert r.returncode != 0
    assert "too long" in r.stderr and "--var" in r.stderr
