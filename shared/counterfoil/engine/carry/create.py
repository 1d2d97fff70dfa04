"""Making counterparts, once and only once: reserve the link, write with a key, complete the link.

A crash anywhere leaves a reserved link; whoever comes next looks for what the earlier try left before writing again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.link import Agreement, Link, LinkState
from counterfoil.domain.records.record import fingerprint
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Write
from counterfoil.engine.carry.begun import as_begun
from counterfoil.engine.carry.reservations import (
    Records,
    another_key,
    completed,
    create_of,
    lease_end,
    link_of,
    renewed,
    reservation,
)
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.read.merges import lay_to_rest

_Writing = Sequence[tuple[Case, Write]]
_Made = Sequence[tuple[Case, Snapshot]]


def adopt(context: Context, case: Case, counterpart: RecordRef) -> None:
    """Link an existing counterpart, which was matched or which an earlier try of ours made. Writes to no vendor."""
    snapshots = {snapshot.ref: snapshot for snapshot in (*case.snapshots.values(), *case.matches.values())}
    if case.link is None:
        (stored,) = context.links.reserve([completed(reservation(context, case), snapshots[counterpart])])
        _note_completed(case, snapshots[counterpart], stored)
    elif case.link.ref(counterpart.system) in {None, counterpart}:
        _recover(context, [(case, snapshots[counterpart])])
    else:
        _replace_counterpart(context, case, case.link, snapshots[counterpart])


def _replace_counterpart(context: Context, case: Case, link: Link, counterpart: Snapshot) -> None:
    """Let the link move to another record than the one that is gone."""
    before, system = case.ref, counterpart.ref.system
    agreements = {**link.agreements, system: Agreement(counterpart.version, counterpart.fields)}
    if system is link.source:
        lay_to_rest(context, before, f"{counterpart.ref} has taken its place.")
    stored = context.links.move(replace(link, state=LinkState.LINKED, agreements=agreements), counterpart.ref)
    _note_completed(case, counterpart, stored)
    if stored:
        case.ref = stored.source_ref
        if _moved_on(case):
            case.failure = _overtaken()


def create(context: Context, cases: Sequence[Case], records: Records) -> None:
    """Make the counterparts of unlinked records."""
    reservations = context.links.reserve([reservation(context, case) for case in cases]) if cases else []
    for case, link in zip(cases, reservations, strict=True):
        case.link = link
        if link is None:
            case.failure = _overtaken()
    _write(context, [(case, create_of(case, records)) for case in cases if case.link], _complete)


def look(context: Context, cases: Sequence[Case]) -> list[Case]:
    """Take over creates that an earlier try began, and complete those that left a record; the cases that left nothing."""
    free = [case for case in cases if not _still_running(context, case)]
    mine = _store(context, free, [replace(link_of(case), lease_until=lease_end(context)) for case in free])
    if not mine:
        return []
    begun = as_begun(context, mine)
    writes = [(case, create_of(case, begun)) for case in mine]
    since = min(link_of(case).reserved_at or context.clock() for case in mine)
    try:
        left = context.systems[writes[0][1].system].find_written([write for _, write in writes], since)
    except VendorError as error:
        for case in mine:
            case.failure = error.failure
        _save(context, mine, [replace(link_of(case), lease_until=None) for case in mine])
        return []
    found = {case.ref: left[write.key] for case, write in writes if write.key in left}
    ours = unclaimed(context, found)
    _change_keys(context, [case for case in mine if case.ref in found and case.ref not in ours])
    _recover(context, [(case, ours[case.ref]) for case in mine if case.ref in ours])
    return [case for case in mine if case.ref not in ours]


def unclaimed(context: Context, found: Mapping[RecordRef, Snapshot]) -> dict[RecordRef, Snapshot]:
    """What was found for each source, but for what another record is linked with by now."""
    links = context.links.find(context.connection.id, [one.ref for one in found.values()]) if found else {}
    return {
        source: one for source, one in found.items() if all(link.source_ref == source for link in links.get(one.ref, ()))
    }


def write_again(context: Context, cases: Sequence[Case], records: Records) -> None:
    """Write what an earlier try began and, as was looked up, did not carry out."""
    changed = [case for case in cases if renewed(case) != case.link]
    _store(context, changed, [renewed(case) for case in changed])
    writing = [(case, replace(create_of(case, records), again=True)) for case in cases if case.failure is None]
    _write(context, writing, _recover_ours)


def _still_running(context: Context, case: Case) -> bool:
    lease_until = link_of(case).lease_until
    if lease_until is None or lease_until <= context.clock():
        return False
    text = "Another worker is at work on it."
    case.failure = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text=text)
    return True


def _write(context: Context, writing: _Writing, link: Callable[[Context, _Made], None]) -> None:
    if not writing:
        return
    try:
        results = context.systems[writing[0][1].system].write([write for _, write in writing])
    except Exception:  # no request is under way any more: whoever tries next may look at once for what was made
        _save(context, [case for case, _ in writing], [replace(link_of(case), lease_until=None) for case, _ in writing])
        raise
    made: list[tuple[Case, Snapshot]] = []
    refused: list[tuple[Case, Failure]] = []
    for case, write in writing:
        result = results[write.key]
        if isinstance(result, Snapshot):
            made.append((case, result))
        else:
            case.failure = result
            refused.append((case, result))
    link(context, made)
    release(context, [case for case, failure in refused if failure.cure is not Cure.LOOKING])
    _change_keys(context, [case for case, failure in refused if failure.cure is Cure.LOOKING and failure.code])


def _recover(context: Context, found: _Made) -> None:
    """Link what an earlier try made. People may have changed either side since: it is read and decided about anew."""
    _complete(context, found)
    for case, _ in found:
        case.failure = case.failure or _overtaken()


def _recover_ours(context: Context, made: _Made) -> None:
    """A vendor may repeat the answer to the first try, and what that made may be another record's by now."""
    ours = unclaimed(context, {case.ref: snapshot for case, snapshot in made})
    others = [case for case, _ in made if case.ref not in ours]
    for case in others:
        text = "What was made for it belongs to another record now."
        case.failure = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text=text)
    release(context, others)
    _recover(context, [(case, snapshot) for case, snapshot in made if case.ref in ours])


