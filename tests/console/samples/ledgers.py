"""Both ledgers of Northlight Supply, difference by difference."""

from decimal import Decimal

from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.texts import ledgers as texts
from counterfoil_console.pages.health import Difference, Ledgers, LedgerSide, Slip
from counterfoil_console.pages.ledgers import CauseShown, CurrencyShown, DifferingInvoice, LedgersPage
from counterfoil_console.pages.needs_you import Unexplained
from counterfoil_console.pages.parts import Counted, VendorLink
from tests.console.samples.around import INVOICE, at, invoices, usd
from tests.console.samples.health import CAD_SLIP


def _invoice(number: str, customer: str, hubspot: str | None, quickbooks: str | None) -> DifferingInvoice:
    return DifferingInvoice(
        ref=RecordRef(System.HUBSPOT, INVOICE, number),
        number=f"INV-{number}",
        customer=customer,
        hubspot=usd(hubspot) if hubspot else None,
        quickbooks=usd(quickbooks) if quickbooks else None,
        difference=usd(str(Decimal(quickbooks or 0) - Decimal(hubspot or 0))),
        links=tuple(VendorLink(system, f"https://{system}.example/{number}") for system in System),
    )


_TAKEN = CauseShown(
    anchor="USD-needs-youE2",
    title="Customer name is taken",
    amount=usd("-6120.00"),
    count=9,
    invoices=(
        _invoice("1038", "Alder & Finch LLC", "1480.00", None),
        _invoice("1041", "Alder & Finch LLC", "1480.00", None),
        _invoice("1017", "Kestrel Aviation", "2310.00", None),
    ),
)
_UNEXPLAINED = CauseShown(
    anchor="USD-unexplained",
    title="Unexplained",
    amount=usd("-35.00"),
    count=1,
    invoices=(_invoice("1009", "Saltmarsh Brewing", "535.00", "500.00"),),
    is_unexplained=True,
)
_USD = Slip(
    hubspot=LedgerSide(2318, usd("1213205.10")),
    quickbooks=LedgerSide(2309, usd("1207050.10")),
    differences=(Difference(title=_TAKEN.title, records=Counted(INVOICE, 9), amount=_TAKEN.amount, anchor=_TAKEN.anchor),),
    unexplained=usd("-35.00"),
    unexplained_count=1,
)
_STEPS = tuple(step() for step in texts.STEPS)
LEDGERS = LedgersPage(
    ledgers=Ledgers(at=at(28, 3, 41), slips=(_USD, CAD_SLIP)),
    currencies=(CurrencyShown(_USD, (_UNEXPLAINED, _TAKEN)), CurrencyShown(CAD_SLIP, ())),
    steps=_STEPS,
    unread=1,
)
NOT_COMPARED = LedgersPage(ledgers=None)
UNEXPLAINED = Unexplained(
    title=texts.TITLE(),
    cause=texts.UNEXPLAINED(),
    steps=_STEPS,
    records=invoices(1, "35.00"),
    found_at=at(28, 3, 41),
)
