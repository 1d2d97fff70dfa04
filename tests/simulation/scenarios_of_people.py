"""Scenarios of what people decide about records, and of the plans that they have made and apply."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.plan_job import PlanJob, PlanScope, PlanState
from counterfoil.domain.rules import Direction, FieldMapping, SyncRule
from counterfoil.engine.choose.author import Author
from counterfoil.engine.choose.choosing import Choosing
from tests.simulation.scenario import Scenario
from tests.simulation.world import World

_ADA = Author("Ada Byron", "As the books say")
_MOST = 50
_TRACKING = FieldMapping(
    id="tracking",
    hubspot="hs_purchase_order_number",
    quickbooks="TrackingNum",
    direction=Direction.HUBSPOT_TO_QUICKBOOKS,
    own=True,
)
_SETTLES = timedelta(minutes=20)


def _id(world: World) -> str:
    return world.parties[0].connection.id


def _choosing(world: World) -> Choosing:
    return world.house.operator.choosing


def _failing(world: World, kind: EntityKind) -> SyncOutcome:
    """The one record of a kind that fails."""
    (failing,) = world.house.operator.outcomes.page(_id(world), kind, OutcomeStatus.FAILING, "", _MOST).outcomes
    return failing


def _invoice(world: World) -> RecordRef:
    """The first invoice of the portal."""
    first = min(world.parties[0].account.all("invoices"), key=lambda one: int(one["id"]))
    return RecordRef(System.HUBSPOT, EntityKind.INVOICE, first["id"])


def _new_invoice(world: World) -> None:
    world.parties[0].person.finalise_new()


def _line_changed(world: World) -> None:
    _new_invoice(world)
    world.settle()
    world.parties[0].person.bookkeeper.change_a_line()


def _payment_removed(world: World) -> None:
    _new_invoice(world)
    world.parties[0].person.pay_outside_hubspot()
    world.settle()
    world.parties[0].person.bookkeeper.delete_a_payment()


def _charged(world: World, more: int) -> None:
    """The bookkeeper has the only invoice come to more, or less."""
    account, bookkeeper = world.parties[0].account, world.parties[0].person.bookkeeper
    (row,) = account.rows("Invoice")
    bookkeeper.charge(row, Decimal(more))


def _cut_short(world: World) -> None:
    """The invoice was paid in full in HubSpot, and came to less in QuickBooks afterwards."""
    _new_invoice(world)
    world.settle()
    account, invoice = world.parties[0].account, _invoice(world)
    (found,) = account.all("invoices")
    account.sales.record_payment(invoice.id, Decimal(found["hs_balance_due"]))
    world.settle()
    _charged(world, -1)
    world.settle()


def _two_of_one_address(world: World) -> None:
    """An invoice to somebody whose address two of QuickBooks' customers have."""
    account, person = world.parties[0].account, world.parties[0].person
    contact = account.sales.add_contact(
        firstname="Pat", lastname=f"Name{account.number}xTwice", email="twice@people.example"
    )
    for number in range(2):
        mail = {"PrimaryEmailAddr": {"Address": "twice@people.example"}}
        row = account.bookkeeper.enter("Customer", DisplayName=f"Name{account.number}xTwice {number}", **mail)
        account.namesakes.setdefault(("contacts", contact), set()).add(row["Id"])
    person.finalise_for(contact)


def _chosen(world: World) -> None:
    failing = _failing(world, EntityKind.CUSTOMER)
    assert failing.category is ErrorCategory.AMBIGUOUS_MATCH
    _choosing(world).choose(_id(world), failing.ref, failing.candidates[0].ref, _ADA)


def _two_strangers(world: World) -> None:
    """A contact, and a customer of another name and address."""
    account = world.parties[0].account
    contact = account.sales.add_contact(firstname="Pat", lastname=f"Name{account.number}xHere", email="here@people.example")
    row = account.bookkeeper.enter("Customer", DisplayName=f"Name{account.number}xThere")
    account.namesakes.setdefault(("contacts", contact), set()).add(row["Id"])


def _linked_and_sold_to(world: World) -> None:
    account, person = world.parties[0].account, world.parties[0].person
    (contact,) = (one["id"] for one in account.all("contacts") if one["lastname"].endswith("xHere"))
    (there,) = account.namesakes["contacts", contact]
    here = RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, contact)
    _choosing(world).link(_id(world), here, RecordRef(System.QUICKBOOKS, EntityKind.CUSTOMER, there), _ADA)
    person.finalise_for(contact)


