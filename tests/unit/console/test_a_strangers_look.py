"""What somebody finds who has never been here: every step leads on, and whatever a remedy names is a click away."""

from dataclasses import replace

import pytest

from counterfoil.domain.checks.check import Check
from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import Candidate, ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from tests.builders import a_connection, quickbooks
from tests.contract.stores.values import made, native, outcome
from tests.unit.console.house import Browser, House
from tests.unit.console.setting_up import spoken
from tests.unit.console.test_first_invoice import Beginning


def failing(house: House, connection_id: str, *numbers: int, **changes: object) -> None:
    for number in numbers:
        one = outcome(native(number), OutcomeStatus.FAILING, number, connection_id=connection_id)
        house.outcomes.record([replace(one, **changes)])  # type: ignore[arg-type]


@pytest.mark.parametrize("numbers", [(1,), (1, 2)])
def test_what_is_in_the_way_is_opened_where_the_remedy_is_read(
    house: House, dana: Browser, connection_id: str, numbers: tuple[int, ...]
) -> None:
    blockers = (str(made(7)), "quickbooks:vendor:3", "quickbooks:customer:*")
    failing(house, connection_id, *numbers, category=ErrorCategory.NUMBER_TAKEN, blockers=blockers)
    there = house.console.product.addresses(house.connections.get(connection_id), made(7))
    for address in ("needs-you", f"records/{native(1)}"):
        page = dana.get(f"/c/{connection_id}/{address}")
        assert f'href="{there}"' in page.text
        assert "Invoice in the way" in spoken(page)


@pytest.mark.parametrize(
    ("key", "words", "page"),
    [
        ("quickbooks:vendor:3", "Vendor in the way", "vendordetail?nameId=3"),
        ("quickbooks:employee:4", "Employee in the way", "employees"),
    ],
)
def test_who_has_the_name_in_another_list_is_opened_too(
    *, house: House, dana: Browser, connection_id: str, key: str, words: str, page: str
) -> None:
    failing(house, connection_id, 1, category=ErrorCategory.DISPLAY_NAME_TAKEN, blockers=(key, "quickbooks:vendor:*"))
    for address in ("needs-you", f"records/{native(1)}"):
        shown = dana.get(f"/c/{connection_id}/{address}")
        assert f'href="https://app.qbo.intuit.com/app/{page}"' in shown.text
        assert spoken(shown).count("in the way") == spoken(shown).count(words) == 1


def test_candidates_are_opened_before_one_of_them_is_chosen(house: House, dana: Browser, connection_id: str) -> None:
    meant = [quickbooks(EntityKind.CUSTOMER, number) for number in ("2", "3")]
    candidates = tuple(Candidate(ref, f"the customer {ref.id}") for ref in meant)
    blockers = tuple(map(str, meant))
    failing(house, connection_id, 1, category=ErrorCategory.AMBIGUOUS_MATCH, candidates=candidates, blockers=blockers)
    connection = house.connections.get(connection_id)
    for address in ("needs-you", f"records/{native(1)}"):
        page = dana.get(f"/c/{connection_id}/{address}")
        assert all(f'href="{house.console.product.addresses(connection, ref)}"' in page.text for ref in meant)
        assert "in the way" not in spoken(page)


def test_the_welcome_counts_the_checks_that_are_made(house: House, dana: Browser) -> None:
    assert f"{len(Check) - 1} checks tell you" in spoken(dana.get("/"))
    house.console.maps_every_custom_field = True
    assert f"{len(Check)} checks tell you" in spoken(dana.get("/"))


def test_an_earlier_integration_is_brought_over_as_the_welcome_says(dana: Browser) -> None:
    words = spoken(dana.get("/"))
    assert "Switch the earlier integration off" in words
    assert "customers and products from QuickBooks" not in words


def test_permissions_that_are_needed_for_the_same_are_one_line(dana: Browser) -> None:
    page = dana.get("/connect").text
    assert page.count("Make the properties that show how a record stands.") == 1
    assert page.count("crm.schemas.") == 8


def test_the_steps_stay_in_sight_until_the_first_plan_is_applied() -> None:
    person = Beginning().person
    person.click("Continue to rules")
    assert "done HubSpot done QuickBooks done Checks 4 Rules 5 Preview" in person.words


def test_the_question_before_a_plan_is_applied_reads_well() -> None:
    beginning = Beginning()
    beginning.person.click("Continue to rules")
    beginning.person.click("Preview everything")
    beginning.planned()
    assert "done HubSpot done QuickBooks done Checks done Rules 5 Preview" in beginning.person.words
    assert "USDin" not in beginning.person.words


def test_ledgers_that_were_not_compared_yet_are_compared_from_their_own_page(dana: Browser, connection_id: str) -> None:
    here = f"/c/{connection_id}/ledgers"
    assert "Compare now" in spoken(dana.get(here))
    dana.post(f"/c/{connection_id}/compare")
    words = spoken(dana.get(here))
    assert "Being compared" in words
    assert "Compare now" not in words


def test_a_connection_that_carries_nothing_yet_draws_no_empty_days(house: House, dana: Browser) -> None:
    planned = house.connections.save(a_connection(state=ConnectionState.PLANNED)).id
    assert "Show as a table" not in dana.get(f"/c/{planned}").text


def test_one_filter_is_cleared_as_one(dana: Browser, connection_id: str) -> None:
    assert "1 filter is on. Clear it" in spoken(dana.get(f"/c/{connection_id}/records?q=nothing"))
    assert "2 filters are on. Clear them" in spoken(dana.get(f"/c/{connection_id}/records?q=nothing&changed=day"))
