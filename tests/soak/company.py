"""One portal and one company that belong together, and the people who work there."""

from dataclasses import dataclass
from datetime import UTC, datetime

from infra.sandbox.people.access import Pages
from infra.sandbox.people.bookkeeper import Bookkeeper, Row
from infra.sandbox.people.portal import Portal
from infra.sandbox.people.sales import Salesperson
from infra.sandbox.remote import Twin


@dataclass(frozen=True, slots=True)
class Company:
    """The people of connection number `number`; everything they write says so."""

    number: int
    connection_id: str
    sales: Salesperson
    bookkeeper: Bookkeeper

    @property
    def portal(self) -> Portal:
        """HubSpot's records."""
        return self.sales.portal

    @property
    def mail_domain(self) -> str:
        """Where all its customers have their addresses."""
        return f"company{self.number}.example"

    def booked(self, number: str) -> Row | None:
        """The QuickBooks invoice with this number."""
        return next(iter(self.bookkeeper.rows("Invoice", f"DocNumber = '{number}'")), None)


def people_of(number: int, hubspot: Twin, portal_id: object, quickbooks: Twin, realm_id: str) -> Company:
    """The people of one portal and one company."""
    sales = Salesperson(Portal.at(hubspot.http, portal_id), lambda: datetime.now(UTC))
    return Company(number, f"{portal_id}-{realm_id}", sales, Bookkeeper(Pages(quickbooks.http, realm_id=realm_id)))
