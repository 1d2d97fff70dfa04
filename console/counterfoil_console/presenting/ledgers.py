"""Both ledgers as their pages show them."""

from collections.abc import Sequence
from datetime import date

from counterfoil.domain import ledgers as domain
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.ledgers import Cause, Explained, Gap, Reason, Total
from counterfoil.domain.texts import ledgers as texts
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil.engine.ports import Addresses
from counterfoil_console.pages.health import Day, Difference, Ledgers, LedgerSide, Slip
from counterfoil_console.pages.ledgers import CauseShown, CurrencyShown, DifferingInvoice, LedgersPage
from counterfoil_console.pages.needs_you import Unexplained
from counterfoil_console.pages.parts import Amount, Counted, VendorLink
from counterfoil_console.presenting.sums import amount_of, sum_of


def ledgers_of(found: domain.Ledgers | None) -> Ledgers | None:
    """The slips of a night."""
    return Ledgers(at=found.at, slips=tuple(map(_slip, found.slips))) if found else None


def ledgers_page(found: domain.Ledgers | None, connection: Connection, addresses: Addresses) -> LedgersPage:
    """Every difference of the last night by name."""
    if found is None:
        return LedgersPage(ledgers=None)
    return LedgersPage(
        ledgers=ledgers_of(found),
        currencies=tuple(_currency(slip, found, connection, addresses) for slip in found.slips),
        steps=() if found.agree else tuple(step() for step in texts.STEPS),
        unread=found.unread,
    )


def unexplained_in(found: domain.Ledgers | None) -> Unexplained | None:
    """What a person has to look at, if there is something."""
    if found is None or found.agree:
        return None
    totals = [(slip.currency, slip.unexplained) for slip in found.slips if slip.unexplained.records]
    records = {EntityKind.INVOICE: sum(total.records for _, total in totals)}
    return Unexplained(
        title=texts.TITLE(),
        cause=texts.UNEXPLAINED(),
        steps=tuple(step() for step in texts.STEPS),
        records=sum_of(records, {currency: abs(total.amount) for currency, total in totals}),
        found_at=found.at,
    )


def agreed_on(day: Day, nights: Sequence[domain.Ledgers]) -> Day:
    """The day with what its night found, and when what was apart was cured; nights are the newest first."""
    by_day = {night.at.date(): night for night in nights}
    found = by_day.get(day.day)
    if found is None:
        return day
    apart = next((slip for slip in found.slips if slip.unexplained.records), None)
    return Day(
        day=day.day,
        carried=day.carried,
        needs_you=day.needs_you,
        agreed=found.agree,
        apart=Amount(abs(apart.unexplained.amount), apart.currency) if apart else None,
        cured_on=_cured_after(day.day, by_day) if apart else None,
    )


def _cured_after(day: date, nights: dict[date, domain.Ledgers]) -> date | None:
    return min((one for one, found in nights.items() if one > day and found.agree), default=None)


def anchor_of(currency: str, reason: Reason) -> str:
    """Where a cause is on the page of the ledgers."""
    return f"{currency}-{reason.cause}{reason.category or ''}".replace("_", "-")


def title_of(reason: Reason) -> str:
    """A cause in words."""
    if reason.category is None:
        return texts.CAUSES.get(reason.cause, texts.UNDER_WAY)()
    title = ERROR_TEXTS[reason.category].title
    return texts.TRIED_AGAIN(title=title) if reason.cause is Cause.WAITING else title


def _slip(slip: domain.Slip) -> Slip:
    return Slip(
        hubspot=_side(slip.hubspot, slip.currency),
        quickbooks=_side(slip.quickbooks, slip.currency),
        differences=tuple(_difference(one, slip.currency) for one in slip.differences),
        unexplained=Amount(slip.unexplained.amount, slip.currency),
        unexplained_count=slip.unexplained.records,
    )


def _side(total: Total, currency: str) -> LedgerSide:
    return LedgerSide(total.records, Amount(total.amount, currency))


def _difference(explained: Explained, currency: str) -> Difference:
    return Difference(
        title=title_of(explained.reason),
        records=Counted(EntityKind.INVOICE, explained.total.records),
        amount=Amount(explained.total.amount, currency),
        anchor=anchor_of(currency, explained.reason),
    )


def _currency(slip: domain.Slip, found: domain.Ledgers, connection: Connection, addresses: Addresses) -> CurrencyShown:
    """What is unexplained comes first."""
    causes = sorted(slip.explained, key=lambda one: one.reason.cause is not Cause.UNEXPLAINED)
    shown = [_cause(one, slip.currency, found.gaps, connection, addresses) for one in causes]
    return CurrencyShown(_slip(slip), tuple(shown))


def _cause(
    explained: Explained, currency: str, gaps: Sequence[Gap], connection: Connection, addresses: Addresses
) -> CauseShown:
    own = [gap for gap in gaps if (gap.currency, gap.reason) == (currency, explained.reason)]
    by_customer = sorted(own, key=lambda gap: (gap.customer.casefold(), gap.number))
    return CauseShown(
        anchor=anchor_of(currency, explained.reason),
        title=title_of(explained.reason),
        amount=Amount(explained.total.amount, currency),
        count=explained.total.records,
        invoices=tuple(_invoice(gap, connection, addresses) for gap in by_customer),
        is_unexplained=explained.reason.cause is Cause.UNEXPLAINED,
    )


def _invoice(gap: Gap, connection: Connection, addresses: Addresses) -> DifferingInvoice:
    pages = [(ref.system, addresses(connection, ref)) for ref in gap.refs]
    return DifferingInvoice(
        ref=gap.refs[0],
        number=gap.number or gap.refs[0].id,
        customer=gap.customer,
        hubspot=amount_of(gap.hubspot, gap.currency),
        quickbooks=amount_of(gap.quickbooks, gap.currency),
        difference=Amount(gap.amount, gap.currency),
        links=tuple(VendorLink(system, page) for system, page in pages if page),
    )
