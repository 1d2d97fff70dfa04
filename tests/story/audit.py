"""The end of the year: both ledgers, read through the vendors' APIs, against the books; and what Counterfoil says of all."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from tests.story.books import HUBSPOT, QUICKBOOKS, Bill, Shown
from tests.story.figures import NOTHING
from tests.story.firm import Firm
from tests.story.looking import (
    INVOICE,
    PAYMENT,
    Told,
    called,
    in_hubspot,
    in_quickbooks,
    money,
    received_in_hubspot,
    received_in_quickbooks,
    standing_differs,
)

type Owed = Mapping[tuple[str, str], Decimal]
"""What customers owe, by what the story calls them, and by currency."""

_MOST = 200
_TROUBLED = (OutcomeStatus.FAILING, OutcomeStatus.WAITING)


class Ledgers:
    """Both ledgers of a firm, each read once, by an accountant and through HubSpot's API."""

    def __init__(self, firm: Firm) -> None:
        self._firm = firm
        self._customers = {row["Id"]: row for row in firm.accountant.rows("Customer", "Active IN (true, false)")}
        rows = firm.accountant.rows("Invoice")
        self.invoices: Mapping[System, Mapping[str, Shown]] = {
            HUBSPOT: {one["id"]: in_hubspot(one) for one in firm.portal.every("invoices", INVOICE)},
            QUICKBOOKS: {row["Id"]: in_quickbooks(row, self._customers[row["CustomerRef"]["value"]]) for row in rows},
        }

    @cached_property
    def payments(self) -> Mapping[System, Mapping[str, Counter[Decimal]]]:
        """The money that came in on each invoice."""
        return {HUBSPOT: self._in_hubspot(), QUICKBOOKS: received_in_quickbooks(self._firm.accountant.rows("Payment"))}

    def owed(self, system: System) -> Owed:
        """What customers owe: in QuickBooks as it says of each customer, less its credit; in HubSpot by its invoices."""
        sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        if system is QUICKBOOKS:
            for row in self._customers.values():
                sums[called(row), row["CurrencyRef"]["value"]] += money(row["Balance"])
        for invoice in self.invoices[HUBSPOT].values() if system is HUBSPOT else ():
            sums[invoice.customer, invoice.currency] += invoice.balance
        return {whose: amount for whose, amount in sums.items() if amount}

    def _in_hubspot(self) -> Mapping[str, Counter[Decimal]]:
        portal = self._firm.portal
        found: defaultdict[str, Counter[Decimal]] = defaultdict(Counter)
        for one in portal.every("commerce_payments", PAYMENT):
            for invoice in portal.associated("commerce_payments", one["id"], "invoices"):
                found[invoice] += received_in_hubspot([one])
        return found


@dataclass(frozen=True, slots=True)
class Audit:
    """What differs at the end of the year, in words."""

    firm: Firm
    ledgers: Ledgers
    told: Told

    def differences(self) -> list[str]:
        """Everything that is not as the books say."""
        checks = (self._invoices, self._strays, self._payments, self._owed, self._standings, self._troubles)
        return [told for check in checks for told in check()]

    def _invoices(self) -> Iterator[str]:
        for bill, system in self._places():
            found, wanted = self.ledgers.invoices[system].get(bill.ids.get(system, "")), bill.shown(system)
            if found != wanted:
                yield f"{bill.title}: {system.brand} shows {found}, expected {wanted}"

    def _strays(self) -> Iterator[str]:
        for system in System:
            known = {bill.ids.get(system) for bill in self.firm.books.bills}
            for stray, shown in self.ledgers.invoices[system].items():
                if stray not in known:
                    yield f"{system.brand} has an invoice {stray} that nobody wrote: {shown}"

    def _payments(self) -> Iterator[str]:
        for system in System:
            wanted = {bill.ids.get(system, ""): bill.payments(system) for bill in self.firm.books.bills}
            found = self.ledgers.payments[system]
            for invoice in sorted({*wanted, *found}):
                if (paid := found.get(invoice, Counter())) != (due := wanted.get(invoice, Counter())):
                    yield f"invoice {invoice} is paid in {system.brand} by {dict(paid)}, expected {dict(due)}"

    def _owed(self) -> Iterator[str]:
        for system in System:
            found = self.ledgers.owed(system)
            wanted = {whose: amount for whose, amount in self.firm.books.owed(system).items() if amount}
            for whose in sorted({*found, *wanted}):
                if (there := found.get(whose, NOTHING)) != (due := wanted.get(whose, NOTHING)):
                    yield f"{' '.join(whose)} owes {there} in {system.brand}, expected {due}"

    def _standings(self) -> Iterator[str]:
        for bill in self.firm.books.bills:
            yield from standing_differs(bill.title, self.told.of(self.firm.connection_id, bill.ref), bill.standing)
        for bill, one in self.firm.books.settlements():
            if one.ref:
                said = self.told.of(self.firm.connection_id, one.ref)
                yield from standing_differs(f"{one.amount} on {bill.title}", said, one.standing)

    def _troubles(self) -> Iterator[str]:
        """Nothing waits, and nothing needs anybody but what the story left so."""
        standings = {bill.ref: bill.standing for bill in self.firm.books.bills}
        standings |= {one.ref: one.standing for _, one in self.firm.books.settlements() if one.ref}
        for one in self._troubled():
            if one.ref not in standings or standings[one.ref].status != one.status:
                yield f"{one.label} is {one.status} for {one.category}: {one.explanation}"

    def _troubled(self) -> Iterator[SyncOutcome]:
        for kind in EntityKind:
            for status in _TROUBLED:
                yield from self.told.outcomes.page(self.firm.connection_id, kind, status, "", _MOST).outcomes

    def _places(self) -> Iterator[tuple[Bill, System]]:
        return ((bill, system) for bill in self.firm.books.bills for system in System)
