"""The bookkeeper: who keeps lists, forms and money in order in QuickBooks' own pages.

What the pages can do stands in `infra/sandbox/quickbooks/bookkeeper.py`. Objects and their members are Intuit's:
https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/invoice
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from infra.sandbox.people.access import Pages

Row = Mapping[str, Any]
Line = Mapping[str, Any]
SERVICES = "1"
"""The income account that every company has from the start."""

_PAGE = 1_000
_LISTS = {"Customer", "Item", "Vendor", "Employee"}


class Bookkeeper:
    """Works in one company. What is refused raises RefusedError."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def rows(self, entity: str, condition: str = "") -> list[Row]:
        """All objects of a kind that fit a condition, e.g. "DocNumber = '7'"; of a list, inactive entries too."""
        if not condition and entity in _LISTS:
            condition = "Active IN (true, false)"
        where = f" WHERE {condition}" if condition else ""
        found: list[Row] = []
        while True:
            bounds = f"STARTPOSITION {len(found) + 1} MAXRESULTS {_PAGE}"
            statement = f"SELECT * FROM {entity}{where} {bounds}"  # noqa: S608 - for a twin, with words of our own
            page = self._pages.act("query", query=statement).get(entity, [])
            found += page
            if len(page) < _PAGE:
                return found

    def read(self, entity: str, object_id: str) -> Row:
        """One object."""
        found: Row = self._pages.act("read", entity=entity, id=object_id)
        return found

    def enter(self, entity: str, **members: object) -> Row:
        """A new entry of a list, or a new form, as it was saved."""
        made: Row = self._pages.act("write", entity=entity, body=members)
        return made

    def import_rows(self, entity: str, rows: Iterable[Row]) -> list[Row]:
        """Many new entries or forms at once, as from a file, as they were saved; in order."""
        made: list[Row] = self._pages.act("import", entity=entity, rows=list(rows))
        return made

    def change(self, entity: str, object_id: str, **members: object) -> Row:
        """Other values for some members of an object; `Line` is replaced as a whole."""
        return self.enter(entity, Id=object_id, **members)

    def add_item(self, name: str, **members: object) -> Row:
        """Something new to sell."""
        return self.enter("Item", Name=name, **{"Type": "Service", "IncomeAccountRef": {"value": SERVICES}, **members})

    def write_invoice(self, customer: str, *lines: Line, **members: object) -> Row:
        """An invoice of the bookkeeper's own."""
        return self.enter("Invoice", **{"CustomerRef": {"value": customer}, "Line": list(lines), **members})

    def receive_payment(self, customer: str, *applied: tuple[str, Decimal], **members: object) -> Row:
        """Money for invoices of a customer, as (invoice id, amount); all of it is applied unless `TotalAmt` says more."""
        total = sum((amount for _, amount in applied), Decimal(0))
        lines = [applied_to(invoice, amount) for invoice, amount in applied]
        return self.enter("Payment", **{"CustomerRef": {"value": customer}, "TotalAmt": total, "Line": lines, **members})

    def bank(self, *payments: str) -> None:
        """Take payments to the bank: a deposit, which locks them."""
        self._pages.act("deposit", payment_ids=list(payments))

    def void(self, entity: str, object_id: str) -> None:
        """Void a form; what was paid on it is taken off first."""
        self._pages.act("void", entity=entity, id=object_id)

    def delete(self, entity: str, object_id: str) -> None:
        """Delete a form; what was paid on it is taken off first."""
        self._pages.act("delete", entity=entity, id=object_id)

    def make_inactive(self, entity: str, object_id: str) -> None:
        """Take an entry out of its list."""
        self._pages.act("deactivate", entity=entity, id=object_id)

    def make_active(self, entity: str, object_id: str) -> None:
        """Put an entry back into its list."""
        self._pages.act("activate", entity=entity, id=object_id)

    def merge(self, entity: str, kept: str, lost: str) -> None:
        """Two entries of a list become one; what was the lost one's is the kept one's."""
        self._pages.act("merge", entity=entity, kept=kept, lost=lost)

    def set_preferences(self, **groups: Mapping[str, object]) -> None:
        """Change members of some groups of the company's preferences (Account and settings)."""
        self._pages.act("set_preferences", preferences=groups)

    def let_subscription_lapse(self) -> None:
        """Nobody has paid for QuickBooks: the company can only be read."""
        self._pages.act("end_subscription", ended=True)

    def renew_subscription(self) -> None:
        """QuickBooks is paid for again."""
        self._pages.act("end_subscription", ended=False)

    def close_books(self, until: str) -> None:
        """Close the books up to a day (ISO 8601); an earlier day opens them again."""
        self.set_preferences(AccountingInfoPrefs={"BookCloseDate": until})


def applied_to(invoice: str, amount: Decimal) -> Line:
    """The line of a payment that applies money to an invoice."""
    return {"Amount": amount, "LinkedTxn": [{"TxnId": invoice, "TxnType": "Invoice"}]}


def sold(item: str, amount: Decimal) -> Line:
    """The line of an invoice over an item, free of tax."""
    detail = {"ItemRef": {"value": item}, "TaxCodeRef": {"value": "NON"}}
    return {"Amount": amount, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
