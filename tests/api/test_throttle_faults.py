"""AU-06: the throttle while Redis hangs, and sign-in while PostgreSQL is gone too."""
import signal
import time

import pytest

from harness.client import Client
from harness.wait import until


@pytest.fixture
def client(fresh_stack):
    c = Client(fresh_stack.url)
    c.email, c.password = fresh_stack.admin_email, fresh_stack.admin_password
    return c


def attempt(c, password):
    start = time.monotonic()
    r = c.call("POST", "/auth/login", {"email": c.email, "password": password})
    return r, time.monotonic() - start


def test_without_redis_and_without_both(fresh_stack, client):
    client.login()
    fresh_stack.kill("redis-server", sig=signal.SIGSTOP)
    for _ in range(3):
        r, seconds = attempt(client, client.password)
        assert r.status_code == 200 and seconds < 1, (r.status_code, seconds)
    token = r.json()["access_token"]
    # A session's end is noticed although the cache cannot forget it (AU-14 without Redis).
    client.cookie, client.token = r.headers["Set-Cookie"].split("=", 1)[1].split(";")[0], None
    assert client.call("GET", "/auth/me", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    client.logout()
    until(lambda: client.call("GET", "/auth/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401, 5)
    assert [attempt(client, "wrong")[0].status_code for _ in range(6)] == [401] * 5 + [429]
    fresh_stack.kill("postgres -D")
    # A backend may outlive its postmaster for a moment, and then still counts.
    r, seconds = until(lambda: next((a for a in [attempt(client, client.password)] if a[0].status_code != 429), None), 2)
    assert r.status_code == 503 and int(r.headers["Retry-After"]) >= 1 and seconds < 3, (r.status_code, seconds)
    # Both come back by themselves, and the account still waits.
    fresh_stack.kill("redis-server", sig=signal.SIGCONT)
    until(lambda: attempt(client, client.password)[0].status_code == 429, 30)
