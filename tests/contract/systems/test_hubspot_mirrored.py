"""Invoices made in QuickBooks as HubSpotSystem makes and follows them, over the twin."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.adapters.hubspot.capabilities import refused_fields
from counterfoil.adapters.hubspot.mapping.common import without_prefix
from counterfoil.adapters.hubspot.system import HubSpotSystem
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.parties import company_ref
from counterfoil.domain.records.invoice import Invoice, InvoiceStatus, LineRole, Origin
from counterfoil.domain.rules import CustomerOptions
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Operation, Write
from infra.sandbox.kernel.faults import FaultKind
from infra.sandbox.people import days
from tests.builders import a_line, an_invoice, hubspot, quickbooks
from tests.contract.systems.hubspot_records import shown
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.steps import every_id, failed, left_behind, written

SWITCHES = {
    "number": "non_billable_number_writable",
    "status": "non_billable_status_writable",
    "total": "non_billable_amount_writable",
    "balance": "non_billable_balance_writable",
    "issue_date": "non_billable_dates_writable",
    "due_date": "non_billable_dates_writable",
}
CREATING_LINES = r"POST /crm/objects/.*/line_items/batch/create"


@pytest.fixture
def world() -> HubSpotWorld:
    """A portal of its own for every test."""
    return HubSpotWorld()


def mirrored(world: HubSpotWorld, **changes: object) -> Invoice:
    """An invoice of QuickBooks over 100.00, for the portal's contact."""
    values = {"origin": Origin.MIRRORED, "customer": hubspot(EntityKind.CUSTOMER, world.contact_id), "number": "1042"}
    return an_invoice(**{**values, **changes})


def create(world: HubSpotWorld, source: str = "145", **changes: Any) -> Write:
    """The write that makes it."""
    return Write(
        key=f"create-{source}",
        operation=Operation.CREATE,
        system=System.HUBSPOT,
        kind=EntityKind.INVOICE,
        source=quickbooks(EntityKind.INVOICE, source),
        record=mirrored(world, **changes),
    )


def made(world: HubSpotWorld, **changes: Any) -> Snapshot:
    """An invoice that was made, as it is read afterwards."""
    [snapshot] = written(world, create(world, **changes))
    return shown(world, EntityKind.INVOICE, snapshot.ref.id)


def change(before: Snapshot, *, replaces: RecordRef | None = None, **values: Any) -> Write:
    """The write that lets the mirrored invoice have these values."""
    assert isinstance(before.record, Invoice)
    return Write(
        key=f"update-{before.version}",
        operation=Operation.VOID if values.get("status") is InvoiceStatus.VOIDED else Operation.UPDATE,
        system=System.HUBSPOT,
        kind=EntityKind.INVOICE,
        source=quickbooks(EntityKind.INVOICE, "145"),
        record=replace(before.record, **values),
        target=before.ref,
        version=before.version,
        fields=frozenset(values),
        replaces=replaces,
    )


def of(world: HubSpotWorld, snapshot: Snapshot, objects: str) -> list[str]:
    """What an invoice is associated with."""
    return world.portal.associated("invoices", snapshot.ref.id, objects)


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


@pytest.mark.feature("R2")
def test_edited_lines_are_followed_and_what_fits_stays(world: HubSpotWorld) -> None:
    before = made(world, lines=(a_line("50.00"), a_line("30.00"), a_line("20.00")))
    ids = of(world, before, "line_items")
    lines = (a_line("50.00"), a_line("45.00", description="New"), a_line("5.00", role=LineRole.FEE))
    [after] = written(world, change(before, lines=lines, total=Decimal("100.00")))
    assert isinstance(after.record, Invoice)
    assert [(line.amount, line.role) for line in after.record.lines] == [
        (Decimal("50.00"), LineRole.ITEM),
        (Decimal("45.00"), LineRole.ITEM),
        (Decimal("5.00"), LineRole.FEE),
    ]
    assert of(world, after, "line_items") == ids[:2]


@pytest.mark.feature("R2")
def test_what_is_as_it_should_be_is_not_written(world: HubSpotWorld) -> None:
    before = made(world)
    assert isinstance(before.record, Invoice)
    [after] = written(world, change(before, lines=before.record.lines))
    assert after == before


@pytest.mark.feature("I4", "I3")
def test_payment_and_void_are_followed(world: HubSpotWorld) -> None:
    before = made(world)
    [part] = written(world, change(before, balance=Decimal("40.00")))
    assert (part.fields["status"], part.fields["balance"]) == (InvoiceStatus.OPEN, "40")
    [paid] = written(world, change(part, balance=Decimal(0), status=InvoiceStatus.PAID))
    assert (paid.fields["status"], paid.fields["balance"]) == (InvoiceStatus.PAID, "0")
    [again] = written(world, change(paid, balance=Decimal("100.00"), status=InvoiceStatus.OPEN))
    assert (again.fields["status"], again.fields["balance"]) == (InvoiceStatus.OPEN, "100")
    [voided] = written(world, change(again, status=InvoiceStatus.VOIDED))
    assert voided.fields["status"] == InvoiceStatus.VOIDED


