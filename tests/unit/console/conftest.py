"""One console on fakes for each test."""

import pytest

from tests.unit.console.house import AISHA, DANA, Browser, House, signed_in
from tests.unit.console.setting_up import prepared


@pytest.fixture(autouse=True)
def namespace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Metrics are published under it, as soon as there are a hundred."""
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Counterfoil")


@pytest.fixture
def house() -> House:
    """The console."""
    return House()


@pytest.fixture
def stranger(house: House) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(house)


@pytest.fixture
def dana(house: House) -> Browser:
    """An administrator's browser."""
    return signed_in(house, DANA)


@pytest.fixture
def aisha(house: House) -> Browser:
    """A viewer's browser."""
    return signed_in(house, AISHA)


@pytest.fixture
def connection_id(house: House) -> str:
    """A connection whose accounts have a few fields."""
    return prepared(house)
