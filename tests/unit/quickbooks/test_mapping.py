"""Customers, items and payments, from the wire and to it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.adapters.quickbooks import schemas as wire
from counterfoil.adapters.quickbooks.mapping import (
    CUSTOMER_FIELDS,
    customer_document,
    customer_members,
    customer_snapshot,
    plain_name,
    product_members,
    product_snapshot,
)
from counterfoil.adapters.quickbooks.mapping_payment import payment_snapshots, payment_update, pays_others
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import Cure, ErrorCategory, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.customer import Address, Customer
from counterfoil.domain.records.payment import Payment, PaymentMethod
from counterfoil.domain.records.product import Product
from tests.builders import a_customer, a_payment, a_product, hubspot, quickbooks
from tests.unit.quickbooks.support import row

COMPANY = CompanyProfile(payment_methods={"cash": "1", "visa": "2", "ach": "3", "bank transfer": "4"})
LINES = [
    {"Amount": Decimal(10), "LinkedTxn": [{"TxnId": "5", "TxnType": "Invoice"}], "LineEx": {"any": []}},
    {"Amount": Decimal(20), "LinkedTxn": [{"TxnId": "6", "TxnType": "Invoice"}]},
    {"Amount": Decimal(3), "LinkedTxn": [{"TxnId": "9", "TxnType": "CreditMemo"}]},
    {"Amount": Decimal(5), "LinkedTxn": [{"TxnId": "5", "TxnType": "Invoice"}]},
]


def customer(**members: Any) -> Customer:
    record = customer_snapshot(wire.Customer.model_validate(row(**members))).record
    assert isinstance(record, Customer)
    return record


def product(**members: Any) -> Product:
    record = product_snapshot(wire.Item.model_validate(row(**members))).record
    assert isinstance(record, Product)
    return record


def payments(**members: Any) -> list[tuple[str, Payment]]:
    shown = payment_snapshots(wire.Payment.model_validate(row(**members)), COMPANY)
    return [(each.ref.part, each.record) for each in shown if isinstance(each.record, Payment)]


def test_almost_nothing_is_a_customer() -> None:
    assert customer() == Customer()
    assert customer(DisplayName=None, PrimaryEmailAddr=None, BillAddr={"Line1": None}) == Customer()


def test_projects_and_bundles_are_known_as_such() -> None:
    assert customer(Job=True, IsProject=True) == Customer(job=True, project=True)
    assert [product(Type=kind).bundle for kind in ("Group", "Bundle", "Service")] == [True, True, False]


def test_a_street_has_up_to_five_lines() -> None:
    lines = {f"Line{number}": f"Line {number}" for number in range(1, 6)}
    assert customer(BillAddr=lines).address.street == "Line 1\nLine 2\nLine 3\nLine 4\nLine 5"
    members = customer_members(a_customer(address=Address(street=" a \r\n\nb\n")), {"street"}, None)
    assert members == {"BillAddr": {"Line1": "a", "Line2": "b", "Line3": "", "Line4": "", "Line5": ""}}


def test_an_address_keeps_what_is_not_named() -> None:
    stored = {"BillAddr": {"Id": "3", "Line1": "Old", "Line2": "Unit 4", "City": "Bayshore"}}
    told = a_customer(address=Address(street="New", city="Oakland"))
    assert customer_members(told, {"city"}, stored)["BillAddr"] == {**stored["BillAddr"], "City": "Oakland"}
    street = customer_members(told, {"street"}, stored)["BillAddr"]
    assert (street["Line1"], street["Line2"], street["City"]) == ("New", "", "Bayshore")


def test_only_named_fields_are_checked_and_sent() -> None:
    assert customer_members(a_customer(phone="5" * 31, given_name=""), {"given_name"}, None) == {"GivenName": ""}


def test_all_fields_make_a_document() -> None:
    source = hubspot(EntityKind.CUSTOMER, "1")
    document = customer_document(a_customer(), source)
    assert document.pop("Notes") == "Counterfoil: hubspot:customer:1"
    assert document == customer_members(a_customer(), CUSTOMER_FIELDS, None)


@given(st.text())
def test_a_plain_name_has_nothing_forbidden_and_stays_as_it_is(text: str) -> None:
    name = plain_name(text)
    assert not set(name) & set(":\t\r\n")
    assert plain_name(name) == name


@pytest.mark.parametrize(
    ("name", "active", "shown"),
    [
        ("Pump (deleted)", False, "Pump"),
        ("Pump (deleted 2)", False, "Pump"),
        ("Pump", False, "Pump"),
        ("Pump (deleted)", True, "Pump (deleted)"),
    ],
)
def test_the_suffix_of_inactive_entries_is_no_part_of_the_name(name: str, shown: str, *, active: bool) -> None:
    assert product(Name=name, Active=active).name == shown
    assert customer(DisplayName=name, Active=active).display_name == shown


def test_a_product_to_and_fro() -> None:
    members = product_members(a_product(description="Pumps"), {"name", "sku", "description", "unit_price"})
    assert members == {"Name": "Pump", "Sku": "PRD-PUMP", "Description": "Pumps", "UnitPrice": Decimal("12.75")}
    assert product(**members) == a_product(description="Pumps")
    assert product_members(a_product(name=":", unit_price=None), {"name", "unit_price"}) == {"UnitPrice": 0}


def test_lines_of_one_invoice_count_together() -> None:
    shown = payments(TotalAmt=40, Line=LINES, TxnDate="2026-03-01", CustomerRef={"value": "8"})
    assert [(part, record.amount) for part, record in shown] == [("5", Decimal(15)), ("6", Decimal(20))]
    assert {record.customer for _, record in shown} == {quickbooks(EntityKind.CUSTOMER, "8")}
    assert payments(TotalAmt=40, Line=None) == []


@pytest.mark.parametrize(
    ("reference", "method"),
    [
        (None, PaymentMethod.OTHER),
        ({"value": "1"}, PaymentMethod.CASH),
        ({"value": "2"}, PaymentMethod.CARD),
        ({"value": "99", "name": "Cheque"}, PaymentMethod.CHECK),
        ({"value": "98", "name": "Barter"}, PaymentMethod.OTHER),
    ],
)
def test_methods_by_their_usual_names(reference: dict[str, str] | None, method: PaymentMethod) -> None:
    [(_, record)] = payments(TotalAmt=20, Line=LINES[1:2], PaymentMethodRef=reference)
    assert record.method is method


def stored_payment() -> dict[str, Any]:
    return row(TotalAmt=Decimal(40), UnappliedAmt=Decimal(5), Line=LINES, PaymentMethodRef={"value": "2"}, PrivateNote="n")


def test_a_new_amount_is_that_of_one_invoice() -> None:
    document = payment_update(a_payment(amount=Decimal(12)), {"amount"}, stored_payment(), "5", COMPANY)
    amounts = [(line["Amount"], line["LinkedTxn"][0]["TxnId"]) for line in document["Line"]]
    assert amounts == [(Decimal(12), "5"), (Decimal(20), "6"), (Decimal(3), "9")]
    assert document["TotalAmt"] == Decimal(37)
    assert not {"UnappliedAmt", "MetaData", "sparse"} & document.keys()


def test_other_fields_leave_lines_and_total_alone() -> None:
    record = a_payment(amount=Decimal(1), method=PaymentMethod.CASH, reference="7", paid_on=date(2026, 5, 1))
    fields = {"method", "reference", "paid_on"}
    document = payment_update(record, fields, stored_payment(), "5", COMPANY)
    assert [line["Amount"] for line in document["Line"]] == [line["Amount"] for line in LINES]
    assert (document["TotalAmt"], document["PaymentMethodRef"]) == (Decimal(40), {"value": "1"})
    assert (document["PaymentRefNum"], document["TxnDate"], document["PrivateNote"]) == ("7", "2026-05-01", "n")
    other = replace(record, method=PaymentMethod.OTHER)
    assert "PaymentMethodRef" not in payment_update(other, fields, stored_payment(), "5", COMPANY)


def test_an_invoice_that_is_not_paid_any_more() -> None:
    with pytest.raises(VendorError) as raised:
        payment_update(a_payment(), {"amount"}, stored_payment(), "77", COMPANY)
    assert (raised.value.failure.category, raised.value.failure.cure) == (ErrorCategory.VENDOR_UNAVAILABLE, Cure.READING)


def test_what_else_is_paid() -> None:
    assert pays_others({"Line": LINES}, "5")
    assert not pays_others({"Line": [LINES[0], LINES[3]]}, "5")
    assert not pays_others({}, "5")
