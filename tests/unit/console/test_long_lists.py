"""Lists of more records than a page shows: what is found among them, and page by page."""

import re

import pytest

from counterfoil_console.presenting.records import REMEMBERED
from tests.builders import a_connection
from tests.unit.console.house import Answered, Browser, House
from tests.unit.console.setting_up import spoken
from tests.unit.console.test_looking import CLOSED, FAILING, IN_SYNC, invoice


@pytest.fixture
def connection_id(house: House) -> str:
    return house.connections.save(a_connection()).id


def test_a_search_finds_what_needs_somebody_behind_many_that_are_in_step(
    aisha: Browser, house: House, connection_id: str
) -> None:
    house.outcomes.record([invoice(connection_id, number, IN_SYNC) for number in range(1000, 1080)])
    house.outcomes.record([invoice(connection_id, 1999, FAILING, CLOSED)])
    assert shown_of(aisha.get(f"/c/{connection_id}/records?q=INV-1&status=failing")) == ["INV-1999"]


def test_a_search_that_did_not_look_at_all_does_not_say_that_there_is_none(
    aisha: Browser, house: House, connection_id: str
) -> None:
    house.outcomes.record([invoice(connection_id, number, IN_SYNC) for number in range(1000, 1080)])
    told = spoken(aisha.get(f"/c/{connection_id}/records?q=INV-1&changed=day"))
    assert "No invoice matches" not in told
    assert "There may be more: type more of it." in told


def test_a_long_list_goes_on(aisha: Browser, house: House, connection_id: str) -> None:
    house.outcomes.record([invoice(connection_id, number, IN_SYNC) for number in range(10, 80)])
    first = aisha.get(f"/c/{connection_id}/records?status=in_sync")
    assert "1 to 50 of 70" in first.text
    older = next(part.split('"')[0] for part in first.text.split('href="') if "after=51" in part)
    second = aisha.get(older.replace("&amp;", "&"))
    assert "51 to 70 of 70" in second.text


@pytest.mark.parametrize("status", ["", "in_sync"])
def test_a_long_list_goes_back_page_by_page(aisha: Browser, house: House, connection_id: str, status: str) -> None:
    house.outcomes.record([invoice(connection_id, number, IN_SYNC) for number in range(1000, 1620)])
    page = aisha.get(f"/c/{connection_id}/records?status={status}")
    assert "Newer" not in links(page)
    seen = [shown_of(page)]
    while "Older" in links(page):
        page = aisha.get(links(page)["Older"])
        seen.append(shown_of(page))
    assert len(seen) == 13

    gone_back = [seen[-1]]
    while "Newer" in links(page):
        page = aisha.get(links(page)["Newer"])
        gone_back.append(shown_of(page))
    assert gone_back == seen[: -REMEMBERED - 1 : -1], "one by one, as far as the address remembers"
    assert shown_of(aisha.get(links(page)["Newest"])) == seen[0], "and to the newest in the end"


def test_what_leads_back_from_the_second_page_leaps_over_none(aisha: Browser, house: House, connection_id: str) -> None:
    house.outcomes.record([invoice(connection_id, number, IN_SYNC) for number in range(1000, 1060)])
    second = aisha.get(links(aisha.get(f"/c/{connection_id}/records"))["Older"])
    assert "Newest" not in links(second)
    assert "Newer" in links(second)


def test_a_list_with_the_longest_standing_first_does_not_go_on_to_older_ones(
    aisha: Browser, house: House, connection_id: str
) -> None:
    house.outcomes.record([invoice(connection_id, number, FAILING, CLOSED) for number in range(1000, 1060)])
    first = aisha.get(f"/c/{connection_id}/records?category=E7")
    assert not {"Older", "Newer"} & links(first).keys()
    second = aisha.get(links(first)["Next"])
    assert shown_of(aisha.get(links(second)["Previous"])) == shown_of(first)


def links(page: Answered) -> dict[str, str]:
    """Where a page leads, by the words of each link."""
    return {words: address.replace("&amp;", "&") for address, words in re.findall(r'href="([^"]+)">([^<]+)</a>', page.text)}


def shown_of(page: Answered) -> list[str]:
    """The numbers on a page of the list."""
    return re.findall(r">(INV-\d+)</a>", page.text)
