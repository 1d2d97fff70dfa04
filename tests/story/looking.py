"""How documents stand in both ledgers, beside what the books say: each difference in words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.engine.ports import LinkStore, OutcomeStore
from infra.sandbox.people.access import RefusedError
from infra.sandbox.people.bookkeeper import Row
from tests.story.books import HUBSPOT, QUICKBOOKS, Bill, Shown, Standing
from tests.story.figures import NOTHING, to_the_cent
from tests.story.firm import Firm

INVOICE = (
    *("hs_number", "hs_invoice_status", "hs_amount_billed", "hs_balance_due", "hs_currency"),
    "hs_invoice_latest_contact_email",
)
PAYMENT = ("hs_initial_amount", "hs_latest_status")
_RECEIVED = "succeeded"


@dataclass(frozen=True, slots=True)
class Told:
    """What Counterfoil says of records; of two that are linked, under the one that the pair started from."""

    outcomes: OutcomeStore
    links: LinkStore

    def of(self, connection_id: str, ref: RecordRef) -> SyncOutcome | None:
        """How a record stands, None if nothing is said of it."""
        found = self.links.find(connection_id, [ref]).get(ref, ())
        source = next((link.source_ref for link in found if link.state is LinkState.LINKED), ref)
        return self.outcomes.latest(connection_id, [source]).get(source)


@dataclass(frozen=True, slots=True)
class Glance:
    """One look at documents of a firm, while others are at work on them."""

    firm: Firm
    told: Told

    def differences(self, bills: Iterable[Bill]) -> list[str]:
        """Whatever is not as the books say."""
        return [told for bill in bills for told in self._of(bill)]

    def _of(self, bill: Bill) -> Iterator[str]:
        for system in System:
            self._find(bill, system)
            wanted, found = bill.shown(system), self._shown(bill, system)
            if wanted != found:
                yield f"{bill.title}: {system.brand} shows {found}, expected {wanted}"
            elif wanted and bill.payments(system) != (paid := self._payments(bill, system)):
                yield f"{bill.title}: paid in {system.brand} {_sums(paid)}, expected {_sums(bill.payments(system))}"
        yield from standing_differs(bill.title, self._outcome(bill), bill.standing)
        for one in bill.settled:
            if one.ref:
                said = self.told.of(self.firm.connection_id, one.ref)
                yield from standing_differs(f"{one.amount} on {bill.title}", said, one.standing)

    def _find(self, bill: Bill, system: System) -> None:
        """Look for the counterpart by its number, as people do."""
        if bill.ids.get(system) or system in bill.absent:
            return
        known = {one.ids.get(system) for one in self.firm.books.bills}
        found = {HUBSPOT: self._in_portal, QUICKBOOKS: self._in_company}[system](bill.number) - known
        if len(found) == 1:
            (bill.ids[system],) = found

    def _in_portal(self, number: str) -> set[str]:
        return {one["id"] for one in self.firm.portal.every("invoices", ("hs_number",)) if one["hs_number"] == number}

    def _in_company(self, number: str) -> set[str]:
        return {row["Id"] for row in self.firm.bookkeeper.rows("Invoice", f"DocNumber = '{number}'")}

    def _shown(self, bill: Bill, system: System) -> Shown | None:
        try:
            return self._read(bill.ids[system], system) if system in bill.ids else None
        except RefusedError:
            return None

    def _read(self, invoice: str, system: System) -> Shown:
        if system is HUBSPOT:
            return in_hubspot(self.firm.portal.read("invoices", invoice, *INVOICE))
        row = self.firm.bookkeeper.read("Invoice", invoice)
        return in_quickbooks(row, self.firm.bookkeeper.read("Customer", row["CustomerRef"]["value"]))

    def _payments(self, bill: Bill, system: System) -> Counter[Decimal]:
        if system is QUICKBOOKS:
            return received_in_quickbooks(self.firm.bookkeeper.rows("Payment"))[bill.ids[system]]
        portal = self.firm.portal
        ids = portal.associated("invoices", bill.ids[system], "commerce_payments")
        return received_in_hubspot(portal.read("commerce_payments", one, *PAYMENT) for one in ids)

    def _outcome(self, bill: Bill) -> SyncOutcome | None:
        return self.told.of(self.firm.connection_id, bill.ref)


def in_hubspot(invoice: Mapping[str, str]) -> Shown:
    """An invoice, from HubSpot's properties."""
    voided = invoice["hs_invoice_status"] == "voided"
    return Shown(
        status=invoice["hs_invoice_status"],
        total=NOTHING if voided else money(invoice["hs_amount_billed"]),
        balance=money(invoice["hs_balance_due"]),
        currency=invoice["hs_currency"],
        customer=invoice["hs_invoice_latest_contact_email"].lower(),
    )


def in_quickbooks(invoice: Row, customer: Row) -> Shown:
    """An invoice, from QuickBooks' objects."""
    total, balance = money(invoice["TotalAmt"]), money(invoice["Balance"])
    voided = not total and invoice.get("PrivateNote", "").startswith("Voided")
    return Shown(
        status="voided" if voided else "open" if balance else "paid",
        total=total,
        balance=balance,
        currency=invoice["CurrencyRef"]["value"],
        customer=called(customer),
    )


def called(customer: Row) -> str:
    """What the story calls a customer of QuickBooks: by address, or else by name."""
    return customer.get("PrimaryEmailAddr", {}).get("Address", "").lower() or str(customer["DisplayName"])


def received_in_hubspot(payments: Iterable[Mapping[str, str]]) -> Counter[Decimal]:
    """The money that came in, payment by payment."""
    return Counter(money(one["hs_initial_amount"]) for one in payments if one["hs_latest_status"] == _RECEIVED)


def received_in_quickbooks(payments: Iterable[Row]) -> Mapping[str, Counter[Decimal]]:
    """The money that came in by invoice; a payment over nothing only links a credit."""
    found: dict[str, Counter[Decimal]] = {}
    for one in payments:
        for line in one["Line"] if one["TotalAmt"] else ():
            found.setdefault(line["LinkedTxn"][0]["TxnId"], Counter())[money(line["Amount"])] += 1
    return _Received(found)


class _Received(dict[str, Counter[Decimal]]):
    def __missing__(self, invoice: str) -> Counter[Decimal]:
        return Counter()


def standing_differs(name: str, found: SyncOutcome | None, wanted: Standing) -> Iterator[str]:
    """What Counterfoil says of a record, if that is not what it should say."""
    if found is None:
        yield f"{name}: nothing is said of it, expected {wanted}"
        return
    told = " ".join((*found.reasons, *found.remarks, found.explanation))
    if (found.status, found.category or "") != (wanted.status, wanted.category) or wanted.words not in told:
        yield f"{name}: {found.status} {found.category or ''} ({told}), expected {wanted}"


def _sums(amounts: Counter[Decimal]) -> list[str]:
    return sorted(f"{amount:.2f}" for amount in amounts.elements())


def money(value: object) -> Decimal:
    """An amount as either system writes it."""
    return to_the_cent(Decimal(str(value or 0)))
