"""Fixtures of the API's tests: the API alone, two tenants."""
import itertools

import pytest

from api.gate import Gate

number = itertools.count(1)


@pytest.fixture(scope="session")
def gate():
    """Shared by the run: tests leave it alive and add things under names of their own."""
    g = Gate().start()
    yield g
    g.stop()


@pytest.fixture
def fresh_gate():
    """For one test alone, which may break it."""
    g = Gate().start()
    yield g
    g.stop()


@pytest.fixture
def alpha(gate):
    """The owner's key of the first tenant."""
    return gate.client("alpha")


@pytest.fixture
def beta(gate):
    """The owner's key of the second tenant."""
    return gate.client("beta")


@pytest.fixture
def things(gate, request):
    """Makes hosts and checks with names nobody else uses: things("alpha").host(), .check(host)."""
    class Things:
        def __init__(self, tenant):
            self.client = gate.client(tenant)

        def host(self, **more):
            body = {"name": f"{request.node.name[:80]} {next(number)}", "address": "192.0.2.1", **more}
            return self.client.post("/hosts", body, status=201)

        def check(self, host, **more):
            body = {"host_id": host["id"], "type": "tcp", "name": f"check {next(number)}", "params": {"port": 80}, **more}
            return self.client.post("/checks", body, status=201)
    return Things
