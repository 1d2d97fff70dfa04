"""From both consents to the first invoice in QuickBooks, as somebody who has never been here: the pages and the clicks."""

from typing import Any

import pytest

from counterfoil.domain.checks.check import Check, Checked, CheckResult, CheckState
from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import Link
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from tests.builders import a_connection
from tests.unit.console.clicking import Visitor
from tests.unit.console.house import DANA, House, signed_in
from tests.unit.engine.world import World

MOST_CLICKS = 12


class Beginning:
    """A connection that both vendors have just allowed, with an invoice to carry, and a person at the page of checks."""

    def __init__(self) -> None:
        self.world = World(a_connection(state=ConnectionState.PLANNED))
        self.invoice = self.world.finalised()
        house = House(clock=self.world.clock)
        console: Any = house.console
        for name in ("connections", "outcomes", "links", "choices", "queue", "plan_jobs", "checks"):
            setattr(console.product, name, getattr(self.world, name))
        console.product.plan_queue, console.rules = self.world.wakes, self.world.rules
        good = CheckResult(check=Check.PERMISSIONS, state=CheckState.GOOD, finding="Everything is allowed.")
        self.world.checks.save(self.world.id, Checked(at=self.world.clock(), results=(good,)))
        self.person = Visitor(signed_in(house, DANA), f"/connect?connection={self.world.id}")

    def planned(self) -> None:
        """The planner makes the plan while the page waits."""
        self._nothing_is_written()
        for woken in self.world.wakes.take():
            self.world.planner.go_on(woken.connection_id, woken.id)
        self._nothing_is_written()
        self.person.look_again()

    def carried(self) -> Link:
        """The workers carry what was applied; the invoice's link."""
        for woken in self.world.wakes.take():
            self.world.planner.go_on(woken.connection_id, woken.id)
        self.world.work(self.world.queue.take())
        assert self.world.status(self.invoice) is OutcomeStatus.IN_SYNC
        return self.world.link(self.invoice)

    def _nothing_is_written(self) -> None:
        assert self.world.quickbooks.written == []
        assert self.world.hubspot.written == []


@pytest.mark.feature("C1", "O1", "X1", "I1")
def test_with_the_defaults_it_takes_four_clicks() -> None:
    beginning = Beginning()
    person = beginning.person
    person.click("Continue to rules")
    assert "Nothing is carried yet." in person.words
    person.click("Preview everything")
    beginning.planned()
    person.click("Create 1 customer, 1 product and 1 invoice")
    person.click("Create 1 customer, 1 product and 1 invoice")

    assert beginning.carried().refs[System.QUICKBOOKS]
    assert person.clicks == 4
    assert [address.partition("?")[0].rpartition("/")[0] for address in person.pages] == [
        "",
        "/c/62515-9130",
        *["/c/62515-9130/plans"] * 2,
    ]


@pytest.mark.feature("O1", "R1", "M1", "F1", "L2", "X1", "I1")
def test_looking_at_every_step_of_the_invoices_on_the_way_stays_within_twelve() -> None:
    beginning = Beginning()
    person = beginning.person
    person.click("Continue to rules")
    person.click("Invoices")
    for step in ("Who wins", "Fields", "Matching", "Limits", "Options", "Preview"):
        person.click(f"Keep, and go on to {step}")
    person.click("Preview everything")
    beginning.planned()
    person.click("Create 1 customer, 1 product and 1 invoice")
    person.click("Create 1 customer, 1 product and 1 invoice")

    assert beginning.carried().refs[System.QUICKBOOKS]
    assert person.clicks == 11 < MOST_CLICKS
    assert beginning.world.connection.rules[EntityKind.INVOICE].version == 1


@pytest.mark.feature("O1", "X1")
def test_where_there_is_nothing_to_carry_the_connection_is_switched_on_all_the_same() -> None:
    beginning = Beginning()
    person, world = beginning.person, beginning.world
    person.click("Continue to rules")
    for _ in EntityKind:
        if "Turn off" in person.words:
            person.click("Turn off")
            person.click("Turn off")
    assert {rule.direction for rule in world.connection.rules.values()} == {Direction.OFF}
    person.click("Preview everything")
    beginning.planned()
    person.click("Switch the connection on")
    person.click("Switch the connection on")
    for woken in world.wakes.take():
        world.planner.go_on(woken.connection_id, woken.id)

    assert world.connection.state is ConnectionState.ACTIVE
    person.look_again()
    assert "Applied by Dana Whitfield" in person.words
