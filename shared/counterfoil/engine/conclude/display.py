"""Shows people on the HubSpot invoice how it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState, Showing, seen_as
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.telling import details_of, everything_in_the_way, particulars_of, versions_of, what_to_do
from counterfoil.domain.texts import invoice_property
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil.engine.case import Case
from counterfoil.engine.conclude.outcomes import is_newly_unlinked, outcome_of, shown_of
from counterfoil.engine.conclude.parted import take_away_where_parted
from counterfoil.engine.context import Context
from counterfoil.engine.links import save_links
from counterfoil.engine.pages import pdf_page, record_page
from counterfoil.engine.ports import Glimpse, ShownState


def show(context: Context, cases: Sequence[Case], latest: Mapping[RecordRef, SyncOutcome]) -> None:
    """Bring the custom properties of HubSpot invoices up to date, where they would say something new."""
    states = {}
    for case in cases:
        ref = _hubspot_ref(case)
        if case.kind is not EntityKind.INVOICE or ref is None or not _is_there(case):
            continue
        previous = latest.get(case.ref)
        if case.link and previous and not case.newly_linked:
            case.link = case.link.showing(previous.showing)
        outcome = outcome_of(context, case, previous)
        if _says_news(context, case, outcome, previous):
            states[ref] = (case, outcome)
    if not states:
        return
    _doubt(context, [case for case, _ in states.values()])
    shown = {ref: _state(context, case, outcome) for ref, (case, outcome) in states.items()}
    displayed = context.systems.display.show(shown)
    for ref, failure in displayed.refused.items():
        case, _ = states.pop(ref)
        if case.event is None:
            case.note(failure)
    _remember_shown(context, states, displayed.versions)


def _doubt(context: Context, cases: Sequence[Case]) -> None:
    """What an invoice shows is in doubt from now until it is stored, so that after a crash it is shown again.

    The link of a pair is changed in any case, so that whoever has linked it just now learns that somebody shows something.
    """
    _store_nothing_shown(context, [case for case in cases if case.link and (case.link.shown or _was_linked_before(case))])


def _was_linked_before(case: Case) -> bool:
    return case.link is not None and case.link.state is LinkState.LINKED and not case.newly_linked


def _is_silent(case: Case) -> bool:
    """Whether it was linked just now, and its link says nothing of what is shown."""
    return case.newly_linked and case.link is not None and not (case.link.shown or case.link.seen)


def _store_nothing_shown(context: Context, cases: Sequence[Case]) -> None:
    save_links(context, [(case, replace(case.link, shown="")) for case in cases if case.link])


def _remember_shown(
    context: Context, states: Mapping[RecordRef, tuple[Case, SyncOutcome]], versions: Mapping[RecordRef, str]
) -> None:
    unlinked = [case for case, _ in states.values() if case.link is None]
    linked = [
        (case, replace(link, shown=_fingerprint(context, case, outcome), seen=_seen(case, link, versions.get(ref, ""))))
        for ref, (case, outcome) in states.items()
        if (link := case.link)
    ]
    late = _keep(context, linked)
    take_away_where_parted(context, late)
    overtaken = [*late, *unlinked]
    found = context.links.find(context.connection.id, [case.ref for case in overtaken]) if overtaken else {}
    for case in overtaken:  # another worker may have shown something newer before: whoever comes next shows it again
        case.link = next(iter(found.get(case.ref, ())), case.link)
    _store_nothing_shown(context, [case for case in overtaken if case.link and case.link.shown])


def _keep(context: Context, changed: Sequence[tuple[Case, Link]]) -> list[Case]:
    """Store the links; the cases whose link another worker has changed meanwhile.

    That of an invoice which was linked just now is only looked at: its outcome is recorded next, and keeps what is shown.
    """
    silent = [each for each in changed if _is_silent(each[0])]
    late = save_links(context, [each for each in changed if not _is_silent(each[0])])
    found = context.links.find(context.connection.id, [case.ref for case, _ in silent]) if silent else {}
    for case, link in silent:
        if any(one.revision == link.revision for one in found.get(case.ref, ())):
            case.link, case.showing = link, Showing(link.revision, link.shown, link.seen)
        else:
            late.append(case)
    return late


def _seen(case: Case, link: Link, version: str) -> str:
    """What was read and agreed upon, at the version that showing has left: whatever else moves the invoice leaves another.

    What somebody changed between the two does not look the same.
    """
    agreed, read = link.agreements.get(System.HUBSPOT), case.snapshots.get(System.HUBSPOT)
    if not version or agreed is None or link.source is not System.HUBSPOT:
        return link.seen
    if read is None:
        return _seen_again(case.glimpses[System.HUBSPOT], link, version)
    return seen_as(version, read.looks) if agreed.version == read.version else link.seen


def _seen_again(glimpse: Glimpse, link: Link, version: str) -> str:
    return seen_as(version, glimpse.looks) if link.seen == seen_as(glimpse.version, glimpse.looks) else link.seen


def _says_news(context: Context, case: Case, outcome: SyncOutcome, previous: SyncOutcome | None) -> bool:
    """Showing something changes the HubSpot invoice, which comes back as an event: it must not be shown again then.

    What is in another worker's hands is shown by that one: its link must not be changed under it. What an unlinked invoice
    showed before is known to nobody, and is taken away once.
    """
    if outcome.category is ErrorCategory.IN_OTHER_HANDS:
        return False
    if is_newly_unlinked(case, previous):
        return True
    if outcome.status is OutcomeStatus.EXCLUDED and (previous is None or previous.status is OutcomeStatus.EXCLUDED):
        return False
    if case.link:
        return _fingerprint(context, case, outcome) != case.link.shown
    return previous is None or shown_of(outcome) != shown_of(previous)


def _state(context: Context, case: Case, outcome: SyncOutcome) -> ShownState:
    side = case.pair.sides.get(System.QUICKBOOKS)
    error = _error(context, case, outcome) if outcome.category else ""
    return ShownState(
        status=outcome.status,
        quickbooks_number=side.fields["number"] if side else "",
        quickbooks_balance=Decimal(side.fields["balance"]) if side else None,
        quickbooks_url=_address(context, case),
        pdf_url=pdf_page(context.console_url, context.connection.id, case.ref) if _address(context, case) else "",
        record_url=record_page(context.console_url, context.connection.id, case.ref),
        error=error,
        remarks=" ".join(outcome.remarks),
        synced_at=outcome.at,
    )


def _address(context: Context, case: Case) -> str:
    there = case.link.ref(System.QUICKBOOKS) if case.link else None
    return context.systems.quickbooks.address(there) if there else ""


def _error(context: Context, case: Case, outcome: SyncOutcome) -> str:
    """Cause, remedy and details, as a person reads them on the invoice; a waiting one says that it is tried again."""
    category = outcome.category or ErrorCategory.UNEXPECTED
    particulars, address = particulars_of(outcome), _address(context, case)
    others = [context.systems[one.system].address(one) for one in everything_in_the_way(outcome)]
    lines = [
        invoice_property.HEADING(category=category, title=ERROR_TEXTS[category].title),
        outcome.cause,
        particulars,
        *versions_of(outcome),
        what_to_do(outcome),
        _next_try(outcome),
        invoice_property.IN_QUICKBOOKS(address=address) if address else "",
        *(invoice_property.SEE_ALSO(address=other) for other in others if other),
        invoice_property.DETAILS(details=details_of(outcome)),
    ]
    return "\n".join(filter(None, lines))


def _next_try(outcome: SyncOutcome) -> str:
    """When it is tried again, in words that stay true: a moment would have to be written anew after each try."""
    if outcome.status is OutcomeStatus.FAILING:
        return invoice_property.ONCE_DONE()
    return invoice_property.TRIED_AGAIN() if outcome.retry_at else ""


def _fingerprint(context: Context, case: Case, outcome: SyncOutcome) -> str:
    """What the invoice shows, whenever it was said, and whichever call it was that failed."""
    return _state(context, case, replace(outcome, request_ids=())).fingerprint


def _is_there(case: Case) -> bool:
    return System.HUBSPOT in {*case.snapshots, *case.glimpses}


def _hubspot_ref(case: Case) -> RecordRef | None:
    return case.link.ref(System.HUBSPOT) if case.link else case.ref if case.ref.system is System.HUBSPOT else None
