"""What a decision is made of: one pair of records, with all that was read about it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

from counterfoil.domain.choices import Choice
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.domain.money import ZERO
from counterfoil.domain.names import name_of
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.records.invoice import InvoiceLine
from counterfoil.domain.records.record import Fields
from counterfoil.domain.texts import names, words
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One system's view of a record, as far as a decision needs it: read just now, or remembered from the agreement.

    `source` is the marker that our own create left on the record, if any. `active` is False for an entry of a QuickBooks
    list that was made inactive or merged away. `unfit` says why such a record never gets a counterpart, "" if it may.
    `read` is False where the agreement is all that is known. `shortened` are the labels of informing values that are longer
    than the other system takes. `unadmitted` is the clause of the rule's filter that the record fails, in a sentence.
    `lines` and `discount` are an invoice's, as it was read. A contact `stands_back` where its company is the customer;
    `remarks` are about the record. `owes` is what a customer owes in QuickBooks, in the currency `owes_in`; None where
    nobody has said.
    """

    ref: RecordRef
    version: str
    fields: Fields
    modified_at: datetime | None = None
    source: RecordRef | None = None
    active: bool = True
    unfit: str = ""
    read: bool = True
    shortened: tuple[str, ...] = ()
    stands_back: bool = False
    remarks: tuple[str, ...] = ()
    lines: tuple[InvoiceLine, ...] = ()
    discount: Decimal = ZERO
    unadmitted: str = ""
    owes: Decimal | None = None
    owes_in: str = ""

    @property
    def name(self) -> str:
        """The record as people call it."""
        return name_of(self.ref, self.fields)


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What is referred to exists on the other side."""

    ref: RecordRef


@dataclass(frozen=True, slots=True)
class PlannedCounterpart:
    """What is referred to gets its counterpart first; `name` is what people call it."""

    source: RecordRef
    name: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """What is referred to has no counterpart and gets none: it fails, or waits, or (without a `failure`) is left out.

    `ref` is what is left out, where it is known: it may be carried yet.
    """

    name: str
    reason: str
    failure: Failure | None = None
    ref: RecordRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """HubSpot's invoice is for another contact, or another company, than when both sides last agreed.

    `to` is whom the new one is linked with in QuickBooks, or shares with another contact; None for nobody yet. `merged` says
    that the former one was merged into another. `name` and `before` are the two as people call them.
    """

    to: RecordRef | None
    merged: bool
    name: str
    before: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a payment of an invoice stands, None while nothing is known; `agreed` is what both sides agreed on about it."""

    outcome: SyncOutcome | None
    agreed: Mapping[System, Fields] = field(default_factory=lambda: MappingProxyType({}))


ResolvedReference = Counterpart | PlannedCounterpart | Unavailable
"""How a reference of a document ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """All that is known of one pair: its link, both sides as they are, and who else could be the counterpart.

    A linked side that is absent from `sides` is gone. An unlinked pair has one side. `needed` says that another document
    needs the counterpart to exist: `candidates` (each with its name) may then take the place of one that is gone. Where a
    record gets none, its documents may go to somebody else's counterpart `instead`. `ending` says how a record went, where
    more is known than that it is gone; `taken_off`, that it is a payment which is merely on another invoice, or on none.

    `uncertain` candidates have something in common with the record, which is not enough even where there is only one;
    `refused` is why the vendor has just refused to make the counterpart, for another record's sake that was then looked at.

    `unreadable` is set when one side cannot be understood. `held_for` is how long another worker may still be at work on
    the pair or, where it has candidates, on the create that made one of them for another record; `unsearchable_for`, how
    long the other system's search may not show its counterpart yet. `merged` is the HubSpot record that was merged into the
    one of this pair, whose link it takes over.

    `references` are the records that the document refers to, as seen from the other side; empty where nothing is to be
    written that names them. `payments` tell how an invoice's payments stand, None while nobody has asked for them;
    they are `uncarried` where no rule carries any.
    `tries` is how often a difference between the balances was already waited for. `room` is what the invoice of a payment
    takes in QuickBooks of what that keeps as credit, None while nobody has asked. `handover` tells that an invoice of
    HubSpot's is for somebody else by now. `pays` is what people call the invoice of a payment of which one side is gone, ""
    where that is not known. `choices` are what people decided about either record; `candidates` are then only those that
    they left.
    """

    kind: EntityKind
    sides: Mapping[System, Side]
    link: Link | None = None
    candidates: Mapping[RecordRef, str] = field(default_factory=lambda: MappingProxyType({}))
    uncertain: bool = False
    refused: Failure | None = None
    needed: bool = False
    instead: RecordRef | None = None
    ending: str = ""
    taken_off: bool = False
    unreadable: Failure | None = None
    held_for: timedelta = timedelta()
    unsearchable_for: timedelta = timedelta()
    merged: RecordRef | None = None
    references: tuple[ResolvedReference, ...] = ()
    payments: Mapping[RecordRef, Standing] | None = None
    uncarried: bool = False
    tries: int = 0
    room: Decimal | None = None
    handover: Handover | None = None
    pays: str = ""
    choices: tuple[Choice, ...] = ()

    def name(self, system: System) -> str:
        """The record at `system` as people call it, as it is now or as it was last agreed upon."""
        if side := self.sides.get(system):
            return side.name
        ref = self.link.ref(system) if self.link else None
        agreement = self.link.agreements.get(system) if self.link else None
        return name_of(ref, agreement.fields if agreement else None) if ref else names.UNKNOWN(kind=words.ONE[self.kind])

    @property
    def label(self) -> str:
        """The pair as people call it: by the record that it started from."""
        source = self.link.source if self.link else next(iter(self.sides), System.HUBSPOT)
        return self.name(source)
