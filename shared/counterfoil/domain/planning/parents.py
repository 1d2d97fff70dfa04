"""Below which customer a contact's customer stands in QuickBooks, where the rule has contacts below their companies.

A customer moves with all that was ever booked to it. So it is moved only when its contact goes from one company to another,
nothing of it is open, and nobody has moved it in QuickBooks. That a rule was changed moves nobody.
"""

from collections.abc import Mapping
from enum import Enum, auto

from counterfoil.domain.blockers import debt_key
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import carried
from counterfoil.domain.link import Link
from counterfoil.domain.money import plain
from counterfoil.domain.names import amount
from counterfoil.domain.planning.decision import Decision, stopped
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.planning.persona import is_person
from counterfoil.domain.rules import CustomerOptions, SyncRule
from counterfoil.domain.texts import reasons

_PARENT = "parent"


class Parentage(Enum):
    """How a contact's company stands to what is above its customer in QuickBooks."""

    NO_MATTER = auto()  # the rule has nobody below a company, or does not carry it
    AGREED = auto()  # as both sides agreed, or as somebody in QuickBooks has decided since
    MOVED = auto()  # the contact went from one company to another
    LEFT = auto()  # the contact belongs to no company any more, and its customer is still below one
    ALONE = auto()  # the contact belongs to a company, and its customer stands alone


def parentage(pair: Pair, link: Link, rule: SyncRule) -> Parentage:
    """What became of the parent of a linked pair of any kind."""
    if pair.kind is not EntityKind.CUSTOMER or not _is_carried(rule):
        return Parentage.NO_MATTER
    here, there = (pair.sides[system].fields.get(_PARENT, "") for system in (System.HUBSPOT, System.QUICKBOOKS))
    before, before_there = (
        link.agreements[system].fields.get(_PARENT, "") for system in (System.HUBSPOT, System.QUICKBOOKS)
    )
    if here == before or there != before_there or not (here or there):
        return Parentage.AGREED
    if not here:
        return Parentage.LEFT
    if before and there:
        return Parentage.MOVED
    return Parentage.AGREED if there else Parentage.ALONE


def must_be_read(pair: Pair, link: Link, rule: SyncRule) -> bool:
    """Whether what is only remembered of a customer in QuickBooks does not do: what it owes, or what is above it."""
    there = pair.sides[System.QUICKBOOKS]
    if there.read:
        return False
    found = parentage(pair, link, rule)
    return found is Parentage.MOVED or (found is Parentage.ALONE and _PARENT not in there.fields)


def decide_parent(pair: Pair, link: Link, rule: SyncRule) -> Decision | None:
    """Stops a move that would take along what is open; None where nothing does, or QuickBooks is still to be read."""
    there = pair.sides[System.QUICKBOOKS]
    if parentage(pair, link, rule) is not Parentage.MOVED or not there.read or there.owes == 0:
        return None
    if there.owes is None:
        text = reasons.OPEN_UNKNOWN(name=there.name)
    else:
        text = reasons.STILL_OPEN(name=there.name, amount=amount(plain(there.owes), there.owes_in))
    open_with = (debt_key(there.ref),)
    return stopped(Failure(category=ErrorCategory.STILL_OPEN, cure=Cure.PERSON, text=text, blockers=open_with))


def leave_parent(
    pair: Pair, link: Link, rule: SyncRule, changed: Mapping[System, set[str]], settled: Mapping[System, set[str]]
) -> tuple[str, ...]:
    """Take the parent from what is `changed` unless it is to be carried; the remarks about what stays as it is."""
    found = parentage(pair, link, rule)
    if found is Parentage.MOVED:
        return ()
    for system in System:
        changed[system].discard(_PARENT)
    there = pair.sides[System.QUICKBOOKS]
    if found is Parentage.AGREED:
        settled[System.HUBSPOT].add(_PARENT)
    if found is Parentage.LEFT:
        return (reasons.STAYS_BELOW(name=there.name),)
    return (reasons.STANDS_ALONE(name=there.name),) if found is Parentage.ALONE and is_person(there.fields) else ()


def _is_carried(rule: SyncRule) -> bool:
    below = isinstance(rule.options, CustomerOptions) and rule.options.sub_customers
    there = System.QUICKBOOKS
    return below and rule.direction.carries_from(there.other) and _PARENT in carried(rule.kind, there, rule.left_out)
