"""What is checked of a connection's accounts, and how it stands."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.values import dataclass


class Check(StrEnum):
    """One thing about how the accounts are set up."""

    PERMISSIONS = "permissions"
    INVOICE_PROPERTIES = "invoice_properties"
    PAYMENT_PROPERTIES = "payment_properties"
    PAYMENTS = "payments"
    CURRENCIES = "currencies"
    SALES_TAX = "sales_tax"
    CLOSED_BOOKS = "closed_books"
    CUSTOM_NUMBERS = "custom_numbers"
    REVENUE_RECOGNITION = "revenue_recognition"
    ONLINE_PAYMENTS = "online_payments"
    AUTOMATIC_CREDITS = "automatic_credits"
    CUSTOM_FIELDS = "custom_fields"  # made only where those beside the classic three may be mapped


class CheckState(StrEnum):
    """How a check stands."""

    GOOD = "good"
    ADVISED = "advised"  # a change would spare people trouble
    MUST_BE_MENDED = "must_be_mended"  # something will not be carried as it is
    UNKNOWN = "unknown"  # an account does not tell, or could not be asked


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What a check found, in sentences for people; `consequence` and `steps` are empty where all is good.

    `vendor_text` is what the vendor said where it could not be asked. `missing` are permissions, as the vendor names them.
    """

    check: Check
    state: CheckState
    finding: str
    consequence: str = ""
    steps: tuple[str, ...] = ()
    vendor_text: str = ""
    missing: tuple[str, ...] = ()

    @property
    def asks_for_change(self) -> bool:
        """Whether something should be, or must be, changed."""
        return self.state in {CheckState.ADVISED, CheckState.MUST_BE_MENDED}

    @property
    def may_be_left(self) -> bool:
        """Whether a person may say that it stays so. Without HubSpot's permissions nothing works as it says."""
        return self.asks_for_change and self.check is not Check.PERMISSIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """That a person leaves a check as it was found then: `finding` in English, as results have it."""

    check: Check
    finding: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All checks of a connection as they stood at one moment, and who leaves which; `revision` grows with every change."""

    at: datetime
    results: tuple[CheckResult, ...]
    left: tuple[Left, ...] = ()
    revision: int = 0

    def leaving(self, result: CheckResult) -> Left | None:
        """Who leaves it as it was found, and when; None where nobody does, or where something else is found by now."""
        found = (one for one in self.left if (one.check, one.finding) == (result.check, result.finding))
        return next(found, None) if result.asks_for_change else None

    def open(self, *states: CheckState) -> tuple[CheckResult, ...]:
        """The results that stand like this, but for those that somebody leaves."""
        return tuple(one for one in self.results if one.state in states and not self.leaving(one))


@dataclass(frozen=True, slots=True)
class Unwritable:
    """Properties that this product writes and may not, by their labels: `missing` are those that it makes itself."""

    refused: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalFacts:
    """What a HubSpot portal lets this product do; a Failure stands for what could not be read.

    `missing_permissions` are named as HubSpot names scopes; `currencies` are all that the portal uses; `unwritable` are
    properties by kind; `shows_payments` is whether payments can be read.
    """

    missing_permissions: tuple[str, ...] | Failure = ()
    currencies: tuple[str, ...] | Failure = ()
    unwritable: Mapping[EntityKind, Unwritable | Failure]
    shows_payments: bool | Failure = True
