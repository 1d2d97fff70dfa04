"""The books of one company: a bookkeeper at work, and QuickBooks as the community's client python-quickbooks sees it."""

from decimal import Decimal
from typing import Any

from intuitlib.client import AuthClient  # type: ignore[import-untyped]
from quickbooks import QuickBooks  # type: ignore[import-untyped]
from quickbooks.objects import Customer, Invoice, Payment  # type: ignore[import-untyped]

from infra.sandbox.people.access import Pages
from infra.sandbox.people.bookkeeper import Bookkeeper, Row, sold
from infra.sandbox.remote import Twin


class Books:
    """One company, with a consent of the client's own.

    Whether something has arrived is looked up in QuickBooks' pages (`bookkeeper.rows`), which costs no calls.
    """

    def __init__(self, twin: Twin, realm_id: str) -> None:
        self.twin, self.realm_id = twin, realm_id
        pages = Pages(twin.http, realm_id=realm_id)
        self.bookkeeper = Bookkeeper(pages)
        consent, address = pages.act("authorize"), str(twin.http.base_url).rstrip("/")
        discovery = f"{address}/.well-known/openid_sandbox_configuration/"
        auth = AuthClient(consent["client_id"], consent["client_secret"], "https://app.example.com/", discovery)

        class TwinQuickBooks(QuickBooks):  # type: ignore[misc]
            api_url_v3 = f"{address}/v3"

        self.client = TwinQuickBooks(
            auth_client=auth,
            refresh_token=consent["refresh_token"],
            company_id=realm_id,
            minorversion=75,
            use_decimal=True,
        )

    def numbered(self, number: str) -> list[Row]:
        """The invoices with this number, as the pages show them."""
        return self.bookkeeper.rows("Invoice", f"DocNumber = '{number}'")

    def invoice(self, number: str) -> Any:
        """The one invoice with this number, read by the client."""
        (found,) = Invoice.filter(DocNumber=number, qb=self.client)
        return found

    def customer(self, reference: Any) -> Any:
        """The customer that an invoice names."""
        return Customer.get(reference.value, qb=self.client)

    def pay(self, number: str, amount: Decimal) -> str:
        """Receive a payment for the one invoice with this number; its id."""
        (invoice,) = self.numbered(number)
        payment = self.bookkeeper.receive_payment(invoice["CustomerRef"]["value"], (invoice["Id"], amount))
        return str(payment["Id"])

    def take_number(self, number: str) -> str:
        """Write an invoice of the bookkeeper's own under this number; its id."""
        (item,) = self.bookkeeper.rows("Item", "Name = 'Hours'")
        (customer,) = self.bookkeeper.rows("Customer", "DisplayName = 'Mark Cho'")
        line = sold(item["Id"], Decimal(120))
        return str(self.bookkeeper.write_invoice(customer["Id"], line, DocNumber=number)["Id"])

    def payments_of(self, invoice_id: str) -> list[Any]:
        """The payments that pay an invoice, read by the client."""
        every = Payment.all(max_results=1000, qb=self.client)
        return [one for one in every if any(link.TxnId == invoice_id for line in one.Line for link in line.LinkedTxn)]
