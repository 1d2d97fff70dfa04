"""A record is left out for another's sake, which moves before that is stored: whoever looked for it came too early."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.rules import Direction
from tests.builders import a_connection, a_customer, a_rule
from tests.fake_systems import Fault
from tests.unit.engine.deciding import ADA as AUTHOR
from tests.unit.engine.deciding import obey
from tests.unit.engine.test_overtaken_looks import Happens, effects_of
from tests.unit.engine.world import World

CUSTOMER = EntityKind.CUSTOMER
LeftOut = tuple[World, RecordRef, RecordRef, Happens]
"""A record that is left out, another one that is carried beside it, and what a person does meanwhile, with what follows."""


def a_world(direction: Direction) -> World:
    """Every customer is carried, whether an invoice needs it or not."""
    connection = a_connection()
    always = a_rule(CUSTOMER, direction, create="always")
    company = replace(connection.company, multicurrency=True)
    return World(replace(connection, company=company, rules={**connection.rules, CUSTOMER: always}))


def a_shared_customer() -> tuple[World, RecordRef, RecordRef, RecordRef]:
    """Firm, which is linked with Ada, and Bea, whose address it has as well."""
    world = a_world(Direction.HUBSPOT_TO_QUICKBOOKS)
    addresses = {"email": "office@firm.example", "other_emails": ("ap@firm.example",)}
    shared = world.quickbooks.put(CUSTOMER, a_customer(display_name="Firm", currency="USD", **addresses))
    ada = world.contact(display_name="Ada", email="office@firm.example")
    world.tell(ada)
    assert world.twin(ada) == shared
    return world, shared, ada, world.contact(display_name="Bea", email="ap@firm.example")


def whose_address_goes_from_the_customer() -> LeftOut:
    """It gets a customer of its own."""
    world, shared, _, bea = a_shared_customer()
    return world, bea, world.contact(), partial(moved, world, shared, other_emails=())


def whose_customer_fails_meanwhile() -> LeftOut:
    """It gets a customer of its own; of the one that fails nothing new is agreed on."""
    world, shared, ada, bea = a_shared_customer()

    def fails() -> None:
        refused = Failure(category=ErrorCategory.UNEXPECTED, cure=Cure.PERSON, text="refused")
        world.quickbooks.faults.append(Fault(failure=refused, matches=lambda write: write.kind is CUSTOMER))
        world.hubspot.edit(ada, phone="555-0102")
        moved(world, shared, other_emails=())
        assert world.status(ada) is OutcomeStatus.FAILING

    return world, bea, world.contact(), fails


def whose_customer_is_made_inactive() -> LeftOut:
    """It gets a customer of its own."""
    world, shared, _, bea = a_shared_customer()
    return world, bea, world.contact(), partial(moved, world, shared, active=False)


def whose_customer_is_unlinked() -> LeftOut:
    """It is linked with that customer."""
    world, _, ada, bea = a_shared_customer()
    return world, bea, world.contact(), partial(unlinked, world, ada)


def a_further_customer_whose_contact_has_another_address() -> LeftOut:
    """It gets a contact of its own."""
    world = a_world(Direction.BOTH)
    contact = world.contact(display_name="Grace", email="grace@x.example")
    world.tell(contact)
    made = {"display_name": "Grace EUR", "email": "grace@x.example", "currency": "EUR"}
    further = world.quickbooks.put(CUSTOMER, a_customer(**made))
    return world, further, world.contact(), partial(moved, world, contact, email="grace@home.example")


def moved(world: World, ref: RecordRef, **changes: object) -> None:
    """Somebody edits it, and a worker has done with that."""
    world.system(ref).edit(ref, **changes)
    world.tell(ref)
    obey(world)


def unlinked(world: World, ref: RecordRef) -> None:
    """Somebody unlinks it, and workers have done with that."""
    world.choosing.unlink(world.id, ref, AUTHOR)
    obey(world)


SCENES = [
    whose_address_goes_from_the_customer,
    whose_customer_fails_meanwhile,
    whose_customer_is_made_inactive,
    whose_customer_is_unlinked,
    a_further_customer_whose_contact_has_another_address,
]


@pytest.mark.parametrize("scene", SCENES)
def test_what_was_left_out_for_the_sake_of_what_moved_meanwhile_is_carried_at_once(
    subtests: pytest.Subtests, scene: Callable[[], LeftOut]
) -> None:
    world, left_out, beside, _ = scene()
    effects = effects_of(world, [left_out, beside])
    assert world.status(left_out) is OutcomeStatus.EXCLUDED
    for point in range(1, effects + 1):
        with subtests.test(point=point):
            world, left_out, beside, meanwhile = scene()
            world.effects.done, world.effects.chosen, world.effects.then = 0, point, meanwhile
            world.tell(left_out, beside)
            assert world.effects.done >= point
            obey(world)
            assert world.status(left_out) is OutcomeStatus.IN_SYNC


@pytest.mark.parametrize("scene", SCENES)
def test_nothing_is_called_up_where_nothing_has_moved(scene: Callable[[], LeftOut]) -> None:
    world, left_out, _, _ = scene()
    world.tell(left_out)
    assert world.status(left_out) is OutcomeStatus.EXCLUDED
    assert world.queue.take() == []
    world.clock.advance(timedelta(days=1))
    world.tell(left_out)
    assert world.queue.take() == []
