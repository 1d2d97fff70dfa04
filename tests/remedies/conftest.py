"""Where every story begins."""

from collections.abc import Iterator

import pytest

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.rules import Direction
from tests.remedies.office import Office


@pytest.fixture
def office() -> Iterator[Office]:
    """An American portal and company of its own for every test."""
    with Office.opened() as office:
        yield office


@pytest.fixture
def mirroring() -> Iterator[Office]:
    """One whose invoices go both ways."""
    with Office.opened(invoices=Direction.BOTH) as office:
        yield office


@pytest.fixture
def carried(office: Office) -> RecordRef:
    """An invoice of 100.00 in HubSpot that is in sync."""
    invoice = office.invoice()
    assert office.is_in_sync(invoice)
    return invoice
