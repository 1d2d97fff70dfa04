"""What changed in a company, all that it has, and what it tells about itself, over the twin."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from counterfoil.adapters.quickbooks.profile import company_profile, lists_may_have_changed
from counterfoil.adapters.quickbooks.system import QuickBooksSystem
from counterfoil.domain.errors import Cure, ErrorCategory, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports import ChangedRecord, Criterion, MatchKey
from infra.sandbox.kernel.faults import FaultKind
from tests.builders import quickbooks
from tests.contract.systems.quickbooks_world import BASE_URL, QuickBooksWorld
from tests.contract.systems.steps import every_id, poll

KINDS = list(EntityKind)
MANY = 1_005


@pytest.fixture
def world() -> QuickBooksWorld:
    """A company of its own for every test."""
    return QuickBooksWorld()


def begin(world: QuickBooksWorld) -> str:
    """A cursor from before whatever happens next, and from well after everything else."""
    world.advance(600)
    _, cursor = poll(world, KINDS, "")
    world.advance(600)
    return cursor


def changed(world: QuickBooksWorld, cursor: str) -> dict[str, ChangedRecord]:
    """What changed since then, by ref."""
    records, _ = poll(world, KINDS, cursor)
    return {str(record.ref): record for record in records}


def customers(world: QuickBooksWorld, count: int, *, apart: float = 0) -> list[str]:
    """Ids of so many new customers."""
    rows = [{"DisplayName": f"Customer {number}"} for number in range(count)]
    if not apart:
        return [made["Id"] for made in world.bookkeeper.import_rows("Customer", rows)]
    ids = []
    for row in rows:
        ids.append(world.make("Customer", row)["Id"])
        world.advance(apart)
    return ids


def refs(ids: list[str]) -> set[str]:
    return {f"quickbooks:customer:{each}" for each in ids}


def test_all_kinds_are_one_read_and_deletions_are_told(world: QuickBooksWorld) -> None:
    gone = world.make_invoice("5")["Id"]
    cursor = begin(world)
    world.do("delete", entity="Invoice", id=gone)
    world.change("Item", world.item_id, {"Description": "More work"})
    payment_id = world.make_payment("5", ("5", world.invoice_id))["Id"]
    before = world.calls()
    found = changed(world, cursor)
    assert (world.calls() - before, world.metered()) == (1, 1)
    assert {ref: record.version for ref, record in found.items()} == {
        f"quickbooks:invoice:{gone}": "",
        f"quickbooks:invoice:{world.invoice_id}": "1",
        f"quickbooks:payment:{payment_id}": "0",
        f"quickbooks:product:{world.item_id}": "1",
    }


def test_what_happens_while_polling_is_told_next_time(world: QuickBooksWorld) -> None:
    cursor = begin(world)
    _, cursor = poll(world, KINDS, cursor)
    customer_id = world.make("Customer", {"DisplayName": "Same second"})["Id"]
    told, cursor = poll(world, KINDS, cursor)
    assert [one.ref.id for one in told] == [customer_id]
    told, cursor = poll(world, KINDS, cursor)
    assert told == []
    world.change("Customer", customer_id, {"CompanyName": "In the same second"})
    assert changed(world, cursor)[f"quickbooks:customer:{customer_id}"].version == "1"


def test_an_inactive_customer_is_told(world: QuickBooksWorld) -> None:
    cursor = begin(world)
    world.do("deactivate", id=world.customer_id)
    assert changed(world, cursor)[f"quickbooks:customer:{world.customer_id}"].version == "1"


def test_a_category_is_no_product(world: QuickBooksWorld) -> None:
    cursor = begin(world)
    category = world.make("Item", {"Name": "Garden", "Type": "Category"})["Id"]
    assert not changed(world, cursor)
    assert every_id(world, EntityKind.PRODUCT) == [world.item_id]
    assert world.system.read(EntityKind.PRODUCT, [category, world.item_id]).keys() == {world.item_id}
    wanted = Criterion(MatchKey.NAME, "Garden")
    assert world.system.find(EntityKind.PRODUCT, [wanted]) == {wanted: ()}


@pytest.mark.long
@pytest.mark.parametrize("kept", ["oldest", "newest"])
@pytest.mark.parametrize("apart", [0, 2])
def test_more_than_a_thousand_changes(world: QuickBooksWorld, kept: str, apart: float) -> None:
    world.switches.capture_limit_keeps = kept
    cursor = begin(world)
    ids = customers(world, MANY, apart=apart)
    world.make_payment("5", ("5", world.invoice_id))
    found = changed(world, cursor)
    assert refs(ids) <= found.keys()
    assert f"quickbooks:invoice:{world.invoice_id}" in found


def test_an_answer_is_full_when_it_holds_what_it_can(world: QuickBooksWorld) -> None:
    world.switches.capture_limit = 3
    world.system = QuickBooksSystem(world.http, world.company, world.realm_id, {}, api_url=BASE_URL, most_captured=3)
    cursor = begin(world)
    assert refs(customers(world, 8)) == changed(world, cursor).keys()


@pytest.mark.long
def test_more_than_a_thousand_deletions(world: QuickBooksWorld) -> None:
    ids = [world.make_payment("1")["Id"] for _ in range(MANY)]
    cursor = begin(world)
    for payment_id in ids:
        world.do("delete", entity="Payment", id=payment_id)
        world.advance(2)
    found = changed(world, cursor)
    assert {str(quickbooks(EntityKind.PAYMENT, each)) for each in ids} == found.keys()


@pytest.mark.parametrize("days", [20, 40])
def test_what_change_capture_does_not_reach_is_queried(world: QuickBooksWorld, days: int) -> None:
    world.switches.capture_days = 10
    cursor = begin(world)
    ids = customers(world, 3)
    world.do("deactivate", id=ids[0])
    world.advance(timedelta(days=days).total_seconds())
    assert refs(ids) == changed(world, cursor).keys()


def test_other_trouble_is_raised(world: QuickBooksWorld) -> None:
    cursor = begin(world)
    world.plan(FaultKind.SERVER_ERROR)
    with pytest.raises(VendorError) as raised:
        changed(world, cursor)
    assert raised.value.failure.category is ErrorCategory.VENDOR_UNAVAILABLE


def test_pages_show_everything(world: QuickBooksWorld) -> None:
    ids = customers(world, 2_030)
    world.do("deactivate", id=ids[7])
    before = world.metered()
    assert every_id(world, EntityKind.CUSTOMER) == [world.customer_id, *ids]
    assert world.metered() == before + 3


def invoices(world: QuickBooksWorld, count: int) -> list[str]:
    rows = [world.an_invoice_row("1")] * count
    return [made["Id"] for made in world.bookkeeper.import_rows("Invoice", rows)]


@pytest.mark.parametrize("removed", [3, 300])
def test_pages_miss_nothing_when_rows_go_meanwhile(world: QuickBooksWorld, removed: int) -> None:
    ids = invoices(world, 1_500)
    first = world.system.page(EntityKind.INVOICE, "")
    for invoice_id in ids[:removed]:
        world.do("delete", entity="Invoice", id=invoice_id)
    shown = [record.ref.id for record in first.records]
    cursor, more = first.cursor, first.more
    while more:
        page = world.system.page(EntityKind.INVOICE, cursor)
        shown += [record.ref.id for record in page.records]
        cursor, more = page.cursor, page.more
    assert shown == [world.invoice_id, *ids]


def test_a_page_with_an_unreadable_row_shows_the_others(world: QuickBooksWorld) -> None:
    ids = invoices(world, 1_010)
    world.do("spoil_email", id=ids[0], address="somebody")
    world.do("spoil_email", id=ids[-1], address="somebody")
    assert every_id(world, EntityKind.INVOICE) == [world.invoice_id, *ids[1:-1]]


def test_a_company_tells_about_itself(world: QuickBooksWorld) -> None:
    company = world.company
    assert (company.name, company.country, company.home_currency) == (
        "Craig's Design and Landscaping Services",
        "US",
        "USD",
    )
    assert (company.custom_numbers, company.multicurrency, company.closed_until) == (True, False, None)
    assert company.terms.keys() == {30}
    assert company.payment_methods.keys() == {"cash", "check", "credit card"}
    assert company.income_account_id == "79"


def test_a_profile_is_always_the_present_one(world: QuickBooksWorld) -> None:
    world.do("set_preferences", preferences={"AccountingInfoPrefs": {"BookCloseDate": "2026-01-31"}})
    assert company_profile(world.http, world.realm_id).closed_until == date(2026, 1, 31)
    assert world.calls() == 1


def test_lists_that_stand_are_not_asked_for_again(world: QuickBooksWorld) -> None:
    world.do("set_preferences", preferences={"AccountingInfoPrefs": {"BookCloseDate": "2026-01-31"}})
    profile = company_profile(world.http, world.realm_id, lists_of=world.company)
    assert profile == replace(world.company, closed_until=date(2026, 1, 31))
    assert world.metered() == 3


def test_whether_lists_have_changed_takes_one_read(world: QuickBooksWorld) -> None:
    world.advance(3600)
    known_at = world.now()
    world.advance(3600)
    world.do("set_preferences", preferences={"AccountingInfoPrefs": {"BookCloseDate": "2026-01-31"}})
    assert not lists_may_have_changed(world.http, world.realm_id, known_at)
    assert world.metered() == 1
    world.bookkeeper.enter("PaymentMethod", Name="Cheque")
    assert lists_may_have_changed(world.http, world.realm_id, known_at)


@pytest.mark.parametrize("because", ["not captured", "too long ago"])
def test_where_quickbooks_does_not_tell_lists_may_have_changed(world: QuickBooksWorld, because: str) -> None:
    if because == "not captured":
        world.switches.not_captured = "Term"
    days = 1 if world.switches.not_captured else 40
    world.advance(days * 24 * 3600)
    assert lists_may_have_changed(world.http, world.realm_id, world.now() - timedelta(days=days))


@pytest.mark.parametrize("wanted", ["1", "services", "Services"])
def test_an_income_account_by_name_or_id(world: QuickBooksWorld, wanted: str) -> None:
    assert company_profile(world.http, world.realm_id, wanted).income_account_id == "1"


@pytest.mark.feature("E10")
def test_an_income_account_that_is_none(world: QuickBooksWorld) -> None:
    with pytest.raises(VendorError) as raised:
        company_profile(world.http, world.realm_id, "Checking")
    assert raised.value.failure.category is ErrorCategory.UNKNOWN_ACCOUNT
    assert "Services" in raised.value.failure.text


def test_a_company_abroad() -> None:
    company = QuickBooksWorld(country="CA", multicurrency=True, custom_numbers=False).company
    assert (company.country, company.home_currency) == ("CA", "CAD")
    assert (company.multicurrency, company.custom_numbers) == (True, False)


@pytest.mark.feature("E16")
@pytest.mark.parametrize("throttled_as", ["json", "xml"])
def test_throttling_in_either_form(world: QuickBooksWorld, throttled_as: str) -> None:
    world.switches.throttled_as = throttled_as
    world.plan(FaultKind.THROTTLED)
    with pytest.raises(VendorError) as raised:
        company_profile(world.http, world.realm_id)
    assert (raised.value.failure.cure, raised.value.failure.retry_after) == (Cure.WAITING, timedelta(seconds=60))


def test_a_fault_in_a_success_is_a_failure(world: QuickBooksWorld) -> None:
    world.plan(FaultKind.FAULT_IN_SUCCESS)
    result = world.system.write([world.create(EntityKind.INVOICE, "1")])
    [failure] = result.values()
    assert getattr(failure, "cure", None) is Cure.LOOKING
    assert getattr(failure, "request_id", "")


@pytest.mark.feature("E12")
def test_a_revoked_grant_needs_a_person(world: QuickBooksWorld) -> None:
    world.do("revoke_grant")
    with pytest.raises(VendorError) as raised:
        world.system.read(EntityKind.INVOICE, [world.invoice_id])
    assert raised.value.failure.category is ErrorCategory.NEEDS_RECONNECT
