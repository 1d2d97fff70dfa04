"""Making counterparts, once and only once: reserve the link, write with a key, complete the link.

A crash anywhere leaves a reserved link; whoever comes next looks for what the earlier try left before writing again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import batched
from types import MappingProxyType

from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.link import Link
from counterfoil.domain.names import name_of
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import reasons
from counterfoil.domain.write import Write
from counterfoil.engine.carry.begun import as_begun
from counterfoil.engine.carry.claims import keep_own
from counterfoil.engine.carry.first_shown import first_shown
from counterfoil.engine.carry.reservations import (
    Records,
    completed,
    create_of,
    lease_end,
    link_of,
    recovered,
    renewed,
    reservation,
    with_another_key,
)
from counterfoil.engine.case import Case, MovedOn
from counterfoil.engine.context import Context
from counterfoil.engine.links import overtaken_by_another, save_links, store_links
from counterfoil.engine.read.succession import is_predecessors

_Writing = Sequence[tuple[Case, Write]]
_Made = Sequence[tuple[Case, Snapshot]]
_Refused = Sequence[tuple[Case, Failure]]
_TAKEN: Mapping[EntityKind, ErrorCategory] = MappingProxyType(
    {EntityKind.INVOICE: ErrorCategory.NUMBER_TAKEN, EntityKind.CUSTOMER: ErrorCategory.AMBIGUOUS_MATCH}
)
"""What a create is refused for where the vendor names another record in the way, which may be the very one."""


def create(context: Context, cases: Sequence[Case], records: Records) -> None:
    """Make the counterparts of unlinked records."""
    for some in _at_once(context, cases):
        reservations = context.links.reserve([reservation(context, case) for case in some])
        for case, link in zip(some, reservations, strict=True):
            case.link = link
            if link is None:
                case.note(overtaken_by_another())
        writing = [(case, create_of(context, case, records)) for case in some if case.link]
        _write(context, [(case, replace(one, shown=first_shown(context, case))) for case, one in writing], complete)


def look(context: Context, cases: Sequence[Case]) -> list[Case]:
    """Take over creates that an earlier try began, and complete those that left a record; the cases that left nothing."""
    mine = store_links(context, [(case, replace(link_of(case), lease_until=lease_end(context))) for case in cases])
    if not mine:
        return []
    begun = as_begun(context, mine)
    writes = [(case, create_of(context, case, begun)) for case in mine]
    since = min(link_of(case).reserved_at or context.clock() for case in mine)
    try:
        left = context.systems[writes[0][1].system].find_written([write for _, write in writes], since)
    except VendorError as error:
        _put_off(context, [(case, error.failure) for case in mine])
        return []
    answered = {case.ref: left[write.key] for case, write in writes if write.key in left}
    found = {ref: one for ref, one in answered.items() if isinstance(one, Snapshot)}
    _put_off(context, [(case, one) for case in mine if isinstance(one := answered.get(case.ref), Failure)])
    mine = [case for case in mine if case.event is None]
    ours = keep_own(context, found)
    _change_keys(context, [case for case in mine if case.ref in found and case.ref not in ours])
    recover(context, [(case, ours[case.ref]) for case in mine if case.ref in ours])
    return [case for case in mine if case.ref not in ours]


def _put_off(context: Context, failures: Sequence[tuple[Case, Failure]]) -> None:
    """Nobody knows what the earlier try left: it is looked for again, under the same key, and nothing is written."""
    for case, failure in failures:
        case.note(failure)
    save_links(context, [(case, replace(link_of(case), lease_until=None)) for case, _ in failures])


def write_again(context: Context, cases: Sequence[Case], records: Records) -> None:
    """Write what an earlier try began and, as was looked up, did not carry out.

    A vendor may repeat its first answer to a key that it knows, whatever became of the record since: that pair is read anew.
    """
    for some in _at_once(context, cases):
        known = {case.ref: link_of(case).key for case in some}
        store_links(context, [(case, renewed(case)) for case in some if renewed(case) != case.link])
        writing = [(case, replace(create_of(context, case, records), again=True)) for case in some if case.event is None]
        for case, write in writing:
            case.repeated = write.key == known[case.ref]
        _write(context, writing, _complete_ours)


def _at_once(context: Context, cases: Sequence[Case]) -> Iterator[Sequence[Case]]:
    """The cases, which are all for one system, as many together as that takes well."""
    if cases:
        yield from batched(cases, context.systems[cases[0].ref.system.other].traits.at_once, strict=False)


def _write(context: Context, writing: _Writing, link: Callable[[Context, _Made], None]) -> None:
    if not writing:
        return
    try:
        results = context.systems[writing[0][1].system].write([write for _, write in writing])
    except Exception:  # no request is under way any more: whoever tries next may look at once for what was made
        save_links(context, [(case, replace(link_of(case), lease_until=None)) for case, _ in writing])
        raise
    made: list[tuple[Case, Snapshot]] = []
    refused: list[tuple[Case, Failure]] = []
    for case, write in writing:
        result = results[write.key]
        if isinstance(result, Snapshot):
            made.append((case, result))
        else:
            case.note(result)
            refused.append((case, result))
    link(context, made)
    release(context, [case for case, failure in refused if failure.cure is not Cure.LOOKING])
    _look_at_rivals(context, [(case, failure) for case, failure in refused if failure.existing])
    _look_at_once(context, [(case, failure) for case, failure in refused if failure.cure is Cure.LOOKING and failure.code])


def _look_at_once(context: Context, faults: Sequence[tuple[Case, Failure]]) -> None:
    """A create that has ended in a fault is looked for in the next round, where a search shows everything at once."""
    _change_keys(context, [case for case, _ in faults])
    for case, failure in faults:
        if failure.ended and link_of(case).lease_until is None:
            case.event = MovedOn(failure)


def _look_at_rivals(context: Context, refused: _Refused) -> None:
    """What is in the way may be the counterpart: that is looked at in the next round."""
    for case, failure in refused:
        if case.rival is None and _may_be_the_counterpart(context, case, failure):
            case.event, case.rival = MovedOn(failure), failure


def _may_be_the_counterpart(context: Context, case: Case, failure: Failure) -> bool:
    """Another invoice of the same number may be this very one, entered by hand; a contact with the same address may be that
    of whom a customer is below; a customer of the same name may be that of whoever was the customer before, and have got the
    name just now.
    """
    existing = failure.existing
    if existing is None or existing.kind is not case.kind:
        return False
    if failure.category is ErrorCategory.DISPLAY_NAME_TAKEN:
        return case.needed and is_predecessors(context, case.snapshots[case.ref.system].record, existing)
    return failure.category is _TAKEN.get(case.kind) and failure.cure is not Cure.LOOKING


def _complete_ours(context: Context, made: _Made) -> None:
    """A vendor may repeat the answer to the first try, and what that made may be another record's by now."""
    ours = keep_own(context, {case.ref: snapshot for case, snapshot in made})
    others = [case for case, _ in made if case.ref not in ours]
    for case in others:
        case.note(Failure(category=ErrorCategory.READ_AGAIN, cure=Cure.WAITING, text=reasons.MADE_FOR_ANOTHER()))
    release(context, others)
    recover(context, [(case, snapshot) for case, snapshot in made if case.ref in ours])


