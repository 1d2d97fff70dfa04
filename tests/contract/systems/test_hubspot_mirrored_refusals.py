"""What a portal refuses of an invoice of QuickBooks is found out, and shown in properties of our own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.adapters.hubspot.capabilities import refused_fields
from counterfoil.adapters.hubspot.system import HubSpotSystem
from counterfoil.domain.errors import Cure, ErrorCategory, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.texts import names
from infra.sandbox.kernel.faults import FaultKind
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.mirrored import change, create, made, mirrored
from tests.contract.systems.steps import every_id, failed, written


@pytest.fixture
def world() -> HubSpotWorld:
    """A portal of its own for every test."""
    return HubSpotWorld()


SWITCHES = {
    "number": "non_billable_number_writable",
    "status": "non_billable_status_writable",
    "total": "non_billable_amount_writable",
    "balance": "non_billable_balance_writable",
    "issue_date": "non_billable_dates_writable",
    "due_date": "non_billable_dates_writable",
}


@pytest.mark.feature("C6", "E17")
@pytest.mark.parametrize("silent", [False, True])
@pytest.mark.parametrize("refused", [[], ["balance"], ["status"], ["number"], ["total"], ["issue_date", "due_date"], None])
def test_what_a_portal_refuses_is_shown_in_properties_of_our_own(
    world: HubSpotWorld, refused: list[str] | None, *, silent: bool
) -> None:
    fields = list(SWITCHES) if refused is None else refused
    for switch, on in _switches(fields, silent=silent):
        setattr(world.twin.switches(), switch, on)
    world.system = _with(world, fields)
    before = made(world, status=InvoiceStatus.PAID, balance=Decimal(0), due_date=date(2026, 3, 9))
    wanted = mirrored(world, status=InvoiceStatus.PAID, balance=Decimal(0), due_date=date(2026, 3, 9)).fields()
    assert {name: before.fields[name] for name in SWITCHES} == {name: wanted[name] for name in SWITCHES}
    values: dict[str, Any] = {
        "status": InvoiceStatus.OPEN,
        "balance": Decimal("40.00"),
        "number": "7",
        "due_date": date(2026, 5, 1),
    }
    [after] = written(world, change(before, **values))
    assert (after.fields["status"], after.fields["balance"]) == (InvoiceStatus.OPEN, "40")
    assert (after.fields["number"], after.fields["due_date"]) == ("7", "2026-05-01")


@pytest.mark.feature("C6")
@pytest.mark.parametrize("silent", [False, True])
@pytest.mark.parametrize("refused", [[], ["balance"], ["status"], ["number"], ["total"], ["issue_date", "due_date"], None])
def test_what_a_portal_refuses_is_found_out_on_an_invoice_that_is_deleted(
    world: HubSpotWorld, refused: list[str] | None, *, silent: bool
) -> None:
    fields = list(SWITCHES) if refused is None else refused
    for switch, on in _switches(fields, silent=silent):
        setattr(world.twin.switches(), switch, on)
    before = every_id(world, EntityKind.INVOICE)
    assert refused_fields(world.http, "USD") == frozenset(fields)
    assert every_id(world, EntityKind.INVOICE) == before


def test_nothing_is_found_out_of_a_portal_that_does_not_answer(world: HubSpotWorld) -> None:
    world.plan(FaultKind.DROPPED_BEFORE, r"POST /crm/objects/.*/invoices/batch/update")
    before = every_id(world, EntityKind.INVOICE)
    with pytest.raises(VendorError):
        refused_fields(world.http, "USD")
    assert every_id(world, EntityKind.INVOICE) == before


@pytest.mark.feature("C6")
@pytest.mark.parametrize(("minutes", "billable", "is_left"), [(20, "false", False), (5, "false", True), (20, "true", True)])
def test_what_a_try_that_died_left_behind_is_deleted_by_the_next(
    world: HubSpotWorld, minutes: int, billable: str, *, is_left: bool
) -> None:
    """Unless it may still be under way, or is somebody's own."""
    values = {"hs_currency": "USD", "hs_invoice_billable": billable, "hs_title": names.CHECKED_AND_DELETED()}
    left = world.make("invoices", values)
    world.advance(minutes * 60)
    refused_fields(world.http, "USD")
    assert (left in every_id(world, EntityKind.INVOICE)) is is_left


def _switches(refused: list[str], *, silent: bool) -> Iterator[tuple[str, bool]]:
    yield from ((switch, field not in refused) for field, switch in SWITCHES.items())
    yield "non_billable_refusals_silent", silent


def _with(world: HubSpotWorld, refused: list[str]) -> HubSpotSystem:
    return HubSpotSystem(world.http, replace(world.profile, refused=frozenset(refused)), world.portal_id, {})


def test_what_was_never_tried_is_refused_by_its_name_and_nothing_is_made(world: HubSpotWorld) -> None:
    """Without a property of our own a write is refused by its name, and not made by halves."""
    world.twin.switches().non_billable_number_writable = False
    failure = failed(world, create(world))
    assert (failure.category, failure.cure) == (ErrorCategory.PROPERTY_REFUSED, Cure.PERSON)
    assert world.system.find_written([create(world)], world.now()) == {}
