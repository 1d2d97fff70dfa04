"""Whom the stories about customers sell to, and who that is in QuickBooks."""

from counterfoil.domain.identity import RecordRef
from infra.sandbox.people.bookkeeper import Row
from tests.remedies.office import Office


def company(office: Office, name: str, **properties: str) -> str:
    """The id of a new company in HubSpot."""
    return office.portal.create("companies", {"name": name, **properties})


def ada(office: Office, of: str = "", first: str = "Ada", last: str = "Byron", **properties: str) -> str:
    """The id of a new contact in HubSpot, `of` a company."""
    values = {"email": f"{first}@x.example".lower(), **properties}
    return office.sales.add_contact(company=of, firstname=first, lastname=last, **values)


def customer(office: Office, invoice: RecordRef) -> Row:
    """Whom a synced invoice is for in QuickBooks."""
    assert office.is_in_sync(invoice), office.outcome(invoice)
    return office.bookkeeper.read("Customer", office.booked(invoice)["CustomerRef"]["value"])
