"""The pages that show how a connection stands, from an address to what is read on them."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import escape

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import Agreement
from counterfoil.domain.listing import Listing
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from tests.builders import a_connection, a_link, an_invoice, hubspot
from tests.contract.stores.values import complete, made, native, outcome, reservation
from tests.unit.console.house import AISHA, Browser, House, signed_in
from tests.unit.console.setting_up import inner_of, spoken

FAILING, IN_SYNC, EXCLUDED = OutcomeStatus.FAILING, OutcomeStatus.IN_SYNC, OutcomeStatus.EXCLUDED
CLOSED = ErrorCategory.BOOKS_CLOSED


@pytest.fixture
def connection_id(house: House) -> str:
    """A connection with three invoices and a customer; one invoice needs a person."""
    connection_id = house.connections.save(a_connection()).id
    house.outcomes.record([invoice(connection_id, 1, IN_SYNC), invoice(connection_id, 2, FAILING, CLOSED)])
    house.outcomes.record([replace(invoice(connection_id, 3, EXCLUDED), reasons=("Its status is draft.",))])
    customer = outcome(hubspot(EntityKind.CUSTOMER, "9"), IN_SYNC, 4, connection_id=connection_id)
    house.outcomes.record([replace(customer, listing=Listing(name="Ann Example", detail="ann@example.com"))])
    return connection_id


def invoice(connection_id: str, number: int, status: OutcomeStatus, category: ErrorCategory | None = None) -> SyncOutcome:
    listing = Listing(
        name=f"INV-{number}",
        detail="Ann Example",
        amount=Decimal("1234.5"),
        currency="USD",
        counterpart_amount=Decimal(1200) if status is IN_SYNC else None,
    )
    told = outcome(native(number), status, number, connection_id=connection_id)
    return replace(told, listing=listing, category=category, label=f"Invoice INV-{number}")


def test_health_shows_counts_money_and_the_way_to_what_needs_you(aisha: Browser, connection_id: str) -> None:
    page = aisha.get(f"/c/{connection_id}")
    assert page.status == 200
    assert "1,234.50" in page.text
    assert f"/c/{connection_id}/needs-you" in page.text
    assert f"/c/{connection_id}/records?kind=invoice&amp;status=failing" in page.text


def test_needs_you_shows_cause_remedy_and_records(aisha: Browser, dana: Browser, connection_id: str) -> None:
    page = aisha.get(f"/c/{connection_id}/needs-you")
    assert escape(ERROR_TEXTS[CLOSED].title) in page.text
    assert "Try it again" not in page.text
    assert "Try it again" in dana.get(f"/c/{connection_id}/needs-you").text


def test_a_cause_of_just_one_record_says_which(aisha: Browser, connection_id: str) -> None:
    page = aisha.get(f"/c/{connection_id}/needs-you").text
    assert re.search(r'<a href="/c/[^"]*/records/hubspot:invoice:\d+">Invoice INV-2</a>', page)
    assert "Open in HubSpot" in page


def test_what_is_a_reason_and_a_remark_is_said_once(aisha: Browser, house: House, connection_id: str) -> None:
    both = "HubSpot's balance is 80.00 USD."
    house.outcomes.record(
        [replace(invoice(connection_id, 8, IN_SYNC), reasons=(both,), remarks=(both, "It was shortened."))]
    )
    why = aisha.get(f"/c/{connection_id}/records/{native(8)}").text.partition("Why?</h2>")[2].partition("</section>")[0]
    assert why.count("balance is 80.00 USD") == 1
    assert "It was shortened." in why


def test_nothing_needs_you_says_so(dana: Browser, house: House) -> None:
    connection_id = house.connections.save(a_connection()).id
    assert "Nothing needs you" in dana.get(f"/c/{connection_id}/needs-you").text


@pytest.mark.feature("H2")
@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("", ["INV-1", "INV-2", "INV-3"], ["ann@example.com"]),
        ("?status=failing", ["INV-2"], ["INV-1", "INV-3"]),
        ("?category=E7", ["INV-2"], ["INV-1"]),
        ("?q=inv-1", ["INV-1"], ["INV-2"]),
        ("?q=ann+ex", ["INV-1", "INV-2"], []),
        ("?kind=customer", ["ann@example.com"], ["INV-1"]),
        ("?changed=day", ["No invoice matches"], []),
    ],
)
def test_records_are_shown_as_the_address_filters_them(
    aisha: Browser, connection_id: str, query: str, there: list[str], absent: list[str]
) -> None:
    page = aisha.get(f"/c/{connection_id}/records{query}")
    assert page.status == 200
    assert all(one in page.text for one in there)
    assert not [one for one in absent if f">{one}<" in page.text]


def test_both_sides_amounts_are_shown_where_there_are_both(aisha: Browser, connection_id: str) -> None:
    page = aisha.get(f"/c/{connection_id}/records?q=INV-1")
    assert "1,234.50" in page.text
    assert "1,200.00" in page.text


def test_columns_are_chosen_by_the_address(aisha: Browser, connection_id: str) -> None:
    assert "1,234.50" not in aisha.get(f"/c/{connection_id}/records?cols=state,customer").text


@pytest.mark.feature("H2")
def test_the_columns_are_those_of_the_list_that_a_filter_swaps(aisha: Browser, connection_id: str) -> None:
    dialog = inner_of(aisha.get(f"/c/{connection_id}/records?kind=product&q=PUMP").text, "list").partition('id="columns"')[2]
    assert 'name="q" value="PUMP"' in dialog
    assert "SKU" in dialog


@pytest.mark.feature("H2")
def test_the_columns_that_a_person_chose_are_remembered(
    aisha: Browser, dana: Browser, house: House, connection_id: str
) -> None:
    there = f"/c/{connection_id}/records"
    answer = aisha.post(f"/c/{connection_id}/columns", {"cols": ["customer", "state"], "q": "INV-1", "x": "y"})

    assert answer.location == f"{there}?q=INV-1"
    assert "1,234.50" not in aisha.get(there).text
    assert "1,234.50" in aisha.get(f"{there}?cols=hubspot").text, "an address may say otherwise"
    assert "1,234.50" in dana.get(there).text, "it is nobody else's choice"
    assert "1,234.50" not in signed_in(house, AISHA).get(there).text, "it stays for the next time"

    aisha.post(f"/c/{connection_id}/columns")
    assert "1,234.50" in aisha.get(there).text, "without any chosen, all are shown"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "latest change first"),
        ("?status=failing&category=E7", "longest standing first"),
        ("?q=INV-", "by number, name or e-mail"),
    ],
)
def test_a_list_says_in_which_order_it_is(aisha: Browser, connection_id: str, query: str, told: str) -> None:
    assert told in spoken(aisha.get(f"/c/{connection_id}/records{query}"))


def test_a_search_that_finds_too_much_says_so(aisha: Browser, house: House, connection_id: str) -> None:
    here = f"/c/{connection_id}/records?q=INV-"
    assert "There may be more" not in spoken(aisha.get(here))
    house.outcomes.record([invoice(connection_id, number, IN_SYNC) for number in range(1000, 1080)])
    assert "There may be more: type more of it." in spoken(aisha.get(here))


@pytest.mark.parametrize(
    ("kind", "heads"),
    [
        ("invoice", "Number Customer State"),
        ("payment", "Reference Customer State"),
        ("customer", "Name E-mail State"),
        ("product", "Name SKU State"),
    ],
)
def test_the_columns_are_called_by_what_they_show(
    aisha: Browser, house: House, connection_id: str, kind: str, heads: str
) -> None:
    one = outcome(hubspot(EntityKind(kind), "77"), IN_SYNC, 5, connection_id=connection_id)
    house.outcomes.record([replace(one, listing=Listing(name="7"))])
    assert heads in spoken(aisha.get(f"/c/{connection_id}/records?kind={kind}"))


@pytest.mark.parametrize(
    "query", ["kind=bill", "status=fine", "category=E99", "changed=ever", "after=x", "after=1~x", "after=-1~"]
)
def test_an_address_that_asks_for_nothing_is_refused(aisha: Browser, connection_id: str, query: str) -> None:
    assert aisha.get(f"/c/{connection_id}/records?{query}").status == 400


def test_a_record_shows_its_trouble_and_activity(aisha: Browser, connection_id: str) -> None:
    page = aisha.get(f"/c/{connection_id}/records/hubspot:invoice:2")
    assert page.status == 200
    assert "INV-2" in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/c/another",
        "/c/another/needs-you",
        "/c/another/records",
        "/c/{id}/records/hubspot:invoice:404",
        "/c/{id}/records/x",
        "/help/E99",
    ],
)
def test_there_is_nothing_at_other_addresses(aisha: Browser, connection_id: str, path: str) -> None:
    assert aisha.get(path.format(id=connection_id)).status == 404


def test_a_pair_has_one_page_at_its_source(aisha: Browser, house: House, connection_id: str) -> None:
    (reserved,) = house.links.reserve([reservation(native(2), connection_id=connection_id)])
    assert reserved
    house.links.complete([complete(reserved, made(2))])

    answer = aisha.get(f"/c/{connection_id}/records/{made(2)}?done=retried")

    assert (answer.status, answer.location) == (303, f"/c/{connection_id}/records/{native(2)}?done=retried")
    assert aisha.get(answer.location).status == 200


def test_hostile_names_are_only_text(aisha: Browser, house: House, connection_id: str) -> None:
    hostile = "<script>alert(1)</script>"
    listing = Listing(name=hostile, detail=hostile, amount=Decimal(1), currency="USD")
    house.outcomes.record([replace(invoice(connection_id, 7, FAILING, CLOSED), listing=listing, label=hostile)])
    for path in ("needs-you", "records", "records/hubspot:invoice:7", f"records?q={hostile}"):
        page = aisha.get(f"/c/{connection_id}/{path}")
        assert page.status == 200
        assert "<script>alert" not in page.text


def test_help_tells_of_every_cause(aisha: Browser) -> None:
    listed = aisha.get("/help").text
    for category in ErrorCategory:
        assert f"/help/{category}" in listed
        assert aisha.get(f"/help/{category}").status == 200


def test_health_names_what_is_about_money_first(aisha: Browser, connection_id: str) -> None:
    told = spoken(aisha.get(f"/c/{connection_id}"))
    places = [told.index(f" {name} ") for name in ("Invoices", "Payments", "Customers", "Products")]
    assert places == sorted(places)


def test_of_what_is_worth_no_money_health_names_none(dana: Browser, house: House) -> None:
    alone = house.connections.save(a_connection(id="62515-9131", realm_id="9131", revision=0)).id
    customer = outcome(hubspot(EntityKind.CUSTOMER, "9"), FAILING, 4, connection_id=alone)
    house.outcomes.record([replace(customer, listing=Listing(name="Ann Example"), category=CLOSED)])
    assert "1 customer needs you. Everything else goes on." in spoken(dana.get(f"/c/{alone}"))


def test_every_record_that_a_cause_names_leads_to_its_page(dana: Browser, house: House, connection_id: str) -> None:
    house.outcomes.record([invoice(connection_id, 4, FAILING, CLOSED)])
    page = dana.get(f"/c/{connection_id}/needs-you").text
    assert all(f'href="/c/{connection_id}/records/{native(number)}"' in page for number in (2, 4))


def test_a_record_of_which_no_field_was_carried_says_so(aisha: Browser, connection_id: str) -> None:
    told = spoken(aisha.get(f"/c/{connection_id}/records/{native(2)}"))
    assert "No field was carried yet" in told
    assert "No reason was kept for it" in told
    assert "they have not agreed on anything yet" in told


def test_fields_are_read_as_people_write_them(aisha: Browser, house: House, connection_id: str) -> None:
    shown = an_invoice(number="INV-1", customer=hubspot(EntityKind.CUSTOMER, "70001"), due_date=date(2026, 12, 20))
    house.links.reserve([a_link(native(1), made(1), dict.fromkeys(System, shown), connection_id=connection_id)])
    told = spoken(aisha.get(f"/c/{connection_id}/records/{native(1)}"))
    assert "Due date 20 Dec 2026" in told
    assert "Origin Made in HubSpot" in told
    assert "Total 100.00 USD" in told
    assert "70001" not in told


def test_what_only_one_side_has_is_not_called_the_same(aisha: Browser, house: House, connection_id: str) -> None:
    reserved = reservation(native(2), connection_id=connection_id)
    house.links.reserve([replace(reserved, agreements={System.HUBSPOT: Agreement("1", {"number": "INV-2"})})])
    told = spoken(aisha.get(f"/c/{connection_id}/records/{native(2)}"))
    assert "Number INV-2" in told
    assert "Same" not in told


def test_a_cause_of_several_kinds_leads_to_each_of_them(dana: Browser, house: House, connection_id: str) -> None:
    customer = outcome(hubspot(EntityKind.CUSTOMER, "8"), FAILING, 5, connection_id=connection_id)
    house.outcomes.record([replace(customer, category=CLOSED)])
    page = dana.get(f"/c/{connection_id}/needs-you").text
    for kind in ("invoice", "customer"):
        assert f"/c/{connection_id}/records?kind={kind}&amp;status=failing&amp;category=E7" in page
