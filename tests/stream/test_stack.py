"""Through the web server, as pages do."""
import time

import pytest

from harness.client import Client
from harness.stack import Stack

from .listener import Listener


@pytest.fixture(scope="module")
def whole():
    s = Stack("stream").start()
    s.key = s.admin_key()
    yield s
    s.keep_logs()
    s.stop()


def test_a_page_hears_of_a_write_and_the_stop_waits_for_nobody(whole):
    api = Client(whole.url, key=whole.key)
    l = Listener(("127.0.0.1", whole.port), "hosts,checks,changes,system", key=whole.key).opened()
    assert "text/event-stream" in l.head and "Content-Security-Policy" in l.head
    host = api.post("/hosts", {"name": "web", "address": "127.0.0.1"}, status=201)["id"]
    start = time.monotonic()
    l.wait(lambda n, d: n == "hosts" and host in d["config"], 3)
    assert time.monotonic() - start < 2
    l.at = 0
    l.wait("system", 10)
    health = api.get("/system/health")
    assert health["stream"]["alive"] is True
    assert Client(whole.url).call("GET", "/events?topics=hosts").status_code == 401
    start = time.monotonic()
    whole.down()
    assert time.monotonic() - start < 9, "the web server waited for a listener"
    assert l.bye(2)[0] == "shutdown"
