"""A house for each test: every one of them breaks something."""
import pytest

from workers.house import House


@pytest.fixture
def house():
    h = House()
    yield h
    h.stop()
