"""Fixtures of the checks' tests: the command line, and a tenant's run under an egress list."""
import json
import os
import subprocess

import pytest

from harness.paths import BUILD


class Answer(dict):
    """One result as `tocsin check -o json` writes it."""

    @property
    def brief(self):
        return self["status"], self.get("reason")


@pytest.fixture(scope="session")
def tocsin():
    """tocsin(ARGUMENTS...) gives (exit status, output, errors)."""
    def run(*args, env=None, timeout=60):
        r = subprocess.run([f"{BUILD}/tocsin", *map(str, args)], capture_output=True, text=True, timeout=timeout,
                           env={**os.environ, **(env or {})}, check=False)
        return r.returncode, r.stdout, r.stderr
    return run


@pytest.fixture(scope="session")
def check(tocsin):
    """check(kind, *targets, option=value, params={...}) gives one Answer, or a list of them."""
    def run(kind, *targets, params=None, env=None, **options):
        args = [kind, *targets, "-o", "json"]
        for name, value in options.items():
            args += ["--" + name.replace("_", "-"), value]
        if params is not None:
            args += ["--params", json.dumps(params)]
        status, out, errors = tocsin("check", *args, env=env)
        assert out, errors
        answers = [Answer(a) for a in json.loads(out)]
        assert status == (0 if all(a["status"] == "up" for a in answers) else 1), errors
        return answers[0] if len(targets) == 1 else answers
    return run


@pytest.fixture(scope="session")
def tenant():
    """tenant(kind, host, params, allow=[...]) runs as for a tenant; gives an Answer, or a list with times > 1.
    Nothing else but `allow` and public addresses may be reached. `usage` gets the run's memory."""
    def run(kind, host, params=None, allow=(), timeout_ms=3000, times=1, gap_ms=0, env=None, usage=None, before=()):
        args = [*before, f"{BUILD}/tests/checks/tenant_check", kind, host, json.dumps(params or {}), str(timeout_ms),
                str(times), str(gap_ms), *allow]
        p = subprocess.Popen(args, stdout=subprocess.PIPE, text=True, env={**os.environ, **(env or {})})
        out = p.stdout.read()
        _, status, used = os.wait4(p.pid, 0)
        p.returncode = os.waitstatus_to_exitcode(status)
        p.stdout.close()
        answers = [Answer(json.loads(line)) for line in out.splitlines()]
        assert p.returncode == (1 if any("refused" in a for a in answers) else 0), (p.returncode, out)
        if usage is not None:
            usage.append(used)
        return answers[0] if times == 1 else answers
    return run


@pytest.fixture
def hostile():
    """hostile(HABIT, ...) starts a raw server of hostile.py, stopped after the test."""
    from hostile import Raw
    made = []

    def make(habit, **more):
        made.append(Raw(habit, **more))
        return made[-1]
    yield make
    for s in made:
        s.stop()
