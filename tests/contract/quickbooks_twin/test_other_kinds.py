"""Kinds a sync hardly touches: stored and read as the community's client writes them."""

import io
from typing import Any

import pytest
from quickbooks import QuickBooks  # type: ignore[import-untyped]
from quickbooks.objects import (  # type: ignore[import-untyped]
    Account,
    AccountBasedExpenseLine,
    AccountBasedExpenseLineDetail,
    Attachable,
    AttachableRef,
    Bill,
    BillPayment,
    BillPaymentLine,
    Customer,
    Employee,
    Item,
    ItemBasedExpenseLine,
    ItemBasedExpenseLineDetail,
    PurchaseOrder,
    SalesItemLine,
    SalesItemLineDetail,
    TaxCode,
    TimeActivity,
    Transfer,
    Vendor,
)
from quickbooks.objects.billpayment import CheckPayment  # type: ignore[import-untyped]
from quickbooks.objects.companycurrency import CompanyCurrency  # type: ignore[import-untyped]
from quickbooks.objects.exchangerate import ExchangeRate  # type: ignore[import-untyped]
from quickbooks.objects.recurringtransaction import (  # type: ignore[import-untyped]
    RecurringInfo,
    RecurringInvoice,
    RecurringTransaction,
    ScheduleInfo,
)

from tests.contract.quickbooks_twin.client import Books


def _first(kind: Any, client: QuickBooks, **conditions: str) -> Any:
    return kind.filter(max_results=1, qb=client, **conditions)[0] if conditions else kind.all(max_results=1, qb=client)[0]


def _bill(client: QuickBooks) -> Bill:
    bill, line = Bill(), AccountBasedExpenseLine()
    line.Amount, line.DetailType = 200, "AccountBasedExpenseLineDetail"
    line.AccountBasedExpenseLineDetail = AccountBasedExpenseLineDetail()
    line.AccountBasedExpenseLineDetail.AccountRef = Account.get(1, qb=client).to_ref()
    bill.Line.append(line)
    bill.VendorRef = _first(Vendor, client).to_ref()
    bill.save(qb=client)
    return bill


def test_a_bill_is_paid_and_the_payment_voided(client: QuickBooks) -> None:
    payment, line = BillPayment(), BillPaymentLine()
    payment.PayType, payment.TotalAmt, payment.PrivateNote = "Check", 200, "rent"
    payment.VendorRef = _first(Vendor, client).to_ref()
    payment.CheckPayment = CheckPayment()
    payment.CheckPayment.BankAccountRef = _first(Account, client, AccountSubType="Checking").to_ref()
    payment.APAccountRef = _first(Account, client, AccountSubType="AccountsPayable").to_ref()
    line.Amount = 200
    line.LinkedTxn.append(_bill(client).to_linked_txn())
    payment.Line.append(line)
    payment.save(qb=client)
    assert BillPayment.get(payment.Id, qb=client).TotalAmt == 200
    payment.void(qb=client)
    voided = BillPayment.get(payment.Id, qb=client)
    assert (voided.TotalAmt, voided.PrivateNote) == (0, "Voided - rent")


def test_purchase_orders(client: QuickBooks) -> None:
    order, line = PurchaseOrder(), ItemBasedExpenseLine()
    line.Amount = 100
    line.ItemBasedExpenseLineDetail = ItemBasedExpenseLineDetail()
    line.ItemBasedExpenseLineDetail.UnitPrice, line.ItemBasedExpenseLineDetail.Qty = 100, 1
    line.ItemBasedExpenseLineDetail.CustomerRef = _first(Customer, client).to_ref()
    line.ItemBasedExpenseLineDetail.ItemRef = _first(Item, client, Type="Inventory").to_ref()
    line.ItemBasedExpenseLineDetail.TaxCodeRef = _first(TaxCode, client).to_ref()
    order.Line.append(line)
    order.VendorRef, order.APAccountRef = _first(Vendor, client).to_ref(), Account.get(33, qb=client).to_ref()
    order.save(qb=client)
    assert PurchaseOrder.get(order.Id, qb=client).TotalAmt == 100


