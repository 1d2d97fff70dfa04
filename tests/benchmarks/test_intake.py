"""How many calls of AWS a delivery takes."""

from collections.abc import Sequence

import pytest

from counterfoil.domain.identity import EntityKind
from tests.benchmarks.intake import EVENTS, taking_in


@pytest.mark.feature("X5")
@pytest.mark.parametrize("kinds", [[EntityKind.INVOICE], list(EntityKind)], ids=["one kind", "all kinds"])
def test_a_delivery_takes_a_call_for_each_kind(kinds: Sequence[EntityKind]) -> None:
    calls = taking_in(kinds)
    print(f"a delivery of {EVENTS} events of {len(kinds)} kinds: {calls.total()} calls of AWS ({dict(calls)})")
    assert calls == {"sqs": len(kinds)}
