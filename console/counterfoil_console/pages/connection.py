"""A connection's accounts, checks and history."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.grants import GrantState
from counterfoil.domain.identity import System
from counterfoil.domain.values import dataclass
from counterfoil_console.pages.connect import Checks, Grant
from counterfoil_console.pages.page import Page, Section
from counterfoil_console.pages.parts import Option


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a person did."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionPage(Page):
    """All about one connection. `kept` says how many records stay linked, `waiting` how many wait until it works again.

    `name` is what people call it, "" for the company's name. `language` is the one of its mails and chats; of `languages`
    to choose from there are none where there is but one. `refused` are the fields of an invoice that HubSpot was seen to let
    no program write. `stopped` are the messages that failed too often, of all connections; only those who may have them
    worked on again are told. Of a connection that was ended, `untold` are the vendors where a person has to end it as well.
    """

    template: ClassVar[str] = "connection.html"
    section: ClassVar[Section] = Section.CONNECTION

    id: str
    label: str
    state: ConnectionState
    grants: tuple[Grant, ...]
    name: str = ""
    language: str = ""
    languages: tuple[Option, ...] = ()
    refused: tuple[str, ...] = ()
    untold: tuple[System, ...] = ()
    checks: Checks | None = None
    deeds: tuple[Deed, ...] = ()
    older_deeds: str = ""
    kept: int = 0
    waiting: int = 0
    stopped: int = 0
    faults: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_ended(self) -> bool:
        """Whether somebody disconnected or deleted it."""
        return self.state in {ConnectionState.DISCONNECTED, ConnectionState.BEING_DELETED}

    @property
    def is_let_in(self) -> bool:
        """Whether both vendors let us in."""
        return all(one.state is GrantState.WORKS for one in self.grants)
