"""Explains a record: what is known of it, what would be done now and why, and what was done, with every call of a vendor."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.kinds import KINDS
from counterfoil.domain.link import Link
from counterfoil.domain.names import label_of
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.plan_job import PlanRow
from counterfoil.domain.values import dataclass
from counterfoil.engine.case import Case
from counterfoil.engine.context import Contexts
from counterfoil.engine.plan import plan
from counterfoil.engine.ports import (
    Addresses,
    ConnectionStore,
)
from counterfoil.engine.preview.rows import row_of
from counterfoil.engine.read.question import Question

MOST_ACTIVITY = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedField:
    """One field as both systems agreed on it last, and as it is on each side now; "" for nothing."""

    field: str
    agreed: Mapping[System, str]
    now: Mapping[System, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One pair of records, explained.

    `row` is what a plan would say of it now, with the reasons and the clause that leaves it out; `needs` what it needs
    first. `candidates` are the records that may be its counterpart. `activity` is what happened to it, newest first.
    """

    row: PlanRow
    link: Link | None
    fields: tuple[ComparedField, ...]
    candidates: tuple[str, ...]
    needs: tuple[PlanRow, ...] = ()
    activity: tuple[SyncOutcome, ...] = ()
    addresses: Mapping[RecordRef, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explainer:
    """Explains records. It reads both vendors and writes nothing."""

    connections: ConnectionStore
    contexts: Contexts
    addresses: Addresses

    def explain(self, connection_id: str, ref: RecordRef) -> Sequence[Explanation]:
        """The pairs that a record, of either side, belongs to: none if it is unknown everywhere, several for a payment that
        is applied to several invoices. Raises UnknownConnectionError, VendorError.
        """
        connection = self.connections.get(connection_id)
        planned = plan(self.contexts.of(connection), Question(kind=ref.kind, refs=(ref,), read_both=True))
        needs = tuple(row_of(case) for need in planned.needs for case in need.every())
        return [self._explained(connection, case, needs) for case in planned.cases]

    def _explained(self, connection: Connection, case: Case, needs: tuple[PlanRow, ...]) -> Explanation:
        activity = self.contexts.outcomes.activity(connection.id, case.ref, MOST_ACTIVITY)
        refs = sorted({case.ref, *(case.link.refs.values() if case.link else ())})
        return Explanation(
            row=row_of(case),
            link=case.link,
            fields=compared_fields(case),
            candidates=tuple(case.pair.candidates.values()),
            needs=needs,
            activity=tuple(activity),
            addresses={one: address for one in refs if (address := self.addresses(connection, one))},
        )


def compared_fields(case: Case) -> tuple[ComparedField, ...]:
    """Every field of the kind that has a value anywhere, in the kind's order; own mappings come last."""
    agreements = case.link.agreements if case.link else {}
    agreed = {system: agreement.fields for system, agreement in agreements.items()}
    now = {system: side.fields for system, side in case.pair.sides.items() if side.read}
    own = sorted({name for snapshot in case.snapshots.values() for name in snapshot.own})
    every = [
        ComparedField(
            field=label_of(case.kind, name),
            agreed={system: fields.get(name, "") for system, fields in agreed.items()},
            now={system: fields.get(name, "") for system, fields in now.items()},
        )
        for name in (*(row.name for row in KINDS[case.kind].fields), *own)
    ]
    return tuple(one for one in every if any((*one.agreed.values(), *one.now.values())))
