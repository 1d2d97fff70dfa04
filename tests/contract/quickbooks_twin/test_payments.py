"""Payments settle invoices and leave their traces on them.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/payment
"""

from decimal import Decimal
from typing import Any

import pytest

from tests.contract.quickbooks_twin.client import Books, Document, line


@pytest.fixture
def invoice(books: Books) -> Document:
    """An open invoice of 100."""
    return books.write("Invoice", books.invoice(line("100")))


def _traces(books: Books, invoice: Document) -> tuple[Any, str, list[str]]:
    now = books.get("Invoice", invoice["Id"])
    return now["Balance"], now["SyncToken"], [link["TxnId"] for link in now["LinkedTxn"]]


def test_a_partial_payment(books: Books, invoice: Document) -> None:
    books.advance(60)
    payment = books.write("Payment", books.payment("40", invoice))
    assert (payment["TotalAmt"], payment["UnappliedAmt"]) == (40, 0)
    assert payment["DepositToAccountRef"]["name"] == "Undeposited Funds"
    assert _traces(books, invoice) == (60, "1", [payment["Id"]])
    paid_at = books.get("Invoice", invoice["Id"])["MetaData"]["LastUpdatedTime"]
    assert paid_at == payment["MetaData"]["CreateTime"]


def test_a_payments_lines_tell_what_they_settle(books: Books, invoice: Document) -> None:
    payment = books.write("Payment", books.payment("40", invoice))
    extras = {one["value"]["Name"]: one["value"]["Value"] for one in payment["Line"][0]["LineEx"]["any"]}
    assert extras == {"txnId": invoice["Id"], "txnOpenBalance": "100.00", "txnReferenceNumber": ""}
    assert books.write("Payment", {**payment, "PrivateNote": "sent back as it came"})["UnappliedAmt"] == 0


def test_one_payment_settles_several_invoices_and_leaves_a_rest(books: Books, invoice: Document) -> None:
    other = books.write("Invoice", books.invoice(line("50")))
    body = books.payment("50", invoice, other) | {"TotalAmt": 120}
    payment = books.write("Payment", body)
    assert payment["UnappliedAmt"] == 20
    assert (_traces(books, invoice)[0], _traces(books, other)[0]) == (50, 0)


def test_without_lines_all_of_it_is_credit(books: Books, invoice: Document) -> None:
    body = {"CustomerRef": invoice["CustomerRef"], "TotalAmt": "25"}
    assert books.write("Payment", body)["UnappliedAmt"] == 25
    balance = books.get("Customer", invoice["CustomerRef"]["value"])["Balance"]
    assert balance == 75


def test_lines_are_all_or_none_on_update(books: Books, invoice: Document) -> None:
    other = books.write("Invoice", books.invoice(line("50")))
    payment = books.write("Payment", books.payment("50", invoice))
    moved = books.payment("50", other, Id=payment["Id"], SyncToken="0", sparse=True)
    assert books.write("Payment", moved)["UnappliedAmt"] == 0
    assert _traces(books, invoice) == (100, "2", [])
    assert _traces(books, other) == (0, "1", [payment["Id"]])
    emptied = {"Id": payment["Id"], "SyncToken": "1", "sparse": True, "Line": []}
    assert books.write("Payment", emptied)["UnappliedAmt"] == 50
    assert _traces(books, other)[0] == 50


def test_void_and_delete_give_the_balance_back(books: Books, invoice: Document) -> None:
    first = books.write("Payment", books.payment("40", invoice))
    second = books.write("Payment", books.payment("30", invoice))
    stub = {"Id": first["Id"], "SyncToken": "0", "sparse": True}
    voided = books.write("Payment", stub, operation="update", include="void")
    assert (voided["TotalAmt"], voided["UnappliedAmt"], voided["Line"]) == (0, 0, [])
    assert voided["PrivateNote"].startswith("Voided")
    assert _traces(books, invoice) == (70, "3", [second["Id"]])
    deleted = books.write("Payment", {"Id": second["Id"], "SyncToken": "0"}, operation="delete")
    assert deleted == {"status": "Deleted", "domain": "QBO", "Id": second["Id"]}
    assert _traces(books, invoice) == (100, "4", [])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"TotalAmt": None}, "2020"),
        ({"TotalAmt": "-1"}, "6000"),
        ({"TotalAmt": "10"}, "6000"),
        ({"CustomerRef": {"value": "1"}}, "6000"),
        ({"Line": [{"Amount": 1, "LinkedTxn": [{"TxnId": "1037", "TxnType": "Invoice"}]}]}, "610"),
        ({"Line": [{"Amount": 1, "LinkedTxn": [{"TxnId": "1", "TxnType": "Bill"}]}]}, "620"),
        ({"Line": [{"Amount": 1}]}, "2020"),
        ({"DepositToAccountRef": {"value": "1"}}, "6430"),
        ({"PaymentRefNum": "1234567890123456789012"}, "2050"),
    ],
)
def test_refusals(books: Books, invoice: Document, change: Document, code: str) -> None:
    assert books.refused("Payment", books.payment("50", invoice) | change)[0] == code
    assert _traces(books, invoice) == (100, "0", [])


