"""OP-01 and OP-02: migrations that are killed, that race, that meet a database of another build."""
import os
import shutil
import signal
import subprocess
import time

import pytest
import requests

from harness.paths import BUILD, PG_BIN, ROOT
from harness.servers import Servers
from harness.wait import until

STEPS = sorted(n for n in os.listdir(f"{ROOT}/migrations") if n.endswith(".sql"))


class Cluster(Servers):
    """A running PostgreSQL without our database."""

    def __init__(self):
        super().__init__(redis=False)

    def migrate(self):
        pass

    def command(self, share=ROOT):
        return [f"{BUILD}/tocsin", "migrate", "--pg", self.pg_dir, "--share", str(share)]

    def apply(self, share=ROOT):
        return subprocess.run(self.command(share), capture_output=True, text=True, timeout=120, check=False)

    def applied(self):
        try:
            return [name for name, in self.sql("SELECT name FROM schema_migration ORDER BY name")]
        except Exception:  # no database yet, or no table in it
            return []

    def schema(self):
        """The whole schema as text, without what pg_dump makes anew each time."""
        out = self.pg("pg_dump", "-h", self.pg_dir, "-U", "postgres", "-s", "tocsin").stdout
        return [line for line in out.splitlines() if not line.startswith(("\\", "--"))]

    def again(self):
        self.sql("DROP DATABASE IF EXISTS tocsin WITH (FORCE)", database="postgres")


@pytest.fixture(scope="module")
def cluster():
    c = Cluster()
    c.make_folders()
    c.initdb()
    c.start_pg()
    yield c
    c.stop_pg("immediate")
    shutil.rmtree(c.dir, ignore_errors=True)


@pytest.fixture(scope="module")
def clean(cluster):
    """The schema of an undisturbed migration."""
    cluster.again()
    assert cluster.apply().returncode == 0
    assert cluster.applied() == STEPS
    return cluster.schema()


def more(tmp_path, name, text):
    """A tree with our migrations and one more."""
    shutil.copytree(f"{ROOT}/migrations", tmp_path / "migrations")
    (tmp_path / "migrations" / name).write_text(text)
    return tmp_path


def test_a_second_time_changes_nothing(cluster, clean):
    r = cluster.apply()
    assert (r.returncode, r.stderr) == (0, "")
    assert cluster.schema() == clean


@pytest.mark.parametrize("n", range(8))
def test_killed_anywhere_it_goes_on(cluster, clean, n):
    """kill -9 at eight moments spread over the run: whole steps are there, the rest follows."""
    cluster.again()
    with subprocess.Popen(cluster.command(), stderr=subprocess.DEVNULL) as p:
        time.sleep(0.025 * n)
        p.send_signal(signal.SIGKILL)
    until(lambda: cluster.sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tocsin migrate'",
                              database="postgres") == [(0,)], 20, what="the end of its session")
    assert cluster.applied() == STEPS[:len(cluster.applied())]
    assert cluster.apply().returncode == 0
    assert cluster.schema() == clean


def test_migrators_take_turns(cluster, clean):
    cluster.again()
    several = [subprocess.Popen(cluster.command(), stderr=subprocess.PIPE, text=True) for _ in range(4)]
    said = [p.communicate(timeout=60)[1] for p in several]
    assert [p.returncode for p in several] == [0] * 4, said
    assert sum(text.count('"event":"migrated"') for text in said) == len(STEPS)
    assert cluster.schema() == clean


def test_a_step_that_fails_leaves_nothing(cluster, clean, tmp_path):
    share = more(tmp_path, "0900_bad.sql", "CREATE TABLE half_done ();\nSELECT 1 / 0;\n")
    r = cluster.apply(share)
    assert r.returncode == 1
    assert "0900_bad.sql" in r.stderr and "division by zero" in r.stderr
    assert cluster.schema() == clean
    assert cluster.applied() == STEPS


def test_a_changed_step_is_refused(cluster, clean, tmp_path):
    share = more(tmp_path, STEPS[0], "-- another text\n")
    r = cluster.apply(share)
    assert r.returncode == 1 and STEPS[0] in r.stderr and "another text" in r.stderr
    assert cluster.schema() == clean


def test_a_newer_database_is_refused(cluster, clean):
    cluster.sql("INSERT INTO schema_migration (name, checksum) VALUES ('9999_later.sql', repeat('0', 64))")
    try:
        r = cluster.apply()
        assert r.returncode == 1 and "9999_later.sql" in r.stderr and "newer" in r.stderr
    finally:
        cluster.sql("DELETE FROM schema_migration WHERE name = '9999_later.sql'")


def test_the_log_says_which_steps_break_older_builds(cluster, clean, tmp_path):
    share = more(tmp_path, "0901_breaks.sql", "-- Renames something.\n-- Breaks older builds.\nSELECT 1;\n")
    try:
        assert cluster.apply(share).returncode == 0
        assert cluster.sql("SELECT breaking FROM schema_migration WHERE name = '0901_breaks.sql'") == [(True,)]
        assert cluster.sql("SELECT count(*) FROM schema_migration WHERE breaking") == [(1,)]
    finally:
        cluster.sql("DELETE FROM schema_migration WHERE name = '0901_breaks.sql'")


def test_processes_refuse_a_schema_they_do_not_know(fresh_stack):
    """A newer step that breaks nothing is served; one that does, or a missing one, is not, and the log says why."""
    def becomes(change, status, word):
        fresh_stack.sql(change)
        fresh_stack.kill("tocsin-api fast")  # every connection is made anew

        def answer():
            r = requests.get(fresh_stack.url + "/api/v1/ready", timeout=5)
            own = r.headers["Content-Type"].startswith("application/json")
            return (r.status_code, r.json()["status"]) if own else None
        until(lambda: answer() == (status, word), 15, what=f"status {status} after {change}")

    added = "INSERT INTO schema_migration (name, checksum, breaking) VALUES ('9999_later.sql', repeat('0', 64), {})"
    becomes(added.format("false"), 200, "ready")
    becomes("UPDATE schema_migration SET breaking = true WHERE name = '9999_later.sql'", 503, "not_ready")
    until(lambda: [e for e in fresh_stack.events("schema_refused") if e["step"] == "9999_later.sql"], 10, what="the reason")
    becomes("DELETE FROM schema_migration WHERE name = '9999_later.sql'", 200, "ready")
    becomes("DELETE FROM schema_migration WHERE name = '0002_watching.sql'", 503, "not_ready")
    until(lambda: [e for e in fresh_stack.events("schema_refused") if e["step"] == "0002_watching.sql"], 10, what="the reason")
