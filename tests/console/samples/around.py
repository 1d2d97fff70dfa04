"""What is around the pages: Northlight Supply, as Dana Whitfield sees it on 28 November 2026, 10:10."""

from datetime import UTC, date, datetime
from decimal import Decimal

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.identity import EntityKind
from counterfoil_console.domain.role import Role
from counterfoil_console.pages.frame import Frame, SideConnection, SignedIn
from counterfoil_console.pages.parts import Amount, Counted, Sum

NOW = datetime(2026, 11, 28, 10, 10, tzinfo=UTC)
NORTHLIGHT = SideConnection(id="northlight", label="Northlight Supply", state=ConnectionState.ACTIVE, needs_you=16)
DANA = SignedIn(name="Dana Whitfield", role=Role.ADMINISTRATOR)
INVOICE, PAYMENT = EntityKind.INVOICE, EntityKind.PAYMENT


def frame(path: str = "/", *, current: SideConnection | None = NORTHLIGHT, person: SignedIn | None = DANA) -> Frame:
    """The frame of a page of Northlight Supply."""
    return Frame(now=NOW, path=path, person=person, csrf="c" * 43, current=current)


def at(day: int, hour: int = 0, minute: int = 0, *, month: int = 11) -> datetime:
    """A moment of 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def on(day: int, month: int = 11) -> date:
    """A day of 2026."""
    return date(2026, month, day)


def usd(amount: str) -> Amount:
    """US dollars."""
    return Amount(Decimal(amount), "USD")


def invoices(count: int, *amounts: str) -> Sum:
    """So many invoices, and what they come to."""
    return Sum(counts=(Counted(INVOICE, count),), money=tuple(map(usd, amounts)))