def test_more_than_the_balance_is_refused_or_stays_unapplied(books: Books, invoice: Document) -> None:
    books.switch(payment_above_balance="refuse")
    assert books.refused("Payment", books.payment("130", invoice))[0] == "6000"
    books.switch(payment_above_balance="unapplied")
    payment = books.write("Payment", books.payment("130", invoice))
    assert (payment["UnappliedAmt"], payment["Line"][0]["Amount"]) == (30, 100)
    again = books.write("Payment", books.payment("100", invoice))
    assert (again["UnappliedAmt"], again["Line"]) == (100, [])
    assert _traces(books, invoice) == (0, "1", [payment["Id"]])


def test_a_payment_of_the_parent_for_a_job_billed_with_it(books: Books) -> None:
    job = books.named("Customer", "55 Twin Lane")
    invoice = books.write("Invoice", books.invoice(customer="55 Twin Lane"))
    body = books.payment("10", invoice) | {"CustomerRef": job["ParentRef"]}
    assert books.refused("Payment", body)[0] == "6000"
    books.do("write", entity="Customer", body={"Id": job["Id"], "BillWithParent": True})
    assert books.write("Payment", body)["UnappliedAmt"] == 0


def test_a_deposited_payment_is_locked(books: Books, invoice: Document) -> None:
    payment = books.write("Payment", books.payment("100", invoice))
    deposit = books.do("deposit", payment_ids=[payment["Id"]], fee="3.20")
    assert deposit["TotalAmt"] == Decimal("96.8")
    stub = {"Id": payment["Id"], "SyncToken": "0", "sparse": True}
    assert books.refused("Payment", stub, operation="update", include="void")[0] == "6540"
    assert books.refused("Payment", stub, operation="delete")[0] == "6540"
    assert books.refused("Payment", {**stub, "PrivateNote": "x"})[0] == "6540"
    books.do("take_out_of_deposit", payment_id=payment["Id"])
    assert books.write("Payment", {**stub, "PrivateNote": "x"})["PrivateNote"] == "x"


def test_deposits_by_the_api(books: Books, invoice: Document) -> None:
    payment = books.write("Payment", books.payment("100", invoice))
    lines: list[Document] = [
        {"Amount": 100, "LinkedTxn": [{"TxnId": payment["Id"], "TxnType": "Payment", "TxnLineId": "0"}]},
        {
            "Amount": -3,
            "DetailType": "DepositLineDetail",
            "DepositLineDetail": {"AccountRef": {"value": books.named("Account", "Bank Charges")["Id"]}},
        },
    ]
    body = {"DepositToAccountRef": {"value": books.named("Account", "Checking")["Id"]}, "Line": lines}
    deposit = books.write("Deposit", body)
    assert deposit["TotalAmt"] == 97
    assert books.refused("Deposit", body)[0] == "6540"
    books.write("Deposit", {"Id": deposit["Id"], "SyncToken": "0"}, operation="delete")
    books.write("Payment", {"Id": payment["Id"], "SyncToken": "0"}, operation="delete")


def test_reducing_a_paid_invoice_frees_the_latest_payment(books: Books, invoice: Document) -> None:
    first = books.write("Payment", books.payment("60", invoice))
    second = books.write("Payment", books.payment("40", invoice))
    token = books.get("Invoice", invoice["Id"])["SyncToken"]
    smaller = {"Id": invoice["Id"], "SyncToken": token, "sparse": True, "Line": [line("70")]}
    books.switch(reduce_below_applied="refuse")
    assert books.refused("Invoice", smaller)[0] == "6000"
    books.switch(reduce_below_applied="unapply")
    assert books.write("Invoice", smaller)["Balance"] == 0
    assert books.get("Payment", first["Id"])["UnappliedAmt"] == 0
    assert books.get("Payment", second["Id"])["UnappliedAmt"] == 30


