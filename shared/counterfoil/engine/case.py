"""A case: one pair of records on its way through a sync, with all that was read and done about it."""

from dataclasses import dataclass, field

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.domain.planning.decision import Decision, Pair, Side
from counterfoil.domain.planning.eligibility import is_active, why_unfit
from counterfoil.domain.snapshot import Snapshot
from counterfoil.engine.ports import Criterion


@dataclass(slots=True, kw_only=True)
class Case:
    """One pair at work. `ref` is the record that the pair started from, under which its outcome is kept.

    `snapshots` were read just now; `gone` are the sides that were looked for and do not exist. A linked side in neither
    is taken from the agreement. `matches` are the possible counterparts of an unlinked record. `failure` is what stopped
    the case; `acted` says that something was written for it. `found` is what the search for counterparts came to;
    `ending` is how a record went that is gone, if that is known; `blamed` are the payments that an invoice fails for.
    """

    ref: RecordRef
    link: Link | None = None
    snapshots: dict[System, Snapshot] = field(default_factory=dict)
    gone: set[System] = field(default_factory=set)
    matches: dict[RecordRef, Snapshot] = field(default_factory=dict)
    found: dict[Criterion, tuple[Snapshot, ...]] = field(default_factory=dict)
    needed: bool = False
    ending: str = ""
    blamed: tuple[RecordRef, ...] = ()
    decision: Decision | None = None
    failure: Failure | None = None
    acted: bool = False

    @property
    def kind(self) -> EntityKind:
        """What kind of record this is about."""
        return self.ref.kind

    @property
    def pair(self) -> Pair:
        """The case as a decision sees it."""
        sides = {system: side for system in System if (side := self._side(system)) is not None}
        return Pair(
            kind=self.kind,
            sides=sides,
            link=self.link,
            candidates=tuple(sorted(self.matches)),
            needed=self.needed,
            ending=self.ending,
        )

    @property
    def trouble(self) -> Failure | None:
        """What keeps the pair from being in sync: something that happened, or something that was decided."""
        return self.failure or (self.decision.failure if self.decision else None)

    def target_ref(self) -> RecordRef | None:
        """The counterpart of the record that the pair started from, once it is linked."""
        return self.link.ref(self.ref.system.other) if self.link else None

    def _side(self, system: System) -> Side | None:
        if snapshot := self.snapshots.get(system):
            return Side(
                ref=snapshot.ref,
                version=snapshot.version,
                fields=snapshot.fields,
                modified_at=snapshot.modified_at,
                source=snapshot.source,
                active=is_active(snapshot.record),
                unfit=why_unfit(snapshot.record),
            )
        if system in self.gone or self.link is None:
            return None
        ref, agreement = self.link.ref(system), self.link.agreements.get(system)
        return Side(ref=ref, version=agreement.version, fields=agreement.fields) if ref and agreement else None
