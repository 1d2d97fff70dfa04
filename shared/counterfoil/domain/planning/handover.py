"""An invoice of HubSpot's that is for another contact by now: it follows in QuickBooks while nothing is paid on it.

What is paid belongs to whoever paid it, and QuickBooks refuses to let an invoice go from them: then a person has to decide.
"""

from collections.abc import Mapping

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Link
from counterfoil.domain.parties import is_company
from counterfoil.domain.planning.chosen import is_accepted
from counterfoil.domain.planning.decision import Decision, failing
from counterfoil.domain.planning.pair import Handover, Pair
from counterfoil.domain.rules import SyncRule
from counterfoil.domain.texts import reasons

_CUSTOMER = "customer"


def decide_handover(pair: Pair, link: Link, rule: SyncRule) -> Decision | None:
    """Stops where what was paid would have to be somebody else's; None where nothing does, or a person has let it be."""
    found = _handed_over(pair, link, rule)
    if found is None or not _is_paid(pair) or is_accepted(pair, ErrorCategory.HANDED_OVER):
        return None
    text = reasons.HANDED_OVER(name=pair.name(System.HUBSPOT), now=found.name, before=found.before)
    return failing(ErrorCategory.HANDED_OVER, text)


def leave_customer(
    pair: Pair, link: Link, rule: SyncRule, changed: Mapping[System, set[str]], settled: Mapping[System, set[str]]
) -> None:
    """Take an invoice's customer from what is `changed`, unless it is to be carried."""
    if pair.kind is not EntityKind.INVOICE:
        return
    handed_over = _handed_over(pair, link, rule)
    if handed_over and not _is_paid(pair):
        return
    if (pair.handover and not handed_over) or _has_its_first(link, changed):
        settled[System.HUBSPOT].add(_CUSTOMER)
    for system in System:
        changed[system].discard(_CUSTOMER)


def _handed_over(pair: Pair, link: Link, rule: SyncRule) -> Handover | None:
    """How somebody gave the invoice to another contact, or another company, where QuickBooks does not show it yet.

    That two contacts were merged, or that companies are customers by now, gives it to nobody else.
    """
    handover, there = pair.handover, pair.sides[System.QUICKBOOKS].fields.get(_CUSTOMER, "")
    if handover is None or handover.merged or not rule.direction.carries_from(System.HUBSPOT):
        return None
    if _is_of_a_company(pair.sides[System.HUBSPOT].fields) != _is_of_a_company(link.agreements[System.HUBSPOT].fields):
        return None
    moved_there = there != link.agreements[System.QUICKBOOKS].fields.get(_CUSTOMER, "")
    if moved_there and rule.winner is System.QUICKBOOKS:
        return None
    return None if handover.to and handover.to.id == there else handover


def _has_its_first(link: Link, changed: Mapping[System, set[str]]) -> bool:
    """Whether the invoice was for nobody in HubSpot when it was linked, and is for somebody now."""
    return _CUSTOMER in changed[System.HUBSPOT] and not link.agreements[System.HUBSPOT].fields.get(_CUSTOMER)


def _is_of_a_company(fields: Mapping[str, str]) -> bool:
    return is_company(RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, fields.get(_CUSTOMER, "")))


def _is_paid(pair: Pair) -> bool:
    """Whether anything has been put to the invoice on either side."""
    return any(side.fields.get("balance", "") != side.fields.get("total", "") for side in pair.sides.values())
