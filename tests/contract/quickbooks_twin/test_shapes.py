"""What QuickBooks answers is taken back as it came, and written in its own way however it was sent.

https://developer.intuit.com/app/developer/qbo/docs/learn/rest-api-features
"""

from typing import Any

import pytest

from tests.contract.quickbooks_twin.client import Books, Document, line

EXPENSE: Document = {
    "Amount": "20", "DetailType": "AccountBasedExpenseLineDetail", "LineNum": 0,
    "AccountBasedExpenseLineDetail": {"AccountRef": {"value": 8}},
}  # fmt: skip
DEPOSITED: Document = {
    "Amount": "20", "DetailType": "DepositLineDetail", "LineNum": 0, "DepositLineDetail": {"AccountRef": {"value": 1}},
}  # fmt: skip
SOLD: Document = {"CustomerRef": {"value": 3}, "Line": [line("10")]}
BOUGHT: Document = {"VendorRef": {"value": 1}, "Line": [EXPENSE, EXPENSE]}


def _entry(side: str) -> Document:
    detail = {"PostingType": side, "AccountRef": {"value": 35}}
    return {"Amount": "5", "DetailType": "JournalEntryLineDetail", "JournalEntryLineDetail": detail}


MADE: dict[str, Document] = {
    "Customer": {"DisplayName": "Acme", "PrimaryEmailAddr": {"Address": "ap@acme.example"}},
    "Vendor": {"DisplayName": "Timber Ltd"},
    "Employee": {"GivenName": "Ada", "FamilyName": "Byron"},
    "Item": {"Name": "Lawn", "Type": "Service", "IncomeAccountRef": {"value": 1}, "UnitPrice": "12.50"},
    "Account": {"Name": "Web sales", "AccountSubType": "ServiceFeeIncome"},
    "Term": {"Name": "Net 7", "DueDays": 7},
    "PaymentMethod": {"Name": "HubSpot"},
    "Class": {"Name": "North"},
    "Department": {"Name": "Shop"},
    "TaxAgency": {"DisplayName": "County"},
    "CompanyCurrency": {"Code": "SEK", "Name": "Swedish Krona"},
    **dict.fromkeys(("Invoice", "CreditMemo", "SalesReceipt", "Estimate"), SOLD),
    "RefundReceipt": {**SOLD, "DepositToAccountRef": {"value": 35}},
    "Payment": {"CustomerRef": {"value": 3}, "TotalAmt": "10"},
    "Deposit": {"DepositToAccountRef": {"value": 35}, "Line": [DEPOSITED, DEPOSITED]},
    "Purchase": {"AccountRef": {"value": 35}, "PaymentType": "Cash", "Line": [EXPENSE, EXPENSE]},
    **dict.fromkeys(("Bill", "PurchaseOrder", "VendorCredit"), BOUGHT),
    "JournalEntry": {"Line": [_entry("Debit"), _entry("Credit")]},
    "Transfer": {"Amount": "9", "FromAccountRef": {"value": 35}, "ToAccountRef": {"value": 36}},
}
STAMPS = {"SyncToken", "MetaData"}


@pytest.mark.parametrize("kind", MADE)
def test_an_answer_posted_back_changes_nothing(books: Books, kind: str) -> None:
    made = books.write(kind, MADE[kind] | _vendor(books, kind))
    again = books.write(kind, made)
    assert {name: value for name, value in again.items() if name not in STAMPS} == {
        name: value for name, value in made.items() if name not in STAMPS
    }
    assert again["SyncToken"] == "1"


def _vendor(books: Books, kind: str) -> Document:
    if "VendorRef" not in MADE[kind]:
        return {}
    return {"VendorRef": {"value": int(books.named("Vendor", "Bob's Burger Joint")["Id"])}}


def _numbers_as_ids(value: Any, name: str = "") -> list[str]:
    if isinstance(value, dict):
        return [found for member, inner in value.items() for found in _numbers_as_ids(inner, member)]
    if isinstance(value, list):
        return [found for inner in value for found in _numbers_as_ids(inner, name)]
    return [name] if name in {"value", "Id", "TxnId", "TxnLineId"} and not isinstance(value, str) else []


