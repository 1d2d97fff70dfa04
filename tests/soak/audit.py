"""What must be true of a connection in the end: each a small function telling what is not."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from infra.sandbox.people import days
from infra.sandbox.people.bookkeeper import Row
from tests.simulation.ledgers import source_of
from tests.soak.table import Standings
from tests.soak.workload import Desk, Receipt, Sale

_DATES = {"hs_invoice_date": "TxnDate", "hs_due_date": "DueDate"}
_INVOICE = ("hs_number", "hs_invoice_status", "hs_amount_billed", "hs_balance_due", "hs_comments", *_DATES)
_PAYMENT = ("hs_initial_amount", "hs_latest_status", "counterfoil_source")


@dataclass
class View:
    """One connection in the end; everything is read once."""

    desk: Desk
    standings: Standings

    @cached_property
    def invoices(self) -> dict[str, dict[str, str]]:
        """HubSpot's invoices by id."""
        return {one["id"]: one for one in self.desk.company.portal.every("invoices", _INVOICE)}

    @cached_property
    def payments(self) -> list[dict[str, str]]:
        """HubSpot's payments."""
        return list(self.desk.company.portal.every("commerce_payments", _PAYMENT))

    @cached_property
    def booked_invoices(self) -> list[Row]:
        """QuickBooks' invoices."""
        return self.desk.company.bookkeeper.rows("Invoice")

    @cached_property
    def booked_payments(self) -> list[Row]:
        """QuickBooks' payments."""
        return self.desk.company.bookkeeper.rows("Payment")

    @cached_property
    def made(self) -> dict[str, list[Row]]:
        """What the sync made in QuickBooks, by the source in its marker."""
        made: defaultdict[str, list[Row]] = defaultdict(list)
        for row in (*self.booked_invoices, *self.booked_payments):
            made[source_of(row)].append(row)
        return dict(made)

    def invoice_of(self, sale: Sale) -> list[Row]:
        """The invoices in QuickBooks that were made for a sale."""
        return self.made.get(f"hubspot:invoice:{sale.id}", [])


def invoices_are_there_once(view: View) -> Iterator[str]:
    """Every invoice is exactly once in QuickBooks, and nothing else is."""
    for sale in view.desk.sales:
        found = [row["Id"] for row in view.invoice_of(sale)]
        if len(found) != 1 and not (sale.voided and not found):
            yield f"invoice {sale.number} ({sale.id}) is in QuickBooks as {found}"
    expected = {f"hubspot:invoice:{sale.id}" for sale in view.desk.sales}
    for row in view.booked_invoices:
        if source_of(row) not in expected:
            yield f"QuickBooks invoice {row['Id']} comes from {source_of(row)!r}"


def amounts_agree(view: View) -> Iterator[str]:
    """Totals and balances are what people meant, on both sides, to the cent."""
    for sale in view.desk.sales:
        here = view.invoices[sale.id]
        status = "voided" if sale.voided else "open" if sale.balance else "paid"
        shown = here["hs_invoice_status"], Decimal(here["hs_balance_due"] or 0)
        if shown != (status, sale.balance):
            yield f"invoice {sale.number} is {shown} in HubSpot, meant {(status, sale.balance)}"
        if not sale.voided and Decimal(here["hs_amount_billed"]) != sale.total:
            yield f"invoice {sale.number} is over {here['hs_amount_billed']} in HubSpot, meant {sale.total}"
        for row in view.invoice_of(sale):
            yield from _row_differences(sale, row)


def _row_differences(sale: Sale, row: Row) -> Iterator[str]:
    booked = (row["TotalAmt"], row["Balance"])
    meant = (Decimal(0) if sale.voided else sale.total, sale.balance)
    if booked != meant:
        yield f"invoice {sale.number} has total and balance {booked} in QuickBooks, meant {meant}"
    if row.get("DocNumber") != sale.number:
        yield f"invoice {sale.number} has number {row.get('DocNumber')} in QuickBooks"
    memo = (row.get("CustomerMemo") or {}).get("value", "")
    if memo != sale.memo and not sale.voided:
        yield f"invoice {sale.number} says {memo!r} in QuickBooks, meant {sale.memo!r}"


def dates_agree(view: View) -> Iterator[str]:
    """An invoice is of the same day, and due on the same day, to people in either system."""
    zone = view.desk.company.portal.zone
    for sale in view.desk.sales:
        shown = {name: days.read(view.invoices[sale.id][name], zone) for name in _DATES}
        for row in view.invoice_of(sale):
            booked = {name: row.get(member) for name, member in _DATES.items()}
            if booked != shown and not sale.voided:
                yield f"invoice {sale.number} is of {shown} in HubSpot, {booked} in QuickBooks"


