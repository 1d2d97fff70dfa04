"""Making counterparts, once and only once: reserve the link, write with a key, complete the link.

A crash anywhere leaves a reserved link; whoever comes next looks for what the earlier try left before writing again.
A reservation keeps the key of its write and the source as it was then. The key stays the same while the write may still
be under way, and changes when the source changed or the vendor answered, for a vendor may repeat an old answer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.link import Agreement, Link, LinkState
from counterfoil.domain.record import fingerprint
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.domain.write import Operation, Write, write_key
from counterfoil.engine.begun import as_begun
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.merges import lay_to_rest

Records = Mapping[RecordRef, AnyRecord]
"""What to write for each case, in the target's terms, by the case's ref."""
_Writing = Sequence[tuple[Case, Write]]
_Made = Sequence[tuple[Case, Snapshot]]


def adopt(context: Context, case: Case, counterpart: RecordRef) -> None:
    """Link an existing counterpart, which was matched or which an earlier try of ours made. Writes to no vendor."""
    snapshots = {snapshot.ref: snapshot for snapshot in (*case.snapshots.values(), *case.matches.values())}
    if case.link is None:
        (stored,) = context.links.reserve([_completed(_reservation(context, case), snapshots[counterpart])])
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
    reservations = context.links.reserve([_reservation(context, case) for case in cases]) if cases else []
    for case, link in zip(cases, reservations, strict=True):
        case.link = link
        if link is None:
            case.failure = _overtaken()
    _write(context, [(case, _write_of(case, records)) for case in cases if case.link], _complete)


def look(context: Context, cases: Sequence[Case]) -> list[Case]:
    """Take over creates that an earlier try began, and complete those that left a record; the cases that left nothing."""
    free = [case for case in cases if not _still_running(context, case)]
    mine = _store(context, free, [replace(_link(case), lease_until=_lease_end(context)) for case in free])
    if not mine:
        return []
    begun = as_begun(context, mine)
    writes = [(case, _write_of(case, begun)) for case in mine]
    since = min(_link(case).reserved_at or context.clock() for case in mine)
    try:
        left = context.systems[writes[0][1].system].find_written([write for _, write in writes], since)
    except VendorError as error:
        for case in mine:
            case.failure = error.failure
        _save(context, mine, [replace(_link(case), lease_until=None) for case in mine])
        return []
    _recover(context, [(case, left[write.key]) for case, write in writes if write.key in left])
    return [case for case, write in writes if write.key not in left]


def write_again(context: Context, cases: Sequence[Case], records: Records) -> None:
    """Write what an earlier try began and, as was looked up, did not carry out."""
    changed = [case for case in cases if _renewed(case) != case.link]
    _store(context, changed, [_renewed(case) for case in changed])
    writing = [(case, replace(_write_of(case, records), again=True)) for case in cases if case.failure is None]
    _write(context, writing, _recover)


def _renewed(case: Case) -> Link:
    """The reservation with the source as it is now, and with a new key if the old one must not be used again."""
    link, source = _link(case), case.snapshots[case.ref.system]
    now = Agreement(source.version, source.fields)
    unchanged = link.agreements[case.ref.system].fingerprint == now.fingerprint
    if link.key and unchanged:
        return link
    return replace(link, key=_another_key(link, now), agreements={case.ref.system: now})


def _still_running(context: Context, case: Case) -> bool:
    lease_until = _link(case).lease_until
    if lease_until is None or lease_until <= context.clock():
        return False
    text = "Another worker is at work on it."
    case.failure = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text=text)
    return True


def _write(context: Context, writing: _Writing, link: Callable[[Context, _Made], None]) -> None:
    if not writing:
        return
    results = context.systems[writing[0][1].system].write([write for _, write in writing])
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


def _complete(context: Context, made: _Made) -> None:
    """Link what was found or made; every link on its own, whatever happens to its neighbours."""
    completed = [_completed(_link(case), snapshot) for case, snapshot in made]
    for (case, snapshot), stored in zip(made, context.links.save(completed) if completed else [], strict=True):
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
    return source is not None and _link(case).agreements[case.ref.system].fingerprint != fingerprint(source.fields)


def release(context: Context, cases: Sequence[Case]) -> None:
    """Nothing was made: the next try need not wait for the lease, and has a new key. It still looks before it writes."""
    _save(context, cases, [replace(_link(case), lease_until=None, key="") for case in cases])


def _change_keys(context: Context, cases: Sequence[Case]) -> None:
    """It may have been made, but the answer was a fault: once the lease is over, the next try looks, and asks anew."""
    links = [_link(case) for case in cases]
    _save(context, cases, [replace(link, key=_another_key(link, link.agreements[link.source])) for link in links])


def _another_key(link: Link, source: Agreement) -> str:
    """A key that no earlier try had, for the link's create of `source`."""
    return write_key(link.connection_id, link.source_ref, source.fingerprint, f"try {link.revision}")


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


def _completed(link: Link, made: Snapshot) -> Link:
    agreements = {**link.agreements, made.ref.system: Agreement(made.version, made.fields)}
    return link.completed(made.ref, agreements)


def _reservation(context: Context, case: Case) -> Link:
    source = case.snapshots[case.ref.system]
    agreement = Agreement(source.version, source.fields)
    return Link(
        connection_id=context.connection.id,
        kind=case.kind,
        source=case.ref.system,
        state=LinkState.RESERVED,
        refs={case.ref.system: case.ref},
        agreements={case.ref.system: agreement},
        key=write_key(context.connection.id, case.ref, agreement.fingerprint, ""),
        reserved_at=context.clock(),
        lease_until=_lease_end(context),
    )


def _write_of(case: Case, records: Records) -> Write:
    """The create that the case's reservation stands for; after a refusal its key is only used to look, not to write."""
    link = _link(case)
    return Write(
        key=link.key or write_key(link.connection_id, case.ref, "refused", str(link.revision)),
        operation=Operation.CREATE,
        system=case.ref.system.other,
        kind=case.kind,
        source=case.ref,
        record=records[case.ref],
    )


def _lease_end(context: Context) -> datetime:
    return context.clock() + context.lease


def _link(case: Case) -> Link:
    if case.link is None:
        raise ValueError(f"{case.ref} has no link yet")
    return case.link


def _overtaken() -> Failure:
    """It is not as it was when it was decided: its link was taken or changed by another worker, or its source moved on."""
    return Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.READING, text="It changed meanwhile.")