@pytest.mark.parametrize("kind", MADE)
def test_ids_are_text_however_they_were_sent(books: Books, kind: str) -> None:
    assert _numbers_as_ids(books.write(kind, MADE[kind] | _vendor(books, kind))) == []


@pytest.mark.parametrize("kind", ["Bill", "Purchase", "PurchaseOrder", "VendorCredit", "Deposit"])
def test_lines_are_numbered_by_quickbooks(books: Books, kind: str) -> None:
    made = books.write(kind, MADE[kind] | _vendor(books, kind))
    assert [one["LineNum"] for one in made["Line"]] == [1, 2]


def test_what_a_bill_payment_pays_is_shown_with_text_ids(books: Books) -> None:
    bill = books.write("Bill", MADE["Bill"] | _vendor(books, "Bill"))
    paid = {"Amount": "40", "LinkedTxn": [{"TxnId": int(bill["Id"]), "TxnType": "Bill", "TxnLineId": 0}]}
    check = {"CheckPayment": {"BankAccountRef": {"value": 35}}, "PayType": "Check", "TotalAmt": "40", "Line": [paid]}
    made = books.write("BillPayment", {"VendorRef": bill["VendorRef"], **check})
    assert made["Line"][0]["LinkedTxn"] == [{"TxnId": bill["Id"], "TxnType": "Bill", "TxnLineId": "0"}]
    assert _numbers_as_ids(made) == []


@pytest.mark.parametrize(
    ("kind", "has", "has_not"),
    [
        ("Vendor", {"Balance", "CurrencyRef", "Vendor1099", "PrintOnCheckName"}, {"Taxable", "Job", "BalanceWithJobs"}),
        ("Employee", {"BillableTime", "PrintOnCheckName"}, {"Balance", "CurrencyRef", "Taxable", "PreferredDeliveryMethod"}),
        ("Customer", {"Balance", "Taxable", "Job", "FullyQualifiedName"}, {"Vendor1099", "BillableTime"}),
        ("Term", {"Name", "Type", "Active"}, {"FullyQualifiedName"}),
        ("PaymentMethod", {"Name", "Type", "Active"}, {"FullyQualifiedName"}),
        ("Class", {"FullyQualifiedName"}, set()),
    ],
)
def test_every_list_has_members_of_its_own(books: Books, kind: str, has: set[str], has_not: set[str]) -> None:
    made = books.write(kind, MADE[kind])
    assert has <= made.keys()
    assert not has_not & made.keys()


def test_read_only_members_are_ignored_and_unknown_ones_refused(books: Books) -> None:
    term = {"Name": "Net 7", "DueDays": 7}
    assert "Balance" not in books.write("Term", {**term, "FullyQualifiedName": "Net 7", "Balance": 3, "Level": 2})
    assert books.refused("Term", {**term, "Colour": "red"})[0] == "2010"
    assert books.refused("Vendor", {"DisplayName": "Timber Ltd", "Taxable": True})[0] == "2010"


def test_an_emptied_closing_date_is_no_closing_date(books: Books) -> None:
    preferences = books.call("GET", "preferences").json()["Preferences"]
    closed = {"Id": preferences["Id"], "SyncToken": "0", "AccountingInfoPrefs": {"BookCloseDate": "2026-01-31"}}
    assert books.write("Preferences", closed)["AccountingInfoPrefs"]["BookCloseDate"] == "2026-01-31"
    opened = closed | {"SyncToken": "1", "AccountingInfoPrefs": {"BookCloseDate": ""}}
    accounting = books.write("Preferences", opened)["AccountingInfoPrefs"]
    assert "BookCloseDate" not in accounting
    assert accounting["FirstMonthOfFiscalYear"] == "January"
    assert books.write("Invoice", books.invoice(TxnDate="2026-01-31"))["TotalAmt"] == 10
