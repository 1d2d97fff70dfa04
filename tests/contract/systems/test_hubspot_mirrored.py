"""Invoices made in QuickBooks as HubSpotSystem makes them, over the twin."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.parties import company_ref
from counterfoil.domain.records.invoice import Invoice, InvoiceStatus, LineRole
from counterfoil.domain.snapshot import Snapshot
from infra.sandbox.kernel.faults import FaultKind
from infra.sandbox.people import days
from tests.builders import a_line, hubspot
from tests.contract.systems.hubspot_records import shown
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.mirrored import change, create, made, mirrored, of
from tests.contract.systems.steps import failed, left_behind, written

CREATING_LINES = r"POST /crm/objects/.*/line_items/batch/create"


@pytest.fixture
def world() -> HubSpotWorld:
    """A portal of its own for every test."""
    return HubSpotWorld()


@pytest.mark.feature("I4")
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"memo": "Thank you", "due_date": date(2020, 1, 1)},
        {"status": InvoiceStatus.PAID, "balance": Decimal(0)},
        {"balance": Decimal("40.00")},
        {"lines": (a_line("0.00"), a_line("100.00", quantity=None, unit_price=None))},
        {"lines": (a_line("100.00", quantity=Decimal(3), unit_price=Decimal("33.3333333")),)},
        {"lines": (a_line("60.00", quantity=Decimal(-2), unit_price=Decimal(-30)), a_line("40.00", name=""))},
        {"currency": "JPY", "lines": (a_line("100", quantity=Decimal("0.5"), unit_price=Decimal(200)),)},
    ],
)
def test_what_was_made_is_what_is_read(world: HubSpotWorld, changes: dict[str, Any]) -> None:
    write = create(world, **changes)
    [snapshot] = written(world, write)
    found = shown(world, EntityKind.INVOICE, snapshot.ref.id)
    wanted = write.record.fields()
    assert snapshot.fields == found.fields
    assert snapshot.source == found.source == write.source
    same = ("number", "issue_date", "due_date", "memo", "currency", "total", "balance", "status", "origin", "customer")
    assert {name: found.fields[name] for name in same} == {name: wanted[name] for name in same}
    assert isinstance(found.record, Invoice)
    assert found.record.computed_total == found.record.total


@pytest.mark.feature("I4")
def test_its_days_are_those_that_people_in_the_portal_see(world: HubSpotWorld) -> None:
    assert world.profile.time_zone == "US/Pacific"
    snapshot = made(world, issue_date=date(2026, 3, 1), due_date=date(2026, 3, 31))
    stored = world.portal.read("invoices", snapshot.ref.id, "hs_invoice_date", "hs_due_date")
    assert {name: days.read(value, world.portal.zone) for name, value in stored.items()} == {
        "hs_invoice_date": "2026-03-01",
        "hs_due_date": "2026-03-31",
    }


@pytest.mark.feature("I4", "I8")
def test_tax_shipping_discount_and_what_is_taken_off_keep_their_amounts(world: HubSpotWorld) -> None:
    lines = (
        a_line("100.00", name="Design"),
        a_line("-20.00", name="Credit for May"),
        a_line("5.00", name="Shipping", role=LineRole.FEE, quantity=None, unit_price=None),
        a_line("8.00", name="Tax", role=LineRole.TAX, quantity=None, unit_price=None),
    )
    values: dict[str, Any] = {
        "lines": lines,
        "discount": Decimal("10.00"),
        "total": Decimal("83.00"),
        "balance": Decimal("83.00"),
    }
    record = made(world, **values).record
    assert isinstance(record, Invoice)
    assert record.computed_total == record.total == Decimal("83.00")
    assert record.discount == Decimal("30.00")
    assert [(line.name, line.amount, line.role) for line in record.lines] == [
        ("Design", Decimal("100.00"), LineRole.ITEM),
        ("Shipping", Decimal("5.00"), LineRole.FEE),
        ("Tax", Decimal("8.00"), LineRole.TAX),
    ]


@pytest.mark.feature("O5")
def test_it_is_for_the_contact_and_its_primary_company_and_no_deal(world: HubSpotWorld) -> None:
    other, primary = (world.make("companies", {"name": name}) for name in ("Other", "Primary"))
    deal = world.make("deals", {"dealname": "Big"})
    world.send("PUT", f"/crm/v4/objects/contacts/{world.contact_id}/associations/default/companies/{other}", None)
    kind = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}]
    world.send("PUT", f"/crm/v4/objects/contacts/{world.contact_id}/associations/companies/{primary}", kind)
    world.send("PUT", f"/crm/v4/objects/deals/{deal}/associations/default/contacts/{world.contact_id}", None)
    snapshot = made(world)
    assert of(world, snapshot, "contacts") == [world.contact_id]
    assert of(world, snapshot, "companies") == [primary]
    assert of(world, snapshot, "deals") == []


@pytest.mark.feature("X5")
def test_a_hundred_invoices_of_two_lines_cost_four_calls(world: HubSpotWorld) -> None:
    lines = (a_line("60.00"), a_line("40.00"))
    writes = [create(world, str(number), lines=lines, number=str(number)) for number in range(100)]
    before = world.calls()
    assert len(written(world, *writes)) == 100
    assert world.calls() - before == 1 + 1 + 2


@pytest.mark.feature("X3")
def test_making_it_again_makes_no_second_one(world: HubSpotWorld) -> None:
    first, write = made(world), create(world)
    assert failed(world, write).cure is Cure.LOOKING
    assert left_behind(world, write, world.now()).ref == first.ref
    assert len(of(world, first, "line_items")) == 1


@pytest.mark.feature("X3")
@pytest.mark.parametrize(
    "trouble", [FaultKind.DROPPED_BEFORE, FaultKind.DROPPED_AFTER, FaultKind.SERVER_ERROR, FaultKind.THROTTLED]
)
def test_one_that_has_no_lines_yet_is_found_and_completed(world: HubSpotWorld, trouble: FaultKind) -> None:
    world.plan(trouble, CREATING_LINES)
    write = create(world, lines=(a_line("60.00"), a_line("40.00")))
    assert failed(world, write).cure is Cure.LOOKING
    left = left_behind(world, write, world.now())
    [after] = written(world, change(left, lines=mirrored(world, lines=(a_line("60.00"), a_line("40.00"))).lines))
    assert isinstance(after.record, Invoice)
    assert [line.amount for line in after.record.lines] == [Decimal("60.00"), Decimal("40.00")]


@pytest.mark.feature("X3")
def test_a_line_that_fails_alone_leaves_the_others_invoices_whole(world: HubSpotWorld) -> None:
    good, bad = create(world, "1"), create(world, "2", lines=(a_line("100.00", name="x" * 70_000),), number="2")
    results = world.system.write([good, bad])
    failure = results[bad.key]
    assert isinstance(results[good.key], Snapshot)
    assert isinstance(failure, Failure)
    assert (failure.category, failure.cure) == (ErrorCategory.VALUE_DOES_NOT_FIT, Cure.LOOKING)


@pytest.mark.feature("I4", "X3")
@pytest.mark.parametrize("party", ["contacts", "companies"])
def test_one_for_somebody_who_is_deleted_is_resolved_anew_and_the_others_are_made(world: HubSpotWorld, party: str) -> None:
    gone = world.make(party, {"email": "gone@cool.example"} if party == "contacts" else {"name": "Gone"})
    world.send("DELETE", f"/crm/v3/objects/{party}/{gone}", None)
    customer = hubspot(EntityKind.CUSTOMER, gone) if party == "contacts" else company_ref(gone)
    good, bad = create(world, "1"), create(world, "2", customer=customer, number="2")
    results = world.system.write([good, bad])
    failure = results[bad.key]
    assert isinstance(results[good.key], Snapshot)
    assert isinstance(failure, Failure)
    assert (failure.category, failure.cure) == (ErrorCategory.RECORD_DELETED, Cure.RESOLVING)
