"""QuickBooks as the community's client python-quickbooks sees it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from intuitlib.client import AuthClient  # type: ignore[import-untyped]
from quickbooks import QuickBooks  # type: ignore[import-untyped]
from quickbooks.objects import Customer, Invoice, Payment, PaymentLine  # type: ignore[import-untyped]

from infra.demo.twins import Twin


class Books:
    """A bookkeeper in one company, with a consent of their own.

    Whether something has arrived is looked up in QuickBooks' pages (a control route of the twin), which costs no calls.
    """

    def __init__(self, twin_url: str, realm_id: str) -> None:
        self.twin = Twin(twin_url)
        self.realm_id = realm_id
        consent = self.twin.act("authorize", realm_id=realm_id)
        discovery = f"{twin_url}/.well-known/openid_sandbox_configuration/"
        auth = AuthClient(consent["client_id"], consent["client_secret"], "https://app.example.com/", discovery)

        class TwinQuickBooks(QuickBooks):  # type: ignore[misc]
            api_url_v3 = f"{twin_url}/v3"

        self.client = TwinQuickBooks(
            auth_client=auth,
            refresh_token=consent["refresh_token"],
            company_id=realm_id,
            minorversion=75,
            use_decimal=True,
        )

    def look(self, entity: str, condition: str) -> list[Mapping[str, Any]]:
        """Rows as the pages show them."""
        statement = f"SELECT * FROM {entity} WHERE {condition} MAXRESULTS 1000"
        rows: list[Mapping[str, Any]] = self.twin.act("query", query=statement, realm_id=self.realm_id).get(entity, [])
        return rows

    def numbered(self, number: str) -> list[Mapping[str, Any]]:
        """The invoices with this number, as the pages show them."""
        return self.look("Invoice", f"DocNumber = '{number}'")

    def invoice(self, number: str) -> Any:
        """The one invoice with this number, read by the client."""
        (found,) = Invoice.filter(DocNumber=number, qb=self.client)
        return found

    def customer(self, reference: Any) -> Any:
        """The customer that an invoice names."""
        return Customer.get(reference.value, qb=self.client)

    def pay(self, number: str, amount: Decimal) -> str:
        """Receive a payment for an invoice; its id."""
        invoice = self.invoice(number)
        payment, part = Payment(), PaymentLine()
        payment.CustomerRef, payment.TotalAmt = invoice.CustomerRef, amount
        part.Amount = amount
        part.LinkedTxn.append(invoice.to_linked_txn())
        payment.Line.append(part)
        return str(payment.save(qb=self.client).Id)

    def delete(self, number: str) -> None:
        """Delete the one invoice with this number."""
        self.invoice(number).delete(qb=self.client)

    def payments_of(self, invoice_id: str) -> list[Any]:
        """The payments that pay an invoice, read by the client."""
        every = Payment.all(max_results=1000, qb=self.client)
        return [one for one in every if any(link.TxnId == invoice_id for line in one.Line for link in line.LinkedTxn)]
