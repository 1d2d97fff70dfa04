"""Companies as customers, as HubSpotSystem shows, finds, tells and changes them, over the twin."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.parties import company_ref
from counterfoil.domain.records.customer import Address, Customer
from counterfoil.domain.rules import Clause, CustomerOptions, Filter, Group, Holder, Operator
from counterfoil.domain.rules.clauses import Moment, Narrowing
from counterfoil.domain.write import Operation
from counterfoil.engine.ports import Criterion, MatchKey
from infra.sandbox.people.portal import INVOICE_TO_CONTACT
from tests.builders import hubspot
from tests.contract.systems.hubspot_parties import BELOW, COMPANIES, COPIES, ada, company, customer, sold, under
from tests.contract.systems.hubspot_records import invoice, shown
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.steps import change, failed, poll, written


@pytest.fixture
def world() -> HubSpotWorld:
    """A portal of its own for every test."""
    return HubSpotWorld()


@pytest.mark.feature("X10")
def test_under_the_contact_rule_the_contact_is_the_customer_and_two_companies_are_told(world: HubSpotWorld) -> None:
    first, second = company(world, "First"), company(world, "Second")
    contact = ada(world, first)
    differing, alike = sold(world, contact, second), sold(world, contact, first)
    assert invoice(world, differing).customer == hubspot(EntityKind.CUSTOMER, contact)
    assert invoice(world, differing).companies == ("Second", "First")
    assert invoice(world, alike).companies == ()


@pytest.mark.feature("X10")
def test_under_the_company_rule_the_invoices_own_company_goes_first(world: HubSpotWorld) -> None:
    first, second = company(world, "First"), company(world, "Second")
    contact, nobodys = ada(world, first), ada(world, email="b@x.example")
    under(world, COMPANIES)
    assert invoice(world, sold(world, contact, second)).customer == company_ref(second)
    assert invoice(world, sold(world, contact)).customer == company_ref(first)
    assert invoice(world, sold(world, nobodys)).customer == hubspot(EntityKind.CUSTOMER, nobodys)


@pytest.mark.feature("X10")
def test_of_several_companies_it_is_the_one_that_hubspot_shows(world: HubSpotWorld) -> None:
    first, second = company(world, "First"), company(world, "Second")
    under(world, COMPANIES)
    made = sold(world, ada(world), second, first)
    name = world.portal.read("invoices", made, "hs_invoice_latest_company_name")["hs_invoice_latest_company_name"]
    chosen = invoice(world, made).customer
    assert chosen
    assert customer(world, chosen).display_name == name


@pytest.mark.feature("X10")
def test_a_contact_is_below_its_company_unless_the_invoice_is_for_another(world: HubSpotWorld) -> None:
    first, second = company(world, "First"), company(world, "Second")
    contact = hubspot(EntityKind.CUSTOMER, ada(world, first))
    under(world, BELOW)
    assert invoice(world, sold(world, contact.id)).customer == contact
    assert invoice(world, sold(world, contact.id, first)).customer == contact
    assert invoice(world, sold(world, contact.id, second)).customer == company_ref(second)
    assert customer(world, contact).parent == company_ref(first)
    assert customer(world, contact).display_name == "Ada Byron"


@pytest.mark.feature("X10")
def test_the_other_contacts_of_an_invoice_get_copies(world: HubSpotWorld) -> None:
    first = company(world, "First")
    contact = ada(world, first)
    made = sold(world, contact)
    for name in ("charles", "mary"):
        other = world.sales.add_contact(company=first, firstname=name, email=f"{name}@first.example")
        world.portal.associate("invoices", made, "contacts", other, INVOICE_TO_CONTACT)
    assert invoice(world, made).copies_to == ()
    under(world, COPIES)
    copied = invoice(world, made)
    addresses = {"ada@first.example", "charles@first.example", "mary@first.example"}
    assert copied.customer == company_ref(first)
    assert {copied.customer_email, *copied.copies_to} == addresses
    assert len(copied.copies_to) == 2


@pytest.mark.feature("X10", "P3")
def test_a_company_as_a_customer(world: HubSpotWorld) -> None:
    place = {"address": "1 Road", "city": "Town", "state": "CA", "zip": "94000", "country": "USA"}
    first = company(world, "First", phone="555", **place)
    contact = ada(world, first)
    assert customer(world, company_ref(first)) == Customer(
        display_name="First",
        company_name="First",
        other_emails=("ada@first.example",),
        phone="555",
        address=Address(street="1 Road", city="Town", region="CA", postal_code="94000", country="USA"),
        members=(hubspot(EntityKind.CUSTOMER, contact),),
    )


def test_companies_and_contacts_are_read_together(world: HubSpotWorld) -> None:
    first, contact = company(world, "First"), ada(world)
    found = world.system.read(EntityKind.CUSTOMER, [contact, company_ref(first).id, "company-987654", "company-x", "x"])
    assert found.keys() == {contact, company_ref(first).id}


def test_a_merged_company_shows_the_one_that_it_became(world: HubSpotWorld) -> None:
    first, second = company(world, "First"), company(world, "Second")
    merged = world.send(
        "POST", "/crm/objects/2026-09/companies/merge", {"primaryObjectId": first, "objectIdToMerge": second}
    )
    snapshot = shown(world, EntityKind.CUSTOMER, company_ref(second).id)
    assert snapshot.ref == company_ref(str(merged["id"]))
    assert company_ref(second).id in snapshot.merged


@pytest.mark.feature("P1")
@pytest.mark.parametrize(
    ("options", "name"),
    [
        (CustomerOptions(), "First"),
        (CustomerOptions(name_from_company=False), "Ada Byron"),
        (BELOW, "Ada Byron"),
    ],
)
def test_how_a_contacts_customer_is_called(world: HubSpotWorld, options: CustomerOptions, name: str) -> None:
    contact = hubspot(EntityKind.CUSTOMER, ada(world, company(world, "First")))
    under(world, options)
    assert customer(world, contact).display_name == name
    assert customer(world, contact).company_name == "First"


@pytest.mark.feature("X10", "M1")
def test_companies_are_found_instead_of_their_contacts(world: HubSpotWorld) -> None:
    first = company(world, "First")
    contact, alone = ada(world, first), ada(world, email="alone@x.example")
    world.advance(60)
    by_name, by_email = Criterion(MatchKey.NAME, "First"), Criterion(MatchKey.EMAIL, "ada@first.example")
    others = Criterion(MatchKey.EMAIL, "alone@x.example")
    asked = [by_name, by_email, others]
    found = world.system.find(EntityKind.CUSTOMER, asked)
    assert [one.ref.id for one in found[by_name]] == [one.ref.id for one in found[by_email]] == [contact]
    under(world, COMPANIES)
    found = world.system.find(EntityKind.CUSTOMER, asked)
    assert [one.ref for one in found[by_name]] == [one.ref for one in found[by_email]] == [company_ref(first)]
    assert [one.ref.id for one in found[others]] == [alone]


@pytest.mark.feature("X10")
def test_changed_companies_are_told_where_they_are_customers(world: HubSpotWorld) -> None:
    first = company(world, "First")
    under(world, COMPANIES)
    world.advance(600)
    _, cursor = poll(world, [EntityKind.CUSTOMER], "")
    world.advance(300)
    world.change("companies", first, {"phone": "555-0100"})
    world.advance(60)
    records, after = poll(world, [EntityKind.CUSTOMER], cursor)
    assert [one.ref for one in records] == [company_ref(first)]
    under(world, CustomerOptions())
    assert [one.ref for one in poll(world, [EntityKind.CUSTOMER], after)[0]] == []


def test_every_contact_and_company_is_paged(world: HubSpotWorld) -> None:
    first = company(world, "First")
    under(world, COMPANIES)
    world.advance(60)
    refs, after, more = list[RecordRef](), "", True
    while more:
        page = world.system.page(EntityKind.CUSTOMER, after)
        refs, after, more = [*refs, *(one.ref for one in page.records)], page.cursor, page.more
    assert refs == [hubspot(EntityKind.CUSTOMER, world.contact_id), company_ref(first)]


@pytest.mark.feature("X10")
def test_a_company_is_changed(world: HubSpotWorld) -> None:
    first = company(world, "First", phone="1", city="Town")
    before = shown(world, EntityKind.CUSTOMER, company_ref(first).id)
    world.advance(5)
    [after] = written(world, change(before, Operation.UPDATE, phone="555-0100"))
    assert (after.ref, after.fields["phone"], after.fields["city"]) == (company_ref(first), "555-0100", "Town")
    assert failed(world, change(before, Operation.UPDATE, phone="2")).text  # it has moved on since


def test_people_find_a_company_where_hubspot_shows_it(world: HubSpotWorld) -> None:
    assert world.system.address(company_ref("501")).endswith("/record/0-2/501")
    assert world.system.address(hubspot(EntityKind.CUSTOMER, "501")).endswith("/record/0-1/501")


@pytest.mark.feature("L1", "X10")
def test_a_filter_on_the_company_is_about_a_company_itself(world: HubSpotWorld) -> None:
    first = company(world, "First", city="Town")
    contact = ada(world, first)
    both = [shown(world, EntityKind.CUSTOMER, one) for one in (contact, company_ref(first).id)]
    found = world.system.associated(both, {Holder.COMPANY: {"city"}, Holder.CONTACT: {"lastname"}})
    assert found == {
        contact: {Holder.COMPANY: [{"city": "Town"}], Holder.CONTACT: [{"lastname": "Byron"}]},
        company_ref(first).id: {Holder.COMPANY: [{"city": "Town"}], Holder.CONTACT: [{"lastname": "Byron"}]},
    }


@pytest.fixture
def tiered(world: HubSpotWorld) -> HubSpotWorld:
    """A portal whose companies have a tier, which contacts have not."""
    definition = {"name": "tier", "label": "Tier", "type": "string", "fieldType": "text", "groupName": "counterfoil"}
    groups = {"name": "counterfoil", "label": "Counterfoil"}
    world.send("POST", "/crm/properties/2026-09/companies/groups", groups)
    world.send("POST", "/crm/properties/2026-09/companies", definition)
    world.system = world.reading({EntityKind.CUSTOMER: frozenset({"tier"})}, COMPANIES)
    return world


@pytest.mark.feature("F2", "X10")
def test_a_property_of_companies_is_mapped_where_the_company_is_the_customer(tiered: HubSpotWorld) -> None:
    ref = company_ref(company(tiered, "First", tier="gold"))
    before = shown(tiered, EntityKind.CUSTOMER, ref.id)
    assert before.extra == {"tier": "gold"}
    tiered.advance(1)
    [after] = written(tiered, replace(change(before, Operation.UPDATE), own={"tier": "silver"}))
    assert (after.ref, after.extra) == (ref, {"tier": "silver"})


@pytest.mark.feature("F2", "X10")
def test_nothing_is_known_of_what_only_companies_have_of_a_contact_which_is_changed_without_it(tiered: HubSpotWorld) -> None:
    contact = shown(tiered, EntityKind.CUSTOMER, ada(tiered))
    assert contact.extra == {}
    tiered.advance(1)
    [after] = written(tiered, replace(change(contact, Operation.UPDATE), own={"tier": "silver"}))
    assert (after.extra, after.dropped) == ({}, ("tier",))


@pytest.mark.feature("L1", "X10")
def test_companies_are_filtered_by_what_they_have(tiered: HubSpotWorld) -> None:
    ref = company_ref(company(tiered, "First", tier="gold"))
    tiered.advance(60)
    clause = Clause(field="tier", operator=Operator.IS, values=("gold",))
    narrowing = Narrowing(Filter((Group((clause,)),)), Moment(date(2026, 3, 2), ZoneInfo("UTC")))
    page = tiered.system.page_of_admitted(EntityKind.CUSTOMER, "", narrowing)
    found = [one.ref for one in page.records]
    while page.more:
        page = tiered.system.page_of_admitted(EntityKind.CUSTOMER, page.cursor, narrowing)
        found += [one.ref for one in page.records]
    assert ref in found
