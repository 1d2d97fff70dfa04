"""Customers and items as QuickBooksSystem shows, finds and writes them, over the twin."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.planning.eligibility import is_active
from counterfoil.domain.records.customer import Address, Customer
from counterfoil.domain.records.product import Product
from counterfoil.domain.write import Operation
from counterfoil.engine.ports import Criterion, MatchKey
from infra.sandbox.kernel.faults import FaultKind
from tests.builders import a_customer, a_product, quickbooks
from tests.contract.systems.quickbooks_world import QuickBooksWorld
from tests.contract.systems.steps import change, failed, left_behind, written

ADDRESS = Address(street="1 Main Street\nUnit 4", city="Bayshore", region="CA", postal_code="94326", country="USA")


@pytest.fixture
def world() -> QuickBooksWorld:
    """A company of its own for every test."""
    return QuickBooksWorld()


def customer(world: QuickBooksWorld, customer_id: str) -> Customer:
    [snapshot] = world.shown(EntityKind.CUSTOMER, customer_id)
    assert isinstance(snapshot.record, Customer)
    return snapshot.record


@pytest.mark.feature("P3")
def test_a_customer_arrives_as_it_was_sent(world: QuickBooksWorld) -> None:
    record = a_customer(company_name="Cool Cars Inc", phone="555", address=ADDRESS)
    [snapshot] = written(world, world.create(EntityKind.CUSTOMER, "1", record))
    assert snapshot.record == replace(record, owes=Decimal(0), owes_in="USD")
    assert world.stored("Customer", snapshot.ref.id)["BillAddr"]["Line2"] == "Unit 4"


@pytest.mark.feature("E11", "I10")
def test_a_customer_is_made_in_its_currency_which_documents_must_have() -> None:
    world = QuickBooksWorld(multicurrency=True)
    [snapshot] = written(world, world.create(EntityKind.CUSTOMER, "1", a_customer(currency="EUR")))
    assert customer(world, snapshot.ref.id).currency == "EUR"
    failure = failed(world, world.create(EntityKind.INVOICE, "2", world.an_invoice(customer=snapshot.ref)))
    assert (failure.category, failure.cure) == (ErrorCategory.CURRENCY_MISMATCH, Cure.RESOLVING)


@pytest.mark.feature("P3")
def test_forbidden_characters_of_names_become_spaces(world: QuickBooksWorld) -> None:
    record = a_customer(display_name="Cars: cool\tand\nold", given_name="A:B")
    [snapshot] = written(world, world.create(EntityKind.CUSTOMER, "1", record))
    assert (snapshot.fields["display_name"], snapshot.fields["given_name"]) == ("Cars cool and old", "A B")
    wanted = Criterion(MatchKey.NAME, "Cars: cool and old")
    assert world.system.find(EntityKind.CUSTOMER, [wanted]) == {wanted: (snapshot,)}


def test_part_of_an_address_leaves_the_rest(world: QuickBooksWorld) -> None:
    [before] = written(world, world.create(EntityKind.CUSTOMER, "1", a_customer(address=ADDRESS)))
    elsewhere = a_customer(address=Address(street="Other", city="Oakland", region="NV"))
    update = replace(change(before, Operation.UPDATE), record=elsewhere, fields=frozenset({"city"}))
    [after] = written(world, update)
    assert isinstance(after.record, Customer)
    assert after.record.address == replace(ADDRESS, city="Oakland")


def test_a_whole_address_needs_no_read(world: QuickBooksWorld) -> None:
    [before] = written(world, world.create(EntityKind.CUSTOMER, "1", a_customer(address=ADDRESS)))
    fields = frozenset({"street", "city", "region", "postal_code", "country"})
    [after] = written(world, replace(change(before, Operation.UPDATE), record=a_customer(), fields=fields))
    assert isinstance(after.record, Customer)
    assert after.record.address == Address()
    assert world.metered() == 0


def test_what_is_cleared_is_gone_but_the_display_name(world: QuickBooksWorld) -> None:
    [before] = written(world, world.create(EntityKind.CUSTOMER, "1", a_customer(company_name="Cool", phone="555")))
    cleared = {"display_name": "", "company_name": "", "given_name": "", "email": "", "phone": ""}
    [after] = written(world, change(before, Operation.UPDATE, **cleared))
    assert after.fields == {**before.fields, **cleared, "display_name": before.fields["display_name"]}


def test_further_addresses_are_known(world: QuickBooksWorld) -> None:
    addresses = {"PrimaryEmailAddr": {"Address": "Grace@cool.example, office@cool.example"}}
    customer_id = world.make("Customer", {"DisplayName": "Grace", **addresses})["Id"]
    assert customer(world, customer_id).emails == ("grace@cool.example", "office@cool.example")


def test_an_inactive_customer_keeps_its_name(world: QuickBooksWorld) -> None:
    world.do("deactivate", id=world.customer_id)
    shown = customer(world, world.customer_id)
    assert (shown.display_name, shown.active) == ("Payer", False)
    wanted = Criterion(MatchKey.NAME, "Payer")
    assert world.system.find(EntityKind.CUSTOMER, [wanted]) == {wanted: ()}


def test_a_customer_merged_away_is_inactive(world: QuickBooksWorld) -> None:
    kept = world.make("Customer", {"DisplayName": "Kept"})["Id"]
    world.do("merge", kept=kept, lost=world.customer_id)
    assert not customer(world, world.customer_id).active
    assert world.shown(EntityKind.INVOICE, world.invoice_id)[0].fields["customer"] == kept


@pytest.mark.feature("E2", "P2")
@pytest.mark.parametrize(("entity", "holder"), [("Customer", "customer"), ("Vendor", "vendor"), ("Employee", "employee")])
def test_whoever_holds_a_name_is_named(world: QuickBooksWorld, entity: str, holder: str) -> None:
    names = {"GivenName": "Cool", "FamilyName": "Cars"} if entity == "Employee" else {}
    holder_id = world.make(entity, {"DisplayName": "Cool Cars", **names})["Id"]
    failure = failed(world, world.create(EntityKind.CUSTOMER, "1", a_customer()))
    assert (failure.category, failure.cure) == (ErrorCategory.DISPLAY_NAME_TAKEN, Cure.PERSON)
    assert failure.text == f"QuickBooks has the {holder} Cool Cars already."
    existing = quickbooks(EntityKind.CUSTOMER, holder_id) if entity == "Customer" else None
    assert failure.blockers == (() if entity == "Customer" else (f"quickbooks:{holder}:{holder_id}",))
    assert failure.existing == existing


@pytest.mark.feature("E2", "P2")
def test_an_inactive_holder_is_named(world: QuickBooksWorld) -> None:
    world.do("deactivate", id=world.customer_id)
    failure = failed(world, world.create(EntityKind.CUSTOMER, "1", a_customer(display_name="Payer")))
    assert failure.text == "QuickBooks has the inactive customer Payer already."


def test_a_holder_who_cannot_be_looked_up(world: QuickBooksWorld) -> None:
    write = world.create(EntityKind.CUSTOMER, "1", a_customer(display_name="Payer"))
    twin_faults = world.twin.kernel.faults
    assert failed(world, write).existing
    world.plan(FaultKind.UNAVAILABLE, world.creating)
    twin_faults.planned[0].body_contains = "Query"
    failure = failed(world, replace(write, key="again"))
    assert (failure.category, failure.existing) == (ErrorCategory.DISPLAY_NAME_TAKEN, None)


def test_an_item_of_that_name_is_named(world: QuickBooksWorld) -> None:
    failure = failed(world, world.create(EntityKind.PRODUCT, "1", a_product(name="Work")))
    assert failure.category is ErrorCategory.DISPLAY_NAME_TAKEN
    assert failure.existing == quickbooks(EntityKind.PRODUCT, world.item_id)


@pytest.mark.feature("E10")
def test_the_account_of_a_new_item_is_to_blame_when_it_is_not_found(world: QuickBooksWorld) -> None:
    account = world.company.income_account_id
    world.bookkeeper.make_inactive("Account", account)
    failure = failed(world, world.create(EntityKind.PRODUCT, "1", a_product()))
    assert (failure.category, failure.cure) == (ErrorCategory.UNKNOWN_ACCOUNT, Cure.PERSON)
    assert failure.blockers == (f"quickbooks:account:{account}",)


def test_an_item_that_is_gone_is_no_accounts_fault(world: QuickBooksWorld) -> None:
    [made] = written(world, world.create(EntityKind.PRODUCT, "1", a_product()))
    update = change(made, Operation.UPDATE, name="Pump & Sons")
    gone = replace(update, target=quickbooks(EntityKind.PRODUCT, "987654"))
    assert failed(world, gone).category is ErrorCategory.RECORD_DELETED


def test_an_older_item_of_that_name_was_not_made_by_us(world: QuickBooksWorld) -> None:
    world.advance(3600)
    write = world.create(EntityKind.PRODUCT, "1", a_product(name="Work"))
    assert dict(world.system.find_written([write], world.now())) == {}


def test_a_lost_item_with_forbidden_characters_is_found(world: QuickBooksWorld) -> None:
    write, since = world.create(EntityKind.PRODUCT, "1", a_product(name="Pump: large")), world.now()
    world.plan(FaultKind.DROPPED_AFTER, world.creating)
    assert failed(world, write).cure is Cure.LOOKING
    assert left_behind(world, write, since).fields["name"] == "Pump large"


def test_a_lost_item_that_somebody_renamed_is_found_by_its_sku(world: QuickBooksWorld) -> None:
    write, since = world.create(EntityKind.PRODUCT, "1", a_product(name="Pump", sku="PUMP-1")), world.now()
    [made] = written(world, write)
    [renamed] = written(world, change(made, Operation.UPDATE, name="Pump & Sons"))
    assert world.system.find_written([write], since) == {write.key: renamed}


@pytest.mark.parametrize(("kind", "entity"), [(EntityKind.CUSTOMER, "Customer"), (EntityKind.PRODUCT, "Item")])
def test_what_a_lost_create_made_is_found_though_inactive_by_now(
    world: QuickBooksWorld, kind: EntityKind, entity: str
) -> None:
    write, since = world.create(kind, "1"), world.now()
    [made] = written(world, write)
    world.do("deactivate", entity=entity, id=made.ref.id)
    found = left_behind(world, write, since)
    assert found.ref == made.ref
    assert not is_active(found.record)


def test_an_item_change_and_its_clearing(world: QuickBooksWorld) -> None:
    company = replace(world.company, income_account_id="")  # only new items need an account
    [before] = written(world, world.create(EntityKind.PRODUCT, "1", a_product(description="Pumps")))
    world.system = world.opened(company)
    cleared: dict[str, Any] = {"sku": "", "description": "", "unit_price": None, "name": "Pump"}
    [after] = written(world, change(before, Operation.UPDATE, **cleared))
    assert after.record == Product(name="Pump", unit_price=Decimal(0))


def test_an_inactive_item_keeps_its_name(world: QuickBooksWorld) -> None:
    world.do("deactivate", entity="Item", id=world.item_id)
    [snapshot] = world.shown(EntityKind.PRODUCT, world.item_id)
    assert snapshot.fields["name"] == "Work"


def test_the_sku_is_asked_for(world: QuickBooksWorld) -> None:
    world.switches.sku_without_asking = False
    [snapshot] = written(world, world.create(EntityKind.PRODUCT, "1"))
    assert world.shown(EntityKind.PRODUCT, snapshot.ref.id) == (snapshot,)
    assert snapshot.fields["sku"] == "PRD-1"


@pytest.mark.parametrize("sensitive", [False, True])
def test_addresses_are_found_whatever_the_case(world: QuickBooksWorld, *, sensitive: bool) -> None:
    world.switches.case_sensitive_queries = sensitive
    [snapshot] = written(world, world.create(EntityKind.CUSTOMER, "1"))
    wanted = Criterion(MatchKey.EMAIL, "PERSON1@Cool.Example")
    assert world.system.find(EntityKind.CUSTOMER, [wanted]) == {wanted: (snapshot,)}


def test_a_blank_value_finds_nothing(world: QuickBooksWorld) -> None:
    blanks = [Criterion(key, value) for key in (MatchKey.SKU, MatchKey.NAME) for value in ("", ":")]
    assert world.system.find(EntityKind.PRODUCT, blanks) == dict.fromkeys(blanks, ())


@pytest.mark.parametrize("name", ["O'Brien", "back\\slash", "' OR Id > '0", "\\' --", "%", "Zoë ✓", "👩\u200d🚀", "a\x00b"])
def test_no_value_breaks_out_of_a_query(world: QuickBooksWorld, name: str) -> None:
    wanted = Criterion(MatchKey.NAME, name)
    assert world.system.find(EntityKind.CUSTOMER, [wanted]) == {wanted: ()}
    [snapshot] = written(world, world.create(EntityKind.CUSTOMER, "1", a_customer(display_name=name.replace("\x00", ""))))
    assert world.system.find(EntityKind.CUSTOMER, [Criterion(MatchKey.NAME, snapshot.fields["display_name"])])


@pytest.mark.feature("E15", "P3")
@pytest.mark.parametrize(
    ("record", "kind", "category"),
    [
        (a_customer(display_name="d" * 501), EntityKind.CUSTOMER, ErrorCategory.VALUE_DOES_NOT_FIT),
        (a_product(name="n" * 101), EntityKind.PRODUCT, ErrorCategory.VALUE_DOES_NOT_FIT),
        (a_product(sku="s" * 101), EntityKind.PRODUCT, ErrorCategory.VALUE_DOES_NOT_FIT),
    ],
)
def test_what_does_not_fit_is_not_even_tried(
    world: QuickBooksWorld, record: Customer | Product, kind: EntityKind, category: ErrorCategory
) -> None:
    assert failed(world, world.create(kind, "1", record)).category is category
    assert world.calls() == 0


def test_no_new_items_without_an_income_account(world: QuickBooksWorld) -> None:
    world.system = world.opened(replace(world.company, income_account_id=""))
    assert failed(world, world.create(EntityKind.PRODUCT, "1")).category is ErrorCategory.UNKNOWN_ACCOUNT


def test_neither_customers_nor_items_are_voided(world: QuickBooksWorld) -> None:
    [before] = written(world, world.create(EntityKind.CUSTOMER, "1"))
    result = failed(world, change(before, Operation.VOID))
    assert isinstance(result, Failure)
    assert result.cure is Cure.PERSON


def test_a_sub_customer_is_known_as_such(world: QuickBooksWorld) -> None:
    parent = {"value": world.customer_id}
    made = world.make("Customer", {"DisplayName": "Branch", "Job": True, "ParentRef": parent})
    assert customer(world, made["Id"]).job
    assert not customer(world, world.customer_id).job


@pytest.mark.feature("P3")
def test_what_merely_informs_is_shortened_visibly(world: QuickBooksWorld) -> None:
    record = a_customer(phone="5" * 31, mobile_phone="7" * 31, address=Address(street="\n".join("abcdefg")))
    [made] = written(world, world.create(EntityKind.CUSTOMER, "1", record))
    assert (made.fields["phone"], made.fields["mobile_phone"]) == ("5" * 29 + "…", "7" * 29 + "…")
    assert made.fields["street"] == "a\nb\nc\nd\ne, f, g"


@pytest.mark.feature("E14", "I10")
@pytest.mark.parametrize(("entity", "lost"), [("Customer", "customer_id"), ("Item", "item_id")])
def test_an_invoice_with_something_inactive_is_refused_by_that_name(world: QuickBooksWorld, entity: str, lost: str) -> None:
    world.do("deactivate", entity=entity, id=getattr(world, lost))
    failure = failed(world, world.create(EntityKind.INVOICE, "1"))
    assert (failure.category, failure.cure) == (ErrorCategory.RECORD_DELETED, Cure.RESOLVING)
    assert "made inactive" in failure.vendor_text
