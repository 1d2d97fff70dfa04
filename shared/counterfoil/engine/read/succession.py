"""Who is the customer may be decided anew: a company then takes over the link of one of its contacts, or one of these its.

So a change of the rule makes nothing twice. Only a counterpart that is called as the new customer is goes over to it; any
other stays whose it is.
"""

from collections.abc import Iterable, Mapping, Sequence

from counterfoil.domain.choices import Verb, the
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.planning.persona import is_person
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.engine.context import Context
from counterfoil.engine.read.chosen import Chosen
from counterfoil.engine.read.question import Question

_NAMES = ("display_name", "company_name")


def predecessors(
    context: Context, question: Question, answers: Iterable[tuple[RecordRef, Snapshot]], chosen: Chosen
) -> Mapping[RecordRef, Snapshot]:
    """The record that was the customer before, for each that a document needs now and that has no counterpart: at most one.

    It is not asked for about those whose counterpart is for people to say.
    """
    if question.kind is not EntityKind.CUSTOMER or not question.needed:
        return {}
    seeking = (snapshot for _, snapshot in answers if not _is_decided(snapshot, chosen))
    before = {snapshot.ref: (snapshot, _before(snapshot.record)) for snapshot in seeking}
    asked = {ref for ref, (_, some) in before.items() if some} | {one for _, some in before.values() for one in some}
    links = context.links.find(context.connection.id, sorted(asked)) if asked else {}
    found: dict[RecordRef, Snapshot] = {}
    for ref, (snapshot, some) in before.items():
        if all(link.made_nothing for link in links.get(ref, ())):
            holder = question.holder_of(ref)
            first = next((one for one in some if _is_called(snapshot, links.get(one, ()), holder)), None)
            found |= {first: snapshot} if first else {}
    return found


def is_predecessors(context: Context, record: AnyRecord, holder: RecordRef) -> bool:
    """Whether this customer in QuickBooks is that of the record which was the customer before."""
    some = _before(record)
    links = context.links.find(context.connection.id, some) if some else {}
    linked = [link for one in some for link in links.get(one, ()) if link.state is LinkState.LINKED]
    return any(holder in link.refs.values() for link in linked)


def _is_decided(snapshot: Snapshot, chosen: Chosen) -> bool:
    holding = chosen[snapshot.ref].holding if snapshot.ref in chosen else ()
    return any(the(verb, holding) for verb in (Verb.LINKED, Verb.UNLINKED, Verb.LEFT_OUT))


def _before(record: AnyRecord) -> tuple[RecordRef, ...]:
    """Who may have been the customer instead of this one; the customer that it belongs to there stays that."""
    if not isinstance(record, Customer) or record.parent:
        return ()
    return record.members or ((record.company,) if record.company else ())


def _is_called(snapshot: Snapshot, links: Sequence[Link], holder: RecordRef | None) -> bool:
    """Whether the one linked counterpart bears the record's name, as a firm or altogether; the `holder` bears it."""
    name, linked = snapshot.fields["display_name"].casefold(), [link for link in links if link.state is LinkState.LINKED]
    return bool(name) and any(name in _names(link) or holder in link.refs.values() for link in linked)


def _names(link: Link) -> set[str]:
    agreement = link.agreements.get(System.QUICKBOOKS)
    fields = agreement.fields if agreement else {}
    names = _NAMES[:1] if is_person(fields) else _NAMES
    return {fields.get(one, "").casefold() for one in names}
