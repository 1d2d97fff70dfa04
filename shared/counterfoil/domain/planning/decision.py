"""A decision: what is to be done about one pair of records, and why, in sentences for a person."""

from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta
from types import MappingProxyType

from counterfoil.domain import blockers
from counterfoil.domain.errors import Candidate, Cure, ErrorCategory, Failure
from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.texts.catalogue import explanation_of
from counterfoil.domain.values import dataclass

MOST_CANDIDATES = 20
"""So many of the records that may be meant are kept with the failure."""


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


@dataclass(frozen=True, slots=True)
class Follow:
    """The record `merged` was merged into `survivor`, which has no link: it takes over the link of `merged`."""

    merged: RecordRef
    survivor: RecordRef


Action = Create | Recover | Adopt | Update | Void | Close | Follow


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do (`actions`, in any order), how the record then stands, and why.

    `settled` names, for each side, the fields whose present values count as agreed once the actions have succeeded.
    `failure` is set when a person must act, or when waiting helps; the actions then at most close the link, follow a merge,
    or look for what an earlier try left. `blames` are the payments that an invoice fails for. `remarks` say what is
    shortened or assumed. What was read counts as agreed only when it `settles`: a pair that needs a person keeps what was
    agreed before, so that the difference stays visible. It was made under the `rule_version`; a change of one of the
    `blockers` (see `domain.blockers`) calls up what is left out.
    """

    status: OutcomeStatus
    reasons: tuple[str, ...]
    actions: tuple[Action, ...] = ()
    settled: Mapping[System, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    failure: Failure | None = None
    blames: tuple[RecordRef, ...] = ()
    remarks: tuple[str, ...] = ()
    settles: bool = True
    rule_version: int = 0
    blockers: tuple[str, ...] = ()


def in_sync(reason: str, *actions: Action) -> Decision:
    """The pair agrees once these actions have succeeded."""
    return Decision(status=OutcomeStatus.IN_SYNC, reasons=(reason,), actions=actions)


def left_out(reason: str, *actions: Action) -> Decision:
    """A rule, or what the record is, leaves it out."""
    return Decision(status=OutcomeStatus.EXCLUDED, reasons=(reason,), actions=actions)


def failing(category: ErrorCategory, text: str, *actions: Action) -> Decision:
    """A person must act; the actions are done all the same."""
    return stopped(Failure(category=category, cure=Cure.PERSON, text=text), *actions)


def ambiguous(text: str, candidates: Mapping[RecordRef, str]) -> Decision:
    """A person must choose between these records, each with its name."""
    return stopped(ambiguity(text, candidates))


def ambiguity(text: str, candidates: Mapping[RecordRef, str]) -> Failure:
    """That only a person can choose between these records, each with its name."""
    return Failure(
        category=ErrorCategory.AMBIGUOUS_MATCH,
        cure=Cure.PERSON,
        text=text,
        blockers=blockers.concerned(candidates),
        candidates=tuple(Candidate(ref, candidates[ref]) for ref in sorted(candidates)[:MOST_CANDIDATES]),
    )


def waiting(category: ErrorCategory, text: str, retry_after: timedelta | None = None) -> Decision:
    """Nothing is to be done before some time has passed."""
    return stopped(Failure(category=category, cure=Cure.WAITING, text=text, retry_after=retry_after))


def stopped(failure: Failure, *actions: Action) -> Decision:
    """The pair cannot be brought into agreement now, for this reason."""
    return Decision(
        status=status_of(failure), reasons=(explanation_of(failure),), actions=actions, failure=failure, settles=False
    )


def status_of(failure: Failure) -> OutcomeStatus:
    """Whether a record with this failure waits or needs a person. A dead grant is renewed for all records at once."""
    waits = failure.cure is not Cure.PERSON or failure.category is ErrorCategory.NEEDS_RECONNECT
    return OutcomeStatus.WAITING if waits else OutcomeStatus.FAILING
