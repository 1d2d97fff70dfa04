"""What settles an invoice without money: credit memos, journal entries, a deposit on the form, and what QuickBooks links.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/payment
"""

from typing import Any

import pytest

from tests.contract.quickbooks_twin.client import Books, Document, line

LINKED_BY_QUICKBOOKS = "Created by QB Online to link credits to charges."
Settled = tuple[str, Document, str]  # kind, document, amount


@pytest.fixture
def invoice(books: Books) -> Document:
    """An open invoice of 100."""
    return books.write("Invoice", books.invoice(line("100")))


def _memo(books: Books, amount: str) -> Document:
    return books.write("CreditMemo", books.invoice(line(amount)))


def _payment(books: Books, total: str, *settled: Settled) -> Document:
    """The body of a payment of `total` whose lines settle each document by an amount."""
    lines = [{"Amount": amount, "LinkedTxn": [{"TxnId": one["Id"], "TxnType": kind}]} for kind, one, amount in settled]
    return {"CustomerRef": {"value": books.named("Customer", "Cool Cars")["Id"]}, "TotalAmt": total, "Line": lines}


def _pay(books: Books, total: str, *settled: Settled) -> Document:
    return books.write("Payment", _payment(books, total, *settled))


def _links(document: Document) -> list[tuple[str, str]]:
    return [(link["TxnType"], link["TxnId"]) for link in document["LinkedTxn"]]


def test_a_credit_memo_is_applied_by_a_payment_of_nothing(books: Books, invoice: Document) -> None:
    memo = _memo(books, "40")
    payment = _pay(books, "0", ("CreditMemo", memo, "30"), ("Invoice", invoice, "30"))
    assert (payment["TotalAmt"], payment["UnappliedAmt"]) == (0, 0)
    assert [_links(one) for one in payment["Line"]] == [[("CreditMemo", memo["Id"])], [("Invoice", invoice["Id"])]]
    settled, used = books.get("Invoice", invoice["Id"]), books.get("CreditMemo", memo["Id"])
    assert (settled["Balance"], settled["SyncToken"], _links(settled)) == (70, "1", [("Payment", payment["Id"])])
    assert (used["RemainingCredit"], used["SyncToken"], _links(used)) == (10, "1", [("Payment", payment["Id"])])
    assert books.get("Customer", invoice["CustomerRef"]["value"])["Balance"] == 60


def test_money_and_credit_in_one_payment(books: Books, invoice: Document) -> None:
    memo = _memo(books, "20")
    payment = _pay(books, "30", ("Invoice", invoice, "50"), ("CreditMemo", memo, "20"))
    assert (payment["TotalAmt"], payment["UnappliedAmt"]) == (30, 0)
    assert [one["Amount"] for one in payment["Line"]] == [50, 20]
    settled = books.get("Invoice", invoice["Id"])
    assert (settled["Balance"], _links(settled)) == (50, [("Payment", payment["Id"])])
    assert books.get("CreditMemo", memo["Id"])["RemainingCredit"] == 0


def _line(books: Books, amount: str, side: str, account: str, customer: str | None) -> Document:
    detail: Document = {"PostingType": side, "AccountRef": {"value": books.named("Account", account)["Id"]}}
    if customer:
        detail["Entity"] = {"Type": "Customer", "EntityRef": {"value": books.named("Customer", customer)["Id"]}}
    return {"Amount": amount, "DetailType": "JournalEntryLineDetail", "JournalEntryLineDetail": detail}


def _entry(books: Books, amount: str, side: str, customer: str | None = "Cool Cars") -> Document:
    """The body of a journal entry on accounts receivable, against income."""
    other = "Debit" if side == "Credit" else "Credit"
    receivable = _line(books, amount, side, "Accounts Receivable (A/R)", customer)
    return {"Line": [receivable, _line(books, amount, other, "Services", None)]}


def test_a_journal_entry_pays_an_invoice(books: Books, invoice: Document) -> None:
    entry = books.write("JournalEntry", _entry(books, "40", "Credit"))
    payment = _pay(books, "0", ("JournalEntry", entry, "40"), ("Invoice", invoice, "40"))
    assert (payment["TotalAmt"], payment["UnappliedAmt"]) == (0, 0)
    settled = books.get("Invoice", invoice["Id"])
    assert (settled["Balance"], _links(settled)) == (60, [("Payment", payment["Id"])])


def test_a_journal_entry_that_the_customer_owes_is_paid_like_an_invoice(books: Books, invoice: Document) -> None:
    entry = books.write("JournalEntry", _entry(books, "40", "Debit"))
    payment = _pay(books, "100", ("JournalEntry", entry, "40"), ("Invoice", invoice, "60"))
    assert (payment["UnappliedAmt"], books.get("Invoice", invoice["Id"])["Balance"]) == (0, 40)


