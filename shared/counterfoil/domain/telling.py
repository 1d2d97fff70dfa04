"""What people read about an outcome, wherever they read it: what happened, what to do, and the details for support."""

from collections.abc import Iterator

from counterfoil.domain.blockers import ListEntry, OtherList
from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.names import name_of
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.texts import details, names
from counterfoil.domain.texts.sentence import LONGEST_VALUE, MORE, MOST_LISTED, capital, one_line


def record_of(outcome: SyncOutcome) -> str:
    """The record as people call it, at the beginning of a sentence."""
    return outcome.label or capital(name_of(outcome.ref, None))


def particulars_of(outcome: SyncOutcome) -> str:
    """What happened in this very case, "" where that is no more than the cause says."""
    return "" if outcome.explanation == outcome.cause else outcome.explanation


def versions_of(outcome: SyncOutcome) -> list[str]:
    """Where the two systems' versions differ, each place on a line of its own."""
    nothing = names.MISSING()
    told = [
        capital(names.DIFFERS(what=one.what, hubspot=one.hubspot or nothing, quickbooks=one.quickbooks or nothing))
        for one in outcome.versions[:MOST_LISTED]
    ]
    more = len(outcome.versions) - MOST_LISTED
    return [*told, MORE(count=more)] if more > 0 else told


def what_to_do(outcome: SyncOutcome) -> str:
    """The remedy under its heading; several steps on lines of their own."""
    return f"{details.WHAT_TO_DO()}{'\n' if '\n' in outcome.remedy else ' '}{outcome.remedy}"


def in_the_way(outcome: SyncOutcome) -> Iterator[RecordRef]:
    """The records that keep this one from being carried, as far as they are of a kind that the product knows."""
    for key in outcome.blockers:
        try:
            ref = RecordRef.parse(key)
        except ValueError:
            continue
        if ref.id != "*":
            yield ref


def entries_in_the_way(outcome: SyncOutcome) -> Iterator[ListEntry]:
    """The entries of lists that are carried nowhere which keep this record from being carried."""
    for key in outcome.blockers:
        of_list, _, entry_id = key.removeprefix(f"{System.QUICKBOOKS}:").partition(":")
        if of_list in set(OtherList) and entry_id != "*":
            yield ListEntry(OtherList(of_list), entry_id)


def everything_in_the_way(outcome: SyncOutcome) -> Iterator[RecordRef | ListEntry]:
    """What keeps this record from being carried: records first, then entries of other lists."""
    yield from in_the_way(outcome)
    yield from entries_in_the_way(outcome)


def details_of(outcome: SyncOutcome) -> str:
    """The vendor's own text, its code, its ids of the calls, and both records' ids."""
    text = one_line(outcome.vendor_text, LONGEST_VALUE)
    code = [details.CODE(code=outcome.vendor_code)] if outcome.vendor_code else []
    requests = [details.REQUEST(id=one) for one in outcome.request_ids]
    ids = [str(ref) for ref in (outcome.ref, outcome.counterpart) if ref]
    return "; ".join([*([text] if text else []), *code, *requests, *ids])
