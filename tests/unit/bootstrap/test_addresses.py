"""Mails lead to the records of their own connection, in both products, without asking a vendor."""

import pytest

from counterfoil.bootstrap.addresses import addresses
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.settings import load_settings
from tests.builders import a_connection, hubspot, quickbooks

SANDBOX = "https://sandbox-quickbooks.api.intuit.com"


@pytest.mark.parametrize(
    ("ref", "more", "page"),
    [
        (hubspot(EntityKind.INVOICE, "301"), {}, "https://app.hubspot.com/contacts/62515/record/0-53/301"),
        (quickbooks(EntityKind.INVOICE, "145"), {}, "https://app.qbo.intuit.com/app/invoice?txnId=145"),
        (
            quickbooks(EntityKind.INVOICE, "145"),
            {"QUICKBOOKS_BASE_URL": SANDBOX},
            "https://app.sandbox.qbo.intuit.com/app/invoice?txnId=145",
        ),
        (quickbooks(EntityKind.PRODUCT, "7"), {}, ""),
    ],
)
def test_a_record_has_its_page(ref: RecordRef, more: dict[str, str], page: str) -> None:
    address = addresses(load_settings({"TABLE_NAME": "table", **more}))
    assert address(a_connection(), ref) == page
