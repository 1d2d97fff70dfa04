"""A connection as a whole, for programs. Moments are ISO 8601 in UTC."""

from collections.abc import Mapping
from datetime import datetime

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.grants import GrantState
from counterfoil.domain.identity import System
from counterfoil.domain.values import dataclass
from counterfoil.languages import ENGLISH


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedName:
    """What the connection is called from now on, "" for the company's name."""

    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLanguage:
    """In which language mails and chats about the connection are: one that has a catalogue, such as "en"."""

    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedDeletion:
    """`name` is what the connection is called, typed by whoever wants it deleted."""

    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionDetails:
    """A connection, and how each vendor's permission stands. `language` is the one of its mails and chats.

    Of one that was ended, `ended_at` is when, and `untold` are the vendors where a person has to end it as well.
    """

    id: str
    name: str
    language: str
    state: ConnectionState
    permissions: Mapping[System, GrantState]
    refused_by_hubspot: tuple[str, ...]
    ended_at: datetime | None
    untold: tuple[System, ...]

    @classmethod
    def of(cls, connection: Connection, states: Mapping[System, GrantState]) -> "ConnectionDetails":
        """The connection as it is stored."""
        ending = connection.ending
        return cls(
            id=connection.id,
            name=connection.label,
            language=connection.language or ENGLISH,
            state=connection.state,
            permissions=states,
            refused_by_hubspot=tuple(sorted(connection.portal.refused)),
            ended_at=ending.at if ending else None,
            untold=tuple(sorted(ending.untold)) if ending else (),
        )
