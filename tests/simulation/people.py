"""People at work in one portal and one company; what they did is remembered, so that its loss shows."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

from infra.sandbox.people import days
from infra.sandbox.people.access import RefusedError
from tests.simulation import further
from tests.simulation.account import Account
from tests.simulation.administrator import Administrator
from tests.simulation.biller import Biller
from tests.simulation.bookkeeper import Bookkeeper
from tests.simulation.clerk import Clerk
from tests.simulation.mail import addresses_of

_TRIES = 4
_BILLING = 16
"""How often invoices are written in QuickBooks, where HubSpot shows them."""
TIDYING = (1, 1, 4)
"""How often people correct, merge and delete, rather than sell and be paid."""


class Person:
    """Does one thing after another in an account, as chance has it."""

    def __init__(self, account: Account, random: Random, number: int) -> None:
        self.account, self.random, self._number = account, random, number
        self.bookkeeper, self.clerk = Bookkeeper(account, random), Clerk(account, random)
        self.administrator, self.biller = Administrator(account, random), Biller(account, random)
        self._names = 0
        self._tidying = random.choice(TIDYING)

    def act(self) -> str:
        """Do something that can be done just now; what it was."""
        actions = (
            (8, self.finalise_new), (3, self.sell_a_product), (3, self.draft), (4, self.finalise), (2, self.void),
            (5, self.pay_in_hubspot), (5, self.pay_in_quickbooks), (2, self.edit_contact), (2, self.edit_invoice),
            (2, self.change_a_price), (2, self.add_contact), (6 * self._tidying, self.bookkeeper.act),
            (4 * self._tidying, self.clerk.act), (4 * self._tidying, self.administrator.act),
            (_BILLING if self.account.mirrors else 0, self.biller.act),
        )  # fmt: skip
        weights, works = zip(*actions, strict=True)
        refusals = []
        for work in self.random.choices(works, weights, k=_TRIES):
            try:
                return f"{work.__name__} {work()}"
            except RefusedError as error:
                refusals.append(f"{work.__name__} was refused: {str(error)[:120]}")
        return ", ".join(refusals)

    def add_contact(self) -> str:
        """A new contact, who perhaps works at a firm that QuickBooks has; its id."""
        name, mail = self._name(), self.account.mail
        customers = self.account.rows("Customer")
        if firm := mail.colleague(name, customers, self.account.all("contacts")):
            contact = self.account.sales.add_contact(firstname="Pat", lastname=name, email=firm)
            self.account.firms[contact] = {row["Id"] for row in customers if firm in addresses_of(row)}
            return contact
        email = f"{name.lower()}@people{self._number}.example"
        known = {"email": email, **mail.additional(email)} if self.random.random() < 0.9 else {}
        return self.account.sales.add_contact(firstname="Pat", lastname=name, **known)

    def draft(self) -> str:
        """A new draft invoice; its id."""
        return self._draft_for(self._some_contact())

    def finalise_new(self) -> str:
        """A new invoice, finalised at once; its id."""
        return self.finalise_for(self._some_contact())

    def finalise_for(self, contact: str) -> str:
        """A new invoice for this contact, finalised at once; its id."""
        invoice = self._draft_for(contact)
        self.account.sales.finalise(invoice)
        return invoice

    def sell_a_product(self) -> str:
        """A new invoice over something from the portal's catalogue, old or new; its id."""
        products = self.account.all("products")
        fresh = not products or self.random.random() < 0.4
        product = self.add_product() if fresh else self.random.choice(products)["id"]
        invoice = self._draft_for(self._some_contact())
        line = {"hs_product_id": product, "quantity": str(self.random.randint(1, 5)), "price": self._price()}
        self.account.sales.add_to(invoice, "line_items", line | {"name": f"Product {product}"})
        self.account.sold[invoice] = product
        self.account.sales.finalise(invoice)
        return invoice

    def add_product(self) -> str:
        """A new product; its id."""
        name = self._name()
        sku = {"hs_sku": f"SKU-{name}"} if self.random.random() < 0.8 else {}
        return self.account.portal.create("products", {"name": f"Product {name}", "price": self._price(), **sku})

    def _some_contact(self) -> str:
        contacts = self.account.all("contacts")
        fresh = not contacts or self.random.random() < 0.3
        return self.add_contact() if fresh else self.random.choice(contacts)["id"]

    def _draft_for(self, contact: str) -> str:
        due = days.picked(date(2026, 12, self.random.randint(1, 28)), self.account.portal.zone)
        name = self._name()
        return self.account.sales.draft(
            contact,
            self._lines(),
            hs_due_date=due,
            hs_comments=f"Order {name}",
            hs_purchase_order_number=name,
            **further.typed(self.account, name, self._names),
        )

    def _lines(self) -> Iterator[dict[str, str]]:
        for _ in range(self.random.randint(1, 3)):
            line = {
                "name": self.random.choice(["Pruning", "Mowing", "Hedge", "Gravel"]),
                "quantity": str(self.random.choice(["1", "2", "3", "0.5", "7"])),
                "price": self._price(),
            }
            if self.random.random() < 0.3:
                line["hs_discount_percentage"] = self.random.choice(["10", "33.3", "12.5"])
            yield line

    def _price(self) -> str:
        return f"{self.random.randint(100, 90_000) / 100:.2f}"

    def finalise(self) -> str:
        """One of the drafts is finalised."""
        invoice = self._one("invoices", hs_invoice_status="draft")
        self.account.sales.finalise(invoice)
        return invoice

    def void(self) -> str:
        """An open invoice is voided in HubSpot."""
        invoice = self._one("invoices", hs_invoice_status="open")
        self.account.sales.void(invoice)
        return invoice

    def pay_in_hubspot(self) -> str:
        """An open invoice is paid, in full or in part, through HubSpot or outside it."""
        return self.pay_through_hubspot() if self.random.random() < 0.5 else self.pay_outside_hubspot()

    def pay_through_hubspot(self) -> str:
        """A buyer pays an open invoice by card."""
        invoice, amount = self._owed()
        self.account.administrator.take_card_payment(invoice, amount)
        return f"{invoice} {amount}"

    def pay_outside_hubspot(self) -> str:
        """Somebody records in HubSpot that money for an open invoice came in elsewhere, now and then more than is owed."""
        invoice, amount = self._owed()
        amount += self.random.choice((0, 0, 0, 25))
        self.account.sales.record_payment(invoice, amount)
        return f"{invoice} {amount}"

    def _owed(self) -> tuple[str, Decimal]:
        """An open invoice, and what is due of it or a part of that."""
        invoice = self._one("invoices", hs_invoice_status="open")
        (found,) = [one for one in self.account.all("invoices") if one["id"] == invoice]
        return invoice, self._part_of(Decimal(found["hs_balance_due"] or "0"))

    def pay_in_quickbooks(self) -> str:
        """The bookkeeper receives money for an invoice."""
        open_ones = [one for one in self.account.rows("Invoice") if one["Balance"] > 0]
        if not open_ones:
            raise RefusedError("nothing to pay")
        invoice = self.random.choice(open_ones)
        amount = self._part_of(Decimal(invoice["Balance"]))
        payment = self.account.bookkeeper.receive_payment(invoice["CustomerRef"]["value"], (invoice["Id"], amount))
        return f"{payment['Id']}: {amount} for {invoice['Id']}"

    def edit_contact(self) -> str:
        """A contact gets another telephone number."""
        contact = self._one("contacts")
        phone = f"(650) 555-{self.random.randint(0, 9999):04}"
        self.account.portal.change("contacts", contact, phone=phone)
        return f"{contact} {phone}"

    def edit_invoice(self) -> str:
        """An invoice's note and purchase order are changed in HubSpot, where that is allowed."""
        invoice = self._one("invoices")
        name = self._name()
        fields = further.typed(self.account, name, self._names)
        self.account.change("invoices", invoice, hs_comments=f"Changed {name}", hs_purchase_order_number=name, **fields)
        return invoice

    def change_a_price(self) -> str:
        """A line of an open invoice was priced wrongly, where HubSpot lets a person correct that."""
        invoice = self._one("invoices", hs_invoice_status="open")
        lines = self.account.associated("invoices", invoice, "line_items")
        if not lines:
            raise RefusedError("its lines are not there yet")
        line = self.random.choice(lines)
        self.account.portal.change("line_items", line, price=self._price())
        return f"{invoice} {line}"

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
