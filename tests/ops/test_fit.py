"""L3: on a machine whose disk is full or whose clock lies behind, nothing is started, and it says what to do."""
import os
import subprocess
import tempfile
import time

import pytest

from harness.paths import BUILD, ROOT, free_port
from harness.stack import Stack

DAY = 86400


@pytest.fixture(scope="module")
def stack():
    s = Stack("fit")
    s.up()
    s.down()
    yield s
    s.stop()


def run(stack):
    return subprocess.run([f"{BUILD}/tocsin", "run", "--config", stack.conf], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=60)


def test_a_clock_behind_what_was_written_stops_the_start(stack):
    status = f"{stack.var}/run/status.json"
    os.utime(status, (time.time() + 2 * DAY,) * 2)
    try:
        r = run(stack)
        assert r.returncode == 1 and "the clock says" in r.stderr and "touch that file" in r.stderr and status in r.stderr
        assert not os.path.exists(f"{stack.var}/pg/postmaster.pid")
        with pytest.raises(RuntimeError, match="the clock says"):
            stack.up()
    finally:
        os.utime(status)
    stack.up()
    stack.down()


def test_an_hour_is_no_reason(stack):
    os.utime(f"{stack.var}/run/status.json", (time.time() + 3600,) * 2)
    stack.up()
    stack.down()


def test_a_full_disk_stops_the_start():
    """A file system of eight megabytes, where this machine lets us make one."""
    with tempfile.TemporaryDirectory(prefix="tocsin-full-", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m,mode=755", "none", folder], check=False,
                                               capture_output=True).returncode != 0:
            pytest.skip("mounting is not allowed here")
        try:
            r = subprocess.run([f"{ROOT}/scripts/up", "--var", f"{folder}/var", "--listen", f"127.0.0.1:{free_port()}", "--build", BUILD],
                               cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
            assert r.returncode != 0
            assert f"{folder}/var has" in r.stdout + r.stderr and "free some space there" in r.stdout + r.stderr
            assert not os.path.exists(f"{folder}/var/pg")
        finally:
            subprocess.run(["umount", folder], check=True)
