"""Which way a predefined field goes under a rule, as people are shown it."""

import pytest

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import Direction
from counterfoil.domain.rules.predefined import PREDEFINED
from counterfoil.domain.texts import locks

CUSTOMER, INVOICE = EntityKind.CUSTOMER, EntityKind.INVOICE
OUT, BACK, BOTH, OFF = (
    Direction.HUBSPOT_TO_QUICKBOOKS,
    Direction.QUICKBOOKS_TO_HUBSPOT,
    Direction.BOTH,
    Direction.OFF,
)


@pytest.mark.parametrize(
    ("kind", "name", "rule", "direction", "why"),
    [
        (CUSTOMER, "email", BOTH, BOTH, ""),
        (CUSTOMER, "email", OFF, BOTH, ""),
        (CUSTOMER, "email", OUT, OUT, ""),
        (CUSTOMER, "email", BACK, BACK, ""),
        (CUSTOMER, "display_name", BOTH, OUT, locks.OF_THE_COMPANY()),
        (CUSTOMER, "display_name", BACK, OFF, locks.OTHER_WAY()),
        (CUSTOMER, "currency", BACK, OFF, locks.FOR_GOOD()),
        (INVOICE, "lines", OUT, OUT, locks.MADE_IN_HUBSPOT()),
        (INVOICE, "lines", BACK, BACK, locks.MADE_IN_QUICKBOOKS()),
        (INVOICE, "lines", BOTH, BOTH, locks.WHERE_IT_WAS_MADE()),
        (INVOICE, "memo", BOTH, BOTH, ""),
        (INVOICE, "customer_email", BACK, OFF, locks.OTHER_WAY()),
        (INVOICE, "customer", BOTH, BOTH, locks.BY_ITS_OWN_WAY()),
        (INVOICE, "total", BOTH, OFF, locks.CALCULATED()),
    ],
)
def test_a_field_goes_no_way_that_its_rule_does_not_go(
    *, kind: EntityKind, name: str, rule: Direction, direction: Direction, why: str
) -> None:
    field = next(one for one in PREDEFINED[kind] if one.name == name)

    shown = field.under(rule)

    assert (shown.direction, shown.locked) == (direction, why)