def test_a_voided_payment_is_still_read(books: Books, invoice: Document) -> None:
    payment = books.write("Payment", books.payment("40", invoice))
    since = payment["MetaData"]["CreateTime"]
    books.write("Payment", {"Id": payment["Id"], "SyncToken": "0", "sparse": True}, operation="update", include="void")
    read = books.get("Payment", payment["Id"])
    assert (read["TotalAmt"], read["UnappliedAmt"], read["Line"], read["PrivateNote"]) == (0, 0, [], "Voided")
    assert books.rows("Payment", f"where Id = '{payment['Id']}'") == [read]
    changed = books.call("GET", "cdc", entities="Payment", changedSince=since).json()["CDCResponse"][0]["QueryResponse"][0]
    assert changed["Payment"][-1]["PrivateNote"] == "Voided"


def test_an_edit_of_a_paid_invoice_keeps_what_is_paid(books: Books, invoice: Document) -> None:
    payment = books.write("Payment", books.payment("40", invoice))
    changed = {"Id": invoice["Id"], "SyncToken": "1", "sparse": True, "DueDate": "2027-01-31"}
    assert books.write("Invoice", changed)["Balance"] == 60
    assert _traces(books, invoice) == (60, "2", [payment["Id"]])
    assert books.get("Customer", invoice["CustomerRef"]["value"])["Balance"] == 60


def test_the_customer_of_a_paid_invoice_stays(books: Books, invoice: Document) -> None:
    books.write("Payment", books.payment("60", invoice))
    change = {"Id": invoice["Id"], "SyncToken": "1", "sparse": True, "CustomerRef": {"value": "1"}}
    assert books.refused("Invoice", change)[0] == "6000"


def test_an_invoice_need_not_notice(books: Books, invoice: Document) -> None:
    books.switch(payment_bumps_sync_token=False)
    payment = books.write("Payment", books.payment("60", invoice))
    assert _traces(books, invoice) == (40, "0", [payment["Id"]])


def test_an_invoice_with_a_payment_is_not_voided_or_deleted(books: Books, invoice: Document) -> None:
    payment = books.write("Payment", books.payment("60", invoice))
    stub = {"Id": invoice["Id"], "SyncToken": "1"}
    assert books.refused("Invoice", stub, operation="void")[0] == "6000"
    assert books.refused("Invoice", stub, operation="delete")[0] == "800"
    books.switch(void_with_payment="unapply")
    assert books.write("Invoice", stub, operation="void")["TotalAmt"] == 0
    assert books.get("Payment", payment["Id"])["UnappliedAmt"] == 60


def test_a_voided_invoice_keeps_its_number(books: Books) -> None:
    invoice = books.write("Invoice", books.invoice(line("10", "2", "5"), DocNumber="V-1", PrivateNote="mine"))
    stub = {"Id": invoice["Id"], "SyncToken": "0"}
    books.switch(void_enums="java", invoice_status=True)
    voided = books.write("Invoice", stub, operation="void")
    assert (voided["TotalAmt"], voided["Balance"], voided["TxnTaxDetail"]["TotalTax"]) == (0, 0, 0)
    assert (voided["DocNumber"], voided["PrivateNote"]) == ("V-1", "Voided - mine")
    assert (voided["PrintStatus"], voided["invoiceStatus"]) == ("NEED_TO_PRINT", "VOIDED")
    assert books.get("Invoice", invoice["Id"])["PrintStatus"] == "NeedToPrint"
    assert books.refused("Invoice", books.invoice(DocNumber="V-1"))[0] == "6140"


def test_unsupported_voids_differ_by_kind(books: Books) -> None:
    stub = {"Id": "1", "SyncToken": "0"}
    assert books.refused("Purchase", stub, operation="void")[0] == "500"
    bill = books.call("POST", "bill", stub, operation="void")
    assert (bill.status_code, bill.json()["Fault"]["Error"][0]["code"]) == (200, "10000")
    journal = books.call("POST", "journalentry", stub, operation="void")
    assert (journal.status_code, journal.json()["BatchItemResponse"]) == (200, [])
