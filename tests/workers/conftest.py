"""One house with a checker for tests that leave it as it is, and one for a test alone."""
import pytest

from .house import House


@pytest.fixture(scope="module")
def house():
    h = House()
    h.the_checker = h.start()
    yield h
    h.stop()


@pytest.fixture
def own_house():
    h = House()
    yield h
    h.stop()
