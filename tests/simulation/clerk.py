"""The clerk: who keeps QuickBooks' lists of customers and items in order."""

from collections.abc import Mapping
from random import Random

from infra.sandbox.people.access import RefusedError
from infra.sandbox.people.bookkeeper import Row
from tests.simulation.account import Account

SUFFIXES = ("Ltd", "Inc", "& Sons")


class Clerk:
    """Renames, telephones, makes inactive and active again, and merges, as chance has it."""

    def __init__(self, account: Account, random: Random) -> None:
        self.account, self.random = account, random

    def act(self) -> str:
        """Do something; what it was. Raises RefusedError."""
        works = (
            self.add_an_item,
            self.add_a_namesake,
            self.add_the_same_item,
            self.change_a_sku,
            self.rename_a_customer,
            self.rename_an_item,
            self.correct_a_telephone,
            self.make_inactive,
            self.make_active,
            self.make_active,
            self.merge_two_customers,
        )
        work = self.random.choice(works)
        return f"{work.__name__} {work()}"

    def add_an_item(self) -> str:
        """Something new is sold, most often under a number of its own."""
        number = self.random.randint(1, 10**9)
        sku = {"Sku": f"A-{number}"} if self.random.random() < 0.8 else {}
        return f"{self._new_item(f'Article {number}', sku)['Id']} {number}"

    def add_a_namesake(self) -> str:
        """Somebody is entered who is a contact as well, with the same address, another or none."""
        contact = self._chosen("contacts")
        own = self.account.mail.one_of(contact)
        address = self.random.choice([own, f"office@{contact['lastname'].lower()}.example", ""])
        name = f"{contact['firstname']} {contact['lastname']}".strip()
        if f"Name{self.account.number}x" not in name:
            raise RefusedError("nobody knows what the contact is called")
        row = self.account.bookkeeper.enter("Customer", DisplayName=name, **self.account.mail.typed(address))
        self.account.namesakes.setdefault(("contacts", contact["id"]), set()).add(row["Id"])
        return f"{row['Id']} for {contact['id']} {address}"

    def add_the_same_item(self) -> str:
        """Something is entered that HubSpot sells as well, under the same number or the same name."""
        product = self._chosen("products")
        number = {"Sku": product["hs_sku"]} if product["hs_sku"] and self.random.random() < 0.8 else {}
        row = self._new_item(f"Ware {product['id']}" if number else product["name"], number)
        self.account.namesakes.setdefault(("products", product["id"]), set()).add(row["Id"])
        return f"{row['Id']} for {product['id']}"

    def change_a_sku(self) -> str:
        """An item gets another number; nothing but its name may then tell for which product it was made."""
        item = self._one("Item", active=True)
        for product in self.account.all("products"):
            if product["name"] == item["Name"]:
                self.account.namesakes.setdefault(("products", product["id"]), set()).add(item["Id"])
        sku = f"B-{self.random.randint(1, 10**9)}"
        self.account.bookkeeper.change("Item", item["Id"], Sku=sku)
        return f"{item['Id']} {sku}"

    def rename_a_customer(self) -> str:
        """A customer is known by another name, and perhaps has one more address."""
        customer = self._one("Customer", active=True)
        name = f"{customer['DisplayName']} {self.random.choice(SUFFIXES)}"
        self.account.bookkeeper.change("Customer", customer["Id"], DisplayName=name, **self.account.mail.gained(customer))
        return f"{customer['Id']} {name}"

    def rename_an_item(self) -> str:
        """An item is sold under another name."""
        item = self._one("Item", active=True)
        name = f"{item['Name']} {self.random.choice(SUFFIXES)}"
        self.account.bookkeeper.change("Item", item["Id"], Name=name)
        return f"{item['Id']} {name}"

    def correct_a_telephone(self) -> str:
        """A customer called from another number, and perhaps has one more address."""
        customer = self._one("Customer", active=True)
        phone = f"(415) 555-{self.random.randint(0, 9999):04}"
        gained = self.account.mail.gained(customer)
        self.account.bookkeeper.change("Customer", customer["Id"], PrimaryPhone={"FreeFormNumber": phone}, **gained)
        self.account.written["Customer", customer["Id"], "PrimaryPhone"] = phone
        return f"{customer['Id']} {phone}"

    def make_inactive(self) -> str:
        """Nobody is to be sold to, or nothing to be sold, under an entry any more."""
        entity = self.random.choice(["Customer", "Item"])
        row = self._one(entity, active=True)
        self._note(entity, row)
        self.account.bookkeeper.make_inactive(entity, row["Id"])
        return f"{entity} {row['Id']}"

    def make_active(self) -> str:
        """That was a mistake."""
        entity = self.random.choice(["Customer", "Item"])
        row = self._one(entity, active=False)
        self._note(entity, row)
        self.account.bookkeeper.make_active(entity, row["Id"])
        return f"{entity} {row['Id']}"

    def merge_two_customers(self) -> str:
        """Two customers were one and the same."""
        kept, lost = self._one("Customer", active=True), self._one("Customer", active=True)
        if kept["Id"] == lost["Id"]:
            raise RefusedError("there is only one customer")
        self._note("Customer", kept)
        self._note("Customer", lost)
        self.account.bookkeeper.merge("Customer", kept["Id"], lost["Id"])
        return f"{lost['Id']} into {kept['Id']}"

    def _new_item(self, name: str, more: Row) -> Row:
        row = self.account.bookkeeper.add_item(name, Type="NonInventory", **more)
        self.account.entered.add(row["Id"])
        return row

    def _chosen(self, objects: str) -> Mapping[str, str]:
        found = self.account.all(objects)
        if not found:
            raise RefusedError(f"no {objects}")
        return self.random.choice(found)

    def _one(self, entity: str, *, active: bool) -> Row:
        found = [row for row in self.account.rows(entity) if row["Active"] is active]
        if not found:
            raise RefusedError(f"no such {entity}")
        return self.random.choice(found)

    def _note(self, entity: str, row: Row) -> None:
        """Remember that an entry was taken out of its list, or another into it."""
        self.account.relisted.add((entity, row["Id"]))
