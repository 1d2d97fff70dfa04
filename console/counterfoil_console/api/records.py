"""Records, for programs. Amounts are decimal text, moments ISO 8601 in UTC."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.money import plain
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.values import dataclass
from counterfoil.engine.browse.record import KnownRecord
from counterfoil.engine.browse.records import RecordList


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSummary:
    """One record in a list. `ref` is how every other call names it; `counterpart` is the other system's record, if any."""

    ref: str
    kind: EntityKind
    label: str
    name: str
    detail: str
    amount: str | None
    currency: str
    status: OutcomeStatus
    at: datetime
    counterpart: str | None = None
    category: ErrorCategory | None = None
    explanation: str = ""
    remedy: str = ""
    reasons: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    retry_at: datetime | None = None
    rule_version: int = 0

    @classmethod
    def of(cls, outcome: SyncOutcome) -> "RecordSummary":
        """How the record stands."""
        listing = outcome.listing
        return cls(
            ref=str(outcome.ref),
            kind=outcome.kind,
            label=outcome.label,
            name=listing.name,
            detail=listing.detail,
            amount=plain(listing.amount) if listing.amount is not None else None,
            currency=listing.currency,
            status=outcome.status,
            at=outcome.at,
            counterpart=_ref(outcome.counterpart),
            category=outcome.category,
            explanation=outcome.explanation,
            remedy=outcome.remedy,
            reasons=outcome.reasons,
            remarks=outcome.remarks,
            retry_at=outcome.retry_at,
            rule_version=outcome.rule_version,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedRecords:
    """Which records of a kind: that stand so, for this category, or whose name or detail begins with `q`."""

    kind: EntityKind = EntityKind.INVOICE
    status: OutcomeStatus | None = None
    category: ErrorCategory | None = None
    q: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """A page of records. `next` is sent as `after` to get the next one, "" at the end; `total` is null for a search.

    `may_be_more` says that a search did not look at all that begin so: what is not here may be found by more of its name.
    """

    records: tuple[RecordSummary, ...]
    total: int | None
    next: str
    may_be_more: bool

    @classmethod
    def of(cls, listed: RecordList) -> "Records":
        """The list."""
        return cls(
            records=tuple(map(RecordSummary.of, listed.outcomes)),
            total=listed.total,
            next=listed.next_page,
            may_be_more=listed.may_be_more,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call of a vendor that was made for the record; `status` is 0 where no answer came. No bodies are kept."""

    system: System
    method: str
    path: str
    status: int
    milliseconds: int
    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to the record, by which `plan`, with the calls that were made for it."""

    record: RecordSummary
    plan: str
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a person decided about the record."""

    verb: str
    who: str
    why: str
    at: datetime
    other: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything that is stored about a record; `agreed` is what both systems last agreed on, by system and field."""

    record: RecordSummary | None
    agreed: Mapping[System, Mapping[str, str]]
    activity: tuple[Event, ...]
    decided: tuple[Decided, ...]

    @classmethod
    def of(cls, known: KnownRecord) -> "Record":
        """The record whole."""
        agreements = known.link.agreements if known.link else {}
        return cls(
            record=RecordSummary.of(known.outcome) if known.outcome else None,
            agreed={system: agreement.fields for system, agreement in agreements.items()},
            activity=tuple(map(event, known.activity)),
            decided=tuple(_decided(known)),
        )


def event(outcome: SyncOutcome) -> Event:
    """What happened, with its calls."""
    calls = tuple(
        Call(
            system=call.system,
            method=call.method,
            path=call.path,
            status=call.status,
            milliseconds=call.milliseconds,
            request_id=call.request_id,
        )
        for call in outcome.calls
    )
    return Event(record=RecordSummary.of(outcome), plan=outcome.plan, calls=calls)


def _decided(known: KnownRecord) -> Iterable[Decided]:
    for choices in known.choices:
        for choice in choices.holding:
            yield Decided(verb=choice.verb, who=choice.who, why=choice.why, at=choice.at, other=_ref(choice.other))


def _ref(ref: RecordRef | None) -> str | None:
    return str(ref) if ref else None
