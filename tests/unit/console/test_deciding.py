"""What an administrator decides about records in the console: carried out, noted with who, and refused with a reason."""

import html
import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.choices import Verb
from counterfoil.domain.errors import Candidate, ErrorCategory
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil_console.domain.audit import Action
from tests.builders import a_connection
from tests.contract.stores.values import made, native, outcome
from tests.unit.console.house import Browser, House
from tests.unit.console.setting_up import spoken

FAILING = OutcomeStatus.FAILING
INVOICE = native(1)


@pytest.fixture
def connection_id(house: House) -> str:
    """A connection with an invoice for which two of QuickBooks' fit."""
    connection_id = house.connections.save(a_connection()).id
    told = outcome(INVOICE, FAILING, 1, connection_id=connection_id)
    candidates = (Candidate(made(1), "invoice A"), Candidate(made(2), "invoice B"))
    house.outcomes.record(
        [replace(told, category=ErrorCategory.AMBIGUOUS_MATCH, label="Invoice INV-1", candidates=candidates)]
    )
    return connection_id


def enqueued(batches: list[ChangeBatch]) -> set[RecordRef]:
    return {event.ref for batch in batches for event in batch.events}


def holding(house: House, connection_id: str, ref: RecordRef) -> list[Verb]:
    found = house.choices.of(connection_id, [ref])
    return [choice.verb for choice in found[ref].holding] if ref in found else []


@pytest.mark.feature("H3")
def test_one_record_is_tried_again(dana: Browser, house: House, connection_id: str) -> None:
    answer = dana.post(f"/c/{connection_id}/records/{INVOICE}/retry")
    assert answer.location == f"/c/{connection_id}/records/hubspot:invoice:1?done=tried_again"
    assert enqueued(house.queue.take()) == {INVOICE}
    assert house.audit.entries[-1].action is Action.TRIED_AGAIN
    assert "tried again" in dana.get(answer.location).text


def test_the_page_looks_by_itself_what_came_of_it_for_a_while(dana: Browser, connection_id: str) -> None:
    here = dana.post(f"/c/{connection_id}/records/{INVOICE}/retry").location
    page, looks = dana.get(here).text, 0
    while asks := re.search(r'class="toast"[^>]* hx-get="([^"]+)"', page):
        page, looks = dana.get(html.unescape(asks[1]), **{"x-by-itself": "true"}).text, looks + 1
    assert looks == 8
    assert "tried again" in page
    assert 'class="toast" role="status"' not in page, "it is not read out time and again"


@pytest.mark.parametrize("looks", ["", "0", "-1", "9", "99", "x", "\N{ARABIC-INDIC DIGIT ONE}"])
def test_no_address_makes_a_page_look_longer(dana: Browser, connection_id: str, looks: str) -> None:
    page = dana.get(f"/c/{connection_id}/records/{INVOICE}?{urlencode({'done': 'tried_again', 'looks': looks})}").text
    assert "hx-get" not in page


def test_what_is_paused_is_said_to_be_tried_later(dana: Browser, connection_id: str) -> None:
    dana.post(f"/c/{connection_id}/pause")
    for path in (f"records/{INVOICE}/retry", "needs-you/E8/retry"):
        page = dana.get(dana.post(f"/c/{connection_id}/{path}").location).text
        assert "It is tried again as soon as the connection carries anything." in page
        assert "hx-get" not in page


@pytest.mark.feature("H3")
def test_all_records_of_a_cause_are_tried_again(dana: Browser, house: House, connection_id: str) -> None:
    other = replace(outcome(native(2), FAILING, 1, connection_id=connection_id), category=ErrorCategory.BOOKS_CLOSED)
    house.outcomes.record([other])
    dana.post(f"/c/{connection_id}/needs-you/E8/retry")
    assert enqueued(house.queue.take()) == {INVOICE}


@pytest.mark.feature("M3")
def test_a_candidate_is_chosen_and_kept_with_who(dana: Browser, house: House, connection_id: str) -> None:
    assert "Invoice B" in dana.get(f"/c/{connection_id}/records/{INVOICE}").text
    answer = dana.post(f"/c/{connection_id}/records/{INVOICE}/choose", {"other": str(made(2))})
    assert answer.status == 303, answer.text
    (choice,) = house.choices.of(connection_id, [INVOICE])[INVOICE].holding
    assert (choice.verb, choice.other, choice.who) == (Verb.LINKED, made(2), "Dana Whitfield")
    assert house.audit.entries[-1].subject == "hubspot:invoice:1"