def _left_out(world: World) -> None:
    _choosing(world).leave_out(_id(world), _invoice(world), _ADA)


def _left_out_before_it_was_edited(world: World) -> None:
    _new_invoice(world)
    world.settle()
    _left_out(world)
    world.parties[0].person.edit_invoice()


DECIDED = (
    Scenario("edits overwritten again", lambda world: _send_again(world, EntityKind.INVOICE), _line_changed),
    Scenario("paid in full again where it came to less", lambda world: _charged(world, 1), _cut_short),
    Scenario("removed payment made again", lambda world: _send_again(world, EntityKind.PAYMENT), _payment_removed),
    Scenario("removed payment accepted", lambda world: _accept(world, EntityKind.PAYMENT), _payment_removed),
    Scenario("one of two candidates chosen", _chosen, _two_of_one_address),
    Scenario("two strangers linked by hand", _linked_and_sold_to, _two_strangers),
    Scenario("link ended by hand", lambda world: _choosing(world).unlink(_id(world), _invoice(world), _ADA), _new_invoice),
    Scenario("left out for good", _left_out, _new_invoice),
    Scenario(
        "taken back",
        lambda world: _choosing(world).take_back(_id(world), _invoice(world), _ADA),
        _left_out_before_it_was_edited,
    ),
)
"""What the worker makes of what people decide."""


def _send_again(world: World, kind: EntityKind) -> None:
    _choosing(world).send_again(_id(world), _failing(world, kind).ref, _ADA)


def _accept(world: World, kind: EntityKind) -> None:
    _choosing(world).accept(_id(world), _failing(world, kind).ref, _ADA)


def _connection(world: World) -> Connection:
    return world.house.operator.connections.get(_id(world))


def _save(world: World, rule: SyncRule) -> None:
    connection = _connection(world)
    world.house.operator.connections.save(replace(connection, rules={**connection.rules, rule.kind: rule}))


def _mapped_more(world: World) -> SyncRule:
    """The invoices' rule with one more mapping."""
    rule = _connection(world).rules[EntityKind.INVOICE]
    return replace(rule, version=rule.version + 1, mappings=(*rule.mappings, _TRACKING))


def _make(world: World, scope: PlanScope) -> PlanJob:
    world.clock.advance(1)
    return world.house.operator.plans.make(_id(world), scope)


def _apply(world: World) -> None:
    """Somebody applies the newest plan; where it stopped, for its company let nobody in, it goes on first."""
    plans = world.house.operator.plans
    if plans.get(_id(world), "").state is PlanState.STOPPED:
        world.connect_again(world.parties[0])
        plans.resume(_id(world), "")
        world.drain()
    plans.apply(_id(world), "")


def _several_sold(world: World) -> None:
    for _ in range(3):
        _new_invoice(world)


def _planned(world: World) -> None:
    _several_sold(world)
    _make(world, PlanScope())
    world.drain()


def _both_sides_planned(world: World) -> None:
    (party,) = world.parties
    _save(world, replace(_connection(world).rules[EntityKind.INVOICE], direction=Direction.BOTH))
    party.account.invoices = Direction.BOTH
    party.person.biller.bill()
    _planned(world)


def _remapped(world: World) -> None:
    """Invoices were carried before their numbers of orders were mapped once more; a plan has them all."""
    _several_sold(world)
    world.settle()
    _save(world, _mapped_more(world))
    _make(world, PlanScope(drafts=(_connection(world).rules[EntityKind.INVOICE],)))
    world.drain()


def _older_invoices_planned(world: World) -> None:
    """Invoices of QuickBooks that are older than the rule which shows them; a backfill has them."""
    (party,) = world.parties
    began = world.clock.now()
    for _ in range(2):
        party.person.biller.bill()
    world.settle()
    world.clock.advance(_SETTLES.total_seconds())
    rule = _connection(world).rules[EntityKind.INVOICE]
    _save(world, replace(rule, direction=Direction.BOTH, switched_on_at=world.clock.now()))
    party.account.invoices = Direction.BOTH
    _make(world, PlanScope(since=began - timedelta(days=1)))
    world.drain()


PLANNED = (
    Scenario("first plan made", lambda world: _make(world, PlanScope()), _several_sold, _apply, planned=True),
    Scenario("first plan applied", _apply, _planned, planned=True),
    Scenario("first plan applied to invoices of both sides", _apply, _both_sides_planned, planned=True),
    Scenario("mapping carried to what was there", _apply, _remapped),
    Scenario("older invoices shown by a backfill", _apply, _older_invoices_planned),
)
"""What planner and worker make of plans."""
