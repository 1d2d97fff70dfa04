"""What a plan promises about a pair, as a digest: the same exactly while the same would be written for the same values."""

from collections.abc import Iterator

from counterfoil.domain.identity import System
from counterfoil.domain.kinds import KINDS
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decision import Action, Adopt, Create, Decision, Follow, Recover, Update
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.record import digest


def promise_of(pair: Pair, decision: Decision) -> str:
    """The digest of what `decision` would have done about `pair`, and of whom its documents would go to instead.

    A create that an earlier try began promises what the create did. What else happens to the records, such as a payment
    that another row brings, is none of it.
    """
    promised = sorted("|".join(_promised(pair, action)) for action in decision.actions)
    instead = [str(pair.instead)] if pair.instead and decision.status is OutcomeStatus.EXCLUDED else []
    return digest([decision.status, decision.failure.category if decision.failure else "", *promised, *instead])


def _promised(pair: Pair, action: Action) -> Iterator[str]:
    match action:
        case Create(target) | Recover(target):
            yield from ("create", target, *_values(pair, target.other, _every(pair, target.other)))
        case Update(target, fields):
            yield from (
                "update",
                target,
                *_values(pair, target, fields),
                *_values(pair, target.other, _with_total(pair, fields)),
            )
        case Adopt(counterpart):
            yield from ("link", str(counterpart))
        case Follow(merged, survivor):
            yield from ("follow", str(merged), str(survivor))
        case _:
            yield repr(action)


def _every(pair: Pair, system: System) -> frozenset[str]:
    side = pair.sides.get(system)
    return frozenset(side.fields) if side else frozenset()


def _with_total(pair: Pair, fields: frozenset[str]) -> frozenset[str]:
    """Lines are written with what they come to."""
    return fields | {KINDS[pair.kind].amount} if "lines" in fields else fields


def _values(pair: Pair, system: System, fields: frozenset[str]) -> list[str]:
    side = pair.sides.get(system)
    return [f"{name}={side.fields.get(name, '')}" for name in sorted(fields)] if side else []
