"""Contacts, products, polling and set-up of HubSpotSystem over the twin."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.adapters.hubspot.profile import portal_profile
from counterfoil.adapters.hubspot.system import HubSpotSystem
from counterfoil.domain.connection import PortalProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Operation
from counterfoil.engine.ports import Criterion, MatchKey
from infra.sandbox.kernel.faults import FaultKind
from tests.builders import a_customer, hubspot
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.steps import failed, poll, written
from tests.contract.systems.world import START

CUSTOMER, PRODUCT, INVOICE = EntityKind.CUSTOMER, EntityKind.PRODUCT, EntityKind.INVOICE


@pytest.fixture
def world() -> HubSpotWorld:
    """A portal of its own for every test."""
    return HubSpotWorld()


def customer(world: HubSpotWorld, contact_id: str) -> Customer:
    found = world.system.read(CUSTOMER, [contact_id])[contact_id]
    assert isinstance(found, tuple)
    record = found[0].record
    assert isinstance(record, Customer)
    return record


def test_a_contact_is_named_after_its_primary_company(world: HubSpotWorld) -> None:
    first, second = world.make("companies", {"name": "First Ltd"}), world.make("companies", {"name": "Second Ltd"})
    values = {"email": "g@cool.example", "firstname": "Grace"}
    contact = world.make("contacts", values, [(279, first), (1, second)])
    found = customer(world, contact)
    assert (found.display_name, found.company_name, found.given_name) == ("Second Ltd", "Second Ltd", "Grace")


def test_a_hundred_customers_cost_three_calls(world: HubSpotWorld) -> None:
    company = world.make("companies", {"name": "Cool Cars"})
    ids = [world.make("contacts", {"email": f"c{number}@cool.example"}, [(1, company)]) for number in range(100)]
    before = world.calls()
    assert world.system.read(CUSTOMER, ids).keys() == set(ids)
    assert world.calls() - before == 3


@pytest.mark.parametrize("new_record", [True, False])
def test_a_merged_contact_shows_the_one_it_was_merged_into(world: HubSpotWorld, *, new_record: bool) -> None:
    world.twin.switches().merge_creates_record = new_record
    one = world.make("contacts", {"email": "one@cool.example"})
    two = world.make("contacts", {"email": "two@cool.example"})
    body = {"primaryObjectId": one, "objectIdToMerge": two}
    survivor = str(world.send("POST", "/crm/v3/objects/contacts/merge", body)["id"])
    found = world.system.read(CUSTOMER, [two, one, world.contact_id])
    assert found.keys() == {one, two, world.contact_id}
    for snapshots in (found[one], found[two]):
        assert isinstance(snapshots, tuple)
        assert snapshots[0].ref == hubspot(CUSTOMER, survivor)
        assert set(snapshots[0].merged) == {one, two} - {survivor}
    [by_second_address] = world.system.find(CUSTOMER, [Criterion(MatchKey.EMAIL, "Two@cool.example")]).values()
    assert [snapshot.ref.id for snapshot in by_second_address] == [survivor]


def test_a_taken_address_names_who_has_it(world: HubSpotWorld) -> None:
    taken = world.make("contacts", {"email": "grace@cool.example"})
    failure = failed(world, world.create(CUSTOMER, "1", a_customer(email="Grace@cool.example")))
    assert failure.existing == hubspot(CUSTOMER, taken)
    assert failure.cure is Cure.PERSON


@pytest.mark.parametrize("company_name", ["", "Cool Cars"])
@pytest.mark.parametrize("email", ["", "office@cool.example"])
def test_a_customer_without_person_is_created_as_its_firm(world: HubSpotWorld, company_name: str, email: str) -> None:
    record = Customer(display_name="Cool Cars", company_name=company_name, email=email)
    [made] = written(world, world.create(CUSTOMER, "1", record))
    fields = made.fields
    assert (fields["display_name"], fields["company_name"], fields["family_name"]) == ("Cool Cars", "Cool Cars", "")


def test_names_are_found_whatever_makes_them(world: HubSpotWorld) -> None:
    company = world.make("companies", {"name": "Cool Cars"})
    made = {
        "Cool Cars": world.make("contacts", {"email": "a@cool.example"}, [(1, company)]),
        "Mary Jane Watson": world.make("contacts", {"firstname": "Mary Jane", "lastname": "Watson"}),
        "Madonna": world.make("contacts", {"firstname": "Madonna"}),
        "Prince": world.make("contacts", {"lastname": "Prince"}),
        "Bikes & Co": world.make("contacts", {"company": "Bikes & Co", "email": "c@cool.example"}),
        "Hats & Co": world.make("contacts", {"company": "Hats & Co", "lastname": "Hats & Co"}),
        "b@cool.example": world.make("contacts", {"email": "b@cool.example"}),
    }
    world.make("contacts", {"firstname": "Mary", "lastname": "Madonna"})
    criteria = [Criterion(MatchKey.NAME, name) for name in [*made, "Mary", "Mary Watson"]]
    found = world.system.find(CUSTOMER, criteria)
    assert {each.value: [one.ref.id for one in found[each]] for each in criteria} == {
        **{name: [record_id] for name, record_id in made.items()},
        "Mary": [],
        "Mary Watson": [],
    }


def test_odd_and_long_values_stay_within_the_limits_of_search(world: HubSpotWorld) -> None:
    skus = [f"{number}-{letter * 90}" for number in range(40) for letter in ("x", '"', "é", "🌱")]
    made = world.make("products", {"name": "Seed", "hs_sku": skus[3]})
    found = world.system.find(PRODUCT, [Criterion(MatchKey.SKU, sku) for sku in skus])
    assert [one.ref.id for one in found[Criterion(MatchKey.SKU, skus[3])]] == [made]
    assert sum(map(len, found.values())) == 1


def test_several_candidates_are_all_told(world: HubSpotWorld) -> None:
    ids = [world.make("products", {"name": f"Pump {number}", "hs_sku": "PRD-PUMP"}) for number in range(2)]
    [found] = world.system.find(PRODUCT, [Criterion(MatchKey.SKU, "PRD-PUMP")]).values()
    assert [one.ref.id for one in found] == ids


def test_invoices_are_not_looked_for(world: HubSpotWorld) -> None:
    assert world.system.find(INVOICE, [Criterion(MatchKey.NAME, "INV-1")]) == {Criterion(MatchKey.NAME, "INV-1"): ()}


def test_products_without_a_unique_marker_are_not_doubled_either() -> None:
    world = HubSpotWorld(unique_product_marker=False)
    writes = [world.create(PRODUCT, f"{number}") for number in range(1, 4)]
    first = written(world, *writes[:2])
    assert {one.source for one in first} == {each.source for each in writes[:2]}
    assert {one.ref for one in written(world, *writes)} > {one.ref for one in first}
    world.plan(FaultKind.DROPPED_AFTER, world.creating)
    lost = world.create(PRODUCT, "4")
    assert failed(world, lost).cure is Cure.LOOKING
    assert world.system.find_written([lost], world.now()).keys() == {lost.key}


def test_hundreds_of_records_of_one_moment_are_all_polled(world: HubSpotWorld) -> None:
    world.advance(600)
    _, cursor = poll(world, [CUSTOMER], "")
    world.twin.kernel.clock.set(START + timedelta(hours=1), freeze=True)
    inputs = [{"properties": {"lastname": f"{number}"}} for number in range(450)]
    for at in range(0, 450, 100):
        world.send("POST", "/crm/objects/2026-09/contacts/batch/create", {"inputs": inputs[at : at + 100]})
    world.advance(60)
    records, _ = poll(world, [CUSTOMER], cursor)
    assert len({record.ref for record in records}) == 450
    snapshots = world.system.read(CUSTOMER, [record.ref.id for record in records])
    versions = {record.ref.id: record.version for record in records}
    assert {one: found[0].version for one, found in snapshots.items() if isinstance(found, tuple)} == versions


def test_a_late_index_loses_nothing(world: HubSpotWorld) -> None:
    world.twin.switches().search_index_lag_seconds = 30.0
    _, cursor = poll(world, [CUSTOMER], "")
    world.advance(600)
    late = world.make("contacts", {"lastname": "Late"})
    world.advance(10)
    records, cursor = poll(world, [CUSTOMER], cursor)
    assert late not in {record.ref.id for record in records}
    world.advance(60)
    records, _ = poll(world, [CUSTOMER], cursor)
    assert late in {record.ref.id for record in records}


def test_a_vendor_in_trouble_is_polled_again_from_the_same_cursor(world: HubSpotWorld) -> None:
    _, cursor = poll(world, [CUSTOMER], "")
    world.plan(FaultKind.SERVER_ERROR, "search")
    with pytest.raises(VendorError):
        world.system.changed_since([CUSTOMER], cursor, world.now())
    assert poll(world, [CUSTOMER], cursor)


def test_a_batch_that_hubspot_answers_with_200_is_told_apart_too(world: HubSpotWorld) -> None:
    world.twin.switches().batch_answers_207 = False
    good, bad = world.create(CUSTOMER, "1"), world.create(CUSTOMER, "2", world.bad_record(CUSTOMER))
    results = world.system.write([good, bad])
    assert isinstance(results[good.key], Snapshot)
    failure = results[bad.key]
    assert isinstance(failure, Failure)
    assert failure.category is ErrorCategory.VALUE_DOES_NOT_FIT


def test_contacts_and_products_are_not_voided(world: HubSpotWorld) -> None:
    [made] = written(world, world.create(CUSTOMER, "1"))
    void = replace(world.create(CUSTOMER, "1"), key="void", operation=Operation.VOID, target=made.ref)
    assert failed(world, void).cure is Cure.PERSON


@pytest.mark.feature("E17")
def test_a_missing_scope_is_named_once_for_all(world: HubSpotWorld) -> None:
    world.twin.control("set_scopes", {"scopes": ["oauth", "crm.objects.contacts.read"]})
    writes = [world.create(CUSTOMER, f"{number}") for number in range(100)]
    before = world.calls()
    failures = [one for one in world.system.write(writes).values() if isinstance(one, Failure)]
    assert {(one.category, one.cure, one.code) for one in failures} == {
        (ErrorCategory.PROPERTY_REFUSED, Cure.PERSON, "MISSING_SCOPES")
    }
    assert len(failures) == 100
    assert world.calls() - before == 1


@pytest.mark.feature("E12")
def test_an_uninstalled_app_needs_to_be_reconnected(world: HubSpotWorld) -> None:
    world.system.read(CUSTOMER, [world.contact_id])
    world.twin.control("revoke_grant", {})
    with pytest.raises(VendorError) as raised:
        world.system.read(CUSTOMER, [world.contact_id])
    assert (raised.value.failure.category, raised.value.failure.cure) == (ErrorCategory.NEEDS_RECONNECT, Cure.PERSON)


def test_expired_tokens_are_renewed_on_the_way(world: HubSpotWorld) -> None:
    world.system.read(CUSTOMER, [world.contact_id])
    world.twin.control("expire_tokens", {})
    assert world.system.read(CUSTOMER, [world.contact_id]).keys() == {world.contact_id}


def test_the_portal_tells_who_it_is(world: HubSpotWorld) -> None:
    portal_id, profile = portal_profile(world.http)
    assert portal_id == str(world.credentials["portal_id"])
    assert profile.currency == "USD"
    HubSpotSystem(world.http, profile, world.portal_id, {})


def test_an_unknown_time_zone_is_noticed_at_once(world: HubSpotWorld) -> None:
    with pytest.raises(KeyError):
        HubSpotSystem(world.http, PortalProfile(time_zone="Moon/Tranquility"), world.portal_id, {})
