"""The sales of one portal: a sales person and an administrator at work, and what HubSpot shows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from infra.sandbox.people import days
from infra.sandbox.people.access import Pages
from infra.sandbox.people.administrator import Administrator
from infra.sandbox.people.portal import Portal
from infra.sandbox.people.sales import Salesperson
from infra.sandbox.remote import Twin

DEFAULT_LINES = ({"name": "Pruning", "quantity": "3", "price": "33.35", "hs_discount_percentage": "10"},)


class Sales:
    """Sells in one portal. Whatever is drafted is dated today and due in thirty days."""

    def __init__(self, twin: Twin, portal_id: str) -> None:
        self.twin, self.portal_id = twin, portal_id
        self.portal = Portal.at(twin.http, portal_id)
        self.administrator = Administrator(self.portal, Pages(twin.http, portal_id=portal_id))
        self._person = Salesperson(self.portal, lambda: datetime.now(UTC))

    def contact(self, email: str) -> str:
        """The id of a contact, made if there is none."""
        for one in self.portal.every("contacts", ("email",)):
            if one["email"].lower() == email:
                return one["id"]
        name, _, rest = email.partition("@")
        return self._person.add_contact(email=email, firstname=name.title(), lastname=rest.partition(".")[0].title())

    def draft(self, contact: str, lines: Iterable[Mapping[str, str]] = DEFAULT_LINES, **more: Any) -> str:
        """A draft invoice with its lines; its id."""
        return self._person.draft(contact, lines, due_in=30, **more)

    def draft_many(self, contacts: Sequence[str]) -> list[str]:
        """One draft invoice with one line per contact; their ids."""
        line = {"name": "Mowing", "quantity": "1"}
        return [self.draft(contact, [{**line, "price": f"{20 + number}.45"}]) for number, contact in enumerate(contacts)]

    def finalise(self, invoice: str) -> str:
        """Finalise a draft; the number it gets."""
        self._person.finalise(invoice)
        return self._person.number_of(invoice)

    def void(self, invoice: str) -> None:
        """Void an open invoice."""
        self._person.void(invoice)

    def pay(self, invoice: str, amount: str) -> str:
        """Note a payment that came in today; its id."""
        return self._person.record_payment(invoice, amount)

    def read(self, objects: str, record_id: str, *names: str) -> dict[str, str]:
        """Properties, "" where they are not set."""
        return self.portal.read(objects, record_id, *names)

    def days(self, objects: str, record_id: str, *names: str) -> list[str]:
        """Dates of a record as the portal shows them."""
        return [days.read(moment, self.portal.zone) for moment in self.read(objects, record_id, *names).values()]