def test_a_record_is_left_out_and_taken_back(dana: Browser, house: House, connection_id: str) -> None:
    here = f"/c/{connection_id}/records/{INVOICE}"
    dana.post(f"{here}/leave-out", {"why": "It is a test."})
    assert holding(house, connection_id, INVOICE) == [Verb.LEFT_OUT]
    assert "It is a test." in dana.get(here).text
    dana.post(f"{here}/take-back", {"why": "It is none."})
    assert holding(house, connection_id, INVOICE) == []


def test_two_records_are_linked_by_the_id_of_the_other(dana: Browser, house: House, connection_id: str) -> None:
    answer = dana.post(f"/c/{connection_id}/records/{INVOICE}/link", {"other": "1001", "why": "same"})
    assert answer.status == 303, answer.text
    assert holding(house, connection_id, INVOICE) == [Verb.LINKED]


@pytest.mark.parametrize("other", ["", "no such thing", "hubspot:bill:1", "<script>", "INV-1002"])
def test_who_names_no_record_is_told_where_its_id_is(dana: Browser, house: House, connection_id: str, other: str) -> None:
    answer = dana.post(f"/c/{connection_id}/records/{INVOICE}/link", {"other": other, "why": "same"})
    assert answer.status == 409
    assert "Open the other one in QuickBooks" in answer.text
    assert f'href="/c/{connection_id}/records/{INVOICE}"' in answer.text
    assert holding(house, connection_id, INVOICE) == []


def test_a_link_that_did_not_come_about_can_be_taken_back(dana: Browser, house: House, connection_id: str) -> None:
    here = f"/c/{connection_id}/records/{INVOICE}"
    answer = dana.post(f"{here}/link", {"other": "999", "why": "same"})
    page = dana.get(answer.location).text
    assert "Both records are being linked." in page
    assert "Take back what was decided" in page
    dana.post(f"{here}/take-back", {"why": "It is another one."})
    assert holding(house, connection_id, INVOICE) == []


def test_who_gives_no_reason_decided_in_the_console(dana: Browser, connection_id: str) -> None:
    here = f"/c/{connection_id}/records/{INVOICE}"
    dana.post(f"{here}/choose", {"other": str(made(2))})
    assert "Linked by hand by Dana Whitfield: in the console" in spoken(dana.get(here))


@pytest.mark.parametrize("action", ["accept", "send-again", "unlink", "take-back"])
def test_what_cannot_be_done_is_said_with_its_reason(dana: Browser, house: House, connection_id: str, action: str) -> None:
    answer = dana.post(f"/c/{connection_id}/records/{INVOICE}/{action}", {"why": "because"})
    assert answer.status == 409
    assert "This cannot be done" in answer.text
    assert not house.queue.take()


def test_a_reason_of_ten_thousand_characters_is_refused(dana: Browser, house: House, connection_id: str) -> None:
    answer = dana.post(f"/c/{connection_id}/records/{INVOICE}/leave-out", {"why": "x" * 10_000})
    assert answer.status == 409
    assert holding(house, connection_id, INVOICE) == []


@pytest.mark.parametrize("path", ["another/records/hubspot:invoice:1", "{id}/records/x", "{id}/needs-you/E99"])
def test_there_is_nothing_to_do_elsewhere(dana: Browser, house: House, connection_id: str, path: str) -> None:
    assert dana.post(f"/c/{path.format(id=connection_id)}/retry").status == 404
    assert not house.queue.take()


def test_what_was_decided_is_told_in_a_sentence(dana: Browser, connection_id: str) -> None:
    dana.post(f"/c/{connection_id}/records/{INVOICE}/leave-out", {"why": "it is a duplicate"})
    told = spoken(dana.get(f"/c/{connection_id}/records/{INVOICE}"))
    assert "Left out for good by Dana Whitfield: it is a duplicate" in told
