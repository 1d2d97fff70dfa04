"""The page of a record: both sides beside what they last agreed on, also once somebody has changed one of them."""

from dataclasses import replace

import pytest

from counterfoil.domain.errors import ErrorCategory, Version
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from tests.builders import a_connection, a_customer, a_link, a_product, an_invoice, hubspot, quickbooks
from tests.contract.stores.values import made, native, outcome
from tests.unit.console.house import Browser, House
from tests.unit.console.setting_up import spoken

IN_SYNC, FAILING = OutcomeStatus.IN_SYNC, OutcomeStatus.FAILING


@pytest.fixture
def connection_id(house: House) -> str:
    """A connection with an invoice that came into step, and that somebody edited in QuickBooks since."""
    connection_id = house.connections.save(a_connection()).id
    invoice = an_invoice(number="INV-1")
    house.links.reserve([a_link(native(1), made(1), dict.fromkeys(System, invoice))])
    house.outcomes.record([outcome(native(1), IN_SYNC, 1, connection_id=connection_id), _edited(connection_id)])
    return connection_id


def _edited(connection_id: str) -> SyncOutcome:
    versions = (Version("total", "100.00 USD", "125.00 USD"), Version("line 1", "Pump, 100.00 USD", "Pump, 125.00 USD"))
    told = outcome(native(1), FAILING, 2, connection_id=connection_id)
    return replace(told, category=ErrorCategory.EDITED_IN_QUICKBOOKS, versions=versions)


@pytest.mark.feature("H4")
def test_what_differs_stands_beside_what_both_sides_last_agreed_on(dana: Browser, connection_id: str) -> None:
    told = spoken(dana.get(f"/c/{connection_id}/records/{native(1)}")).replace("\xa0", " ")
    assert "what they last agreed on is in the middle" in told
    assert "Total 100.00 USD 100.00 USD 125.00 USD You decide" in told
    assert "Line 1 Pump, 100.00 USD \N{EN DASH} Pump, 125.00 USD You decide" in told
    assert "Last agreed, 2 Mar" in told


def test_what_was_not_compared_is_not_called_the_same(dana: Browser, house: House, connection_id: str) -> None:
    told = spoken(dana.get(f"/c/{connection_id}/records/{native(1)}"))
    assert "more fields, as both sides last agreed on them" in told
    assert "the same on both sides" not in told
    assert told.count("Total ") == 1

    house.outcomes.record([outcome(native(1), IN_SYNC, 3, connection_id=connection_id)])
    told = spoken(dana.get(f"/c/{connection_id}/records/{native(1)}"))
    assert "Total 100.00 USD 100.00 USD 100.00 USD Same" in told.replace("\xa0", " ")


def test_the_item_for_lines_without_a_product_is_in_step_once_it_is_linked(
    dana: Browser, house: House, connection_id: str
) -> None:
    """It is no record of HubSpot's, so nothing is told of it but its link: a plan that made it leads here."""
    ref = hubspot(EntityKind.PRODUCT, "custom-line-item")
    house.links.reserve(
        [a_link(ref, quickbooks(EntityKind.PRODUCT, "9"), dict.fromkeys(System, a_product(name="Custom line item", sku="")))]
    )
    page = dana.get(f"/c/{connection_id}/records/{ref}")
    assert "<h1>The product Custom line item" in page.text
    told = spoken(page)
    assert "Custom line item In step" in told
    assert "Waiting" not in told


@pytest.mark.feature("H4")
def test_what_nobody_looked_at_since_is_shown_as_agreed_and_not_as_either_sides(
    dana: Browser, house: House, connection_id: str
) -> None:
    refused = replace(outcome(native(1), FAILING, 3, connection_id=connection_id), category=ErrorCategory.BOOKS_CLOSED)
    house.outcomes.record([refused])
    told = spoken(dana.get(f"/c/{connection_id}/records/{native(1)}")).replace("\xa0", " ")
    assert "Total \N{EN DASH} 100.00 USD \N{EN DASH} As last agreed" in told
    assert "100.00 USD 100.00 USD" not in told


@pytest.mark.feature("H4", "X15")
def test_why_names_the_version_of_the_rule(dana: Browser, house: House, connection_id: str) -> None:
    paid = hubspot(EntityKind.PAYMENT, "7")
    for ref in (native(1), paid):
        house.outcomes.record([replace(outcome(ref, IN_SYNC, 9, connection_id=connection_id), rule_version=7)])
        page = dana.get(f"/c/{connection_id}/records/{ref}")
        assert f'href="/c/{connection_id}/rules/invoice/history">Rule for Invoices, version 7' in page.text


@pytest.mark.feature("H4")
def test_what_each_side_has_in_its_own_way_is_not_called_the_same(dana: Browser, house: House, connection_id: str) -> None:
    """A customer that was there already keeps what it is called."""
    contact = hubspot(EntityKind.CUSTOMER, "7")
    names = {System.HUBSPOT: "Ann Example", System.QUICKBOOKS: "Example, Ann"}
    sides = {system: a_customer(display_name=name, email="ann@firm.example") for system, name in names.items()}
    house.links.reserve([a_link(contact, quickbooks(EntityKind.CUSTOMER, "9"), sides)])
    house.outcomes.record([outcome(contact, IN_SYNC, 3, connection_id=connection_id)])
    told = spoken(dana.get(f"/c/{connection_id}/records/{contact}"))
    assert "Ann Example Ann Example Example, Ann In step, each in its own way" in told
    assert "ann@firm.example ann@firm.example ann@firm.example Same" in told


@pytest.mark.parametrize("name", ["path", "address", "self", "done", "cols"])
def test_whoever_comes_by_the_counterpart_keeps_whatever_the_address_asks_for(
    dana: Browser, connection_id: str, name: str
) -> None:
    answer = dana.get(f"/c/{connection_id}/records/{made(1)}?{name}=x")
    assert (answer.status, answer.location) == (303, f"/c/{connection_id}/records/{native(1)}?{name}=x")


def test_a_page_that_looks_by_itself_keeps_whatever_its_address_asks_for(dana: Browser, connection_id: str) -> None:
    page = dana.get(f"/c/{connection_id}/records/{native(1)}?path=x&done=linked").text
    assert f'hx-get="/c/{connection_id}/records/{native(1)}?path=x&amp;done=linked&amp;looks=7"' in page