@pytest.mark.parametrize(("customer", "code"), [("Cool Cars", "6000"), ("Mark Cho", "620")])
def test_a_journal_entry_gives_no_more_than_it_has(books: Books, invoice: Document, customer: str, code: str) -> None:
    entry = books.write("JournalEntry", _entry(books, "40", "Credit", customer))
    books.switch(payment_above_balance="refuse")
    body = _payment(books, "0", ("JournalEntry", entry, "50"), ("Invoice", invoice, "50"))
    assert books.refused("Payment", body)[0] == code


def test_a_journal_entry_on_receivables_names_its_customer(books: Books) -> None:
    assert books.refused("JournalEntry", _entry(books, "40", "Credit", None))[0] == "6000"


def test_a_deposit_on_the_form_lowers_the_balance(books: Books) -> None:
    invoice = books.write("Invoice", books.invoice(line("100"), Deposit="50"))
    assert (invoice["TotalAmt"], invoice["Deposit"], invoice["Balance"], invoice["LinkedTxn"]) == (100, 50, 50, [])
    payment = books.write("Payment", books.payment("50", invoice))
    paid = books.get("Invoice", invoice["Id"])
    assert (payment["UnappliedAmt"], paid["Balance"], paid["Deposit"]) == (0, 0, 50)
    changed = {"Id": invoice["Id"], "SyncToken": "1", "sparse": True, "Deposit": "20"}
    assert books.write("Invoice", changed)["Balance"] == 30


def _auto_apply(books: Books, preference: str) -> None:
    books.do("set_preferences", preferences={"SalesFormsPrefs": {preference: True}})


@pytest.mark.parametrize("memo_first", [True, False])
def test_quickbooks_applies_credit_memos_itself(books: Books, memo_first: bool) -> None:  # noqa: FBT001
    _auto_apply(books, "AutoApplyCredit")
    memo = _memo(books, "40") if memo_first else {}
    invoice = books.write("Invoice", books.invoice(line("100")))
    memo = memo or _memo(books, "40")
    settled = books.get("Invoice", invoice["Id"])
    [(kind, payment_id)] = _links(settled)
    payment = books.get("Payment", payment_id)
    assert (kind, settled["Balance"]) == ("Payment", 60)
    assert (payment["TotalAmt"], payment["PrivateNote"]) == (0, LINKED_BY_QUICKBOOKS)
    assert books.get("CreditMemo", memo["Id"])["RemainingCredit"] == 0


@pytest.mark.parametrize(
    ("preference", "switches", "balance"),
    [
        ("AutoApplyPayments", {}, 20),
        ("AutoApplyCredit", {}, 20),
        ("AutoApplyCredit", {"auto_apply_credit_takes_payments": False}, 50),
    ],
)
def test_quickbooks_applies_earlier_payments_itself(
    books: Books, preference: str, switches: dict[str, Any], balance: int
) -> None:
    books.switch(**switches)
    _pay(books, "30")
    _auto_apply(books, preference)
    assert books.write("Invoice", books.invoice(line("50")))["Balance"] == balance


def test_nothing_is_applied_unless_the_company_wants_it(books: Books) -> None:
    _memo(books, "40")
    _pay(books, "30")
    assert books.write("Invoice", books.invoice(line("100")))["Balance"] == 100


def test_credit_and_what_it_paid_come_apart_together(books: Books, invoice: Document) -> None:
    memo = _memo(books, "40")
    payment = _pay(books, "0", ("CreditMemo", memo, "40"), ("Invoice", invoice, "40"))
    books.do("delete", entity="CreditMemo", id=memo["Id"])
    assert books.get("Invoice", invoice["Id"])["Balance"] == 100
    emptied = books.get("Payment", payment["Id"])
    assert (emptied["TotalAmt"], emptied["UnappliedAmt"], emptied["Line"]) == (0, 0, [])


def test_a_voided_invoice_gives_its_credit_back_before_its_money(books: Books, invoice: Document) -> None:
    memo = _memo(books, "20")
    payment = _pay(books, "30", ("Invoice", invoice, "50"), ("CreditMemo", memo, "20"))
    books.do("void", entity="Invoice", id=invoice["Id"])
    assert books.get("CreditMemo", memo["Id"])["RemainingCredit"] == 20
    freed = books.get("Payment", payment["Id"])
    assert (freed["TotalAmt"], freed["UnappliedAmt"], freed["Line"]) == (30, 30, [])
