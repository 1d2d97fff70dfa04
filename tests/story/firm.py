"""One portal and one company that belong together: who works there, and the books that the story keeps of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from infra.sandbox.people.access import Api, Pages
from infra.sandbox.people.accountant import Accountant
from infra.sandbox.people.administrator import Administrator
from infra.sandbox.people.bookkeeper import Bookkeeper
from infra.sandbox.people.portal import Portal
from infra.sandbox.people.sales import Salesperson
from infra.sandbox.remote import Twin
from tests.story.books import Books

type Credentials = Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class Firm:
    """The people of one connection."""

    portal_account: Credentials
    company_account: Credentials
    salesperson: Salesperson
    administrator: Administrator
    bookkeeper: Bookkeeper
    accountant: Accountant
    books: Books = field(default_factory=Books)

    @property
    def connection_id(self) -> str:
        """The connection between the portal and the company."""
        return f"{self.portal_account['portal_id']}-{self.company_account['realm_id']}"

    @property
    def portal(self) -> Portal:
        """HubSpot's records."""
        return self.salesperson.portal

    @classmethod
    def of(cls, hubspot: Twin, portal: Credentials, quickbooks: Twin, company: Credentials) -> Self:
        """Who works in this portal and this company."""
        records = Portal.at(hubspot.http, portal["portal_id"])
        pages = Pages(quickbooks.http, realm_id=company["realm_id"])
        return cls(
            portal_account=portal,
            company_account=company,
            salesperson=Salesperson(records, lambda: datetime.now(UTC)),
            administrator=Administrator(records, Pages(hubspot.http, portal_id=portal["portal_id"])),
            bookkeeper=Bookkeeper(pages),
            accountant=Accountant(Api(quickbooks.http, pages.act("authorize")["access_token"]), company["realm_id"]),
        )
