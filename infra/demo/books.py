"""The bookkeeper: looks at invoices in QuickBooks, receives payments there, and once takes a number that was not free."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from infra.demo.twins import Twin
from infra.demo.vendors import QuickBooks


@dataclass(frozen=True, slots=True)
class Bookkeeper:
    """Works in QuickBooks. `since` is when the demo began; older records are not looked at.

    Writes go through the API. To look, the bookkeeper opens QuickBooks' own pages: those calls are nobody's to count, and
    take nothing from the ten a second that the API allows a company.
    """

    quickbooks: QuickBooks
    pages: Twin
    since: datetime

    def recent(self, entity: str) -> list[dict[str, Any]]:
        """What was created since the demo began."""
        return self._look(entity, f"MetaData.CreateTime >= '{self.since.replace(microsecond=0).isoformat()}'")

    def customers(self) -> list[dict[str, Any]]:
        """All active customers."""
        return self._look("Customer", "Active = true")

    def invoices(self) -> Mapping[str, dict[str, Any]]:
        """Recent invoices by number."""
        return {invoice.get("DocNumber", ""): invoice for invoice in self.recent("Invoice")}

    def _look(self, entity: str, condition: str) -> list[dict[str, Any]]:
        statement = f"SELECT * FROM {entity} WHERE {condition} MAXRESULTS 1000"  # noqa: S608 - our own words only
        rows: list[dict[str, Any]] = self.pages.act("query", query=statement).get(entity, [])
        return rows

    def receive_payment(self, invoice: Mapping[str, Any], amount: Decimal) -> None:
        """Receive money for an invoice."""
        self.quickbooks.create(
            "Payment",
            {
                "CustomerRef": {"value": invoice["CustomerRef"]["value"]},
                "TotalAmt": amount,
                "TxnDate": datetime.now(UTC).date().isoformat(),
                "PaymentRefNum": f"Q-{invoice['DocNumber']}",
                "Line": [{"Amount": amount, "LinkedTxn": [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]}],
            },
        )

    def take_number(self, number: str) -> str:
        """Write an invoice of the bookkeeper's own under this number; its id."""
        customer = self._look("Customer", "DisplayName = 'Kate Whelan'")[0]["Id"]
        item = self._look("Item", "Name = 'Hours'")[0]["Id"]
        detail = {"ItemRef": {"value": item}, "TaxCodeRef": {"value": "NON"}}
        line = {"Amount": Decimal("120.00"), "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
        members = {"DocNumber": number, "CustomerRef": {"value": customer}, "Line": [line]}
        return str(self.quickbooks.create("Invoice", members)["Id"])
