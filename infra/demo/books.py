"""The bookkeeper of the demo: finds what has arrived, receives payments, and once takes a number that was not free."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from infra.sandbox.people.bookkeeper import Bookkeeper, Row, sold


@dataclass(frozen=True, slots=True)
class Books:
    """The company's books since the demo began; older records do not count."""

    bookkeeper: Bookkeeper
    since: datetime

    def recent(self, entity: str) -> list[Row]:
        """What was created since the demo began."""
        since = self.since.replace(microsecond=0).isoformat()
        return self.bookkeeper.rows(entity, f"MetaData.CreateTime >= '{since}'")

    def invoices(self) -> Mapping[str, Row]:
        """Recent invoices by number."""
        return {invoice.get("DocNumber", ""): invoice for invoice in self.recent("Invoice")}

    def receive_payment(self, invoice: Row, amount: Decimal) -> None:
        """Receive money for an invoice, today."""
        customer, part = invoice["CustomerRef"]["value"], (invoice["Id"], amount)
        today = datetime.now(UTC).date().isoformat()
        self.bookkeeper.receive_payment(customer, part, TxnDate=today, PaymentRefNum=f"Q-{invoice['DocNumber']}")

    def write_invoice(self, number: str) -> str:
        """Write an invoice of the bookkeeper's own under this number; its id."""
        (customer,) = self.bookkeeper.rows("Customer", "DisplayName = 'Kate Whelan'")
        (item,) = self.bookkeeper.rows("Item", "Name = 'Hours'")
        line = sold(item["Id"], Decimal("120.00"))
        return str(self.bookkeeper.write_invoice(customer["Id"], line, DocNumber=number)["Id"])
