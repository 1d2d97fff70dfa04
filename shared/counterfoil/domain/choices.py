"""What people decided about records: kept with who decided it, when and why, and obeyed by every decision."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.values import dataclass

MOST_REMEMBERED = 20
"""So many choices that hold no longer are remembered of a record."""


class Verb(StrEnum):
    """What a person can decide about a record."""

    LINKED = "linked"  # `other` is its counterpart, whatever it is found by
    UNLINKED = "unlinked"  # `other` is not its counterpart, and none is made
    LEFT_OUT = "left_out"  # it is not carried
    ACCEPTED = "accepted"  # the difference `about` stays
    SENT_AGAIN = "sent_again"  # HubSpot's version takes the place of the edits `about`, once
    TAKEN_BACK = "taken_back"  # what was decided before holds no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One decision of a person. `other` is the record that it is about as well; `about` names a difference."""

    verb: Verb
    who: str
    why: str
    at: datetime
    other: RecordRef | None = None
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """All that people decided about one record: what holds, and what held before. `revision` grows with every change."""

    connection_id: str
    ref: RecordRef
    holding: tuple[Choice, ...] = ()
    past: tuple[Choice, ...] = ()
    revision: int = 0

    def with_choice(self, choice: Choice) -> Self:
        """This choice holds from now on; a record has one counterpart, and one choice of most sorts."""
        return self.without(*(one for one in self.holding if _is_replaced(one, choice)), holding=choice)

    def without(self, *ended: Choice, holding: Choice | None = None, because: Choice | None = None) -> Self:
        """These hold no longer; `because` says who ended them."""
        kept = tuple(one for one in self.holding if one not in ended)
        past = (*self.past, *ended, *([because] if because else []))
        return replace(self, holding=(*kept, *([holding] if holding else [])), past=past[-MOST_REMEMBERED:])


def the(verb: Verb, choices: Iterable[Choice]) -> Choice | None:
    """The latest of these choices with this verb."""
    found = [one for one in choices if one.verb is verb]
    return max(found, key=lambda one: one.at) if found else None


def apart_from(choices: Iterable[Choice]) -> frozenset[RecordRef]:
    """The records that a person said are not the counterpart."""
    return frozenset(one.other for one in choices if one.verb is Verb.UNLINKED and one.other)


def _is_replaced(before: Choice, after: Choice) -> bool:
    if after.verb is Verb.UNLINKED or before.verb is Verb.UNLINKED:
        return before.other == after.other
    return before.verb is after.verb
