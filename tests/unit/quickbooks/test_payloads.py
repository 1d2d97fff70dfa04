"""Writes as items of a batch."""

from decimal import Decimal
from typing import Any

import pytest

from counterfoil.adapters.quickbooks.payloads import document_of, member_snapshot, needs_stored
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import Cure, Failure, VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.records.customer import Address
from counterfoil.domain.snapshot import AnyRecord
from counterfoil.domain.write import Operation, Write
from tests.builders import a_customer, a_line, a_payment, a_product, an_invoice, hubspot, quickbooks
from tests.unit.quickbooks.support import row

COMPANY = CompanyProfile(income_account_id="79", payment_methods={"cash": "1"})
RECORDS: dict[EntityKind, AnyRecord] = {
    EntityKind.CUSTOMER: a_customer(),
    EntityKind.PRODUCT: a_product(),
    EntityKind.INVOICE: an_invoice(),
    EntityKind.PAYMENT: a_payment(),
}


def write(kind: EntityKind, operation: Operation, record: AnyRecord | None = None, *fields: str) -> Write:
    part = "5" if kind is EntityKind.PAYMENT else ""
    return Write(
        key="key",
        operation=operation,
        system=System.QUICKBOOKS,
        kind=kind,
        source=hubspot(kind, "123"),
        record=record or RECORDS[kind],
        target=None if operation is Operation.CREATE else quickbooks(kind, "7", part),
        version="3",
        fields=frozenset(fields),
    )


def document(each: Write, stored: dict[str, Any] | None = None, customer: dict[str, Any] | None = None) -> dict[str, Any]:
    return document_of(each, COMPANY, stored or {}, customer or {})


def test_a_create_leaves_out_what_says_nothing() -> None:
    made = document(write(EntityKind.CUSTOMER, Operation.CREATE, a_customer(given_name="", family_name="")))
    assert made == {
        "operation": "create",
        "Customer": {
            "DisplayName": "Cool Cars",
            "PrimaryEmailAddr": {"Address": "grace@cool.example"},
            "Notes": "Counterfoil: hubspot:customer:123",
        },
    }


def test_a_created_address_has_no_empty_lines() -> None:
    told = a_customer(address=Address(street="Main 1", city="Berlin"))
    made = document(write(EntityKind.CUSTOMER, Operation.CREATE, told))["Customer"]
    assert made["BillAddr"] == {"Line1": "Main 1", "City": "Berlin"}


def test_an_item_without_a_price_still_says_so() -> None:
    made = document(write(EntityKind.PRODUCT, Operation.CREATE, a_product(unit_price=None)))["Item"]
    account = {"value": "79"}
    assert made == {"Name": "Pump", "Sku": "PRD-PUMP", "UnitPrice": 0, "Type": "Service", "IncomeAccountRef": account}


def test_an_update_replaces_one_state() -> None:
    made = document(write(EntityKind.CUSTOMER, Operation.UPDATE, a_customer(phone=""), "phone"))
    assert made["Customer"] == {"Id": "7", "SyncToken": "3", "sparse": True, "PrimaryPhone": {"FreeFormNumber": ""}}


def test_a_payment_is_updated_as_a_whole_in_the_state_that_was_decided_on() -> None:
    links = [{"TxnId": "5", "TxnType": "Invoice"}]
    stored = {**row(TotalAmt=Decimal(9), Line=[{"Amount": Decimal(9), "LinkedTxn": links}]), "SyncToken": "4"}
    made = document(write(EntityKind.PAYMENT, Operation.UPDATE, a_payment(reference="x"), "reference"), stored)
    assert made["Payment"] == {
        "Id": "7",
        "SyncToken": "3",
        "sparse": False,
        "TotalAmt": Decimal(9),
        "Line": stored["Line"],
        "PaymentRefNum": "x",
    }


def test_an_invoice_that_is_given_to_somebody_shows_no_address_but_theirs() -> None:
    customer = {"Id": "8", "BillAddr": {"Id": "99", "Line1": "Main 1", "City": "Berlin"}}
    given = write(
        EntityKind.INVOICE, Operation.UPDATE, an_invoice(customer=quickbooks(EntityKind.CUSTOMER, "8")), "customer"
    )
    made = document(given, None, customer)["Invoice"]
    assert made["CustomerRef"] == {"value": "8"}
    assert {name: value for name, value in made["BillAddr"].items() if value} == {"Line1": "Main 1", "City": "Berlin"}
    assert set(made["ShipAddr"].values()) == {""}
    kept = write(EntityKind.INVOICE, Operation.UPDATE, an_invoice(memo="x"), "memo")
    assert "BillAddr" not in document(kept)["Invoice"]


def test_voids() -> None:
    state = {"Id": "7", "SyncToken": "3", "sparse": True}
    assert document(write(EntityKind.INVOICE, Operation.VOID)) == {"operation": "void", "Invoice": state}
    voided = {"operation": "update", "optionsData": "void", "Payment": state}
    assert document(write(EntityKind.PAYMENT, Operation.VOID)) == voided
    for kind in (EntityKind.CUSTOMER, EntityKind.PRODUCT):
        with pytest.raises(VendorError):
            document(write(kind, Operation.VOID))


@pytest.mark.parametrize(
    ("each", "needed"),
    [
        (write(EntityKind.PAYMENT, Operation.CREATE), False),
        (write(EntityKind.PAYMENT, Operation.UPDATE, None, "reference"), True),
        (write(EntityKind.PAYMENT, Operation.VOID), True),
        (write(EntityKind.CUSTOMER, Operation.UPDATE, None, "phone"), False),
        (write(EntityKind.CUSTOMER, Operation.UPDATE, None, "city"), True),
        (
            write(EntityKind.CUSTOMER, Operation.UPDATE, None, "street", "city", "region", "postal_code", "country"),
            False,
        ),
        (write(EntityKind.INVOICE, Operation.UPDATE, None, "lines"), False),
        (write(EntityKind.PRODUCT, Operation.UPDATE, None, "name"), False),
    ],
)
def test_what_must_be_known_first(each: Write, *, needed: bool) -> None:
    assert needs_stored(each, COMPANY) is needed


def test_an_answer_without_the_record_is_uncertain() -> None:
    failure = member_snapshot(write(EntityKind.PAYMENT, Operation.UPDATE), ())
    assert isinstance(failure, Failure)
    assert failure.cure is Cure.LOOKING


def test_a_line_in_another_currency_is_refused_before_any_call() -> None:
    line = a_line(product=quickbooks(EntityKind.PRODUCT, "1"))
    record = an_invoice(currency="EUR", lines=(line,), customer=quickbooks(EntityKind.CUSTOMER, "8"))
    with pytest.raises(VendorError):
        document(write(EntityKind.INVOICE, Operation.CREATE, record))
