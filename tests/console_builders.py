"""Values of the console, with everything filled in that a test does not care about."""

from datetime import timedelta
from typing import Any

from counterfoil.engine.ports.dead_letters import Letter
from counterfoil_console.domain.audit import Action, AuditEntry
from counterfoil_console.domain.person import Person, PersonState
from counterfoil_console.domain.role import Role
from counterfoil_console.domain.session import Session
from counterfoil_console.domain.token import Token
from tests.builders import NOON


def a_session(**given: Any) -> Session:
    """Of Dana, an administrator, begun at noon."""
    usual: dict[str, Any] = {
        "person_id": "dana",
        "name": "Dana Whitfield",
        "email": "dana@example.com",
        "role": Role.ADMINISTRATOR,
        "csrf": "csrf-of-dana",
        "began_at": NOON,
        "seen_at": NOON,
        "end_at_issuer": "https://issuer.example/logout",
    }
    return Session(**(usual | given))


def a_person(**given: Any) -> Person:
    """Dana, an administrator, seen at noon."""
    usual: dict[str, Any] = {
        "id": "dana",
        "email": "dana@example.com",
        "name": "Dana Whitfield",
        "role": Role.ADMINISTRATOR,
        "state": PersonState.ACTIVE,
        "seen_at": NOON,
    }
    return Person(**(usual | given))


def a_token(**given: Any) -> Token:
    """Made by Dana at noon, for thirty days."""
    usual: dict[str, Any] = {
        "id": "one",
        "digest": "digest-of-one",
        "name": "Month-end report",
        "role": Role.VIEWER,
        "made_by_id": "dana",
        "made_by": "Dana Whitfield",
        "made_at": NOON,
        "ends_at": NOON + timedelta(days=30),
    }
    return Token(**(usual | given))


def an_entry(**given: Any) -> AuditEntry:
    """Dana invited somebody, at noon."""
    usual: dict[str, Any] = {
        "id": "entry",
        "at": NOON,
        "who_id": "dana",
        "who": "Dana Whitfield",
        "action": Action.INVITED,
        "details": {"email": "aisha@example.com"},
    }
    return AuditEntry(**(usual | given))


def a_letter() -> Letter:
    """A message about three invoices that failed fifty times."""
    return Letter(message="m-1", connection="acme", records=3, sent_at=NOON, first_received_at=NOON, received=50)
