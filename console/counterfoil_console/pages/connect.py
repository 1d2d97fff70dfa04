"""Connecting HubSpot and QuickBooks."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from counterfoil.domain.checks.check import Check, CheckState
from counterfoil.domain.grants import GrantState
from counterfoil.domain.identity import System
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.page import Page, Section
from counterfoil_console.pages.parts import By


class ConnectStep(StrEnum):
    """What is done one after the other."""

    HUBSPOT = "hubspot"
    QUICKBOOKS = "quickbooks"
    CHECKS = "checks"
    RULES = "rules"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class Scope:
    """A permission that is asked for, by the vendor's name, and what it is needed for."""

    name: str
    why: str
    granted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What one vendor granted: whose account, by whom, and whether it still lets us in."""

    system: System
    name: str
    account: str
    by: By
    state: GrantState = GrantState.WORKS
    scopes: tuple[Scope, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """A check. `reconnect` is the vendor whose consent would settle it.

    Where people may leave it as it is, `leave` is what was found, in English, and `consequence` what comes of it; where
    somebody does, `left` says who.
    """

    check: Check
    state: CheckState
    title: str
    finding: str
    consequence: str = ""
    steps: tuple[str, ...] = ()
    reconnect: System | None = None
    leave: str = ""
    left: By | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """All checks, the gravest first, as they stood at one moment."""

    at: datetime
    lines: tuple[CheckLine, ...]

    def count(self, *states: CheckState) -> int:
        """How many stand like this, but for those that somebody leaves."""
        return sum(1 for one in self.lines if one.state in states and not one.left)

    @property
    def left(self) -> int:
        """How many are left as they are."""
        return sum(1 for one in self.lines if one.left)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectPage(Page):
    """One step of connecting. `connection` is "" until both vendors have granted; `asked` are the scopes of the next."""

    template: ClassVar[str] = "connect.html"
    section: ClassVar[Section] = Section.CONNECTIONS

    step: ConnectStep
    connection: str = ""
    hubspot: Grant | None = None
    quickbooks: Grant | None = None
    asked: tuple[Scope, ...] = ()
    checks: Checks | None = None
    trouble: str = ""

    @property
    def stops(self) -> int:
        """How many checks must be settled before it goes on."""
        return self.checks.count(CheckState.MUST_BE_MENDED) if self.checks else 0
