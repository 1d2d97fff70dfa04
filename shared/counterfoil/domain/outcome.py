"""An outcome: how a record stands, and why, for a person to read."""

from datetime import UTC, datetime
from enum import StrEnum

from counterfoil.domain.call import VendorCall
from counterfoil.domain.errors import Candidate, ErrorCategory, Version
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.link import Showing
from counterfoil.domain.listing import UNLISTED, Listing
from counterfoil.domain.paying import Paying
from counterfoil.domain.values import dataclass


class OutcomeStatus(StrEnum):
    """How a record stands."""

    IN_SYNC = "in_sync"
    FAILING = "failing"  # a person must do something
    WAITING = "waiting"  # tried again at `retry_at`
    EXCLUDED = "excluded"  # a rule or filter leaves it out


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncOutcome:
    """How one record of one connection stands.

    `label` is the record as people call it, `listing` what lists show of it. `reasons` explain how it came to stand so, in
    sentences; `remarks` say what was shortened or assumed on the way. `category`, `cause` and `remedy` are set for failing
    and waiting records; `explanation` is then what happened in this very case, in a sentence. For support there are the
    vendor's own `vendor_text` and `vendor_code`, and `request_ids`, its ids of the calls that led here. `attempts` counts
    tries in a row that waiting may cure, which began at `waiting_since`. A change of one of the `blockers` (see
    `domain.blockers`) calls the record up again. It was decided under the `rule_version`, 0 where no rule was asked. `plan`
    is the plan that was applied with it, under which it is also tried again, "" for none. `calls` are the last calls of the
    vendors that were made for it; they are kept with the activity only. A person may choose between `candidates`, and
    compare the `versions` of both systems where those differ; `difference` names what differs, so that a person can decide
    about just that, "" where nobody can. `needed` says that it fails or waits as what a document needs. `paying` is what a
    payment puts to which invoice, None for anything else and for a payment of none. `showing` is what its link does not say
    by itself yet, None where it does; it is not kept with the activity.
    """

    connection_id: str
    ref: RecordRef
    kind: EntityKind
    status: OutcomeStatus
    at: datetime
    counterpart: RecordRef | None = None
    label: str = ""
    listing: Listing = UNLISTED
    reasons: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    category: ErrorCategory | None = None
    cause: str = ""
    remedy: str = ""
    explanation: str = ""
    vendor_text: str = ""
    vendor_code: str = ""
    request_ids: tuple[str, ...] = ()
    retry_at: datetime | None = None
    attempts: int = 0
    waiting_since: datetime | None = None
    blockers: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    versions: tuple[Version, ...] = ()
    difference: str = ""
    needed: bool = False
    paying: Paying | None = None
    rule_version: int = 0
    plan: str = ""
    showing: Showing | None = None
    calls: tuple[VendorCall, ...] = ()

    @property
    def due_place(self) -> str:
        """Where a record that is tried again stands among others: text that sorts by `retry_at`, then by record; else ""."""
        if self.status is not OutcomeStatus.WAITING or self.retry_at is None:
            return ""
        return f"{self.retry_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}#{self.ref}"


def gives_way(outcome: SyncOutcome, stored: SyncOutcome | None) -> bool:
    """Whether a document was found to need a record, which fails, while that was looked at by itself.

    That nobody needs it is not true then, and what a person is to choose from would be gone.
    """
    if stored is None or not stored.needed or stored.status is not OutcomeStatus.FAILING:
        return False
    return outcome.status is OutcomeStatus.EXCLUDED and not outcome.needed


def as_listed(outcome: SyncOutcome) -> SyncOutcome:
    """What the list of another record shows of it: what it is, how it stands, and what for."""
    return SyncOutcome(
        connection_id=outcome.connection_id,
        ref=outcome.ref,
        kind=outcome.kind,
        status=outcome.status,
        at=outcome.at,
        counterpart=outcome.counterpart,
        label=outcome.label,
        listing=outcome.listing,
        category=outcome.category,
        paying=outcome.paying,
    )