def complete(context: Context, made: _Made) -> None:
    """Link what was made, and keep what it shows."""
    links = [(completed(link_of(case), snapshot), first_shown(context, case)) for case, snapshot in made]
    _store(context, made, [replace(link, shown=state.fingerprint) if state else link for link, state in links])


def recover(context: Context, left: _Made) -> None:
    """Link what was found, or left by an earlier try.

    People may have changed either side since it was made: the pair is checked once all is carried out.
    """
    _store(context, left, [recovered(link_of(case), snapshot) for case, snapshot in left])


def _store(context: Context, made: _Made, links: Sequence[Link]) -> None:
    """Every link on its own, whatever happens to its neighbours."""
    for (case, snapshot), stored in zip(made, context.links.complete(links) if links else [], strict=True):
        note_completed(case, snapshot, stored)


def note_completed(case: Case, counterpart: Snapshot, stored: Link | None) -> None:
    """Keep that the case is linked with this counterpart, as stored; without a stored link it has moved on."""
    case.link = stored or case.link
    case.snapshots[counterpart.ref.system] = counterpart
    case.acted = True
    if stored is None:
        case.note(overtaken_by_another())
    else:
        case.newly_linked = True
        brand = counterpart.ref.system.brand
        case.done.append(reasons.LINKED(name=name_of(counterpart.ref, counterpart.fields), system=brand))


def release(context: Context, cases: Sequence[Case]) -> None:
    """Nothing was made: the next try need not wait for the lease, and has a new key. It still looks before it writes.

    The next look need not go back behind this one.
    """
    now = context.clock()
    save_links(context, [(case, replace(link_of(case), lease_until=None, key="", reserved_at=now)) for case in cases])


def _change_keys(context: Context, cases: Sequence[Case]) -> None:
    """What the vendor answers under the old keys is of no use: a fault, or what is another record's by now.

    A request that was answered is not under way any more: only a search that runs behind has to be waited for.
    """
    save_links(context, [(case, with_another_key(context, link_of(case))) for case in cases])
