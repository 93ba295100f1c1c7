"""A1, A2, L3: no process works on a database that does not keep tenants apart, and each says why."""
import pytest
import requests

from harness.stack import Stack
from harness.wait import until

CHANGES = [
    ("ALTER ROLE tocsin_api {}BYPASSRLS", "", "NO", "tocsin_api", "bypasses"),
    ("ALTER ROLE tocsin_api {}SUPERUSER", "", "NO", "tocsin_api", "superuser"),
    ("ALTER TABLE host OWNER TO {}", "tocsin_api", "tocsin_owner", "host", "owns"),
    ("{} tocsin_api", "GRANT tocsin_owner TO", "REVOKE tocsin_owner FROM", None, "become"),
    ("ALTER TABLE label {}FORCE ROW LEVEL SECURITY", "NO ", "", "label", "forced"),
    ("ALTER TABLE label {} ROW LEVEL SECURITY", "DISABLE", "ENABLE", "label", "forced"),
]


@pytest.fixture(scope="module")
def stack():
    s = Stack().start()
    yield s
    s.stop()


def status(stack):
    r = requests.get(stack.url + "/api/v1/ready", timeout=5)
    return r.status_code if r.headers["Content-Type"].startswith("application/json") else None


@pytest.mark.parametrize("change, wrong, right, of, word", CHANGES)
def test_the_api_serves_nothing_without_the_wall(stack, change, wrong, right, of, word):
    def refusals():
        return [e for e in stack.events("guard_refused") if word in e["reason"] and of in (None, e["of"])]
    before = len(refusals())
    try:
        stack.sql(change.format(wrong))
        stack.kill("tocsin-api fast")  # every connection is made anew
        until(lambda: status(stack) == 503, 15, what="503")
        until(lambda: len(refusals()) > before, 10, what="the reason")
        assert all(e["remedy"].startswith("ALTER ") for e in refusals())
    finally:
        stack.sql(change.format(right))
    until(lambda: status(stack) == 200, 15, what="200 again")


@pytest.mark.parametrize("role", ["checker", "keeper"])
def test_a_worker_does_nothing_without_the_wall(stack, role):
    def refusals():
        return [e for e in stack.events("guard_refused") if e["of"] == f"tocsin_{role}"]
    before = len(refusals())
    try:
        stack.sql(f"ALTER ROLE tocsin_{role} BYPASSRLS")
        stack.kill(f"tocsin-worker {role}")
        until(lambda: len(refusals()) > before, 20, what="the reason")
        assert stack.sql("SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND state = 'active'", f"tocsin_{role}") == [(0,)]
    finally:
        stack.sql(f"ALTER ROLE tocsin_{role} NOBYPASSRLS")
    until(lambda: stack.sql("SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = %s", f"tocsin_{role}") == [(True,)], 20,
          what="its connection again")
