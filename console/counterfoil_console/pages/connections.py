"""All connections of a deployment."""

from dataclasses import field
from typing import ClassVar

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.page import Page, Section
from counterfoil_console.pages.parts import Sum


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionCard:
    """One connection, with what needs a person. `waiting` counts what is held until it works again."""

    id: str
    label: str
    portal_id: str
    realm_id: str
    state: ConnectionState
    needs_you: Sum = field(default_factory=Sum)
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionsPage(Page):
    """The connections; there are several."""

    template: ClassVar[str] = "connections.html"
    section: ClassVar[Section] = Section.CONNECTIONS

    connections: tuple[ConnectionCard, ...]
