"""Money that went back on one side: all of a payment, or a part, of which what is left is compared."""

from counterfoil.domain.identity import System
from counterfoil.domain.link import Link
from counterfoil.domain.names import amount, day
from counterfoil.domain.planning.overpaid import as_whole, counts_whole
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.texts import reasons, words


def is_left_alike(pair: Pair, link: Link, system: System) -> bool:
    """Whether what is left of a payment, a part of which was refunded in `system`, is what counts on the other side."""
    received = pair.sides[system.other].fields["status"] == PaymentStatus.SUCCEEDED
    here, there = (_left(pair, link, one) for one in (system, system.other))
    return received and bool(pair.sides[system].fields.get("refunded")) and here == there


def told_of(pair: Pair, link: Link, system: System) -> str:
    """What a person reads of a payment that went back in `system`, and not, or not as much, on the other side."""
    if pair.sides[system].fields.get("refunded"):
        here, there = (amount(_left(pair, link, one), pair.sides[one].fields["currency"]) for one in (system, system.other))
        return reasons.REFUNDED_IN_PART(
            day=day(pair.sides[system].fields["paid_on"]),
            source=system.brand,
            target=system.other.brand,
            here=here,
            there=there,
        )
    return reasons.PAYMENT_REVERSED(
        name=pair.name(system.other),
        status=words.PAYMENT_STATUS[PaymentStatus(pair.sides[system].fields["status"])],
        source=system.brand,
        target=system.other.brand,
    )


def refund_remarks(pair: Pair) -> tuple[str, ...]:
    """That a part of a payment went back is said of it as long as it counts."""
    told = reasons.REFUNDED_PART
    shown = [(system.brand, side.fields) for system, side in pair.sides.items() if side.fields.get("refunded")]
    return tuple(told(refunded=amount(one["refunded"], one["currency"]), system=brand) for brand, one in shown)


def _left(pair: Pair, link: Link, system: System) -> str:
    whole = as_whole(pair, link)[0] if counts_whole(pair, link) else pair
    return whole.sides[system].fields["amount"]
