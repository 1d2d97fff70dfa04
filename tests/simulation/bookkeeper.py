"""The bookkeeper: what a person does in QuickBooks' own pages beside receiving payments."""

from decimal import Decimal
from random import Random
from typing import Any

from infra.sandbox.people.access import RefusedError
from infra.sandbox.people.bookkeeper import Row, applied_to, sold
from tests.simulation import further
from tests.simulation.account import Account


class Bookkeeper:
    """Corrects, voids and deletes, as chance has it."""

    def __init__(self, account: Account, random: Random) -> None:
        self.account, self.random = account, random

    def act(self) -> str:
        """Do something; what it was. Raises RefusedError."""
        works = (
            self.change_a_payment,
            self.void_a_payment,
            self.delete_a_payment,
            self.move_a_payment,
            self.pay_two_at_once,
            self.apply_a_credit_memo,
            self.write_a_memo,
            self.move_a_due_date,
            self.change_a_line,
            self.void_an_invoice,
            self.enter_an_invoice_again,
            self.delete_an_invoice,
        )
        work = self.random.choice(works)
        return f"{work.__name__} {work()}"

    def change_a_payment(self) -> str:
        """The amount of a payment of one invoice was wrong."""
        payment = self._one("Payment", lambda row: len(row["Line"]) == 1 and row["TotalAmt"] > 1)
        amount = (Decimal(payment["TotalAmt"]) / 2).quantize(Decimal("0.01"))
        line = {"Amount": amount, "LinkedTxn": payment["Line"][0]["LinkedTxn"]}
        self._touch(payment, "payment changed")
        self.account.bookkeeper.change("Payment", payment["Id"], TotalAmt=amount, Line=[line])
        return f"{payment['Id']} to {amount}"

    def void_a_payment(self) -> str:
        """A payment bounced."""
        payment = self._one("Payment", lambda row: row["TotalAmt"] > 0)
        self._touch(payment, "payment voided")
        self.account.bookkeeper.void("Payment", payment["Id"])
        return str(payment["Id"])

    def delete_a_payment(self) -> str:
        """A payment was a mistake."""
        payment = self._one("Payment")
        self._touch(payment, "payment deleted")
        self.account.bookkeeper.delete("Payment", payment["Id"])
        self.account.removed.append(("Payment", dict(payment)))
        return str(payment["Id"])

    def move_a_payment(self) -> str:
        """A payment of one invoice was for another of the same customer."""
        payment = self._one("Payment", lambda row: len(row["Line"]) == 1 and row["TotalAmt"] > 0)
        paid = payment["Line"][0]["LinkedTxn"][0]["TxnId"]
        other = self._one(
            "Invoice",
            lambda row: (
                row["CustomerRef"] == payment["CustomerRef"] and row["Balance"] >= payment["TotalAmt"] and row["Id"] != paid
            ),
        )
        self._touch(payment, "payment moved")
        self._touch(other, "payment moved")
        self.account.bookkeeper.change("Payment", payment["Id"], Line=[applied_to(other["Id"], payment["TotalAmt"])])
        return f"{payment['Id']} from {paid} to {other['Id']}"

    def pay_two_at_once(self) -> str:
        """One payment settles two invoices of a customer."""
        first = self._one("Invoice", lambda row: row["Balance"] > 0)
        second = self._one(
            "Invoice",
            lambda row: row["Balance"] > 0 and row["Id"] != first["Id"] and row["CustomerRef"] == first["CustomerRef"],
        )
        parts = [(each["Id"], Decimal(each["Balance"])) for each in (first, second)]
        payment = self.account.bookkeeper.receive_payment(first["CustomerRef"]["value"], *parts)
        return f"{payment['Id']}: {payment['TotalAmt']} for {first['Id']} and {second['Id']}"

    def apply_a_credit_memo(self) -> str:
        """A part of an invoice is forgiven, and perhaps the rest is paid at once: a credit memo, which is no money."""
        invoice = self._one("Invoice", lambda row: row["Balance"] > 2)
        credit = (Decimal(invoice["Balance"]) / 2).quantize(Decimal("0.01"))
        money = self.random.choice((Decimal(0), Decimal(1)))
        shared = {"CustomerRef": invoice["CustomerRef"]}
        line = sold(invoice["Line"][0]["SalesItemLineDetail"]["ItemRef"]["value"], credit)
        memo = self.account.bookkeeper.enter("CreditMemo", **shared, Line=[line])
        given = {"Amount": credit, "LinkedTxn": [{"TxnId": memo["Id"], "TxnType": "CreditMemo"}]}
        settled = [applied_to(invoice["Id"], credit + money), given]
        payment = self.account.bookkeeper.enter("Payment", **shared, TotalAmt=money, Line=settled)
        self._touch(invoice, "credit applied")
        return f"{payment['Id']}: {credit} and {money} for {invoice['Id']}"

    def write_a_memo(self) -> str:
        """An invoice gets another message and order number, which only a rule both ways carries to HubSpot."""
        invoice = self._one("Invoice", lambda row: row["TotalAmt"] > 0)
        self._touch(invoice, "wording changed")
        memo = f"Booked {(number := self.random.randint(1, 9999))}"
        fields = further.entered(self.account, invoice, memo, number)
        self.account.bookkeeper.change("Invoice", invoice["Id"], CustomerMemo={"value": memo}, CustomField=fields)
        for name in ("CustomerMemo", "CustomField"):
            self.account.written["Invoice", invoice["Id"], name] = memo
        return f"{invoice['Id']} {memo}"

    def move_a_due_date(self) -> str:
        """An invoice becomes due later, which only a rule both ways carries to HubSpot."""
        invoice = self._one("Invoice", lambda row: row["TotalAmt"] > 0)
        self._touch(invoice, "wording changed")
        due = f"2027-01-{self.random.randint(1, 28):02}"
        self.account.bookkeeper.change("Invoice", invoice["Id"], DueDate=due)
        self.account.written["Invoice", invoice["Id"], "DueDate"] = due
        return f"{invoice['Id']} {due}"

    def change_a_line(self) -> str:
        """A line is changed, which nobody should do in QuickBooks."""
        invoice = self._one("Invoice", lambda row: row["TotalAmt"] > 0 and row["Balance"] == row["TotalAmt"])
        self.charge(invoice, Decimal(1))
        return str(invoice["Id"])

    def charge(self, invoice: Row, more: Decimal) -> None:
        """The first line of an invoice comes to so much more, or less."""
        line = dict(invoice["Line"][0])
        detail = {name: value for name, value in line["SalesItemLineDetail"].items() if name not in {"Qty", "UnitPrice"}}
        changed = {**line, "Amount": Decimal(line["Amount"]) + more, "SalesItemLineDetail": detail}
        others = [one for one in invoice["Line"][1:] if one["DetailType"] == "SalesItemLineDetail"]
        self._touch(invoice, "line changed")
        self.account.bookkeeper.change("Invoice", invoice["Id"], Line=[changed, *others])

    def void_an_invoice(self) -> str:
        """An invoice is void; payments on it are taken off first."""
        invoice = self._one("Invoice", lambda row: row["TotalAmt"] > 0)
        if invoice["Balance"] != invoice["TotalAmt"]:
            self._touch(invoice, "voided although paid")
        self.account.bookkeeper.void("Invoice", invoice["Id"])
        return str(invoice["Id"])

    def enter_an_invoice_again(self) -> str:
        """What was void is owed after all: it gets an amount once more, and its note does not say "Voided" any more."""
        invoice = self._one("Invoice", lambda row: "Voided" in row.get("PrivateNote", ""))
        line = next(line for line in invoice["Line"] if line["DetailType"] == "SalesItemLineDetail")
        self._touch(invoice, "entered again")
        amount = Decimal(self.random.randint(1_000, 90_000)) / 100
        note = invoice["PrivateNote"].replace("Voided", "").strip(" -") or "Owed after all"
        lines = [sold(line["SalesItemLineDetail"]["ItemRef"]["value"], amount)]
        self.account.bookkeeper.change("Invoice", invoice["Id"], Line=lines, PrivateNote=note)
        return f"{invoice['Id']} over {amount}"

    def delete_an_invoice(self) -> str:
        """An invoice is deleted."""
        invoice = self._one("Invoice")
        self._touch(invoice, "deleted")
        self.account.bookkeeper.delete("Invoice", invoice["Id"])
        self.account.removed.append(("Invoice", dict(invoice)))
        return str(invoice["Id"])

    def _one(self, entity: str, wanted: Any = lambda _row: True) -> Row:
        found = [row for row in self.account.rows(entity) if wanted(row)]
        if not found:
            raise RefusedError(f"no such {entity}")
        return self.random.choice(found)

    def _touch(self, row: Row, what: str) -> None:
        """Remember what was done to an invoice, or to a payment and the invoices it pays, if there is one left."""
        booked = {
            link["TxnId"] for line in row["Line"] for link in line.get("LinkedTxn", []) if link["TxnType"] == "Invoice"
        }
        payment = f"quickbooks:payment:{row['Id']}"
        for record in {payment, *booked} if "UnappliedAmt" in row else {row["Id"]}:
            self.account.touched.setdefault(record, set()).add(what)
