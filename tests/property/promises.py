"""What the planner promises of every pair; each breaks with an AssertionError."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import carried, mirrored
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decide import decide
from counterfoil.domain.planning.decision import Create, Update
from counterfoil.domain.planning.mirrored import is_mirrored
from counterfoil.domain.planning.overpaid import as_whole, counts_whole
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.planning.parents import Parentage, parentage
from counterfoil.domain.rules import SyncRule
from tests.property.model import World, carry_out, settle


def terminates_and_creates_at_most_once(world: World) -> None:
    """It ends after a few rounds, and nothing is created that exists."""
    unlinked = world.link is None or world.link.state is LinkState.RESERVED
    settle(world)
    assert world.created <= (1 if unlinked else 0)
    assert decide(world.pair(), world.rule).actions == ()


def ends_equal_to_the_agreement(world: World) -> None:
    """Both sides and the agreement are equal wherever the rule carries."""
    decisions = settle(world)
    if decisions[-1].status is not OutcomeStatus.IN_SYNC or world.link is None or world.link.state is not LinkState.LINKED:
        return
    for system, fields in world.sides.items():
        agreed = world.link.agreements[system].fields
        for name in written_to(system.other, world.pair(), world.rule):
            if world.rule.direction.carries_from(system) and not is_settled_by_others(world, system, name):
                assert fields[name] == agreed[name], f"{name} of {system} is left unsettled"


def is_settled_by_others(world: World, system: System, name: str) -> bool:
    """What stays as it is told, or goes its own way: who stays below whom, and whom a bookkeeper gave an invoice to."""
    if name == "parent":
        return stays_told(world)
    if name != "customer" or world.kind is not EntityKind.INVOICE:
        return False
    return system is System.QUICKBOOKS or is_mirrored(world.pair()) or not world.sides[System.HUBSPOT]["customer"]


def stays_told(world: World) -> bool:
    """Whether a customer stays below what it was, or alone, which is then told of again and again."""
    assert world.link
    return parentage(world.pair(), world.link, world.rule) in {Parentage.NO_MATTER, Parentage.LEFT, Parentage.ALONE}


def follows_whom_it_is_given_to(world: World) -> None:
    """An invoice that was given to another contact is for the same in QuickBooks; where it is paid, a person is asked."""
    if not _is_given_away(world):
        return
    there, now = world.sides[System.QUICKBOOKS], world.sides[System.HUBSPOT]["customer"]
    is_paid = any(side["balance"] != side["total"] for side in world.sides.values())
    is_to_be_asked = is_paid and there["customer"] != now
    decision = settle(world)[-1]
    if decision.status is OutcomeStatus.IN_SYNC and world.sides[System.HUBSPOT]["status"] != "voided":
        assert there["customer"] == now, "it did not follow"
        assert not is_to_be_asked, "it is paid, and nobody was asked"


def _is_given_away(world: World) -> bool:
    """Whether QuickBooks has to follow: in a conflict about whom it is for, the winner decides."""
    handover, rule, there = world.handover(), world.rule, world.sides.get(System.QUICKBOOKS)
    names = carried(world.kind, System.QUICKBOOKS, rule.left_out) if rule.direction.carries_from(System.HUBSPOT) else ()
    if handover is None or handover.merged or there is None or world.link is None or "customer" not in names:
        return False
    moved_there = there["customer"] != world.link.agreements[System.QUICKBOOKS].fields["customer"]
    return not moved_there or rule.winner is System.HUBSPOT


def loses_no_edit(world: World) -> None:
    """Nobody's edit is lost except as the conflict rule says, or where HubSpot shows what is QuickBooks'."""
    edited = {
        (system, name): value
        for system, fields in world.sides.items()
        for name, value in fields.items()
        if world.link and system in world.link.agreements and value != world.link.agreements[system].fields[name]
    }
    changed = edited.keys() | _edits_of_wholes(world, edited.keys())
    divided = _divisions(world)
    settle(world)
    for (system, name), value in edited.items():
        if (system, name) in divided or world.sides.get(system, {}).get(name, value) == value or name == "status":
            continue
        if is_mirrored(world.pair()):
            assert system is System.HUBSPOT, f"{name} of a mirrored invoice was overwritten in QuickBooks"
            continue
        assert (system.other, name) in changed, f"{name} of {system} was overwritten though only it had changed"
        both_carry = all(
            world.rule.direction.carries_from(side) and name in carried(world.kind, side.other, world.rule.left_out)
            for side in System
        )
        assert not both_carry or world.rule.winner is system.other, f"{name}: the loser of the conflict has won"


def _edits_of_wholes(world: World, edited: AbstractSet[tuple[System, str]]) -> set[tuple[System, str]]:
    """What an edit changes beside the field itself where the whole of HubSpot's payment counts.

    QuickBooks' amount moves with what it keeps of it as credit, and a new amount in HubSpot says how much that is to be.
    """
    whole = _whole(world)
    if whole is None:
        return set()
    by_quickbooks = {(System.QUICKBOOKS, "amount")} if whole[0] != whole[1] else set()
    return by_quickbooks | ({(System.HUBSPOT, "unapplied")} if (System.HUBSPOT, "amount") in edited else set())


def _divisions(world: World) -> set[tuple[System, str]]:
    """How QuickBooks divides a payment of which the whole counts, and stayed the same, is nobody's edit of its amount."""
    whole = _whole(world)
    return {(System.QUICKBOOKS, "amount")} if whole and whole[0] == whole[1] else set()


