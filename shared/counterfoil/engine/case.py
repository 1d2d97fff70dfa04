"""A case: one pair of records on its way through a sync, with all that was read, decided and done about it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta
from decimal import Decimal

from counterfoil.domain.choices import Choice
from counterfoil.domain.errors import Cure, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link, Showing
from counterfoil.domain.money import ZERO
from counterfoil.domain.names import amount, day, label_of, name_of
from counterfoil.domain.planning.decision import Decision
from counterfoil.domain.planning.eligibility import is_active, why_unfit
from counterfoil.domain.planning.pair import Handover, Pair, ResolvedReference, Side, Standing
from counterfoil.domain.planning.parties import remarks_on, stands_back
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.shortening import too_long
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.texts import names, reasons
from counterfoil.domain.values import dataclass
from counterfoil.engine.ports import Criterion, Glimpse


@dataclass(frozen=True, slots=True)
class Failed:
    """A vendor refused or did not answer, or what was to be made first was not."""

    failure: Failure


@dataclass(frozen=True, slots=True)
class MovedOn:
    """The record, its counterpart or its link is not as it was read, or a create ended in a fault.

    All is read and decided anew.

    `references` says that what it refers to has to be read anew as well. `failure` is what a person is shown when it moves
    on again and again.
    """

    failure: Failure
    references: bool = False


@dataclass(frozen=True, slots=True)
class Withheld:
    """It is not as the plan that is applied has it, or what it needs is not: nothing is done."""

    failure: Failure


Event = Failed | MovedOn | Withheld
"""What happened while a decision was carried out; the decision itself stays as it was."""


@dataclass(slots=True, kw_only=True, eq=False)
class Case:
    """One pair at work. `ref` is the record that the pair started from, under which its outcome is stored.

    Read: `snapshots` were read just now; of those in `glimpses` it was seen that they are as agreed but for what they owe;
    `gone` are the sides that were asked for and do not exist; a linked side in none of them is taken from the agreement.
    `doubtful` says that the agreement may not hold any more, `taken_off` that a payment which is gone from an invoice of
    QuickBooks' is still there. `matches` are the possible counterparts of an unlinked record,
    `found` is what the search for them came to; `unfit` says why it is to have none, `instead` who gets its documents then;
    `told` is remarked of it for another's sake. `merged` is a link whose HubSpot record was merged into this case's, as it
    is stored; `link` is then what it becomes. `unadmitted` are the clauses by which a filter does not admit what was read.
    `rival` is a refusal that names another record in the way. `decided` tells how often people decided about its records.
    The others are as in `Pair`.

    Decided: `decision`. Carried: `event` is what kept the decision from being carried out; `acted` says that something was
    written, `done` says what, in sentences; `newly_linked` that its link was completed just now. `showing` is what its
    outcome keeps for the link. `check` is what is decided about the pair as the vendors answered. `repeated` says that its
    create was sent again under the key of an earlier try, whose answer may be what is answered.
    """

    ref: RecordRef
    link: Link | None = None
    snapshots: dict[System, Snapshot] = field(default_factory=dict)
    glimpses: dict[System, Glimpse] = field(default_factory=dict)
    gone: set[System] = field(default_factory=set)
    doubtful: bool = False
    taken_off: bool = False
    matches: dict[RecordRef, Snapshot] = field(default_factory=dict)
    found: dict[Criterion, tuple[Snapshot, ...]] = field(default_factory=dict)
    merged: Link | None = None
    unreadable: Failure | None = None
    uncertain: bool = False
    rival: Failure | None = None
    unadmitted: dict[System, str] = field(default_factory=dict)
    needed: bool = False
    ending: str = ""
    unfit: str = ""
    instead: RecordRef | None = None
    told: str = ""
    held_for: timedelta = timedelta()
    unsearchable_for: timedelta = timedelta()
    references: tuple[ResolvedReference, ...] = ()
    payments: Mapping[RecordRef, Standing] | None = None
    uncarried: bool = False
    tries: int = 0
    room: Decimal | None = None
    handover: Handover | None = None
    pays: str = ""
    choices: tuple[Choice, ...] = ()
    decided: int = 0
    decision: Decision | None = None
    event: Event | None = None
    check: Decision | None = None
    acted: bool = False
    newly_linked: bool = False
    showing: Showing | None = None
    repeated: bool = False
    done: list[str] = field(default_factory=list)
    _sides: dict[System, tuple[Snapshot, tuple[str, str, str], Side]] = field(default_factory=dict, init=False, repr=False)

    @property
    def kind(self) -> EntityKind:
        """What kind of record this is about."""
        return self.ref.kind

    @property
    def pair(self) -> Pair:
        """The case as a decision sees it."""
        return Pair(
            kind=self.kind,
            sides={system: side for system in System if (side := self._side(system)) is not None},
            link=self.link,
            candidates={ref: candidate_name(self.matches[ref]) for ref in sorted(self.matches)},
            uncertain=self.uncertain,
            refused=self.rival,
            needed=self.needed,
            instead=self.instead,
            ending=self.ending,
            taken_off=self.taken_off,
            unreadable=self.unreadable,
            held_for=self.held_for,
            unsearchable_for=self.unsearchable_for,
            merged=self.merged.ref(System.HUBSPOT) if self.merged else None,
            references=self.references,
            payments=self.payments,
            uncarried=self.uncarried,
            tries=self.tries,
            room=self.room,
            handover=self.handover,
            pays=self.pays,
            choices=self.choices,
        )

    @property
    def verdict(self) -> Decision | None:
        """The last that was decided about the pair."""
        return self.check or self.decision

    @property
    def trouble(self) -> Failure | None:
        """What keeps the pair from being in sync: something that happened, or something that was decided."""
        return self.event.failure if self.event else self.verdict.failure if self.verdict else None

    @property
    def may_be_carried(self) -> bool:
        """Whether nothing has kept the decision from being carried out so far."""
        return self.decision is not None and self.event is None

    def note(self, failure: Failure) -> None:
        """Keep what went wrong; what is to be read anew is no failure."""
        if failure.cure in {Cure.READING, Cure.RESOLVING}:
            self.event = MovedOn(failure, references=failure.cure is Cure.RESOLVING)
        else:
            self.event = Failed(failure)

    def target_ref(self) -> RecordRef | None:
        """The counterpart of the record that the pair started from, once it is linked."""
        return self.link.ref(self.ref.system.other) if self.link else None

    def _side(self, system: System) -> Side | None:
        if snapshot := self.snapshots.get(system):
            return self._side_as_read(system, snapshot)
        if system in self.gone or self.link is None:
            return None
        ref, agreement = self.link.ref(system), self.link.agreements.get(system)
        if ref is None or agreement is None:
            return None
        if glimpse := self.glimpses.get(system):
            return Side(ref=ref, version=glimpse.version, fields={**agreement.fields, **glimpse.fields})
        return Side(ref=ref, version=agreement.version, fields=agreement.fields, read=False)

    def _side_as_read(self, system: System, snapshot: Snapshot) -> Side:
        """Made once of what was read, for the pair is asked for often."""
        known, made_of = self._sides.get(system), (self.unfit, self.unadmitted.get(system, ""), self.told)
        if known is None or known[0] is not snapshot or known[1] != made_of:
            known = self._sides[system] = (snapshot, made_of, _side_of(system, snapshot, *made_of))
        return known[2]


_NOT_KEPT = {System.HUBSPOT: reasons.NO_PROPERTY, System.QUICKBOOKS: reasons.NOT_KEPT}


def _dropped(snapshot: Snapshot) -> list[str]:
    system = snapshot.ref.system
    return [_NOT_KEPT[system](field=name, system=system.brand) for name in snapshot.dropped]


def _untaken(snapshot: Snapshot) -> list[str]:
    labels = [label_of(snapshot.ref.kind, name) for name in snapshot.untaken]
    return [reasons.KEPT_AS_IT_WAS(fields=labels, system=snapshot.ref.system.brand)] if labels else []


def _side_of(system: System, snapshot: Snapshot, unfit: str, unadmitted: str, told: str) -> Side:
    invoice = snapshot.record if isinstance(snapshot.record, Invoice) else None
    customer = snapshot.record if isinstance(snapshot.record, Customer) else None
    return Side(
        ref=snapshot.ref,
        version=snapshot.version,
        fields=snapshot.fields,
        modified_at=snapshot.modified_at,
        source=snapshot.source,
        active=is_active(snapshot.record),
        unfit=why_unfit(snapshot.record) or unfit,
        shortened=(*too_long(snapshot.record, snapshot.fields, system.other), *snapshot.lengthy),
        stands_back=stands_back(snapshot.record),
        remarks=(*remarks_on(snapshot.record), *_dropped(snapshot), *_untaken(snapshot), *((told,) if told else ())),
        lines=invoice.lines if invoice else (),
        discount=invoice.discount if invoice else ZERO,
        unadmitted=unadmitted,
        owes=customer.owes if customer else None,
        owes_in=customer.owes_in if customer else "",
    )


def candidate_name(match: Snapshot) -> str:
    """What people call a possible counterpart; several may have the same name, but never the same id."""
    if isinstance(match.record, Invoice):
        told, issued = match.record, match.fields["issue_date"]
        return names.DOCUMENT_OF_SEVERAL(
            name=name_of(match.ref, match.fields),
            amount=amount(match.fields["total"], told.currency),
            day=day(issued),
            id=match.ref.id,
        )
    return names.ONE_OF_SEVERAL(name=name_of(match.ref, match.fields), id=match.ref.id)
