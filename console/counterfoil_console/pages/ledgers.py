"""Both ledgers, and every difference between them with its cause and its records."""

from typing import ClassVar

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.health import Ledgers, Slip
from counterfoil_console.pages.page import Page, Section
from counterfoil_console.pages.parts import Amount, VendorLink


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferingInvoice:
    """An invoice that is open over different amounts; None where it is not open. `difference` is QuickBooks less HubSpot."""

    ref: RecordRef
    number: str
    customer: str
    hubspot: Amount | None
    quickbooks: Amount | None
    difference: Amount
    links: tuple[VendorLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseShown:
    """One cause with its invoices, by customer. `more` are so many further ones that are counted and not named."""

    anchor: str
    title: str
    amount: Amount
    count: int
    invoices: tuple[DifferingInvoice, ...]
    is_unexplained: bool = False

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.invoices)


@dataclass(frozen=True, slots=True)
class CurrencyShown:
    """A slip with its causes, what is unexplained first."""

    slip: Slip
    causes: tuple[CauseShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgersPage(Page):
    """`ledgers` are None before the first night; `steps` say what to do about what is unexplained.

    `is_compared_soon` says that somebody has asked for another comparison.
    """

    template: ClassVar[str] = "ledgers.html"
    section: ClassVar[Section] = Section.HEALTH

    ledgers: Ledgers | None
    currencies: tuple[CurrencyShown, ...] = ()
    steps: tuple[str, ...] = ()
    unread: int = 0
    is_compared_soon: bool = False
