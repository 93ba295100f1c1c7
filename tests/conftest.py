"""Fixtures of all tests against real servers; what they give is described in harness/__init__.py."""
import pytest

from harness.servers import Servers


@pytest.fixture(scope="session")
def servers():
    """PostgreSQL with the schema, and Redis: one pair for the whole run."""
    s = Servers(statements=True).start()
    yield s
    s.stop()


@pytest.fixture
def fresh_servers():
    """The same, for one test alone."""
    s = Servers().start()
    yield s
    s.stop()


@pytest.fixture(scope="session")
def stack():
    """A whole running Tocsin on a free port, shared by the run: tests leave it alive."""
    from harness.stack import Stack
    s = Stack().start()
    yield s
    s.stop()


@pytest.fixture
def fresh_stack():
    """A whole running Tocsin for one test alone, which may break it."""
    from harness.stack import Stack
    s = Stack().start()
    yield s
    s.stop()


@pytest.fixture(scope="session")
def world(stack):
    """Two tenants with a user of each role on the shared stack."""
    from harness.world import World
    return World(stack)


@pytest.fixture
def target():
    """Makes targets by class name, stopped after the test: target("Http"), target("Tcp", habit="reset")."""
    from harness import targets
    made = []

    def make(kind, *args, **more):
        made.append(getattr(targets, kind)(*args, **more))
        return made[-1]
    yield make
    for t in made:
        t.stop()
