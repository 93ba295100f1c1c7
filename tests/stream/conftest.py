"""One station for all tests; whoever stops something starts it again."""
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
