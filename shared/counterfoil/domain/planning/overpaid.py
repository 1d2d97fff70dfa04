"""Payments made in HubSpot that are more than their invoice owes: QuickBooks keeps the rest as the customer's credit.

They were more when they came, QuickBooks took something off the invoice again, whose total had become lower, or the
bookkeeper received more. Of such a payment the whole counts, however QuickBooks divides it: what it puts to the invoice and
what it keeps. As soon as the invoice owes something there, the rest is put to it.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.kinds import carried
from counterfoil.domain.link import Link
from counterfoil.domain.money import ZERO, plain
from counterfoil.domain.names import amount
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decision import Action, Decision, Update
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.records.record import Fields
from counterfoil.domain.rules import SyncRule
from counterfoil.domain.snapshot import AnyRecord
from counterfoil.domain.texts import reasons

_PLACED = frozenset({"amount", "unapplied"})


def counts_whole(pair: Pair, link: Link) -> bool:
    """Whether QuickBooks keeps a part, or all, of a payment made in HubSpot as credit: as both sides agreed, or by now."""
    if link.kind is not EntityKind.PAYMENT or link.source is not System.HUBSPOT or len(link.agreements) < len(System):
        return False
    agreed, shown = link.agreements[System.QUICKBOOKS].fields, pair.sides[System.QUICKBOOKS].fields
    return _is_kept_in(agreed) or _is_kept_in(shown)


def has_rest(payment: RecordRef, agreed: Mapping[System, Fields]) -> bool:
    """Whether both sides agreed on a payment, made in HubSpot, of which QuickBooks keeps a part, or all, as credit."""
    return payment.system is System.HUBSPOT and len(agreed) == len(System) and _is_kept_in(agreed[System.QUICKBOOKS])


def _is_kept_in(there: Fields) -> bool:
    return there["amount"] != _whole(there)["amount"]


def as_whole(pair: Pair, link: Link) -> tuple[Pair, Link]:
    """The pair and its link with the whole payment as QuickBooks' amount."""
    side, agreement = pair.sides[System.QUICKBOOKS], link.agreements[System.QUICKBOOKS]
    whole = replace(
        link, agreements={**link.agreements, System.QUICKBOOKS: replace(agreement, fields=_whole(agreement.fields))}
    )
    sides = {**pair.sides, System.QUICKBOOKS: replace(side, fields=_whole(side.fields))}
    return replace(pair, sides=sides, link=whole), whole


def whole_for(target: System, pair: Pair) -> Pair:
    """The pair as `target` is to hold it: HubSpot the whole of a payment of which QuickBooks keeps a part, or all."""
    link = pair.link
    if target is System.QUICKBOOKS or link is None or len(pair.sides) < len(System) or not counts_whole(pair, link):
        return pair
    return as_whole(pair, link)[0]


def with_rest(decision: Decision, pair: Pair, link: Link, rule: SyncRule) -> Decision:
    """`decision`, made about the whole of the payment, with how QuickBooks is to divide it.

    A new amount is that of the whole, not only of what was put to the invoice. The division of a whole counts as agreed with
    it; what the invoice takes of the rest is put to it.
    """
    names = _PLACED & carried(rule.kind, System.QUICKBOOKS, rule.left_out)
    if _takes_rest(pair, decision) and names == _PLACED and rule.direction.carries_from(System.HUBSPOT):
        return replace(decision, reasons=(_put(pair),), actions=(Update(System.QUICKBOOKS, names),))
    decision = replace(decision, actions=tuple(_with_rest(action, names - {"amount"}) for action in decision.actions))
    agreed, shown = link.agreements[System.QUICKBOOKS].fields, pair.sides[System.QUICKBOOKS].fields
    settled = decision.settled.get(System.QUICKBOOKS, frozenset())
    if "amount" not in settled and _whole(agreed)["amount"] != _whole(shown)["amount"]:
        return decision
    return replace(decision, settled={**decision.settled, System.QUICKBOOKS: settled | _PLACED})


def placed(payment: AnyRecord, pair: Pair, fields: AbstractSet[str], target: System) -> AnyRecord:
    """A payment as it is to be written: to HubSpot its whole, where that counts.

    In QuickBooks its rest is what its invoice, whose room is known, does not take of it.
    """
    if not isinstance(payment, Payment):
        return payment
    if target is System.HUBSPOT:
        rest = rest_of(pair)
        return replace(payment, amount=payment.amount + rest, unapplied=payment.unapplied - rest)
    if pair.room is None or not fields >= _PLACED:
        return payment
    most = pair.room + Decimal(pair.sides[System.QUICKBOOKS].fields["amount"])
    if not ZERO < most < payment.amount:
        return payment
    return replace(payment, amount=most, unapplied=payment.amount - most)


def rest_of(pair: Pair) -> Decimal:
    """What QuickBooks keeps as credit of a linked payment made in HubSpot; nought of any other pair."""
    link = pair.link
    if link is None or len(pair.sides) < len(System) or not counts_whole(pair, link):
        return ZERO
    return _kept_in(pair.sides[System.QUICKBOOKS].fields)


def _takes_rest(pair: Pair, decision: Decision) -> bool:
    in_step = decision.status is OutcomeStatus.IN_SYNC and not decision.actions
    return in_step and bool(pair.room) and bool(rest_of(pair))


def _put(pair: Pair) -> str:
    currency = pair.sides[System.QUICKBOOKS].fields["currency"]
    return reasons.REST_PUT(rest=amount(str(min(rest_of(pair), pair.room or ZERO)), currency))


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
    if not rest_of(pair):
        return ""
    return reasons.KEPT_AS_CREDIT(rest=amount(fields["unapplied"], fields["currency"]), name=pair.name(System.HUBSPOT))


def _kept_in(there: Fields) -> Decimal:
    try:
        return Decimal(there.get("unapplied") or ZERO)
    except InvalidOperation:  # what is no figure is nothing that could be put anywhere
        return ZERO


def _whole(fields: Fields) -> Fields:
    try:
        whole = Decimal(fields["amount"]) + Decimal(fields.get("unapplied") or ZERO)
    except InvalidOperation:  # what is no figure is not added up
        return fields
    return {**fields, "amount": plain(whole)}
