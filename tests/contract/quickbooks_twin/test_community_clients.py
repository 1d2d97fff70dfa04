"""The community's Python clients work against the twin unchanged but for the base URL."""

import pytest
from intuitlib.client import AuthClient  # type: ignore[import-untyped]
from intuitlib.enums import Scopes  # type: ignore[import-untyped]
from intuitlib.exceptions import AuthClientError  # type: ignore[import-untyped]
from quickbooks import QuickBooks  # type: ignore[import-untyped]
from quickbooks.batch import batch_create  # type: ignore[import-untyped]
from quickbooks.cdc import change_data_capture  # type: ignore[import-untyped]
from quickbooks.exceptions import ObjectNotFoundException, QuickbooksException  # type: ignore[import-untyped]
from quickbooks.objects import (  # type: ignore[import-untyped]
    Account,
    CompanyInfo,
    Customer,
    Invoice,
    Item,
    Payment,
    PaymentLine,
    Preferences,
    SalesItemLine,
    SalesItemLineDetail,
    TaxAgency,
    TaxRateDetails,
    TaxService,
    Term,
)

from tests.contract.quickbooks_twin.client import Books


def _invoice(client: QuickBooks, customer: Customer) -> Invoice:
    item = Item.filter(Sku="SVC-DESIGN", qb=client)[0]
    line = SalesItemLine()
    line.Amount = 150
    line.SalesItemLineDetail = SalesItemLineDetail()
    line.SalesItemLineDetail.ItemRef = item.to_ref()
    line.SalesItemLineDetail.Qty, line.SalesItemLineDetail.UnitPrice = 2, 75
    invoice = Invoice()
    invoice.CustomerRef, invoice.DocNumber = customer.to_ref(), "INV-0001"
    invoice.Line.append(line)
    saved: Invoice = invoice.save(qb=client, request_id="invoice-1")
    return saved


def test_an_invoice_is_made_changed_paid_and_read(client: QuickBooks) -> None:
    customer = Customer.filter(DisplayName="Cool Cars", qb=client)[0]
    invoice = _invoice(client, customer)
    assert (invoice.TotalAmt, invoice.Balance, invoice.DocNumber) == (150, 150, "INV-0001")
    invoice.PrivateNote = "seen"
    invoice = invoice.save(qb=client)
    assert (invoice.SyncToken, invoice.PrivateNote, len(invoice.Line)) == ("1", "seen", 2)
    payment, part = Payment(), PaymentLine()
    payment.CustomerRef, payment.TotalAmt = customer.to_ref(), 100
    part.Amount = 100
    part.LinkedTxn.append(invoice.to_linked_txn())
    payment.Line.append(part)
    payment.save(qb=client)
    read = Invoice.get(invoice.Id, qb=client)
    assert (read.Balance, read.SyncToken, read.LinkedTxn[0].TxnType) == (50, "2", "Payment")
    assert invoice.download_pdf(qb=client).startswith(b"%PDF-")


def test_forms_are_sent_voided_and_deleted(client: QuickBooks) -> None:
    customer = Customer.filter(DisplayName="Cool Cars", qb=client)[0]
    invoice = _invoice(client, customer)
    sent = invoice.send(qb=client, send_to="a@example.com")
    assert sent["Invoice"]["EmailStatus"] == "EmailSent"
    invoice = Invoice.get(invoice.Id, qb=client)
    voided = invoice.void(qb=client)["Invoice"]
    assert (voided["TotalAmt"], voided["PrivateNote"], voided["DocNumber"]) == (0, "Voided", "INV-0001")
    Invoice.get(invoice.Id, qb=client).delete(qb=client)
    with pytest.raises(ObjectNotFoundException):
        Invoice.get(invoice.Id, qb=client)


def test_a_payment_is_voided(client: QuickBooks) -> None:
    payment = Payment.all(qb=client)[0]
    voided = payment.void(qb=client)["Payment"]
    assert (voided["TotalAmt"], voided["Line"]) == (0, [])


