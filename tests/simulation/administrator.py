"""The administrator of the portal: what a person does to HubSpot's records beside selling and billing."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from counterfoil.domain.parties import company_ref
from infra.sandbox.people.access import RefusedError
from infra.sandbox.people.portal import COMPANY_TO_CONTACT_PRIMARY, INVOICE_TO_CONTACT
from tests.simulation.account import Account


class Administrator:
    """Refunds, deletes, renames and merges, as chance has it."""

    def __init__(self, account: Account, random: Random) -> None:
        self.account, self.random = account, random

    def act(self) -> str:
        """Do something; what it was. Raises RefusedError."""
        works = (
            self.refund_a_payment,
            self.delete_a_payment,
            self.delete_an_invoice,
            *[self.give_an_invoice_away] * 3,
            self.rename_a_contact,
            self.change_an_address,
            self.join_a_company,
            self.delete_a_contact,
            self.merge_two_contacts,
            self.rename_a_product,
            self.delete_a_product,
        )
        work = self.random.choice(works)
        return f"{work.__name__} {work()}"

    def refund_a_payment(self) -> str:
        """Money goes back to a buyer, all of it or half."""
        paid = [one for one in self.account.all("commerce_payments") if one["hs_latest_status"] == "succeeded"]
        if not paid:
            raise RefusedError("no payments")
        payment = self.random.choice(paid)
        whole = Decimal(payment["hs_initial_amount"])
        amount = self.random.choice([whole, (whole / 2).quantize(Decimal("0.01"))])
        return self.refund(payment, amount)

    def refund(self, payment: Mapping[str, str], amount: Decimal) -> str:
        """So much of a payment goes back."""
        self._note_payment(payment["id"], "refunded")
        self.account.administrator.refund(payment["id"], amount)
        return f"{payment['id']} {amount}"

    def delete_a_payment(self) -> str:
        """A payment was a mistake."""
        payment = self._one("commerce_payments")
        self._note_payment(payment, "payment deleted in HubSpot")
        self.account.archive("commerce_payments", payment)
        return payment

    def delete_an_invoice(self) -> str:
        """An invoice is not wanted any more, and HubSpot lets it go."""
        invoice = self._one("invoices")
        self.account.archive("invoices", invoice)
        return invoice

    def give_an_invoice_away(self) -> str:
        """It was somebody else who bought."""
        contact, invoices = self._one("contacts"), self.account.all("invoices")
        own = [one["id"] for one in invoices if one["hs_invoice_status"] == "open" and not one["counterfoil_source"]]
        if not own:
            raise RefusedError("no open invoices")
        return self.give_away(self.random.choice(own), contact)

    def give_away(self, invoice: str, contact: str) -> str:
        """The invoice is for this contact now."""
        account = self.account
        account.touch(f"hubspot:invoice:{invoice}", "given to another contact")
        account.portal.associate("invoices", invoice, "contacts", contact, INVOICE_TO_CONTACT)
        for one in account.associated("invoices", invoice, "contacts"):
            if one != contact:
                account.portal.separate("invoices", invoice, "contacts", one)
        account.given[invoice] = contact
        return f"{invoice} to {contact}"

    def rename_a_contact(self) -> str:
        """A contact marries."""
        contact = self._one("contacts")
        self.account.portal.change("contacts", contact, firstname=self.random.choice(["Alex", "Robin", "Sam"]))
        return contact

    def change_an_address(self) -> str:
        """A contact moves to another provider of mail."""
        contact = self._one("contacts")
        self.account.portal.change("contacts", contact, email=f"mail{self.random.randint(1, 10**9)}@people.example")
        return contact

    def join_a_company(self) -> str:
        """A contact works for a company, perhaps with others, and is sold to under its name."""
        contact = self.random.choice(self.account.all("contacts") or [{}])
        if not contact:
            raise RefusedError("no contacts")
        self._note_contact(contact["id"], "works for a company")
        name = f"Name{self.account.number}x Works {self.random.randint(1, 2)}"
        alike = [one["id"] for one in self.account.portal.every("companies", ("name",)) if one["name"] == name]
        company = self.account.portal.create("companies", {"name": name}, (COMPANY_TO_CONTACT_PRIMARY, contact["id"]))
        for one in [*alike, company] if alike else ():
            self.account.touch(str(company_ref(one)), "two companies of one name")
        return f"{contact['id']} {company} {name}"

    def delete_a_contact(self) -> str:
        """A contact wants to be forgotten."""
        contact = self._one("contacts")
        self._note_contact(contact, "contact deleted")
        self.account.archive("contacts", contact)
        return contact

    def merge_two_contacts(self) -> str:
        """Two contacts were one and the same."""
        contacts = [one["id"] for one in self.account.all("contacts")]
        if len(contacts) < 2:
            raise RefusedError("there are no two contacts")
        kept, lost = self.random.sample(contacts, 2)
        self._note_contact(kept, "contacts merged")
        self._note_contact(lost, "contacts merged")
        survivor = self.account.portal.merge_contacts(kept, lost)
        merged = self.account.merged
        merged[survivor] = {kept, lost, *merged.get(kept, ()), *merged.get(lost, ())} - {survivor}
        return f"{lost} into {kept}"

    def rename_a_product(self) -> str:
        """A product is sold under another name."""
        product = self._one("products")
        self.account.portal.change("products", product, name=f"Product {self.random.randint(1, 10**9)}")
        return product

    def delete_a_product(self) -> str:
        """A product is not sold any more."""
        product = self._one("products")
        self.account.archive("products", product)
        return product

    def _one(self, objects: str) -> str:
        found = self.account.all(objects)
        if not found:
            raise RefusedError(f"no {objects}")
        return self.random.choice(found)["id"]

    def _note_payment(self, payment: str, what: str) -> None:
        self.account.touch(f"hubspot:payment:{payment}", what)
        for invoice in self.account.associated("commerce_payments", payment, "invoices"):
            self.account.touch(f"hubspot:invoice:{invoice}", what)

    def _note_contact(self, contact: str, what: str) -> None:
        self.account.touch(f"hubspot:customer:{contact}", what)
        for invoice in self.account.associated("contacts", contact, "invoices"):
            self.account.touch(f"hubspot:invoice:{invoice}", what)
