"""Two payments of one invoice that look like the same money: a suspicion, which stops nothing.

The rule: two payments of the same amount are suspected
- when they have the same reference, and that is not the invoice's own number, which customers quote for every instalment;
- when one was made in each system, and all payments together are more than the invoice's total.
Of anything else, such as equal instalments, nothing is said.
"""

from collections.abc import Mapping
from decimal import Decimal
from itertools import combinations

from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.money import ZERO
from counterfoil.domain.names import amount, capital, name_of
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.pair import Pair, Standing
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.records.record import Fields

Carried = Mapping[RecordRef, Mapping[System, Fields]]


def counted_twice(pair: Pair) -> str:
    """The sentence that names two payments which may be the same money; "" without suspicion."""
    carried = {ref: standing.agreed for ref, standing in sorted((pair.payments or {}).items()) if _counts(standing)}
    number = pair.sides[System.HUBSPOT].fields["number"]
    for one, other in combinations(carried, 2):
        if _amount(carried[one]) != _amount(carried[other]):
            continue
        if reference := _same_reference(carried[one], carried[other], number):
            return _told(carried, one, other, f"they have the same reference {reference}")
        if one.system is not other.system and (too_much := _too_much(pair, carried)):
            return _told(carried, one, other, too_much)
    return ""


def _counts(standing: Standing) -> bool:
    outcome, agreed = standing.outcome, standing.agreed
    in_sync = outcome is not None and outcome.status is OutcomeStatus.IN_SYNC
    return in_sync and len(agreed) == len(System) and agreed[System.HUBSPOT]["status"] == PaymentStatus.SUCCEEDED


def _amount(agreed: Mapping[System, Fields]) -> Decimal:
    """The money as HubSpot counts it; QuickBooks may have put less of it to the invoice."""
    return Decimal(agreed[System.HUBSPOT]["amount"])


def _same_reference(one: Mapping[System, Fields], other: Mapping[System, Fields], number: str) -> str:
    """The reference that both have in one of the systems, but for the invoice's number; "" for none."""
    for system in System:
        first, second = (" ".join(fields[system]["reference"].split()).casefold() for fields in (one, other))
        if first and first == second and not (number and number.casefold() in first):
            return one[system]["reference"]
    return ""


def _too_much(pair: Pair, carried: Carried) -> str:
    fields = pair.sides[System.HUBSPOT].fields
    paid = sum((_amount(agreed) for agreed in carried.values()), ZERO)
    if paid <= Decimal(fields["total"]):
        return ""
    shown = [amount(str(figure), fields["currency"]) for figure in (paid, fields["total"])]
    return f"{shown[0]} are paid of {shown[1]}, one was entered in HubSpot and one in QuickBooks"


def _told(carried: Carried, one: RecordRef, other: RecordRef, why: str) -> str:
    first, second = (f"{name_of(ref, carried[ref][ref.system])} from {ref.system.brand}" for ref in (one, other))
    return f"{capital(first)} and {second} may be the same money: {why}."
