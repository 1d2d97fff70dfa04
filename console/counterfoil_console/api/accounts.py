"""The accounts of a connection, for programs: how they are set up, fees, and records as they are there now."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from counterfoil.domain.checks.check import Check, Checked, CheckResult, CheckState, Left
from counterfoil.domain.fees import FeeReport, FeeTotal, PaymentFees
from counterfoil.domain.identity import System
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.texts.checks import CHECKS
from counterfoil.domain.values import dataclass
from counterfoil_console.api.plans import Row
from counterfoil_console.api.records import Event, event

if TYPE_CHECKING:
    from counterfoil.engine.explain import Explanation  # with all that explaining needs


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFinding:
    """How one check stands, why it matters, what comes of leaving it, and what to do; `left` says who leaves it as it is."""

    check: Check
    state: CheckState
    title: str
    finding: str
    why: str
    consequence: str
    steps: tuple[str, ...]
    details: str
    left: "LeftBy | None"

    @classmethod
    def of(cls, result: CheckResult, left: Left | None) -> "CheckFinding":
        """The result."""
        texts = CHECKS[result.check]
        return cls(
            check=result.check,
            state=result.state,
            title=texts.title,
            finding=result.finding,
            why=texts.why,
            consequence=result.consequence,
            steps=result.steps,
            details=result.vendor_text,
            left=LeftBy(who=left.who, at=left.at) if left else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftBy:
    """Who leaves a check as it was found, and since when."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLeave:
    """A check that is left as it is; `finding` is what was read of it, word for word as `checks` tells it."""

    finding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """All checks as they stood at one moment; `at` is null when none was made yet."""

    at: datetime | None
    checks: tuple[CheckFinding, ...]

    @classmethod
    def of(cls, checked: Checked | None) -> "Checks":
        """What was checked."""
        if checked is None:
            return cls(at=None, checks=())
        return cls(at=checked.at, checks=tuple(CheckFinding.of(one, checked.leaving(one)) for one in checked.results))


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedFees:
    """The month, as "2026-10"."""

    month: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """A payment on which there were fees."""

    payment: str
    paid_on: date
    reference: str
    currency: str
    amount: str
    processing: str
    platform: str

    @classmethod
    def of(cls, fees: PaymentFees) -> "Fee":
        """The fees of one payment."""
        return cls(
            payment=str(fees.payment),
            paid_on=fees.paid_on,
            reference=fees.reference,
            currency=fees.currency,
            amount=f"{fees.amount:f}",
            processing=f"{fees.processing:f}",
            platform=f"{fees.platform:f}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeesOfCurrency:
    """All payments with fees in one currency."""

    currency: str
    payments: int
    amount: str
    processing: str
    platform: str

    @classmethod
    def of(cls, total: FeeTotal) -> "FeesOfCurrency":
        """The total."""
        return cls(
            currency=total.currency,
            payments=total.payments,
            amount=f"{total.amount:f}",
            processing=f"{total.processing:f}",
            platform=f"{total.platform:f}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees:
    """The fees of a month; `free` payments had none, `unreadable` ones could not be understood, and are not counted."""

    charged: tuple[Fee, ...]
    totals: tuple[FeesOfCurrency, ...]
    free: int
    unreadable: tuple[str, ...]

    @classmethod
    def of(cls, report: FeeReport) -> "Fees":
        """The report."""
        return cls(
            charged=tuple(map(Fee.of, report.charged)),
            totals=tuple(map(FeesOfCurrency.of, report.totals)),
            free=report.free,
            unreadable=tuple(map(str, report.unreadable)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldNow:
    """A field as both systems agreed on it last, and as it is on each side now."""

    field: str
    agreed: Mapping[System, str]
    now: Mapping[System, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkNow:
    """What a record is linked with."""

    state: LinkState
    records: tuple[str, ...]

    @classmethod
    def of(cls, link: Link) -> "LinkNow":
        """The link."""
        return cls(state=link.state, records=tuple(map(str, link.refs.values())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A record as both vendors show it now, with what would be done and why, and what it needs first."""

    row: Row
    link: LinkNow | None
    fields: tuple[FieldNow, ...]
    candidates: tuple[str, ...]
    needs: tuple[Row, ...]
    activity: tuple[Event, ...]
    addresses: Mapping[str, str]

    @classmethod
    def of(cls, explained: "Explanation") -> "Explained":
        """The explanation."""
        return cls(
            row=Row.of(explained.row),
            link=LinkNow.of(explained.link) if explained.link else None,
            fields=tuple(FieldNow(field=one.field, agreed=dict(one.agreed), now=dict(one.now)) for one in explained.fields),
            candidates=explained.candidates,
            needs=tuple(map(Row.of, explained.needs)),
            activity=tuple(map(event, explained.activity)),
            addresses={str(ref): address for ref, address in explained.addresses.items()},
        )