def test_transfers_and_time(client: QuickBooks) -> None:
    source, target = Account.where("Classification = 'Asset' AND FullyQualifiedName != 'Checking'", max_results=2, qb=client)
    transfer, activity = Transfer(), TimeActivity()
    transfer.Amount, transfer.FromAccountRef, transfer.ToAccountRef = 100, source.to_ref(), target.to_ref()
    transfer.save(qb=client)
    assert Transfer.get(transfer.Id, qb=client).ToAccountRef.value == target.Id
    activity.NameOf, activity.EmployeeRef = "Employee", _first(Employee, client).to_ref()
    activity.StartTime, activity.EndTime = "2016-07-22T10:00:00-07:00", "2016-07-22T11:00:00-07:00"
    activity.save(qb=client)
    assert TimeActivity.get(activity.Id, qb=client).NameOf == "Employee"


def test_currencies_and_rates(client: QuickBooks) -> None:
    assert CompanyCurrency.get(id=1, qb=client).Name == "Canadian Dollar"
    rate = ExchangeRate.where("SourceCurrencyCode = 'EUR'", qb=client)[0]
    rate.Rate += 1
    rate.save(qb=client)
    assert ExchangeRate.where("SourceCurrencyCode = 'EUR'", qb=client)[0].Rate == rate.Rate


@pytest.mark.parametrize("content", [None, b"hello"])
def test_notes_and_files(client: QuickBooks, content: bytes | None) -> None:
    attachable, reference = Attachable(), AttachableRef()
    vendor = _first(Vendor, client)
    reference.EntityRef = vendor.to_ref()
    attachable.AttachableRef.append(reference)
    if content is None:
        attachable.Note = "a note"
    else:
        attachable.FileName, attachable.ContentType = "hello.txt", "text/plain"
        attachable._FileBytes = content  # noqa: SLF001 - the client's own way of passing a file
    attachable.save(qb=client)
    assert Attachable.get(attachable.Id, qb=client).AttachableRef[0].EntityRef.value == vendor.Id


def test_a_file_in_an_ordinary_upload(books: Books) -> None:
    headers = {"Authorization": f"Bearer {books.credentials['access_token']}"}
    files = {"file_content_01": ("a.txt", io.BytesIO(b"12345"), "text/plain")}
    answer = books.http.post(f"{books.base}/upload", files=files, headers=headers).json()
    attached = answer["AttachableResponse"][0]["Attachable"]
    assert (attached["FileName"], attached["Size"]) == ("a.txt", 5)
    assert books.http.post(f"{books.base}/upload", headers=headers).status_code == 400


def _recurring(client: QuickBooks) -> RecurringTransaction:
    invoice, line, info = RecurringInvoice(), SalesItemLine(), RecurringInfo()
    line.Amount, line.Description, line.SalesItemLineDetail = 100, "monthly", SalesItemLineDetail()
    line.SalesItemLineDetail.ItemRef = _first(Item, client).to_ref()
    invoice.Line.append(line)
    invoice.CustomerRef = _first(Customer, client).to_ref()
    info.Active, info.Name, info.ScheduleInfo = True, "Care", ScheduleInfo()
    info.ScheduleInfo.IntervalType, info.ScheduleInfo.NumInterval, info.ScheduleInfo.DayOfMonth = "Monthly", 1, 1
    invoice.RecurringInfo = info
    transaction = RecurringTransaction()
    transaction.Invoice = invoice
    return transaction.save(qb=client)


def test_recurring_transactions(client: QuickBooks, books: Books) -> None:
    saved = _recurring(client)
    assert saved.Invoice.RecurringInfo.ScheduleInfo.DayOfMonth == 1
    read = RecurringTransaction.get(saved.Invoice.Id, qb=client)
    read.Invoice.RecurringInfo.ScheduleInfo.DayOfMonth = 15
    read.Invoice.Line[0].Amount = 250
    read.Invoice.Deposit = None
    read.save(qb=client)
    [found] = RecurringTransaction.where("Type = 'Invoice'", qb=client)
    assert (found.Invoice.Line[0].Amount, found.Invoice.RecurringInfo.ScheduleInfo.DayOfMonth) == (250, 15)
    found.delete(qb=client)
    assert RecurringTransaction.all(qb=client) == []
    assert len(books.rows("Invoice")) == 10
