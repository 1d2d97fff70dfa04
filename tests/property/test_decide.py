"""The planner alone: decide() on correlated triples.

One random agreement is perturbed once for HubSpot and once for QuickBooks, so that the interesting cases are common. Every
decision is applied as if it had succeeded, until nothing is left to do.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterfoil.domain.carried import carried, information
from counterfoil.domain.decide import decide
from counterfoil.domain.decision import Adopt, Close, Create, Decision, Pair, Recover, Side, Update, Void
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Agreement, Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.record import Record
from counterfoil.domain.rules import Direction, SyncRule
from tests.builders import NOON, a_customer, a_payment, a_product, a_rule, an_invoice

TRIPLES = int(os.environ.get("COUNTERFOIL_TRIPLES", "600"))
ROUNDS = 4
RECORDS: dict[EntityKind, Record] = {
    EntityKind.CUSTOMER: a_customer(),
    EntityKind.PRODUCT: a_product(),
    EntityKind.INVOICE: an_invoice(),
    EntityKind.PAYMENT: a_payment(),
}
VALUES = {
    "status": {
        EntityKind.INVOICE: ["draft", "open", "paid", "voided"],
        EntityKind.PAYMENT: ["pending", "succeeded", "refunded", "partially_refunded", "failed", "voided"],
    },
    "origin": {EntityKind.INVOICE: ["native", "mirrored"]},
}

Fields = dict[str, str]


@dataclass
class World:
    """Both sides, the link, the edits that people made, and how often something was created."""

    kind: EntityKind
    rule: SyncRule
    sides: dict[System, Fields]
    link: Link | None
    created: int = 0

    def pair(self) -> Pair:
        sides = {
            system: Side(ref=ref_of(system, self.kind), version="1", fields=dict(fields), modified_at=NOON)
            for system, fields in self.sides.items()
        }
        return Pair(kind=self.kind, sides=sides, link=self.link)


def ref_of(system: System, kind: EntityKind) -> RecordRef:
    return RecordRef(system, kind, "1" if system is System.HUBSPOT else "100")


def values_of(kind: EntityKind, name: str) -> st.SearchStrategy[str]:
    if choices := VALUES.get(name, {}).get(kind):
        return st.sampled_from(choices)
    return st.sampled_from(["", "a", "b", "10", "20"])


@st.composite
def fields_of(draw: st.DrawFn, kind: EntityKind) -> Fields:
    return {name: draw(values_of(kind, name)) for name in RECORDS[kind].fields()}


@st.composite
def perturbed(draw: st.DrawFn, kind: EntityKind, agreed: Fields) -> Fields:
    names = draw(st.lists(st.sampled_from(sorted(agreed)), max_size=3, unique=True))
    return {**agreed, **{name: draw(values_of(kind, name)) for name in names}}


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A linked, reserved, closed or unlinked pair; either side may be gone."""
    kind = draw(st.sampled_from(list(EntityKind)))
    left_out = frozenset(draw(st.lists(st.sampled_from(sorted(RECORDS[kind].fields())), max_size=1)))
    rule = a_rule(
        kind,
        draw(st.sampled_from(list(Direction))),
        winner=draw(st.sampled_from(list(System))),
        left_out=left_out,
        only_when_needed=draw(st.booleans()),
    )
    agreed = {system: draw(fields_of(kind)) for system in System}
    if draw(st.booleans()):  # mostly both sides agreed on equal values
        agreed[System.QUICKBOOKS] = {
            **agreed[System.HUBSPOT],
            **{n: agreed[System.QUICKBOOKS][n] for n in information(kind, System.HUBSPOT)},
        }
    sides = {system: draw(perturbed(kind, agreed[system])) for system in System}
    state = draw(
        st.sampled_from([None, LinkState.LINKED, LinkState.LINKED, LinkState.LINKED, LinkState.RESERVED, LinkState.CLOSED])
    )
    source = draw(st.sampled_from(list(System)))
    if state is None or state is LinkState.RESERVED:
        del sides[source.other]
    elif draw(st.integers(0, 9)) == 0:
        del sides[draw(st.sampled_from(list(System)))]
    return World(kind, rule, sides, None if state is None else link_of(kind, source, state, agreed))


def link_of(kind: EntityKind, source: System, state: LinkState, agreed: Mapping[System, Fields]) -> Link:
    known = [source] if state is LinkState.RESERVED else list(System)
    return Link(
        connection_id="c",
        kind=kind,
        source=source,
        state=state,
        refs={system: ref_of(system, kind) for system in known},
        agreements={system: Agreement("0", dict(agreed[system])) for system in known},
    )