@pytest.mark.feature("O5")
def test_another_contact_takes_the_place_of_the_one_before(world: HubSpotWorld) -> None:
    before, other, deal = made(world), _with_company(world, "Other"), world.make("deals", {"dealname": "Big"})
    world.send("PUT", f"/crm/v4/objects/deals/{deal}/associations/default/invoices/{before.ref.id}", None)
    before = shown(world, EntityKind.INVOICE, before.ref.id)
    old, new = hubspot(EntityKind.CUSTOMER, world.contact_id), hubspot(EntityKind.CUSTOMER, other)
    [after] = written(world, change(before, customer=new, replaces=old))
    assert of(world, after, "contacts") == [other]
    assert len(of(world, after, "companies")) == 1
    assert of(world, after, "deals") == [deal]
    [back] = written(world, change(after, customer=old, replaces=new))
    assert of(world, back, "contacts") == [world.contact_id]
    assert of(world, back, "companies") == []


@pytest.mark.feature("O5", "X10")
def test_where_companies_are_customers_an_invoice_is_for_a_company_or_for_a_contact(world: HubSpotWorld) -> None:
    world.system = world.reading({}, CustomerOptions(customer_is="company"))
    firm, member = company_ref(world.make("companies", {"name": "Firm"})), _with_company(world, "Other")
    person = hubspot(EntityKind.CUSTOMER, member)
    before = made(world, customer=firm)
    assert (of(world, before, "contacts"), of(world, before, "companies")) == ([], [without_prefix(firm.id)])
    [moved] = written(world, change(before, customer=person, replaces=firm))
    assert of(world, moved, "contacts") == [member]
    assert without_prefix(firm.id) not in of(world, moved, "companies")
    [back] = written(world, change(moved, customer=firm, replaces=person))
    assert (of(world, back, "contacts"), of(world, back, "companies")) == ([], [without_prefix(firm.id)])
    customers = [one.record.customer for one in (before, moved, back) if isinstance(one.record, Invoice)]
    assert customers == [firm, person, firm]


@pytest.mark.feature("O5")
def test_associations_made_by_hand_stay(world: HubSpotWorld) -> None:
    before, other, chosen = made(world), _with_company(world, "Other"), _with_company(world, "Chosen")
    world.send("PUT", f"/crm/v4/objects/invoices/{before.ref.id}/associations/default/contacts/{chosen}", None)
    before = shown(world, EntityKind.INVOICE, before.ref.id)
    old, new = hubspot(EntityKind.CUSTOMER, world.contact_id), hubspot(EntityKind.CUSTOMER, other)
    [after] = written(world, change(before, customer=new, replaces=old))
    assert of(world, after, "contacts") == [world.contact_id, chosen]
    assert of(world, after, "companies") == []


@pytest.mark.feature("C6", "E17")
@pytest.mark.parametrize("silent", [False, True])
@pytest.mark.parametrize("refused", [[], ["balance"], ["status"], ["number"], ["total"], ["issue_date", "due_date"], None])
def test_what_a_portal_refuses_is_shown_in_properties_of_our_own(
    world: HubSpotWorld, refused: list[str] | None, *, silent: bool
) -> None:
    names = list(SWITCHES) if refused is None else refused
    for switch, on in _switches(names, silent=silent):
        setattr(world.twin.switches(), switch, on)
    world.system = _with(world, names)
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
    names = list(SWITCHES) if refused is None else refused
    for switch, on in _switches(names, silent=silent):
        setattr(world.twin.switches(), switch, on)
    before = every_id(world, EntityKind.INVOICE)
    assert refused_fields(world.http, "USD") == frozenset(names)
    assert every_id(world, EntityKind.INVOICE) == before


def test_nothing_is_found_out_of_a_portal_that_does_not_answer(world: HubSpotWorld) -> None:
    world.plan(FaultKind.DROPPED_BEFORE, r"POST /crm/objects/.*/invoices/batch/update")
    before = every_id(world, EntityKind.INVOICE)
    with pytest.raises(VendorError):
        refused_fields(world.http, "USD")
    assert every_id(world, EntityKind.INVOICE) == before


def _switches(refused: list[str], *, silent: bool) -> Iterator[tuple[str, bool]]:
    yield from ((switch, field not in refused) for field, switch in SWITCHES.items())
    yield "non_billable_refusals_silent", silent


def _with(world: HubSpotWorld, refused: list[str]) -> HubSpotSystem:
    return HubSpotSystem(world.http, replace(world.profile, refused=frozenset(refused)), world.portal_id, {})


def _with_company(world: HubSpotWorld, name: str) -> str:
    contact, company = world.make("contacts", {"lastname": name}), world.make("companies", {"name": name})
    world.send("PUT", f"/crm/v4/objects/contacts/{contact}/associations/default/companies/{company}", None)
    return contact


def test_what_was_never_tried_is_refused_by_its_name_and_nothing_is_made(world: HubSpotWorld) -> None:
    """Without a property of our own a write is refused by its name, and not made by halves."""
    world.twin.switches().non_billable_number_writable = False
    failure = failed(world, create(world))
    assert (failure.category, failure.cure) == (ErrorCategory.PROPERTY_REFUSED, Cure.PERSON)
    assert world.system.find_written([create(world)], world.now()) == {}
