"""One record, from what is stored about it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from counterfoil.domain.choices import Verb
from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import KINDS
from counterfoil.domain.link import LinkState
from counterfoil.domain.names import label_of, name_of
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.plan_job import FieldChange
from counterfoil.domain.telling import particulars_of, record_of
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil.domain.texts.sentence import capital, joined
from counterfoil.engine.browse.record import KnownRecord
from counterfoil.engine.ports import Addresses
from counterfoil_console.pages.parts import Amount, VendorLink
from counterfoil_console.pages.record import (
    CallLine,
    Cell,
    Event,
    FieldOutcome,
    FieldRow,
    Mark,
    RecordPage,
    RecordTrouble,
    SendAgain,
)
from counterfoil_console.presenting.causes import candidates_of, others_of
from counterfoil_console.presenting.payments import paid_in, payments_of
from counterfoil_console.presenting.values import NOT_SHOWN, value_of

_ALIKE = {FieldOutcome.SAME, FieldOutcome.AS_AGREED}
_DAYS: Mapping[EntityKind, str] = {EntityKind.INVOICE: "issue_date", EntityKind.PAYMENT: "paid_on"}


def record_page(known: KnownRecord, connection: Connection, addresses: Addresses) -> RecordPage:
    """All that is stored about a record; `known.outcome` or its link is there."""
    outcome = known.outcome
    rows = tuple(_rows(known))
    return RecordPage(
        ref=known.ref,
        kind=known.ref.kind,
        number=_number(known),
        status=_status(known),
        customer=outcome.listing.detail if outcome else "",
        day=_day(known),
        links=tuple(_links(known, connection, addresses)),
        has_pdf=_has_pdf(known),
        trouble=_trouble(outcome, connection, addresses) if outcome and outcome.category else None,
        agreed=_have_agreed(known),
        agreed_at=_agreed_at(known),
        differing=tuple(row for row in rows if row.outcome not in _ALIKE),
        same=tuple(row for row in rows if row.outcome in _ALIKE),
        payments=payments_of(known, connection, addresses),
        paid=paid_in(known),
        activity=tuple(sorted((*_decided(known), *map(_event, known.activity)), key=lambda one: one.at, reverse=True)),
        why=outcome.reasons if outcome else (),
        rule_version=outcome.rule_version if outcome else 0,
        remarks=tuple(one for one in outcome.remarks if one not in outcome.reasons) if outcome else (),
        calls=tuple(CallLine(one.at, call) for one in known.activity for call in one.calls),
        candidates=candidates_of(outcome, connection, addresses) if outcome else (),
        send_again=_send_again(outcome) if outcome else None,
        may=frozenset(_choices_left(known)),
    )


def _number(known: KnownRecord) -> str:
    """What people call it; of what nothing is told, as both sides agreed on it."""
    if known.outcome:
        return known.outcome.listing.name or record_of(known.outcome)
    agreements = tuple(known.link.agreements.values()) if known.link else ()
    return capital(name_of(known.ref, agreements[0].fields if agreements else None))


def _status(known: KnownRecord) -> OutcomeStatus:
    """What is linked, and of which nothing is told, is in step: the item for lines without a product."""
    if known.outcome:
        return known.outcome.status
    is_linked = known.link is not None and known.link.state is LinkState.LINKED
    return OutcomeStatus.IN_SYNC if is_linked else OutcomeStatus.WAITING


def _has_pdf(known: KnownRecord) -> bool:
    """QuickBooks draws up invoices; nobody is asked whether it is there by now."""
    return known.ref.kind is EntityKind.INVOICE and known.link is not None and known.link.state is LinkState.LINKED


def _have_agreed(known: KnownRecord) -> bool:
    return known.link is not None and len(known.link.agreements) == len(System)


def _agreed_at(known: KnownRecord) -> datetime | None:
    """When they came into step last, as far as what is told of the record reaches back."""
    told = (one for one in (known.outcome, *known.activity) if one and one.status is OutcomeStatus.IN_SYNC)
    return max((one.at for one in told), default=None) if _have_agreed(known) else None


def _rows(known: KnownRecord) -> Iterator[FieldRow]:
    """Where the versions differ that a person must decide between; then what both sides last agreed on, field by field."""
    agreed = {row.field: row for row in _agreed(known)}
    for version in known.outcome.versions if known.outcome else ():
        field = capital(version.what)
        yield FieldRow(
            field=field,
            hubspot=Cell(value=version.hubspot, mark=Mark.CAUSE),
            quickbooks=Cell(value=version.quickbooks, mark=Mark.CAUSE),
            agreed=agreed.pop(field).agreed if field in agreed else "",
            outcome=FieldOutcome.YOU_DECIDE,
        )
    yield from agreed.values()


def _agreed(known: KnownRecord) -> Iterator[FieldRow]:
    agreements = known.link.agreements if known.link else {}
    outcome = _outcome(known)
    here, there = (agreements[one].fields if one in agreements else {} for one in System)
    currency = here.get("currency") or there.get("currency") or ""
    names = [row.name for row in KINDS[known.ref.kind].fields if row.name not in NOT_SHOWN]
    for name in (*names, *sorted({*here, *there} - {*names, *NOT_SHOWN})):
        if here.get(name) or there.get(name):
            hubspot, quickbooks = (_cell(name, agreed, currency, outcome) for agreed in (here, there))
            is_own = outcome is FieldOutcome.SAME and hubspot != quickbooks
            yield FieldRow(
                field=capital(label_of(known.ref.kind, name)),
                hubspot=hubspot,
                quickbooks=quickbooks,
                agreed=value_of(name, here.get(name, "") or there.get(name, ""), currency) if _have_agreed(known) else "",
                outcome=FieldOutcome.EACH_OWN if is_own else outcome,
            )


def _cell(name: str, agreed: Mapping[str, str], currency: str, outcome: FieldOutcome) -> Cell:
    """What a side shows: of what may have changed since both agreed nobody knows it."""
    return Cell(value=None if outcome is FieldOutcome.AS_AGREED else value_of(name, agreed.get(name, ""), currency))


def _outcome(known: KnownRecord) -> FieldOutcome:
    """Of what both sides agreed on: whether they still do is known of what is in step."""
    if not _have_agreed(known):
        return FieldOutcome.ONE_SIDE
    is_in_step = known.outcome is None or known.outcome.status is OutcomeStatus.IN_SYNC
    return FieldOutcome.SAME if is_in_step else FieldOutcome.AS_AGREED


def _day(known: KnownRecord) -> date | None:
    name = _DAYS.get(known.ref.kind)
    agreements = known.link.agreements.values() if known.link and name else ()
    shown = (agreement.fields.get(name or "", "") for agreement in agreements)
    first = next((text for text in shown if text), "")
    return date.fromisoformat(first) if first else None


def _links(known: KnownRecord, connection: Connection, addresses: Addresses) -> Iterator[VendorLink]:
    refs = {known.ref.system: known.ref} | (dict(known.link.refs) if known.link else {})
    for system in System:
        ref = refs.get(system)
        address = addresses(connection, ref) if ref else ""
        if address:
            yield VendorLink(system, address)


def _trouble(outcome: SyncOutcome, connection: Connection, addresses: Addresses) -> RecordTrouble:
    text = ERROR_TEXTS[outcome.category or ErrorCategory.UNEXPECTED]
    return RecordTrouble(
        category=outcome.category or ErrorCategory.UNEXPECTED,
        title=text.title,
        explanation=particulars_of(outcome) or text.cause,
        steps=text.steps,
        others=others_of(outcome, connection, addresses),
        next_try=outcome.retry_at if outcome.status is OutcomeStatus.WAITING else None,
        vendor_text=outcome.vendor_text,
        vendor_code=outcome.vendor_code,
    )


def _event(outcome: SyncOutcome) -> Event:
    told = particulars_of(outcome) or ERROR_TEXTS[outcome.category].title if outcome.category else joined(outcome.reasons)
    return Event(at=outcome.at, text=told, status=outcome.status)


def _decided(known: KnownRecord) -> Iterator[Event]:
    for choices in known.choices:
        for choice in (*choices.past, *choices.holding):
            yield Event(at=choice.at, text=choice.why, decided=choice.verb, who=choice.who)


def _send_again(outcome: SyncOutcome) -> SendAgain | None:
    """Where QuickBooks edited what was made in HubSpot, its version may be put back."""
    listing = outcome.listing
    if outcome.category is not ErrorCategory.EDITED_IN_QUICKBOOKS or not outcome.difference or listing.amount is None:
        return None
    changes = tuple(
        FieldChange(target=System.QUICKBOOKS, field=one.what, before=one.quickbooks, after=one.hubspot)
        for one in outcome.versions
    )
    return SendAgain(amount=Amount(listing.amount, listing.currency), changes=changes)


def _choices_left(known: KnownRecord) -> Iterator[Verb]:
    """What a person can still decide about it."""
    holding = {choice.verb for choices in known.choices for choice in choices.holding}
    linked = known.link is not None and len(known.link.refs) == len(System)
    if holding & {Verb.LEFT_OUT, Verb.UNLINKED, Verb.ACCEPTED} or (Verb.LINKED in holding and not linked):
        yield Verb.TAKEN_BACK
    if Verb.LEFT_OUT not in holding:
        yield Verb.LEFT_OUT
    yield Verb.UNLINKED if linked else Verb.LINKED
    if known.outcome and known.outcome.status is OutcomeStatus.FAILING and known.outcome.difference:
        yield Verb.ACCEPTED
