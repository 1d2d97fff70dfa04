"""A decision: what is to be done about one pair of records, and why, in sentences for a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.record import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One system's view of a record, as far as a decision needs it: read just now, or remembered from the agreement.

    `source` is the marker that our own create left on the record, if any. `active` is False for an entry of a QuickBooks
    list that was made inactive or merged away. `unfit` says why such a record never gets a counterpart, "" if it may.
    """

    ref: RecordRef
    version: str
    fields: Fields
    modified_at: datetime | None = None
    source: RecordRef | None = None
    active: bool = True
    unfit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """All that is known of one pair: its link, both sides as they are, and who else could be the counterpart.

    A linked side that is absent from `sides` is gone. An unlinked pair has one side. `needed` says that another document
    needs the counterpart to exist: `candidates` may then take the place of one that is gone. `ending` says how a record
    went, where more is known than that it is gone.
    """

    kind: EntityKind
    sides: Mapping[System, Side]
    link: Link | None = None
    candidates: tuple[RecordRef, ...] = ()
    needed: bool = False
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Create:
    """Make the counterpart at `target`; nobody else has started to."""

    target: System


@dataclass(frozen=True, slots=True)
class Recover:
    """A create at `target` was begun and never finished: look for what it left, and only then write `again`, if at all."""

    target: System
    again: bool = True


@dataclass(frozen=True, slots=True)
class Adopt:
    """Link the existing `counterpart`; write nothing."""

    counterpart: RecordRef


@dataclass(frozen=True, slots=True)
class Update:
    """Carry these fields to `target`."""

    target: System
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Void:
    """Void the record at `target`."""

    target: System


@dataclass(frozen=True, slots=True)
class Close:
    """One side is gone: keep the link as memory only."""


Action = Create | Recover | Adopt | Update | Void | Close


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do (`actions`, in any order), how the record then stands, and why.

    `settled` names, for each side, the fields whose present values count as agreed once the actions have succeeded.
    `failure` is set when a person must act; the actions then at most close the link, or look for what an earlier try left.
    """

    status: OutcomeStatus
    reasons: tuple[str, ...]
    actions: tuple[Action, ...] = ()
    settled: Mapping[System, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    failure: Failure | None = None


def failing(category: ErrorCategory, text: str, *actions: Action) -> Decision:
    """The decision to ask a person, and what is done all the same."""
    failure = Failure(category=category, cure=Cure.PERSON, text=text)
    return Decision(status=OutcomeStatus.FAILING, reasons=(text,), actions=actions, failure=failure)
