"""What changes in a company beside the records, and may keep them from being carried, over the twin."""

from datetime import timedelta

import pytest

from counterfoil.adapters.quickbooks.system import QuickBooksSystem
from counterfoil.domain.identity import EntityKind
from tests.contract.systems.quickbooks_world import BASE_URL, QuickBooksWorld
from tests.contract.systems.steps import failed
from tests.contract.systems.test_quickbooks_company import begin, changed, customers, refs


@pytest.fixture
def world() -> QuickBooksWorld:
    """A company of its own for every test."""
    return QuickBooksWorld()


def touched(world: QuickBooksWorld, cursor: str) -> set[str]:
    """The keys of what changed beside the records."""
    return set(world.system.changed_since(list(EntityKind), cursor, world.now()).touched)


def change_all_beside(world: QuickBooksWorld) -> set[str]:
    """Somebody changes an account, a vendor, an employee and a preference; their keys."""
    people = {"vendor": {"DisplayName": "Bob's Grill"}, "employee": {"GivenName": "Ada", "FamilyName": "Byron"}}
    made = {name: world.make(name.capitalize(), members)["Id"] for name, members in people.items()}
    world.bookkeeper.make_inactive("Account", "79")
    world.bookkeeper.close_books("2026-01-31")
    return {"quickbooks:preferences", "quickbooks:account:79", *(f"quickbooks:{name}:{id_}" for name, id_ in made.items())}


def test_what_changes_beside_the_records_is_told_in_the_same_call(world: QuickBooksWorld) -> None:
    cursor = begin(world)
    assert touched(world, cursor) == set()
    keys, before = change_all_beside(world), world.calls()
    assert touched(world, cursor) == keys
    assert world.calls() - before == 1


@pytest.mark.parametrize("entity", ["CreditMemo", "SalesReceipt", "RefundReceipt"])
def test_a_document_that_frees_its_number_is_told_by_the_id_that_the_refusal_names(
    world: QuickBooksWorld, entity: str
) -> None:
    members = {"DocNumber": "INV-1"} | ({"DepositToAccountRef": {"value": "35"}} if entity == "RefundReceipt" else {})
    taken = world.make(entity, world.an_invoice_row("5") | members)
    failure = failed(world, world.create(EntityKind.INVOICE, "1"))
    cursor, key = begin(world), f"quickbooks:numbered:{taken['Id']}"
    world.bookkeeper.delete(entity, taken["Id"])
    assert touched(world, cursor) == {key}
    assert key in failure.blockers


def test_what_is_put_into_a_deposit_or_taken_out_is_told(world: QuickBooksWorld) -> None:
    payment = world.make_payment("5")
    cursor = begin(world)
    world.do("deposit", payment_ids=[payment["Id"]])
    assert touched(world, cursor) == {"quickbooks:deposits"}
    cursor = begin(world)
    world.do("take_out_of_deposit", payment_id=payment["Id"])
    assert touched(world, cursor) == {"quickbooks:deposits"}


def test_what_changes_beside_the_records_is_told_also_where_an_answer_is_full(world: QuickBooksWorld) -> None:
    world.switches.capture_limit, world.switches.capture_limit_keeps = 5, "newest"
    world.system = QuickBooksSystem(world.http, world.company, world.realm_id, {}, api_url=BASE_URL, most_captured=5)
    cursor = begin(world)
    keys = change_all_beside(world)
    ids = customers(world, 6, apart=1)
    assert refs(ids) == changed(world, cursor).keys()
    assert touched(world, cursor) == keys


def test_records_are_told_although_what_is_beside_them_is_refused(world: QuickBooksWorld) -> None:
    world.switches.not_captured = "Preferences"
    cursor = begin(world)
    change_all_beside(world)
    assert refs(customers(world, 2)) == changed(world, cursor).keys()
    assert touched(world, cursor) == set()


def test_preferences_may_have_changed_where_change_capture_does_not_reach(world: QuickBooksWorld) -> None:
    cursor = begin(world)
    world.advance(timedelta(days=40).total_seconds())
    assert touched(world, cursor) == {"quickbooks:preferences"}