def carry_out(world: World, decision: Decision, *, backwards: bool = False) -> None:
    """Apply a decision as if everything in it had succeeded."""
    before = {system: dict(fields) for system, fields in world.sides.items()}
    for action in reversed(decision.actions) if backwards else decision.actions:
        match action:
            case Create(target) | Recover(target):
                assert target not in world.sides, "created what exists"
                world.created += 1
                world.sides[target] = dict(world.sides[target.other])
                world.link = link_of(world.kind, target.other, LinkState.LINKED, world.sides)
            case Update(target, names):
                world.sides[target] |= {name: before[target.other][name] for name in names}
            case Void(target):
                world.sides[target]["status"] = "voided"
            case Close():
                assert world.link
                world.link = replace(world.link, state=LinkState.CLOSED)
            case Adopt():
                raise AssertionError("nothing to adopt here")
    if world.link and world.link.state is LinkState.LINKED and not decision.failure:
        world.link = replace(world.link, agreements=agreements_after(world, decision))


def agreements_after(world: World, decision: Decision) -> dict[System, Agreement]:
    assert world.link
    agreements = {}
    for system, fields in world.sides.items():
        fresh = set(decision.settled.get(system, ())) | information(world.kind, system)
        for action in decision.actions:
            fresh |= action.fields if isinstance(action, Update) and action.target is system else set()
            fresh |= set(fields) if isinstance(action, Void | Create | Recover) else set()
        agreements[system] = Agreement(
            "1", {**world.link.agreements[system].fields, **{name: fields[name] for name in fresh}}
        )
    return agreements


def settle(world: World) -> list[Decision]:
    decisions = []
    for _ in range(ROUNDS):
        decision = decide(world.pair(), world.rule)
        decisions.append(decision)
        carry_out(world, decision)
        if not decision.actions:
            return decisions
    raise AssertionError(f"still acting after {ROUNDS} rounds: {decisions}")


def pending(world: World, name: str) -> bool:
    """Whether a field may rightly differ: neither side's change of it is carried under the rule."""
    return not any(
        world.rule.direction.carries_from(source) and name in carried(world.kind, source.other, world.rule.left_out)
        for source in System
    )


many = settings(max_examples=TRIPLES, deadline=None, suppress_health_check=list(HealthCheck))


@many
@given(worlds())
def test_terminates_and_creates_at_most_once(world: World) -> None:
    unlinked = world.link is None or world.link.state is LinkState.RESERVED
    settle(world)
    assert world.created <= (1 if unlinked else 0)
    assert decide(world.pair(), world.rule).actions == ()


@many
@given(worlds())
def test_ends_equal_to_the_agreement_wherever_the_rule_carries(world: World) -> None:
    decisions = settle(world)
    if decisions[-1].status is not OutcomeStatus.IN_SYNC or world.link is None or world.link.state is not LinkState.LINKED:
        return
    for system, fields in world.sides.items():
        agreed = world.link.agreements[system].fields
        for name in carried(world.kind, system.other, world.rule.left_out):
            if world.rule.direction.carries_from(system):
                assert fields[name] == agreed[name], f"{name} of {system} is left unsettled"


@many
@given(worlds())
def test_loses_no_edit_except_as_the_conflict_rule_says(world: World) -> None:
    edited = {
        (system, name): value
        for system, fields in world.sides.items()
        for name, value in fields.items()
        if world.link and system in world.link.agreements and value != world.link.agreements[system].fields[name]
    }
    settle(world)
    for (system, name), value in edited.items():
        if world.sides.get(system, {}).get(name, value) == value or name == "status":
            continue
        assert (system.other, name) in edited, f"{name} of {system} was overwritten though only it had changed"
        both_carry = all(
            world.rule.direction.carries_from(side) and name in carried(world.kind, side.other, world.rule.left_out)
            for side in System
        )
        assert not both_carry or world.rule.winner is system.other, f"{name}: the loser of the conflict has won"


@many
@given(worlds())
def test_the_order_of_actions_does_not_matter(world: World) -> None:
    other = World(world.kind, world.rule, {system: dict(fields) for system, fields in world.sides.items()}, world.link)
    decision = decide(world.pair(), world.rule)
    carry_out(world, decision)
    carry_out(other, decision, backwards=True)
    assert world.sides == other.sides
    assert world.link == other.link


@many
@given(worlds())
def test_is_total_pure_and_explains_itself(world: World) -> None:
    first, second = decide(world.pair(), world.rule), decide(world.pair(), world.rule)
    assert first == second
    assert first.reasons
    assert all(reason.endswith(".") for reason in first.reasons)
    assert (first.status is OutcomeStatus.FAILING) == (first.failure is not None)


@many
@given(worlds())
def test_writes_nothing_against_the_rule(world: World) -> None:
    decision = decide(world.pair(), world.rule)
    for action in decision.actions:
        if isinstance(action, Update):
            assert world.rule.direction.carries_from(action.target.other)
            assert action.fields <= carried(world.kind, action.target, world.rule.left_out)
        if isinstance(action, Create):
            assert world.rule.direction.carries_from(action.target.other)
