"""Two payments of one invoice that look like the same money: a suspicion, which stops nothing.

The rule: two payments of the same amount are suspected
- when they have the same reference, and that is not the invoice's own number, which customers quote for every instalment;
- when one was made in each system, and all payments together are more than the invoice's total.
Of anything else, such as equal instalments, nothing is said.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.money import ZERO
from counterfoil.domain.names import amount, name_of
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.pair import Pair, Standing
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.records.record import Fields
from counterfoil.domain.texts import names, reasons

Carried = Mapping[RecordRef, Mapping[System, Fields]]


type Suspect = tuple[RecordRef, RecordRef, Decimal]
"""Two payments, and the amount of each."""


def counted_twice(pair: Pair) -> str:
    """The sentence that names the first two payments which may be the same money; "" without suspicion."""
    carried = _carried(pair)
    return next((told for one, other in _equal(carried) if (told := _suspicion(pair, carried, one, other))), "")


def suspects(pair: Pair) -> list[Suspect]:
    """All payments that may be the same money, two by two."""
    carried = _carried(pair)
    return [
        (one, other, received_in_hubspot(carried[one]))
        for one, other in _equal(carried)
        if _suspicion(pair, carried, one, other)
    ]


def _carried(pair: Pair) -> Carried:
    if System.HUBSPOT not in pair.sides:
        return {}
    return {ref: standing.agreed for ref, standing in sorted((pair.payments or {}).items()) if counts(standing)}


def _equal(carried: Carried) -> Iterator[tuple[RecordRef, RecordRef]]:
    return (
        (one, other)
        for one, other in combinations(carried, 2)
        if received_in_hubspot(carried[one]) == received_in_hubspot(carried[other])
    )


def _suspicion(pair: Pair, carried: Carried, one: RecordRef, other: RecordRef) -> str:
    number = pair.sides[System.HUBSPOT].fields["number"]
    first, second = _name(one, carried), _name(other, carried)
    if reference := _same_reference(carried[one], carried[other], number):
        return reasons.SAME_REFERENCE(one=first, other=second, reference=reference)
    if one.system is not other.system and (paid := _too_much(pair, carried)):
        return reasons.PAID_TOO_MUCH(one=first, other=second, paid=paid, total=_shown(pair, "total"))
    return ""


def counts(standing: Standing) -> bool:
    """Whether a payment is carried and counts in HubSpot."""
    outcome, agreed = standing.outcome, standing.agreed
    in_sync = outcome is not None and outcome.status is OutcomeStatus.IN_SYNC
    return in_sync and len(agreed) == len(System) and agreed[System.HUBSPOT]["status"] == PaymentStatus.SUCCEEDED


def received_in_hubspot(agreed: Mapping[System, Fields]) -> Decimal:
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
    """What all payments come to where that is more than the invoice's total; "" where it is not."""
    paid = sum((received_in_hubspot(agreed) for agreed in carried.values()), ZERO)
    fields = pair.sides[System.HUBSPOT].fields
    return amount(str(paid), fields["currency"]) if paid > Decimal(fields["total"]) else ""


def _shown(pair: Pair, name: str) -> str:
    fields = pair.sides[System.HUBSPOT].fields
    return amount(fields[name], fields["currency"])


def _name(ref: RecordRef, carried: Carried) -> str:
    return names.FROM_SYSTEM(name=name_of(ref, carried[ref][ref.system]), system=ref.system.brand)
