"""The one way in which carrying out a decision stores links: in bulk, each on its own."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.link import Link, LinkState
from counterfoil.domain.texts import reasons
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context


def save_links(context: Context, changed: Sequence[tuple[Case, Link]]) -> list[Case]:
    """Store the links as they are given; the cases whose link another worker has changed meanwhile.

    Every other case has its link as stored.
    """
    stored = context.links.save([link for _, link in changed]) if changed else []
    for (case, _), link in zip(changed, stored, strict=True):
        case.link = link or case.link
    return [case for (case, _), link in zip(changed, stored, strict=True) if link is None]


def store_links(context: Context, changed: Sequence[tuple[Case, Link]]) -> list[Case]:
    """Store the links; the cases that still may go on. A case whose link was changed meanwhile has moved on."""
    overtaken = save_links(context, changed)
    for case in overtaken:
        case.note(overtaken_by_another())
    return [case for case, _ in changed if case.event is None]


def held_for(link: Link, now: datetime) -> timedelta:
    """How long another worker may still be at work on what a link stands for."""
    if link.state is not LinkState.RESERVED or link.lease_until is None:
        return timedelta()
    return max(link.lease_until - now, timedelta())


def overtaken_by_another() -> Failure:
    """Its link was taken or changed by another worker since it was read."""
    return Failure(category=ErrorCategory.READ_AGAIN, cure=Cure.READING, text=reasons.CHANGED_ELSEWHERE())
