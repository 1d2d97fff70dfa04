"""A reference is written as text and read back as it was."""

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef, System
from tests.builders import hubspot, quickbooks


@pytest.mark.parametrize(
    ("ref", "text"),
    [
        (hubspot(EntityKind.INVOICE, "71"), "hubspot:invoice:71"),
        (quickbooks(EntityKind.PAYMENT, "9", part="145"), "quickbooks:payment:9:145"),
    ],
)
def test_text_and_back(ref: RecordRef, text: str) -> None:
    assert str(ref) == text
    assert RecordRef.parse(text) == ref


@pytest.mark.parametrize(
    "text", ["hubspot:invoice", "hubspot:invoice:", "hubspot:invoice:1:2:3", "sage:invoice:1", "hubspot:quote:1"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a|is not"):
        RecordRef.parse(text)


def test_the_whole_of_a_part() -> None:
    assert quickbooks(EntityKind.PAYMENT, "9", part="145").whole == quickbooks(EntityKind.PAYMENT, "9")
    whole = hubspot(EntityKind.PAYMENT, "9")
    assert whole.whole is whole


@pytest.mark.parametrize("system", System)
def test_each_system_is_the_others_other(system: System) -> None:
    assert system.other is not system
    assert system.other.other is system


def test_people_read_the_vendors_own_spelling() -> None:
    assert [system.brand for system in System] == ["HubSpot", "QuickBooks"]
