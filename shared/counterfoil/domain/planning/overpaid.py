"""Payments made in HubSpot that were more than their invoice owed: QuickBooks keeps the rest as the customer's credit.

Of such a payment the whole counts, however QuickBooks divides it: what it puts to the invoice and what it keeps.
"""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import carried
from counterfoil.domain.link import Link
from counterfoil.domain.money import ZERO, plain
from counterfoil.domain.names import amount
from counterfoil.domain.planning.decision import Action, Decision, Update
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.record import Fields
from counterfoil.domain.rules import SyncRule
from counterfoil.domain.texts import reasons


def is_kept_whole(link: Link) -> bool:
    """Whether both sides agreed on a payment of which QuickBooks kept a part, or all, as credit."""
    if link.kind is not EntityKind.PAYMENT or link.source is not System.HUBSPOT or len(link.agreements) < len(System):
        return False
    here, there = (link.agreements[system].fields for system in (System.HUBSPOT, System.QUICKBOOKS))
    return there["amount"] != _whole(there)["amount"] == here["amount"]


def as_whole(pair: Pair, link: Link) -> tuple[Pair, Link]:
    """The pair and its link with the whole payment as QuickBooks' amount."""
    side, agreement = pair.sides[System.QUICKBOOKS], link.agreements[System.QUICKBOOKS]
    whole = replace(
        link, agreements={**link.agreements, System.QUICKBOOKS: replace(agreement, fields=_whole(agreement.fields))}
    )
    sides = {**pair.sides, System.QUICKBOOKS: replace(side, fields=_whole(side.fields))}
    return replace(pair, sides=sides, link=whole), whole


def with_rest(decision: Decision, rule: SyncRule) -> Decision:
    """A new amount for QuickBooks is that of the whole payment, not only of what was put to the invoice."""
    rest = {"unapplied"} & carried(rule.kind, System.QUICKBOOKS, rule.left_out)
    return replace(decision, actions=tuple(_with_rest(action, rest) for action in decision.actions))


def _with_rest(action: Action, rest: AbstractSet[str]) -> Action:
    if isinstance(action, Update) and action.target is System.QUICKBOOKS and "amount" in action.fields:
        return replace(action, fields=action.fields | rest)
    return action


def payment_remarks(pair: Pair) -> tuple[str, ...]:
    """What is to be told of a payment beside its figures, on its invoice too."""
    side = pair.sides.get(System.QUICKBOOKS)
    if pair.kind is not EntityKind.PAYMENT or side is None:
        return ()
    credit = side.fields.get("credits", "")
    told = reasons.SETTLED_WITH_CREDIT(credits=credit) if credit else ""
    return tuple(filter(None, (told, _rest(pair, side.fields))))


def _rest(pair: Pair, fields: Fields) -> str:
    if pair.link is None or not is_kept_whole(pair.link) or not fields.get("unapplied"):
        return ""
    return reasons.KEPT_AS_CREDIT(rest=amount(fields["unapplied"], fields["currency"]), name=pair.name(System.HUBSPOT))


def _whole(fields: Fields) -> Fields:
    try:
        whole = Decimal(fields["amount"]) + Decimal(fields.get("unapplied") or ZERO)
    except InvalidOperation:  # what is no figure is not added up
        return fields
    return {**fields, "amount": plain(whole)}
