"""The biller: who writes invoices in QuickBooks' own pages, and corrects them there."""

from decimal import Decimal
from random import Random

from infra.sandbox.people.access import RefusedError
from infra.sandbox.people.bookkeeper import Line, Row, sold
from tests.simulation.account import Account


class Biller:
    """Writes invoices in QuickBooks, where HubSpot shows them, as chance has it."""

    def __init__(self, account: Account, random: Random) -> None:
        self.account, self.random = account, random

    def act(self) -> str:
        """Do something; what it was. Raises RefusedError."""
        works = (self.bill, self.bill, self.bill, self.change_the_lines, self.bill_another, self.renumber, self.copy)
        work = self.random.choice(works)
        return f"{work.__name__} {work()}"

    def bill(self) -> str:
        """A new invoice, sometimes with something taken off, a discount, a number of its own."""
        members: dict[str, object] = {"CustomerMemo": {"value": f"Bill {self._number()}"}}
        if self.account.own_numbers:
            members["DocNumber"] = f"Q-{self._number()}"
        row = self.account.bookkeeper.write_invoice(self._customer(), *self._lines(), **members)
        self.account.billed.add(row["Id"])
        return f"{row['Id']} over {row['TotalAmt']}"

    def change_the_lines(self) -> str:
        """More, less or something else was sold."""
        row = self._billed()
        self.account.bookkeeper.change("Invoice", row["Id"], Line=self._lines())
        return str(row["Id"])

    def copy(self) -> str:
        """The same was sold once more: all of an invoice is copied but its number, and the note goes with it."""
        there = [row for row in self.account.rows("Invoice") if row["TotalAmt"] > 0]
        if not there:
            raise RefusedError("there is nothing to copy")
        row = self.random.choice(there)
        kept = {name: row[name] for name in ("CustomerRef", "CurrencyRef", "PrivateNote", "DueDate") if name in row}
        lines = [{name: value for name, value in line.items() if name != "Id"} for line in row["Line"] if "Id" in line]
        copy = self.account.bookkeeper.enter("Invoice", **kept, Line=lines)
        self.account.billed.add(copy["Id"])
        return f"{row['Id']} to {copy['Id']}"

    def bill_another(self) -> str:
        """It was somebody else who bought."""
        row, customer = self._billed(), self._customer()
        self.account.bookkeeper.change("Invoice", row["Id"], CustomerRef={"value": customer})
        return f"{row['Id']} to {customer}"

    def bill_a_stranger(self) -> str:
        """It was somebody who never bought anything before."""
        row, customer = self._billed(), self._stranger()
        self.account.bookkeeper.change("Invoice", row["Id"], CustomerRef={"value": customer})
        return f"{row['Id']} to {customer}"

    def bill_a_firm(self) -> str:
        """A new invoice for a firm that never bought anything before."""
        row = self.account.bookkeeper.write_invoice(self._firm(), *self._lines())
        self.account.billed.add(row["Id"])
        return str(row["Id"])

    def bill_another_firm(self) -> str:
        """It was another firm that bought."""
        row, firm = self._billed(), self._firm()
        self.account.bookkeeper.change("Invoice", row["Id"], CustomerRef={"value": firm})
        return f"{row['Id']} to {firm}"

    def _firm(self) -> str:
        name = f"Name{self.account.number}xFirm{self._number()}"
        return str(self.account.bookkeeper.enter("Customer", DisplayName=name, CompanyName=name)["Id"])

    def renumber(self) -> str:
        """The number was wrong."""
        row, number = self._billed(), f"Q-{self._number()}"
        self.account.bookkeeper.change("Invoice", row["Id"], DocNumber=number)
        return f"{row['Id']} {number}"

    def _billed(self) -> Row:
        """An invoice that nothing is paid of."""
        rows = [row for row in self.account.rows("Invoice") if row["Id"] in self.account.billed]
        open_ones = [row for row in rows if row["TotalAmt"] > 0 and row["Balance"] == row["TotalAmt"]]
        if not open_ones:
            raise RefusedError("nothing was billed")
        return self.random.choice(open_ones)

    def _customer(self) -> str:
        """One of the customers who are there, or a new one."""
        namesakes = {one for some in self.account.namesakes.values() for one in some}
        known = [row["Id"] for row in self.account.rows("Customer") if row["Active"] and row["Id"] not in namesakes]
        if known and self.random.random() < 0.6:
            return str(self.random.choice(known))
        return self._stranger()

    def _stranger(self) -> str:
        number = self._number()
        mail = self.account.mail.typed(f"buyer{number}@example.com") if self.random.random() < 0.7 else {}
        name = f"Name{self.account.number}xBuyer{number}"
        return str(self.account.bookkeeper.enter("Customer", DisplayName=name, **mail)["Id"])

    def _lines(self) -> list[Line]:
        items = [row for row in self.account.rows("Item") if row["Active"] and row["Type"] in {"Service", "NonInventory"}]
        item = self.random.choice(items) if items else self._item()
        lines = [
            sold(item["Id"], Decimal(self.random.randint(1_000, 90_000)) / 100) for _ in range(self.random.randint(1, 3))
        ]
        if self.random.random() < 0.3:
            lines.append(sold(item["Id"], Decimal(-500) / 100))
        if self.random.random() < 0.3:
            discount = {"DiscountLineDetail": {"PercentBased": False}}
            lines.append({"Amount": Decimal("2.50"), "DetailType": "DiscountLineDetail", **discount})
        return lines

    def _item(self) -> Row:
        row = self.account.bookkeeper.add_item(f"Article {self._number()}", Type="NonInventory")
        self.account.entered.add(row["Id"])
        return row

    def _number(self) -> int:
        return self.random.randint(1, 10**9)
