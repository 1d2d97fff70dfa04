"""What an invoice looks like: what payments change apart from the rest, and nothing that we ourselves show on it."""

import pytest

from counterfoil.adapters.hubspot.answers import CrmObject
from counterfoil.adapters.hubspot.mapping.looks import is_alike, looks_of
from counterfoil.domain.link import seen_as

BEFORE = {
    "hs_number": "INV-1",
    "hs_invoice_status": "open",
    "hs_balance_due": "100.00",
    "counterfoil_sync_status": "in_sync",
}


def invoice(**changes: str) -> CrmObject:
    return CrmObject.model_validate(
        {
            "id": "1",
            "properties": {**BEFORE, **changes},
            "createdAt": "2026-03-01T12:00:00Z",
            "updatedAt": "2026-03-02T12:00:00Z",
        }
    )


@pytest.mark.parametrize(
    ("changes", "alike"),
    [
        ({"hs_invoice_status": "paid", "hs_balance_due": "0.00"}, True),
        ({"counterfoil_sync_status": "failing"}, True),
        ({"hs_number": "INV-2"}, False),
        ({"branch": "North"}, False),
    ],
    ids=["paid", "shown by us", "renumbered", "a property that a rule names"],
)
def test_payments_and_what_we_show_leave_it_as_it_was_seen(changes: dict[str, str], *, alike: bool) -> None:
    seen = seen_as("2026-03-01T12:00:00Z", looks_of(invoice(), ["branch"]))
    assert is_alike(looks_of(invoice(**changes), ["branch"]), seen) is alike


def test_only_what_is_owed_tells_a_paid_invoice_from_an_open_one() -> None:
    assert looks_of(invoice()) == looks_of(invoice(counterfoil_sync_status="failing"))
    assert looks_of(invoice()) != looks_of(invoice(hs_balance_due="0.00"))
