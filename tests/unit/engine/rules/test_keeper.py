"""Rules in versions: saved, drafted, restored, switched off and on, deleted; wrong ones are refused and change nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.domain.errors import UnknownConnectionError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Direction, RuleChange, RuleVersion
from counterfoil.engine.rules.invalid import InvalidRuleError, OutdatedRuleError
from counterfoil.engine.rules.keeper import Author
from tests.unit.engine.rules.stored import ANN, INVOICE, PRODUCT, document, history, rule
from tests.unit.engine.world import World

BOB = Author(who="Bob", why="By mistake")


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.feature("X15", "O3")
def test_a_saved_rule_is_the_current_one_and_the_newest_version(world: World) -> None:
    world.clock.advance(timedelta(hours=1))
    version = world.rules.save(world.id, document(world, direction="both", winner="quickbooks"), ANN)

    assert version == RuleVersion(rule=rule(world), at=world.clock(), who="Ann", why="As agreed", change=RuleChange.SAVED)
    assert (rule(world).version, rule(world).direction, rule(world).winner) == (2, Direction.BOTH, System.QUICKBOOKS)
    assert history(world) == [(2, RuleChange.SAVED, "Ann"), (1, RuleChange.CONNECTED, "")]
    assert rule(world, PRODUCT).version == 1


def test_a_rule_that_says_what_it_said_makes_no_version(world: World) -> None:
    before = world.connection
    version = world.rules.save(world.id, document(world), ANN)
    assert (version.rule, version.change) == (before.rules[INVOICE], RuleChange.CONNECTED)
    assert world.connection == before


@pytest.mark.feature("X15")
def test_a_wrong_rule_is_refused_with_every_fault_and_changes_nothing(world: World) -> None:
    before = world.connection
    wrong = document(world, create="when_needed", matching={"keys": ["sku", "sku"]})
    for attempt in (world.rules.save, world.rules.draft):
        with pytest.raises(InvalidRuleError) as refused:
            attempt(world.id, wrong, ANN)
        paths = [fault.path for fault in refused.value.faults]
        assert paths == ["matching.keys[0]", "matching.keys[1]", "matching.keys", "create"]
    with pytest.raises(InvalidRuleError):
        world.rules.check(world.id, wrong)
    assert world.connection == before
    assert history(world) == []


def test_what_is_right_is_checked_and_changes_nothing(world: World) -> None:
    before = world.connection
    assert world.rules.check(world.id, document(world, direction="off")).direction is Direction.OFF
    assert world.connection == before


@pytest.mark.feature("X15")
def test_a_draft_is_kept_and_counts_only_once_it_is_restored(world: World) -> None:
    draft = world.rules.draft(world.id, document(world, direction="both"), BOB)
    assert (draft.rule.version, draft.change) == (2, RuleChange.DRAFTED)
    assert rule(world).direction is Direction.HUBSPOT_TO_QUICKBOOKS

    world.rules.save(world.id, document(world, winner="quickbooks"), ANN)
    restored = world.rules.restore(world.id, INVOICE, 2, ANN)

    assert restored.rule == replace(draft.rule, version=4) == rule(world)
    assert history(world) == [
        (4, RuleChange.RESTORED, "Ann"),
        (3, RuleChange.SAVED, "Ann"),
        (2, RuleChange.DRAFTED, "Bob"),
        (1, RuleChange.CONNECTED, ""),
    ]


@pytest.mark.feature("X15")
def test_a_draft_goes_on_from_the_draft_and_what_says_the_same_makes_none(world: World) -> None:
    assert world.rules.draft(world.id, document(world), BOB).change is RuleChange.CONNECTED
    first = world.rules.draft(world.id, document(world, direction="both"), BOB)
    assert world.rules.draft(world.id, document(world, direction="both"), ANN) == first
    second = world.rules.draft(world.id, document(world, direction="both", winner="quickbooks"), ANN)

    standing = world.rules.standing(world.id, INVOICE)
    assert (standing.draft, standing.latest, standing.newest) == (second, second, 3)
    assert standing.current.rule == rule(world)


@pytest.mark.feature("X15", "H6")
def test_a_draft_is_still_there_after_the_rule_was_switched(world: World) -> None:
    draft = world.rules.draft(world.id, document(world, winner="quickbooks"), BOB)
    world.rules.switch_off(world.id, INVOICE, ANN)
    world.rules.switch_on(world.id, INVOICE, ANN)
    assert world.rules.standing(world.id, INVOICE).draft == draft
    world.rules.save(world.id, document(world, winner="quickbooks"), ANN)
    assert world.rules.standing(world.id, INVOICE).draft is None


@pytest.mark.feature("X15")
def test_a_discarded_draft_stays_in_the_history_and_never_counts(world: World) -> None:
    world.rules.draft(world.id, document(world, direction="both"), BOB)
    discarded = world.rules.discard(world.id, INVOICE, ANN)
    assert world.rules.discard(world.id, INVOICE, ANN).change is RuleChange.CONNECTED

    assert (discarded.change, discarded.rule.direction) == (RuleChange.DISCARDED, Direction.HUBSPOT_TO_QUICKBOOKS)
    assert world.rules.standing(world.id, INVOICE).draft is None
    assert rule(world).version == 1
    world.rules.switch_off(world.id, INVOICE, ANN)
    world.rules.switch_on(world.id, INVOICE, ANN)
    assert rule(world).direction is Direction.HUBSPOT_TO_QUICKBOOKS
    assert world.rules.restore(world.id, INVOICE, 2, BOB).rule.direction is Direction.BOTH


@pytest.mark.feature("X15")
def test_whoever_changes_what_was_changed_meanwhile_is_told_and_overwrites_nothing(world: World) -> None:
    theirs = world.rules.draft(world.id, document(world, direction="both"), BOB, over=1)
    late: list[Callable[[], RuleVersion]] = [
        lambda: world.rules.draft(world.id, document(world, winner="quickbooks"), ANN, over=1),
        lambda: world.rules.discard(world.id, INVOICE, ANN, over=1),
        lambda: world.rules.restore(world.id, INVOICE, 1, ANN, over=1),
    ]
    for change in late:
        with pytest.raises(OutdatedRuleError) as told:
            change()
        assert told.value.meanwhile == theirs
    assert world.rules.standing(world.id, INVOICE).versions[0] == theirs
    assert world.rules.restore(world.id, INVOICE, 2, ANN, over=2).rule.direction is Direction.BOTH


def test_what_was_never_there_is_not_restored(world: World) -> None:
    with pytest.raises(InvalidRuleError, match="There is no version 7 of the rule for invoices"):
        world.rules.restore(world.id, INVOICE, 7, ANN)
    with pytest.raises(UnknownConnectionError):
        world.rules.history("nobody", INVOICE)
    with pytest.raises(InvalidRuleError, match="Payments have no rule of their own"):
        world.rules.switch_off(world.id, EntityKind.PAYMENT, ANN)


@pytest.mark.feature("H6")
def test_off_keeps_all_choices_and_on_goes_the_way_it_went(world: World) -> None:
    world.rules.save(world.id, document(world, direction="both", winner="quickbooks"), ANN)
    before = rule(world)
    world.clock.advance(timedelta(days=1))

    world.rules.switch_off(world.id, INVOICE, ANN)
    assert rule(world) == replace(before, version=3, direction=Direction.OFF)
    world.rules.save(world.id, document(world, winner="hubspot"), BOB)
    world.rules.switch_on(world.id, INVOICE, ANN)

    assert rule(world) == replace(before, version=5, winner=System.HUBSPOT)
    assert [change for _, change, _ in history(world)][:3] == [
        RuleChange.SWITCHED_ON, RuleChange.SAVED, RuleChange.SWITCHED_OFF,
    ]  # fmt: skip


@pytest.mark.feature("H6")
def test_switching_twice_is_switching_once(world: World) -> None:
    for _ in range(2):
        world.rules.switch_off(world.id, INVOICE, ANN)
    assert rule(world).version == 2
    for _ in range(2):
        world.rules.switch_on(world.id, INVOICE, ANN)
    assert rule(world).version == 3


@pytest.mark.feature("H6")
def test_a_deleted_rule_forgets_what_was_chosen_and_keeps_its_history(world: World) -> None:
    world.rules.save(world.id, document(world, winner="quickbooks"), ANN)
    world.rules.delete(world.id, INVOICE, BOB)

    assert (rule(world).direction, rule(world).winner) == (Direction.OFF, System.HUBSPOT)
    assert history(world)[0] == (3, RuleChange.DELETED, "Bob")
    with pytest.raises(InvalidRuleError, match="never on since it was made"):
        world.rules.switch_on(world.id, INVOICE, ANN)

    world.clock.advance(timedelta(days=1))
    world.rules.save(world.id, document(world, direction="both"), ANN)
    assert rule(world).switched_on_at == world.clock()
    world.rules.restore(world.id, INVOICE, 2, ANN)
    assert rule(world).winner is System.QUICKBOOKS


def test_a_rule_that_was_never_on_begins_when_it_is_switched_on(world: World) -> None:
    connection = world.connection
    off = replace(connection.rules[INVOICE], direction=Direction.OFF)
    world.connections.save(replace(connection, rules={**connection.rules, INVOICE: off}))
    world.clock.advance(timedelta(days=1))

    world.rules.save(world.id, document(world, direction="both"), ANN)

    assert rule(world).switched_on_at == world.clock()