def _complete(context: Context, made: _Made) -> None:
    """Link what was found or made; every link on its own, whatever happens to its neighbours."""
    links = [completed(link_of(case), snapshot) for case, snapshot in made]
    for (case, snapshot), stored in zip(made, context.links.save(links) if links else [], strict=True):
        _note_completed(case, snapshot, stored)
        if stored and _moved_on(case):
            case.failure = _overtaken()


def _note_completed(case: Case, counterpart: Snapshot, stored: Link | None) -> None:
    case.link = stored or case.link
    case.snapshots[counterpart.ref.system] = counterpart
    case.acted = True
    if stored is None:
        case.failure = _overtaken()


def _moved_on(case: Case) -> bool:
    """Whether the source changed after the try whose record was found: that change is then still to be carried."""
    source = case.snapshots.get(case.ref.system)
    return source is not None and link_of(case).agreements[case.ref.system].fingerprint != fingerprint(source.fields)


def release(context: Context, cases: Sequence[Case]) -> None:
    """Nothing was made: the next try need not wait for the lease, and has a new key. It still looks before it writes."""
    _save(context, cases, [replace(link_of(case), lease_until=None, key="") for case in cases])


def _change_keys(context: Context, cases: Sequence[Case]) -> None:
    """What the vendor answers under the old keys is of no use: a fault, or what is another record's by now."""
    links = [link_of(case) for case in cases]
    _save(context, cases, [replace(link, key=another_key(link, link.agreements[link.source])) for link in links])


def _save(context: Context, cases: Sequence[Case], links: Sequence[Link]) -> None:
    for case, link in zip(cases, context.links.save(links) if links else [], strict=True):
        case.link = link or case.link


def _store(context: Context, cases: Sequence[Case], links: Sequence[Link]) -> list[Case]:
    """Store the cases' links; the cases whose link nobody else has changed."""
    for case, link in zip(cases, context.links.save(links) if links else [], strict=True):
        case.link = link or case.link
        if link is None:
            case.failure = _overtaken()
    return [case for case in cases if case.failure is None]


def _overtaken() -> Failure:
    """It is not as it was when it was decided: its link was taken or changed by another worker, or its source moved on."""
    return Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.READING, text="It changed meanwhile.")
