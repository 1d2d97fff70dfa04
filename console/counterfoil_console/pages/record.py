"""One record: both sides beside each other, what happened, and why."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from counterfoil.domain.call import VendorCall
from counterfoil.domain.choices import Verb
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import FieldChange
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.needs_you import CandidateLine
from counterfoil_console.pages.page import Page, Section
from counterfoil_console.pages.parts import Amount, InTheWay, Sum, Value, VendorLink


class Mark(StrEnum):
    """Why a value is marked."""

    CAUSE = "cause"  # this is what makes both sides differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One side's value; None where nobody has looked at it since both sides agreed."""

    value: Value | None
    mark: Mark | None = None


class FieldOutcome(StrEnum):
    """What comes of a field."""

    SAME = "same"
    EACH_OWN = "each_own"  # they are in step, and each has it as it is there
    AS_AGREED = "as_agreed"  # nobody has looked since both sides agreed on it
    YOU_DECIDE = "you_decide"
    ONE_SIDE = "one_side"  # the other has not been asked for it yet


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field on both sides, and as they agreed on it last."""

    field: str
    hubspot: Cell
    quickbooks: Cell
    agreed: Value = ""
    outcome: FieldOutcome = FieldOutcome.SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentLine:
    """A payment of the invoice. `stands` says how the money stands in words, "" where it was received."""

    ref: RecordRef
    day: date
    amount: Amount
    method: str
    reference: str = ""
    stands: str = ""
    status: OutcomeStatus
    links: tuple[VendorLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to the record. `status` is how it stood then, None for what a person did.

    Of what a person `decided`, `text` is why, and `who` decided it.
    """

    at: datetime
    text: str
    status: OutcomeStatus | None = None
    decided: Verb | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call of a vendor, and when it was made."""

    at: datetime
    call: VendorCall


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTrouble:
    """What keeps the record from being in step: the catalogue's title, what happened here, and what to do.

    `others` are records that are in its way.
    """

    category: ErrorCategory
    title: str
    explanation: str
    steps: tuple[str, ...]
    others: tuple[InTheWay, ...] = ()
    next_try: datetime | None = None
    vendor_text: str = ""
    vendor_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAgain:
    """What sending HubSpot's version would change in QuickBooks."""

    amount: Amount
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage(Page):
    """One record. `differing` rows come first, `same` ones are folded; `may` is what a person can decide about it.

    Of an invoice there are its `payments`, and the sum that was `paid` by them; None where these are not all of them. Both
    sides `agreed` once, last at `agreed_at`, None where nothing tells when. It was decided
    under the `rule_version`, 0 where no rule was asked.
    """

    template: ClassVar[str] = "record.html"
    section: ClassVar[Section] = Section.RECORDS

    ref: RecordRef
    kind: EntityKind
    number: str
    status: OutcomeStatus
    customer: str = ""
    day: date | None = None
    links: tuple[VendorLink, ...] = ()
    has_pdf: bool = False
    trouble: RecordTrouble | None = None
    agreed: bool = False
    agreed_at: datetime | None = None
    differing: tuple[FieldRow, ...] = ()
    same: tuple[FieldRow, ...] = ()
    payments: tuple[PaymentLine, ...] = ()
    paid: Sum | None = None
    activity: tuple[Event, ...] = ()
    why: tuple[str, ...] = ()
    rule_version: int = 0
    remarks: tuple[str, ...] = ()
    calls: tuple[CallLine, ...] = ()
    candidates: tuple[CandidateLine, ...] = ()
    send_again: SendAgain | None = None
    may: frozenset[Verb] = frozenset()

    @property
    def is_compared(self) -> bool:
        """Whether both sides are known to show still what they agreed on."""
        return all(row.outcome is FieldOutcome.SAME for row in self.same)
