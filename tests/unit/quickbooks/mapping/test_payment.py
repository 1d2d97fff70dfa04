"""Payments, from the wire and to it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.adapters.quickbooks import schemas as wire
from counterfoil.adapters.quickbooks.mapping.payment import (
    payment_document,
    payment_snapshots,
    payment_update,
    pays_others,
)
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import Cure, ErrorCategory, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.payment import Payment, PaymentMethod, PaymentStatus
from counterfoil.domain.texts.sentence import Told
from tests.builders import a_payment, hubspot, quickbooks
from tests.unit.quickbooks.support import row

COMPANY = CompanyProfile(payment_methods={"cash": "1", "visa": "2", "ach": "3", "bank transfer": "4"})


LINES = [
    {"Amount": Decimal(10), "LinkedTxn": [{"TxnId": "5", "TxnType": "Invoice"}], "LineEx": {"any": []}},
    {"Amount": Decimal(20), "LinkedTxn": [{"TxnId": "6", "TxnType": "Invoice"}]},
    {"Amount": Decimal(3), "LinkedTxn": [{"TxnId": "9", "TxnType": "CreditMemo"}]},
    {"Amount": Decimal(5), "LinkedTxn": [{"TxnId": "5", "TxnType": "Invoice"}]},
]


def invoice_line(amount: int, invoice_id: str) -> dict[str, Any]:
    return {"Amount": Decimal(amount), "LinkedTxn": [{"TxnId": invoice_id, "TxnType": "Invoice"}]}


def payments(**members: Any) -> list[tuple[str, Payment]]:
    shown = payment_snapshots(wire.Payment.model_validate(row(**members)), COMPANY)
    return [(each.ref.part, each.record) for each in shown if isinstance(each.record, Payment)]


def test_lines_of_one_invoice_count_together() -> None:
    shown = payments(TotalAmt=40, Line=LINES, TxnDate="2026-03-01", CustomerRef={"value": "8"})
    assert [(part, record.amount) for part, record in shown] == [("5", Decimal(12)), ("6", Decimal(20))]
    assert [record.credits for _, record in shown] == ["credit memo of 3.00 USD", ""]
    assert {record.customer for _, record in shown} == {quickbooks(EntityKind.CUSTOMER, "8")}
    assert payments(TotalAmt=40, UnappliedAmt=40, Line=None) == []


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
    assert amounts == [(Decimal(15), "5"), (Decimal(20), "6"), (Decimal(3), "9")]
    assert document["TotalAmt"] == Decimal(40)
    assert not {"UnappliedAmt", "MetaData", "sparse"} & document.keys()


@pytest.mark.parametrize(("amount", "rest", "total"), [(12, 3, 38), (17, 0, 40), (15, 2, 40)])
def test_what_is_to_stay_on_no_invoice_is_part_of_the_total(amount: int, rest: int, total: int) -> None:
    record = a_payment(amount=Decimal(amount), unapplied=Decimal(rest))
    document = payment_update(record, {"amount", "unapplied"}, stored_payment(), "5", COMPANY)
    assert document["Line"][0]["Amount"] == amount + 3
    assert document["TotalAmt"] == total


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
    assert pays_others(row(TotalAmt=35, Line=LINES), "5")
    assert not pays_others(row(TotalAmt=15, Line=[LINES[0], LINES[3]]), "5")
    assert not pays_others(row(TotalAmt=0, UnappliedAmt=0), "5")


def test_lines_that_are_missing_are_not_written_over() -> None:
    stored = {name: value for name, value in stored_payment().items() if name != "Line"}
    for work in (lambda: pays_others(stored, "5"), lambda: payment_update(a_payment(), {"reference"}, stored, "5", COMPANY)):
        with pytest.raises(ValueError, match="Line: missing"):
            work()


@pytest.mark.parametrize(
    ("members", "missing"),
    [
        ({"Line": LINES}, "TotalAmt"),
        ({"TotalAmt": None, "Line": LINES}, "TotalAmt"),
        ({"TotalAmt": 40}, "Line: missing"),
        ({"TotalAmt": 40, "UnappliedAmt": 5}, "Line: missing"),
        ({"TotalAmt": 0, "PrivateNote": "Voided"}, "Line: missing"),
        ({"TotalAmt": 10, "Line": [{"LinkedTxn": LINES[0]["LinkedTxn"]}]}, "Line.Amount: missing"),
        ({"TotalAmt": 0, "Line": [LINES[0], {"LinkedTxn": LINES[2]["LinkedTxn"]}]}, "Line.Amount: missing"),
    ],
)
def test_a_figure_that_is_missing_is_not_nothing(members: dict[str, Any], missing: str) -> None:
    with pytest.raises(ValueError, match=missing):
        payments(**members)


VOID = {"TotalAmt": 0, "UnappliedAmt": 0, "Line": []}


@pytest.mark.parametrize(
    ("members", "shown"),
    [
        ({**VOID, "PrivateNote": "Voided"}, [PaymentStatus.VOIDED]),
        ({**VOID, "PrivateNote": "Voided - Counterfoil: hubspot:payment:1"}, [PaymentStatus.VOIDED]),
        ({**VOID, "Line": None, "PrivateNote": "Voided"}, [PaymentStatus.VOIDED]),
        ({**VOID, "PrivateNote": "Entered twice"}, []),
        ({**VOID, "PrivateNote": "Counterfoil: hubspot:payment:1"}, [PaymentStatus.SUCCEEDED]),
        ({**VOID, "TotalAmt": 5, "UnappliedAmt": 5, "PrivateNote": "Voided the cheque"}, []),
        ({**VOID, "Line": [invoice_line(0, "5")], "PrivateNote": "Voided"}, [PaymentStatus.SUCCEEDED]),
    ],
)
def test_only_what_quickbooks_calls_void_is_void(members: dict[str, Any], shown: list[PaymentStatus]) -> None:
    assert [record.status for _, record in payments(**members)] == shown


@pytest.mark.parametrize(("unapplied", "shown"), [(None, "20"), ("7", "7")])
def test_what_is_on_no_invoice_is_worked_out_where_it_is_missing(unapplied: str | None, shown: str) -> None:
    [(_, record)] = payments(TotalAmt=30, Line=[invoice_line(10, "5")], UnappliedAmt=unapplied)
    assert record.unapplied == Decimal(shown)


SOURCE = hubspot(EntityKind.PAYMENT, "77")
INVOICE, CUSTOMER = quickbooks(EntityKind.INVOICE, "5"), quickbooks(EntityKind.CUSTOMER, "8")


def test_a_new_payment_pays_one_invoice_and_keeps_its_whole_reference() -> None:
    record = a_payment(invoice=INVOICE, customer=CUSTOMER, reference="ch_3PxT9Q2eZvKYlo2C0xYz1234")
    document = payment_document(record, COMPANY, SOURCE)
    assert document["Line"] == [{"Amount": Decimal("100.00"), "LinkedTxn": [{"TxnId": "5", "TxnType": "Invoice"}]}]
    assert len(document["PaymentRefNum"]) <= 21
    assert document["PrivateNote"].endswith("Reference: ch_3PxT9Q2eZvKYlo2C0xYz1234")
    short = payment_document(replace(record, reference="7"), COMPANY, SOURCE)
    assert (short["PaymentRefNum"], "Reference" in short["PrivateNote"]) == ("7", False)


@pytest.mark.parametrize("missing", ["invoice", "customer"])
def test_a_payment_of_nothing_or_nobody_is_refused(missing: str) -> None:
    record = a_payment(**{"invoice": INVOICE, "customer": CUSTOMER, missing: None})
    with pytest.raises(VendorError) as raised:
        payment_document(record, COMPANY, SOURCE)
    assert raised.value.failure.category is ErrorCategory.CUSTOMER_MISSING


def credit(amount: int, kind: str = "CreditMemo", number: str = "") -> dict[str, Any]:
    extras = [{"name": "x"}, {"value": {"Name": "txnReferenceNumber", "Value": number}}] if number else []
    return {"Amount": Decimal(amount), "LinkedTxn": [{"TxnId": "9", "TxnType": kind}], "LineEx": {"any": ["odd", *extras]}}


def test_a_credit_that_is_more_than_the_first_invoice_counts_towards_the_next() -> None:
    lines = [invoice_line(10, "5"), invoice_line(20, "6"), credit(15, number="CM-7")]
    shown = payments(TotalAmt=15, Line=lines, UnappliedAmt=0)
    assert [(part, one.amount, one.credits) for part, one in shown] == [
        ("5", Decimal(0), "credit memo CM-7 of 10.00 USD"),
        ("6", Decimal(15), "credit memo CM-7 of 5.00 USD"),
    ]
    assert all(isinstance(one.credits, Told) for _, one in shown)


def test_a_journal_entry_that_is_a_debt_is_no_credit() -> None:
    owed = payments(TotalAmt=30, Line=[invoice_line(20, "5"), credit(10, "JournalEntry")], UnappliedAmt=0)
    assert [(one.amount, one.credits) for _, one in owed] == [(Decimal(20), "")]
