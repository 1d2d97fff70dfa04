"""Where people see a record in HubSpot."""

import pytest

from counterfoil.adapters.hubspot.addresses import address_of
from counterfoil.domain.identity import EntityKind
from tests.builders import hubspot


@pytest.mark.parametrize(
    ("kind", "type_id"),
    [
        (EntityKind.CUSTOMER, "0-1"),
        (EntityKind.PRODUCT, "0-7"),
        (EntityKind.INVOICE, "0-53"),
        (EntityKind.PAYMENT, "0-101"),
    ],
)
def test_every_kind_has_a_page(kind: EntityKind, type_id: str) -> None:
    assert address_of(hubspot(kind, "9012"), "62515") == f"https://app.hubspot.com/contacts/62515/record/{type_id}/9012"


def test_what_is_no_record_of_hubspots_has_none() -> None:
    assert address_of(hubspot(EntityKind.PRODUCT, "custom-line-item"), "62515") == ""
