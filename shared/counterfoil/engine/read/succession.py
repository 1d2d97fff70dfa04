"""Who is the customer may be decided anew: a company then takes over the link of one of its contacts, or one of these its.

So a change of the rule makes nothing twice. Only a counterpart that is called as the new customer is goes over to it; any
other stays whose it is.
"""

from collections.abc import Iterable, Mapping, Sequence

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.planning.persona import is_person
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.context import Context
from counterfoil.engine.read.question import Question

_NAMES = ("display_name", "company_name")


def predecessors(
    context: Context, question: Question, answers: Iterable[tuple[RecordRef, Snapshot]]
) -> Mapping[RecordRef, Snapshot]:
    """The record that was the customer before, for each that a document needs now and that has no link: at most one."""
    if question.kind is not EntityKind.CUSTOMER or not question.needed:
        return {}
    before = {snapshot.ref: (snapshot, _before(snapshot.record)) for _, snapshot in answers}
    asked = {ref for ref, (_, some) in before.items() if some} | {one for _, some in before.values() for one in some}
    links = context.links.find(context.connection.id, sorted(asked)) if asked else {}
    found: dict[RecordRef, Snapshot] = {}
    for ref, (snapshot, some) in before.items():
        if ref not in links:
            first = next((one for one in some if _is_called(snapshot, links.get(one, ()))), None)
            found |= {first: snapshot} if first else {}
    return found


def _before(record: object) -> tuple[RecordRef, ...]:
    """Who may have been the customer instead of this one; the customer that it belongs to there stays that."""
    if not isinstance(record, Customer) or record.parent:
        return ()
    return record.members or ((record.company,) if record.company else ())


def _is_called(snapshot: Snapshot, links: Sequence[Link]) -> bool:
    """Whether the one linked counterpart bears the record's name, as a firm or altogether."""
    name = snapshot.fields["display_name"].casefold()
    return bool(name) and any(name in _names(link) for link in links if link.state is LinkState.LINKED)


def _names(link: Link) -> set[str]:
    agreement = link.agreements.get(System.QUICKBOOKS)
    fields = agreement.fields if agreement else {}
    names = _NAMES[:1] if is_person(fields) else _NAMES
    return {fields.get(one, "").casefold() for one in names}
