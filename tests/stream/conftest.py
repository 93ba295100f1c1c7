"""One station for the tests that leave it as it is, and one for a test alone."""
import pytest

from .station import Station


@pytest.fixture(scope="session")
def shared_station():
    s = Station()
    yield s
    s.stop()


@pytest.fixture
def station(shared_station):
    yield shared_station
    shared_station.hang_up()


@pytest.fixture
def own_station():
    s = Station()
    yield s
    s.stop()