def payments_are_there_once(view: View) -> Iterator[str]:
    """Every payment is exactly once on the other side with its amount, and there are no others."""
    copies = defaultdict(list)
    for one in view.payments:
        if one["counterfoil_source"]:
            copies[one["counterfoil_source"]].append(Decimal(one["hs_initial_amount"]))
    for receipt in view.desk.receipts:
        found = copies[_source(receipt)] if receipt.booked else _booked(view, receipt)
        if found != [receipt.amount]:
            yield f"{_source(receipt)} of {receipt.amount} for {receipt.sale.number} is on the other side as {found}"
    for name, payments in (("HubSpot", view.payments), ("QuickBooks", view.booked_payments)):
        if len(payments) != len(view.desk.receipts):
            yield f"{name} has {len(payments)} payments, people made {len(view.desk.receipts)}"


def _source(receipt: Receipt) -> str:
    return f"quickbooks:payment:{receipt.id}:{receipt.booked}" if receipt.booked else f"hubspot:payment:{receipt.id}"


def _booked(view: View, receipt: Receipt) -> list[Decimal]:
    """The amounts that QuickBooks puts to the invoice of a payment made in HubSpot."""
    ids = {row["Id"] for row in view.invoice_of(receipt.sale)}
    return [
        line["Amount"]
        for row in view.made.get(_source(receipt), [])
        for line in row["Line"]
        for link in line["LinkedTxn"]
        if link["TxnId"] in ids
    ]


def nothing_was_removed(view: View) -> Iterator[str]:
    """Nobody removed anything: what is gone was made twice. QuickBooks numbers its transactions without a gap."""
    there = {int(row["Id"]) for row in (*view.booked_invoices, *view.booked_payments)}
    if gone := sorted(set(range(1, max(there, default=0) + 1)) - there):
        yield f"QuickBooks had transactions {gone} that are gone"
    for objects in ("invoices", "commerce_payments"):
        archived = [one["id"] for one in view.desk.company.portal.every(objects, (), archived=True)]
        if archived:
            yield f"HubSpot had {objects} {archived} that are gone"


def outcomes_are_good(view: View) -> Iterator[str]:
    """Nothing waits, nothing fails; every invoice and payment has an outcome."""
    for one in view.standings.records:
        if one.status in {"waiting", "failing"}:
            yield f"{one.ref} is {one.status}: {one.told}"
    known = {one.ref for one in view.standings.records}
    documents = [f"hubspot:invoice:{sale.id}" for sale in view.desk.sales]
    documents += [_source(receipt) for receipt in view.desk.receipts]
    yield from (f"{ref} has no outcome" for ref in documents if ref not in known and not _by_counterpart(ref, known))


def _by_counterpart(ref: str, known: set[str]) -> bool:
    """Whether a payment of QuickBooks is told as a whole."""
    return ref.startswith("quickbooks:payment:") and ref.rpartition(":")[0] in known


def counters_are_exact(view: View) -> Iterator[str]:
    """Counters equal a full count."""
    counters, counted = view.standings.counters, view.standings.counted()
    if counters != counted:
        yield f"counters say {counters}, a full count {counted}"


def nobody_sees_others(view: View) -> Iterator[str]:
    """Customers and invoices are of this company; no customer is there twice."""
    company = view.desk.company
    customers = company.bookkeeper.rows("Customer")
    addresses = [str((row.get("PrimaryEmailAddr") or {}).get("Address", "")) for row in customers]
    yield from (
        f"customer {one!r} belongs to somebody else" for one in addresses if not one.endswith(f"@{company.mail_domain}")
    )
    yield from (f"customer {one} is there {count} times" for one, count in Counter(addresses).items() if count > 1)
    for row in view.booked_invoices:
        memo = str((row.get("CustomerMemo") or {}).get("value", ""))
        if not memo.startswith(f"Order {company.number}-"):
            yield f"QuickBooks invoice {row['Id']} says {memo!r}"


Check = Callable[[View], Iterator[str]]
CHECKS: tuple[Check, ...] = (
    invoices_are_there_once,
    amounts_agree,
    dates_agree,
    payments_are_there_once,
    nothing_was_removed,
    outcomes_are_good,
    counters_are_exact,
    nobody_sees_others,
)


def differences(desk: Desk, standings: Standings) -> list[str]:
    """Everything at one connection that is not as it must be."""
    view = View(desk, standings)
    return [f"{desk.company.connection_id}: {told}" for check in CHECKS for told in check(view)]
