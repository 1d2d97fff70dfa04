"""What needs a person: one entry for each cause."""

from datetime import datetime
from typing import ClassVar

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.page import Page, Section
from counterfoil_console.pages.parts import Amount, InTheWay, Sum, VendorLink


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One of the things that a cause is about: a name, the amount behind it, a sentence, and where to open it.

    `ref` is the record whose page tells more, None for what is none of ours. `others` are what is in its way.
    """

    name: str
    note: str
    ref: RecordRef | None = None
    amount: Amount | None = None
    link: VendorLink | None = None
    others: tuple[InTheWay, ...] = ()


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A record that may be the counterpart; its name tells it apart from the others, and there it can be opened."""

    ref: RecordRef
    name: str
    link: VendorLink | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Records that need a person for one reason.

    `cause` and `steps` are the catalogue's, or what is known of this very case. `ref` is the record if it is just one.
    `since` is None where none of them is shown. `others` are what is in the way of just one record.
    """

    category: ErrorCategory
    title: str
    cause: str
    steps: tuple[str, ...]
    records: Sum
    since: datetime | None
    ref: RecordRef | None = None
    holders: tuple[Holder, ...] = ()
    others: tuple[InTheWay, ...] = ()
    candidates: tuple[CandidateLine, ...] = ()
    has_versions: bool = False
    may_retry: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Unexplained:
    """What the last night found open over different amounts, with no cause for it."""

    title: str
    cause: str
    steps: tuple[str, ...]
    records: Sum
    found_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VanishedSide:
    """Of the `known` linked records of a side so many cannot be found that the last check did not believe it."""

    system: System
    known: int
    vanished: int
    is_accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsYouPage(Page):
    """All causes, the heaviest first, and what is unexplained in the `ledgers`.

    `vanished` is what halted the last check. `looked_at` is when the causes were counted.
    """

    template: ClassVar[str] = "needs_you.html"
    section: ClassVar[Section] = Section.NEEDS_YOU

    causes: tuple[Cause, ...]
    all: Sum
    looked_at: datetime
    ledgers: Unexplained | None = None
    vanished: tuple[VanishedSide, ...] = ()

    @property
    def to_accept(self) -> int:
        """How many vanished records nobody has accepted yet."""
        return sum(one.vanished for one in self.vanished if not one.is_accepted)
