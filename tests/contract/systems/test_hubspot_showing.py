"""What HubSpotSystem shows on records of the twin, and the properties that it prepares for it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.ports import ChangedRecord, ShownState
from infra.sandbox.kernel.faults import FaultKind
from tests.builders import hubspot
from tests.contract.systems import mirrored
from tests.contract.systems.hubspot_records import shown
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.steps import written
from tests.contract.systems.world import START

INVOICE = EntityKind.INVOICE


@pytest.fixture
def world() -> HubSpotWorld:
    """A portal of its own for every test."""
    return HubSpotWorld()


def state(**changes: object) -> ShownState:
    return replace(
        ShownState(
            status=OutcomeStatus.IN_SYNC,
            quickbooks_number="1037",
            quickbooks_balance=Decimal("10.50"),
            quickbooks_url="https://app.qbo.intuit.com/app/invoice?txnId=145",
            synced_at=START,
        ),
        **changes,  # type: ignore[arg-type]
    )


def custom_properties(world: HubSpotWorld, invoice_id: str) -> dict[str, str | None]:
    names = ["sync_status", "quickbooks_number", "quickbooks_balance", "quickbooks_url", "synced_at", "error", "remarks"]
    listed = ",".join(f"counterfoil_{name}" for name in names)
    found = world.send("GET", f"/crm/objects/2026-09/invoices/{invoice_id}?properties={listed}", None)["properties"]
    return {name: found[f"counterfoil_{name}"] for name in names}


@pytest.mark.feature("I7")
def test_an_invoice_shows_how_it_stands(world: HubSpotWorld) -> None:
    assert world.display.show({hubspot(INVOICE, world.invoice_id): state()}).refused == {}
    assert custom_properties(world, world.invoice_id) == {
        "sync_status": "in_sync",
        "quickbooks_number": "1037",
        "quickbooks_balance": "10.5",
        "quickbooks_url": "https://app.qbo.intuit.com/app/invoice?txnId=145",
        "synced_at": "2026-11-02T09:00:00Z",
        "error": None,
        "remarks": None,
    }
    failing = state(status=OutcomeStatus.FAILING, quickbooks_balance=None, quickbooks_number="", error="Books closed")
    assert world.display.show({hubspot(INVOICE, world.invoice_id): failing}).refused == {}
    shown = custom_properties(world, world.invoice_id)
    assert (shown["sync_status"], shown["error"]) == ("failing", "Books closed")
    assert not shown["quickbooks_balance"]


def test_a_poll_tells_our_own_showing_from_what_people_change(world: HubSpotWorld) -> None:
    invoice = world.make("invoices", {"hs_currency": "USD"})
    world.advance(600)
    cursor = world.system.changed_since([INVOICE], "", world.now()).cursor
    world.advance(600)
    read = shown(world, INVOICE, invoice)
    versions = world.display.show({read.ref: state()}).versions
    found = polled(world, cursor)
    assert (found.version, found.looks) == (versions[read.ref], read.looks)
    world.change("invoices", invoice, {"hs_comments": "Thank you"})
    changed = polled(world, cursor)
    assert changed.version != found.version
    assert changed.looks not in {read.looks, ""}
    assert shown(world, INVOICE, invoice).looks == changed.looks


def polled(world: HubSpotWorld, cursor: str) -> ChangedRecord:
    """What a poll finds, once search has caught up."""
    world.advance(60)
    (found,) = world.system.changed_since([INVOICE], cursor, world.now()).records
    return found


def test_a_property_that_is_missing_is_made_when_it_is_needed(world: HubSpotWorld) -> None:
    world.send("DELETE", "/crm/properties/2026-09/invoices/counterfoil_remarks", None)
    assert world.display.show({hubspot(INVOICE, world.invoice_id): state(remarks="Credit memo 7")}).refused == {}
    assert custom_properties(world, world.invoice_id)["remarks"] == "Credit memo 7"


@pytest.mark.feature("I6", "X14")
def test_a_new_invoice_leads_to_the_console_though_the_portal_was_connected_by_an_earlier_release(
    world: HubSpotWorld,
) -> None:
    pages = {"pdf_url": "https://console.example/1/pdf", "record_url": "https://console.example/1"}
    for name in pages:
        world.send("DELETE", f"/crm/properties/2026-09/invoices/counterfoil_{name}", None)
    made = written(world, replace(mirrored.create(world), shown=state(**pages)))[0]
    names = ",".join(f"counterfoil_{name}" for name in pages)
    found = world.send("GET", f"/crm/objects/2026-09/invoices/{made.ref.id}?properties={names}", None)["properties"]
    assert {name: found[f"counterfoil_{name}"] for name in pages} == pages


def test_one_call_shows_a_hundred_and_names_what_is_gone(world: HubSpotWorld) -> None:
    ids = [world.make("invoices", {"hs_currency": "USD"}) for _ in range(99)]
    gone = hubspot(INVOICE, "987654321")
    before = world.calls()
    failures = world.display.show({**{hubspot(INVOICE, one): state() for one in ids}, gone: state()}).refused
    assert world.calls() - before == 1
    assert failures.keys() == {gone}
    assert failures[gone].category is ErrorCategory.RECORD_DELETED


def test_showing_raises_nothing(world: HubSpotWorld) -> None:
    world.plan(FaultKind.DROPPED_BEFORE)
    failures = world.display.show({hubspot(INVOICE, world.invoice_id): state()}).refused
    assert [one.cure for one in failures.values()] == [Cure.LOOKING]


def test_preparing_again_changes_nothing(world: HubSpotWorld) -> None:
    before = world.calls()
    world.display.prepare()
    assert world.calls() - before == 4  # one look at each type of object


def test_preparing_without_the_scope_says_so(world: HubSpotWorld) -> None:
    world.twin.control("set_scopes", {"scopes": ["oauth", "crm.objects.contacts.read"]})
    with pytest.raises(VendorError) as raised:
        world.display.prepare()
    assert raised.value.failure.category is ErrorCategory.PROPERTY_REFUSED