def test_lists_are_read_made_and_paged(client: QuickBooks) -> None:
    assert len(Item.all(qb=client)) == 18
    assert Customer.count(qb=client) == 30
    page = Customer.all(order_by="DisplayName", start_position=11, max_results=10, qb=client)
    assert len(page) == 10
    customer = Customer()
    customer.DisplayName = "O'Neil & Sons"
    made = customer.save(qb=client)
    assert Customer.query("select * from Customer where DisplayName = 'O\\'Neil & Sons'", qb=client)[0].Id == made.Id
    assert [found.Id for found in Customer.choose([made.Id, "1"], qb=client)] == ["1", made.Id]
    assert Account.filter(AccountType="Income", Active=True, qb=client)
    assert Term.filter(Name="Net 30", qb=client)[0].DueDays == 30


def test_settings_are_read_and_written(client: QuickBooks) -> None:
    info = CompanyInfo.all(qb=client)[0]
    assert CompanyInfo.get(client.company_id, qb=client).CompanyName == info.CompanyName
    preferences = Preferences.get(qb=client)
    assert preferences.SalesFormsPrefs.CustomTxnNumbers is True
    preferences.SalesFormsPrefs.AllowDiscount = False
    assert preferences.save(qb=client).SalesFormsPrefs.AllowDiscount is False


def test_a_tax_code_is_made_by_the_tax_service(client: QuickBooks) -> None:
    service, rate = TaxService(), TaxRateDetails()
    rate.TaxRateName, rate.RateValue, rate.TaxAgencyId = "County", "3.5", TaxAgency.all(qb=client)[0].Id
    service.TaxCode = "County"
    service.TaxRateDetails.append(rate)
    assert service.save(qb=client).TaxRateDetails[0].TaxRateId


def test_batches_and_change_data_capture(client: QuickBooks) -> None:
    customers = [Customer() for _ in range(3)]
    for number, customer in enumerate(customers):
        customer.DisplayName = f"Batch {min(number, 1)}"
    result = batch_create(customers, qb=client)
    assert (len(result.successes), len(result.faults)) == (2, 1)
    assert result.faults[0].Error[0].code == "6240"
    changed = change_data_capture([Customer, Invoice], "2026-03-16T00:00:00-07:00", qb=client)
    assert len(changed.Customer) == 2
    assert not hasattr(changed, "Invoice")


def test_faults_become_the_clients_exceptions(client: QuickBooks) -> None:
    customer = Customer.get("1", qb=client)
    customer.SyncToken = "7"
    with pytest.raises(QuickbooksException) as stale:
        customer.save(qb=client)
    assert stale.value.error_code == 5010


def test_tokens_are_refreshed_rotated_and_revoked(auth: AuthClient, books: Books) -> None:
    before = auth.refresh_token
    auth.refresh()
    assert auth.refresh_token == before
    books.switch(rotation="always")
    auth.refresh()
    assert auth.refresh_token != before
    with pytest.raises(AuthClientError) as spent:
        auth.refresh(refresh_token=before)
    assert spent.value.status_code == 400
    assert auth.get_user_info().json()["email"] == "owner@example.com"
    assert auth.revoke() is True
    with pytest.raises(AuthClientError):
        auth.refresh()


def test_consent_leads_back_with_code_and_company(auth: AuthClient, books: Books) -> None:
    url = auth.get_authorization_url([Scopes.ACCOUNTING], "state-1")
    answer = auth.get(url, allow_redirects=False)
    location = answer.headers["Location"]
    assert f"realmId={books.credentials['realm_id']}" in location
    assert "state=state-1" in location
    code = location.split("code=")[1].split("&")[0]
    auth.get_bearer_token(code, realm_id=books.credentials["realm_id"])
    assert auth.expires_in == 3600
