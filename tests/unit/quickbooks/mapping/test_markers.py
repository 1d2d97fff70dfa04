"""The marker in a note, whatever is around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.quickbooks.mapping.common import marker, source_in
from counterfoil.domain.identity import EntityKind, RecordRef
from tests.builders import hubspot, quickbooks

SOURCE = hubspot(EntityKind.INVOICE, "123")


@pytest.mark.parametrize("source", [SOURCE, quickbooks(EntityKind.PAYMENT, "7", "9"), hubspot(EntityKind.PRODUCT, "a-b")])
def test_a_marker_is_read_back(source: RecordRef) -> None:
    assert source_in(marker(source)) == source


@pytest.mark.parametrize(
    "note",
    [
        "Voided - Counterfoil: hubspot:invoice:123",
        "Counterfoil: hubspot:invoice:123\nCall before delivery",
        "Call before delivery. Counterfoil: hubspot:invoice:123.",
        "(Counterfoil: hubspot:invoice:123)",
    ],
)
def test_people_may_write_around_it(note: str) -> None:
    assert source_in(note) == SOURCE


@pytest.mark.parametrize(
    "note",
    [
        "",
        "Voided",
        "Counterfoil",
        "Counterfoil: ",
        "Counterfoil: hubspot:invoice",
        "Counterfoil: sap:invoice:1",
        "hubspot:invoice:1",
    ],
)
def test_no_marker(note: str) -> None:
    assert source_in(note) is None


@given(st.text(max_size=60))
def test_any_note_can_be_read(note: str) -> None:
    source_in(f"Counterfoil: {note}")
