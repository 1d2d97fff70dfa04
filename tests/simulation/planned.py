"""What a plan names: the writes that it would be carried out by."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from counterfoil.adapters.quickbooks.mapping.common import plain_name
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.planning.decide import decide
from counterfoil.domain.planning.decision import Adopt, Create, Recover, Update, Void
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.records.product import CUSTOM_LINE_ITEM, Product
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.domain.write import Operation
from counterfoil.engine.carry.begun import as_begun
from counterfoil.engine.carry.reservations import completed, create_of, recovered, reservation
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context
from counterfoil.engine.plan import plan
from counterfoil.engine.read.question import Question
from counterfoil.engine.work.slices import Slice
from tests.simulation.onlooker import ObservingBundle
from tests.simulation.writes import Sort, VendorWrite


@dataclass(frozen=True, slots=True)
class PlannedWrite:
    """One write that a plan names, as `VendorWrite` has it. None for `fields` allows all of them."""

    system: System
    operation: Operation
    kind: EntityKind
    record: str
    fields: frozenset[str] | None = None

    def names(self, write: VendorWrite) -> bool:
        """Whether this is that write, or more."""
        if write.sort is Sort.PART:
            return self._is_of(write)
        same = (self.system, self.operation, self.kind, self.record)
        if same != (write.system, write.operation, write.kind, write.record):
            return False
        return self.fields is None or write.fields <= self.fields

    def _is_of(self, part: VendorWrite) -> bool:
        """Whether what an invoice consists of is written for this: for one that is being made, or for that very one."""
        if (self.system, self.kind) != (part.system, part.kind):
            return False
        return self.operation is Operation.CREATE or part.record in {"", self.record}


def planned_writes(
    here: ObservingBundle, connection: Connection, slices: Sequence[Slice], *, read_both: bool = False
) -> set[PlannedWrite]:
    """All that the plans for these slices name, what they need included. A create that was begun counts as named.

    One question for each slice, as the worker asks: what is asked together decides which sides are read.
    """
    context = here.worker.contexts.of(connection)
    named: set[PlannedWrite] = set()
    for some in slices:
        cases = plan(context, Question(kind=some[0].kind, refs=some, read_both=read_both)).every()
        named |= {write for case in cases for write in _named_by(case)}
        named |= {write for case in cases for write in _named_once_linked(context, case)}
        named |= {write for ref in _taken_apart(cases) for write in _parts_of(context, ref)}
        named |= {write for link in _needed_by(context, cases) for write in _brought_along(context, link)}
    return named


def _named_once_linked(context: Context, case: Case) -> Iterator[PlannedWrite]:
    """What is decided about a pair once it is linked, as the plan has it: another worker may link it first."""
    for found in _to_be_linked(context, case):
        link = recovered(case.link, found) if case.link else completed(reservation(context, case), found)
        linked = Case(ref=case.ref, link=link, snapshots={**case.snapshots, found.ref.system: found})
        linked.decision = decide(linked.pair, context.connection.rule(case.kind))
        yield from _named_by(linked)


def _taken_apart(cases: Iterable[Case]) -> set[RecordRef]:
    """The payments of QuickBooks of which a part is linked on the way: they are read anew then, with all their parts."""
    begun = {case.ref for case in cases if case.link and case.link.state is LinkState.RESERVED}
    return {ref.whole for ref in begun if ref.part}


def _parts_of(context: Context, payment: RecordRef) -> Iterator[PlannedWrite]:
    for case in plan(context, Question(kind=payment.kind, refs=(payment,), read_both=True)).every():
        yield from _named_by(case)


def _to_be_linked(context: Context, case: Case) -> Iterator[Snapshot]:
    """What was found for a record without a counterpart, or what an earlier try has left, as is looked for then."""
    if case.link and case.link.state is not LinkState.RESERVED:
        return
    shown = {one.ref: one for one in (*case.snapshots.values(), *case.matches.values())}
    for action in case.decision.actions if case.decision else ():
        match action:
            case Adopt(counterpart):
                yield shown[counterpart]
            case Recover(target) if case.link:
                write = create_of(context, case, as_begun(context, [case]))
                since = case.link.reserved_at or context.clock()
                left = context.systems[target].find_written([write], since).get(write.key)
                if isinstance(left, Snapshot):
                    yield left


def _brought_along(context: Context, link: Link) -> Iterator[PlannedWrite]:
    """What is written of a record that a document needs, once its create was begun, or it has become linked on the way.

    Its plan names all that it needs itself, as any plan does, but for what has become linked or was begun on the way, too.
    """
    if link.state is LinkState.RESERVED:
        yield from _begun(link)
    elif link.source_ref != CUSTOM_LINE_ITEM:
        cases = plan(context, Question(kind=link.kind, refs=(link.source_ref,), needed=True)).every()
        for case in cases:
            yield from _named_by(case)
        for needed in _needed_by(context, cases):
            yield from _brought_along(context, needed)


def _needed_by(context: Context, cases: Sequence[Case]) -> Iterator[Link]:
    """The links of what documents and sub-customers need: the plan for one that is in another worker's hands by now does
    not name them.
    """
    records = [snapshot.record for case in cases for snapshot in case.snapshots.values()]
    needed = {ref for record in records for ref in _needs(record)}
    for links in context.links.find(context.connection.id, sorted(needed)).values():
        yield from links


def _needs(record: AnyRecord) -> Iterator[RecordRef]:
    match record:
        case Invoice(customer=customer, lines=lines):
            yield CUSTOM_LINE_ITEM
            yield from filter(None, (customer, *(line.product for line in lines)))
        case Payment(invoice=RecordRef() as invoice):
            yield invoice
        case Customer(parent=RecordRef() as parent):
            yield parent


def _begun(link: Link) -> Iterator[PlannedWrite]:
    """The create that a reservation stands for."""
    target, fields = link.source.other, link.agreements[link.source].fields
    yield PlannedWrite(target, Operation.CREATE, link.kind, str(link.source_ref))
    if link.kind is EntityKind.PRODUCT:
        yield PlannedWrite(target, Operation.CREATE, link.kind, plain_name(fields["name"]))


def _named_by(case: Case) -> Iterator[PlannedWrite]:
    if case.link and case.link.state is LinkState.RESERVED:
        yield from _creates(case, case.link.source.other)
    for action in case.decision.actions if case.decision else ():
        match action:
            case Create(target) | Recover(target, again=True):
                yield from _creates(case, target)
            case Update(target, _) | Void(target):
                record = case.link.ref(target) if case.link else None
                operation = Operation.VOID if isinstance(action, Void) else Operation.UPDATE
                if record:
                    yield PlannedWrite(target, operation, case.kind, record.id)


def _creates(case: Case, target: System) -> Iterator[PlannedWrite]:
    """By its marker; an item of QuickBooks by its name, which has none."""
    yield PlannedWrite(target, Operation.CREATE, case.kind, str(case.ref))
    for snapshot in case.snapshots.values():
        if isinstance(snapshot.record, Product):
            yield PlannedWrite(target, Operation.CREATE, case.kind, plain_name(snapshot.record.name))
