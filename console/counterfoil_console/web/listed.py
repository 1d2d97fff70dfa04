"""People and tokens as their page lists them."""

from datetime import datetime, timedelta
from math import ceil

from counterfoil_console.domain.actor import Actor
from counterfoil_console.domain.person import Person, PersonState
from counterfoil_console.domain.token import ENDING, Token
from counterfoil_console.pages import people as pages


def listed_person(person: Person, by: Actor) -> pages.Person:
    """A person, as `by` sees them."""
    state = pages.PersonState.INVITED if person.state is PersonState.INVITED else pages.PersonState.ACTIVE
    return pages.Person(
        id=person.id,
        name=person.label,
        email=person.email,
        role=person.role,
        state=state,
        at=person.seen_at,
        is_you=person.id == by.id,
    )


def listed_token(token: Token, now: datetime) -> pages.Token:
    """A token, as it stands now."""
    left = token.ends_at - now
    return pages.Token(
        id=token.id,
        name=token.name,
        role=token.role,
        made_by=token.made_by,
        made_at=token.made_at,
        ends_at=token.ends_at,
        state=_state(left),
        used_at=token.used_at,
        days_left=max(0, ceil(left / timedelta(days=1))),
    )


def _state(left: timedelta) -> pages.TokenState:
    if left <= timedelta(0):
        return pages.TokenState.ENDED
    return pages.TokenState.ENDING if left <= ENDING else pages.TokenState.ACTIVE
