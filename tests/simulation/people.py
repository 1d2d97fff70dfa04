"""People at work in one portal and one company; what they did is remembered, so that its loss shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from infra.sandbox.kernel.clock import Clock
from infra.sandbox.kernel.control import ControlError
from tests.simulation.vendors import Vendors

TO_INVOICE = {"contacts": 177, "line_items": 409, "discounts": 411}
TO_CONTACT, PAYMENT_TO_INVOICE = 177, 542
READ = {
    "invoices": (
        "hs_invoice_status", "hs_number", "hs_comments", "hs_due_date", "hs_amount_billed", "hs_balance_due",
    ),
    "commerce_payments": ("hs_initial_amount", "hs_latest_status", "counterfoil_source", "hs_reference_number"),
    "contacts": ("email", "phone", "firstname", "lastname", "counterfoil_source"),
    "products": ("name", "hs_sku", "price", "counterfoil_source"),
}  # fmt: skip


class RefusedError(Exception):
    """The vendor did not let the person do it."""


@dataclass
class Account:
    """One portal and one company that belong together, with everything people did there.

    `touched` says what people did to QuickBooks invoices and payments that the sync must ask a person about;
    `written` what somebody wrote last into a field, by system, record and field.
    """

    vendors: Vendors
    clock: Clock
    portal_id: int
    realm_id: str
    token: str
    hubspot_refresh: str
    quickbooks_refresh: str
    touched: dict[str, set[str]] = field(default_factory=dict)
    removed: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    written: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def api(self, method: str, path: str, body: object = None) -> Any:
        """One call of HubSpot's API. Raises RefusedError."""
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = self.vendors.people.request(method, path, json=body, headers=headers)
        if not answer.is_success:
            raise RefusedError(answer.text)
        return answer.json() if answer.content else None

    def make(self, objects: str, properties: Mapping[str, str], *associations: tuple[int, str]) -> str:
        """Create a HubSpot record, associated with (type, id); its id."""
        to = [
            {"to": {"id": record}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": kind}]}
            for kind, record in associations
        ]
        return str(self.api("POST", f"/crm/objects/2026-09/{objects}", {"properties": properties, "associations": to})["id"])

    def change(self, objects: str, record: str, **properties: str) -> None:
        """Write properties."""
        self.api("PATCH", f"/crm/objects/2026-09/{objects}/{record}", {"properties": properties})
        for name, value in properties.items():
            self.written[objects, record, name] = value

    def all(self, objects: str) -> list[dict[str, str]]:
        """Every HubSpot record of a type: its properties and `id`."""
        found: list[dict[str, str]] = []
        after = ""
        while True:
            names = ",".join(READ[objects])
            page = self.api("GET", f"/crm/objects/2026-09/{objects}?limit=100&properties={names}{after}")
            found += [
                {name: one["properties"].get(name) or "" for name in READ[objects]} | {"id": one["id"]}
                for one in page["results"]
            ]
            if "paging" not in page:
                return found
            after = f"&after={page['paging']['next']['after']}"

    def associated(self, objects: str, record: str, to: str) -> list[str]:
        """The ids of the records of type `to` at a HubSpot record."""
        found = self.api("GET", f"/crm/objects/2026-09/{objects}/{record}/associations/{to}")
        return sorted({str(one.get("toObjectId") or one.get("id")) for one in found["results"]})

    def book(self, action: str, **arguments: Any) -> Any:
        """The bookkeeper does something in QuickBooks' pages. Raises RefusedError."""
        try:
            return self.vendors.quickbooks.control(action, {"realm_id": self.realm_id, **arguments})
        except ControlError as error:
            raise RefusedError(str(error)) from error

    def rows(self, entity: str) -> list[dict[str, Any]]:
        """Every QuickBooks object of a kind, inactive ones too."""
        statement = f"SELECT * FROM {entity}"
        if entity in {"Customer", "Item"}:
            statement += " WHERE Active IN (true, false)"
        rows: list[dict[str, Any]] = self.book("query", query=f"{statement} MAXRESULTS 1000").get(entity, [])
        return rows

    def touch(self, record: str, what: str) -> None:
        """Remember that somebody did `what` to `record`."""
        self.touched.setdefault(record, set()).add(what)


class Person:
    """Does one thing after another in an account, as chance has it."""

    def __init__(self, account: Account, random: Random, number: int) -> None:
        self.account, self.random, self._number = account, random, number
        self._names = 0

    def act(self) -> str:
        """Do something; what it was."""
        actions = (
            (8, self.finalise_new), (3, self.draft), (4, self.finalise), (2, self.void), (5, self.pay_in_hubspot),
            (5, self.pay_in_quickbooks), (2, self.edit_contact), (2, self.edit_invoice), (2, self.add_contact),
        )  # fmt: skip
        weights, works = zip(*actions, strict=True)
        (work,) = self.random.choices(works, weights)
        try:
            return f"{work.__name__} {work()}"
        except RefusedError as error:
            return f"{work.__name__} was refused: {str(error)[:120]}"

    def add_contact(self) -> str:
        """A new contact; its id."""
        name = self._name()
        mail = {"email": f"{name.lower()}@people{self._number}.example"} if self.random.random() < 0.9 else {}
        return self.account.make("contacts", {"firstname": "Pat", "lastname": name, **mail})

    def draft(self) -> str:
        """A new draft invoice; its id."""
        contacts = self.account.all("contacts")
        fresh = not contacts or self.random.random() < 0.3
        contact = self.add_contact() if fresh else self.random.choice(contacts)["id"]
        due = f"2026-12-{self.random.randint(1, 28):02}T00:00:00.000Z"
        values = {"hs_currency": "USD", "hs_due_date": due, "hs_comments": f"Order {self._name()}"}
        invoice = self.account.make("invoices", values, (TO_CONTACT, contact))
        for _ in range(self.random.randint(1, 3)):
            line = {
                "name": self.random.choice(["Pruning", "Mowing", "Hedge", "Gravel"]),
                "quantity": str(self.random.choice(["1", "2", "3", "0.5", "7"])),
                "price": f"{self.random.randint(100, 90_000) / 100:.2f}",
            }
            if self.random.random() < 0.3:
                line["hs_discount_percentage"] = self.random.choice(["10", "33.3", "12.5"])
            self.account.make("line_items", line, (410, invoice))
        return invoice

    def finalise_new(self) -> str:
        """A new invoice, finalised at once; its id."""
        invoice = self.draft()
        self.account.change("invoices", invoice, hs_invoice_status="open")
        return invoice

    def finalise(self) -> str:
        """One of the drafts is finalised."""
        invoice = self._one("invoices", hs_invoice_status="draft")
        self.account.change("invoices", invoice, hs_invoice_status="open")
        return invoice

    def void(self) -> str:
        """An open invoice is voided in HubSpot."""
        invoice = self._one("invoices", hs_invoice_status="open")
        self.account.change("invoices", invoice, hs_invoice_status="voided")
        return invoice

    def pay_in_hubspot(self) -> str:
        """An open invoice is paid, in full or in part."""
        invoice = self._one("invoices", hs_invoice_status="open")
        (found,) = [one for one in self.account.all("invoices") if one["id"] == invoice]
        amount = self._part_of(Decimal(found["hs_balance_due"] or "0"))
        if self.random.random() < 0.5:
            arguments = {"portal_id": self.account.portal_id, "invoice_id": invoice, "amount": str(amount)}
            self.account.vendors.hubspot.control("record_hubspot_payment", arguments)
            return f"{invoice} {amount}"
        today = f"{self.account.clock.now().date()}T00:00:00.000Z"
        values = {"hs_initial_amount": str(amount), "hs_initiated_date": today, "hs_latest_status": "succeeded"}
        self.account.make("commerce_payments", values, (PAYMENT_TO_INVOICE, invoice))
        return f"{invoice} {amount}"

    def pay_in_quickbooks(self) -> str:
        """The bookkeeper receives money for an invoice."""
        open_ones = [one for one in self.account.rows("Invoice") if one["Balance"] > 0]
        if not open_ones:
            raise RefusedError("nothing to pay")
        invoice = self.random.choice(open_ones)
        amount = self._part_of(Decimal(invoice["Balance"]))
        line = {"Amount": amount, "LinkedTxn": [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]}
        body = {"CustomerRef": invoice["CustomerRef"], "TotalAmt": amount, "Line": [line]}
        payment = self.account.book("write", entity="Payment", body=body)
        return f"{payment['Id']}: {amount} for {invoice['Id']}"

    def edit_contact(self) -> str:
        """A contact gets another telephone number."""
        contact = self._one("contacts")
        phone = f"(650) 555-{self.random.randint(0, 9999):04}"
        self.account.change("contacts", contact, phone=phone)
        return f"{contact} {phone}"

    def edit_invoice(self) -> str:
        """An invoice's note is changed in HubSpot, where that is allowed."""
        invoice = self._one("invoices")
        self.account.change("invoices", invoice, hs_comments=f"Changed {self._name()}")
        return invoice

    def _one(self, objects: str, **wanted: str) -> str:
        found = [one for one in self.account.all(objects) if wanted.items() <= one.items()]
        if not found:
            raise RefusedError(f"no such {objects}")
        return self.random.choice(found)["id"]

    def _part_of(self, balance: Decimal) -> Decimal:
        if balance <= 1 or self.random.random() < 0.5:
            return balance
        return (balance * self.random.randint(10, 90) / 100).quantize(Decimal("0.01"))

    def _name(self) -> str:
        self._names += 1
        return f"Name{self._number}x{self._names}"
