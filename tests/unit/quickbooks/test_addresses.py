"""Where people see a record in QuickBooks."""

import pytest

from counterfoil.adapters.quickbooks.addresses import address_of
from counterfoil.domain.blockers import ListEntry, OtherList
from counterfoil.domain.identity import EntityKind
from tests.builders import quickbooks

LIVE = "https://quickbooks.api.intuit.com"


@pytest.mark.parametrize(
    ("kind", "part", "page"),
    [
        (EntityKind.CUSTOMER, "", "https://app.qbo.intuit.com/app/customerdetail?nameId=145"),
        (EntityKind.INVOICE, "", "https://app.qbo.intuit.com/app/invoice?txnId=145"),
        (EntityKind.PAYMENT, "7", "https://app.qbo.intuit.com/app/recvpayment?txnId=145"),
        (EntityKind.PRODUCT, "", ""),
    ],
)
def test_every_kind_but_items_has_a_page(kind: EntityKind, part: str, page: str) -> None:
    assert address_of(quickbooks(kind, "145", part), LIVE) == page


@pytest.mark.parametrize(
    ("of_list", "page"),
    [
        (OtherList.VENDOR, "https://app.qbo.intuit.com/app/vendordetail?nameId=7"),
        (OtherList.EMPLOYEE, "https://app.qbo.intuit.com/app/employees"),
    ],
)
def test_entries_of_lists_that_are_carried_nowhere_have_pages(of_list: OtherList, page: str) -> None:
    assert address_of(ListEntry(of_list, "7"), LIVE) == page


def test_sandbox_companies_have_pages_elsewhere() -> None:
    page = address_of(quickbooks(EntityKind.INVOICE, "145"), "https://sandbox-quickbooks.api.intuit.com")
    assert page == "https://app.sandbox.qbo.intuit.com/app/invoice?txnId=145"