def _whole(world: World) -> tuple[str, str] | None:
    """The whole of a payment in QuickBooks, now and as it was agreed on; None where the whole does not count."""
    pair, link = world.pair(), world.link
    if link is None or len(pair.sides) < len(System) or not counts_whole(pair, link):
        return None
    there, agreed = as_whole(pair, link)
    return there.sides[System.QUICKBOOKS].fields["amount"], agreed.agreements[System.QUICKBOOKS].fields["amount"]


def does_not_mind_the_order(world: World) -> None:
    """The order of actions does not matter."""
    other = world.copy()
    decision = decide(world.pair(), world.rule)
    carry_out(world, decision)
    carry_out(other, decision, backwards=True)
    assert world.sides == other.sides
    assert world.link == other.link


def is_total_pure_and_explains_itself(world: World) -> None:
    """Every input has one answer, with reasons in sentences."""
    first, second = decide(world.pair(), world.rule), decide(world.pair(), world.rule)
    assert first == second
    assert first.reasons
    assert all(reason.endswith(".") for reason in first.reasons)
    assert (first.status is OutcomeStatus.FAILING) == (first.failure is not None)


def writes_nothing_against_the_rule(world: World) -> None:
    """Nothing is written that the rule does not carry."""
    decision = decide(world.pair(), world.rule)
    for action in decision.actions:
        if isinstance(action, Update):
            assert world.rule.direction.carries_from(action.target.other)
            assert action.fields <= written_to(action.target, world.pair(), world.rule)
        if isinstance(action, Create):
            assert world.rule.direction.carries_from(action.target.other)


def written_to(target: System, pair: Pair, rule: SyncRule) -> frozenset[str]:
    """What may be written to `target`; of an invoice made in QuickBooks nothing ever goes back there."""
    if not is_mirrored(pair):
        return carried(pair.kind, target, rule.left_out)
    shown = mirrored(pair.kind, rule.left_out) | {"status"}
    return shown if target is System.HUBSPOT else frozenset()


Promise = Callable[[World], None]
PROMISES: tuple[Promise, ...] = (
    terminates_and_creates_at_most_once,
    ends_equal_to_the_agreement,
    follows_whom_it_is_given_to,
    loses_no_edit,
    does_not_mind_the_order,
    is_total_pure_and_explains_itself,
    writes_nothing_against_the_rule,
)
