"""What the console puts together of the product, and what it has to know of a request that waits for it."""

from pathlib import Path

import pytest

from counterfoil.settings import load_settings, read
from counterfoil_console.bundles import PATIENCE, Bundles
from counterfoil_console.settings import ConsoleSettings
from tests.fakes import FrozenClock
from tests.simulation.aws.dynamodb import FakeDynamoDB
from tests.unit.console.house import SETTINGS

TIMEOUT = "Timeout: 29"
"""Of the console's function, in seconds."""


@pytest.mark.parametrize("name", ["vendors", "operating", "accounts"])
def test_whoever_looks_at_a_browser_waits_for_no_whole_minute(name: str) -> None:
    settings, product = read(ConsoleSettings, SETTINGS), load_settings({"TABLE_NAME": "links"})
    bundles = Bundles(settings, product, clock=FrozenClock(), client=lambda _: FakeDynamoDB(lambda _: None))
    assert getattr(bundles, name).patience == PATIENCE
    console = Path("template.yaml").read_text(encoding="utf-8").partition("\n  ConsoleFunction:\n")[2].partition("\n\n")[0]
    assert TIMEOUT in console
    assert PATIENCE.total_seconds() < 29 / 2, "what is waited for takes time as well"
