"""The page of a connection: its accounts each by itself, its history, and what ends or stops it."""

from dataclasses import replace

import pytest

from counterfoil.domain.checks.check import Check, Checked, CheckResult, CheckState
from counterfoil.domain.checks.company import custom_fields
from counterfoil.domain.connection import ConnectionState, Ending, Told
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import System
from counterfoil.engine.connections.request import BeingDeletedError
from counterfoil.languages import translations_of
from counterfoil_console.domain.audit import Action
from counterfoil_console.presenting.deeds import deed_words
from tests.builders import NOON, a_connection
from tests.console_builders import an_entry
from tests.unit.console.consents import allow
from tests.unit.console.house import DANA, Browser, House, signed_in
from tests.unit.console.pages import furnished

ID = "62515-9130"
PAGE = f"/c/{ID}/connection"
ABOUT_PEOPLE = {
    Action.SIGNED_IN,
    Action.SIGNED_OUT,
    Action.INVITED,
    Action.INVITED_AGAIN,
    Action.ROLE_CHANGED,
    Action.REMOVED,
    Action.TOKEN_MADE,
    Action.TOKEN_RENEWED,
    Action.PREFERENCES_CHOSEN,
    Action.TOKEN_REVOKED,
}
"""They concern no connection, and are in no connection's trail."""
SLOW = VendorError(Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING))


@pytest.fixture
def connected(house: House) -> House:
    """One connection that works."""
    house.connections.save(a_connection(id=ID, portal_id="62515", realm_id="9130", revision=0))
    for system in System:
        house.vendors.grants[ID, system] = f"token-of-{system}"
    return house


def state(house: House) -> ConnectionState:
    return house.connections.get(ID).state


def be(house: House, state: ConnectionState) -> None:
    house.connections.save(replace(house.connections.get(ID), state=state))


@pytest.mark.feature("C4")
@pytest.mark.parametrize("dead", System)
def test_it_says_which_permission_has_ended(connected: House, dana: Browser, dead: System) -> None:
    be(connected, ConnectionState.NEEDS_RECONNECT)
    connected.vendors.dead = frozenset({dead})
    page = dana.get(PAGE).text
    assert "It needs connecting again." in page
    assert page.count("Does not let us in any more") == page.count("Lets us in.") == 1
    card = page.partition(f'aria-label="{dead.brand}"')[2]
    assert "Does not let us in any more" in card.partition("</section>")[0]
    assert f"/oauth/{dead}/start?connection={ID}" in card


@pytest.mark.feature("C6")
def test_permissions_are_shown_with_what_each_is_for_and_which_is_missing(connected: House, dana: Browser) -> None:
    missing = "crm.objects.invoices.write"
    result = CheckResult(
        check=Check.PERMISSIONS, state=CheckState.MUST_BE_MENDED, finding="Not all was granted.", missing=(missing,)
    )
    connected.checks.save(ID, Checked(at=NOON, results=(result,)))
    page = dana.get(PAGE).text
    assert page.count("<b>not granted</b>") == 1
    assert f'<code class="dim">{missing}</code> <b>not granted</b>' in page
    assert "Read and write the books of this company" in page


@pytest.mark.feature("C6", "F2")
def test_custom_fields_that_quickbooks_does_not_tell_come_with_a_new_consent(connected: House, dana: Browser) -> None:
    known = connected.connections.get(ID)
    connected.connections.save(replace(known, company=replace(known.company, told_further=Told.REFUSED)))
    found = custom_fields(connected.connections.get(ID).company, [])
    connected.checks.save(ID, Checked(at=NOON, results=(found,)))
    page = dana.get(PAGE).text
    assert '<code class="dim">app-foundations.custom-field-definitions.read</code> <b>not granted</b>' in page
    row = page.partition("QuickBooks does not tell which custom fields")[2].partition("</tr>")[0]
    assert f"/oauth/quickbooks/start?connection={ID}" in row


@pytest.mark.feature("C6")
def test_both_accounts_are_looked_at_again(connected: House, dana: Browser) -> None:
    assert dana.post(f"/c/{ID}/checks").location == f"{PAGE}?done=checked"
    assert "Looked" in dana.get(PAGE).text
    assert dana.post(f"/c/{ID}/connection/probe").location == f"{PAGE}?done=probed"
    assert connected.accounts.tried == [ID]
    connected.accounts.trouble = SLOW
    for path in ("checks", "connection/probe"):
        answer = dana.post(f"/c/{ID}/{path}")
        assert (answer.status, "Traceback" in answer.text) == (409, False)


def test_checks_of_a_new_connection_lead_back_to_connecting(connected: House, dana: Browser) -> None:
    be(connected, ConnectionState.PLANNED)
    assert dana.post(f"/c/{ID}/checks").location == f"/connect?connection={ID}&done=checked"


@pytest.mark.feature("H6")
def test_everything_is_paused_and_resumed(connected: House, dana: Browser) -> None:
    assert dana.post(f"/c/{ID}/pause").location == f"{PAGE}?done=paused"
    assert state(connected) is ConnectionState.PAUSED
    assert "Everything is paused." in dana.get(PAGE).text
    assert "Resume everything" in dana.get(f"/c/{ID}").text
    assert dana.post(f"/c/{ID}/resume").location == f"{PAGE}?done=resumed"
    assert state(connected) is ConnectionState.ACTIVE


def test_what_cannot_be_paused_says_why(connected: House, dana: Browser) -> None:
    be(connected, ConnectionState.PLANNED)
    answer = dana.post(f"/c/{ID}/pause")
    assert (answer.status, "nothing to pause" in answer.text) == (409, True)


@pytest.mark.feature("C2")
def test_it_is_called_what_people_call_it(connected: House, dana: Browser) -> None:
    assert dana.post(f"{PAGE}/name", {"name": "West coast"}).location == f"{PAGE}?done=renamed"
    assert "<p>West coast</p>" in dana.get(PAGE).text
    assert dana.post(f"{PAGE}/name", {"name": "x" * 61}).status == 409
    assert connected.connections.get(ID).label == "West coast"


@pytest.mark.feature("C5")
def test_disconnecting_ends_both_permissions_and_says_what_stays(connected: House, dana: Browser) -> None:
    assert dana.post(f"/c/{ID}/disconnect").location == f"{PAGE}?done=disconnected"
    assert connected.vendors.grants == {}
    page = dana.get(PAGE).text
    assert "It is disconnected." in page
    assert page.count("Not connected: Counterfoil has no access to it.") == 2
    assert "What stays:" in page
    assert "may still list" not in page
    assert "It is disconnected." in dana.get(f"/c/{ID}").text


@pytest.mark.feature("C5")
def test_a_vendor_that_did_not_answer_is_named_with_what_to_do(connected: House, dana: Browser) -> None:
    connected.vendors.deaf = frozenset({System.QUICKBOOKS})
    dana.post(f"/c/{ID}/disconnect")
    page = dana.get(PAGE).text
    assert "QuickBooks may still list Counterfoil as connected." in page
    assert "HubSpot may still list" not in page
    assert connected.vendors.grants == {}


@pytest.mark.feature("C5")
def test_a_static_token_is_to_be_ended_by_a_person(connected: House, dana: Browser) -> None:
    connected.vendors.grants[ID, System.HUBSPOT] = "pat-na1-secret"
    dana.post(f"/c/{ID}/disconnect")
    assert "a static token is ended where the app was made" in dana.get(PAGE).text


@pytest.mark.feature("C5")
def test_both_are_connected_again_one_after_the_other(connected: House, dana: Browser) -> None:
    dana.post(f"/c/{ID}/disconnect")
    assert allow(dana, "hubspot", connection=ID).location == PAGE
    assert state(connected) is ConnectionState.DISCONNECTED
    page = dana.get(PAGE).text
    assert (page.count("Lets us in."), page.count("Not connected:")) == (1, 1)
    assert allow(dana, "quickbooks", connection=ID).location == f"{PAGE}?done=reconnected"
    assert state(connected) is ConnectionState.ACTIVE


@pytest.mark.feature("C5")
def test_deleting_takes_its_name_typed(connected: House, dana: Browser) -> None:
    connected.console.product.switching.rename(ID, "West coast")
    label = "West coast"
    for typed in ("", label.upper(), "delete"):
        answer = dana.post(f"/c/{ID}/delete", {"typed": typed})
        assert (answer.status, "Nothing was deleted." in answer.text) == (422, True)
    assert (connected.vendors.erased, state(connected)) == ([], ConnectionState.ACTIVE)
    assert Action.DELETED not in [entry.action for entry in connected.audit.entries]
    assert dana.post(f"/c/{ID}/delete", {"typed": label}).location == f"{PAGE}?done=deleted"
    assert connected.vendors.erased == [(ID, "")]
    assert connected.vendors.grants == {}
    assert state(connected) is ConnectionState.BEING_DELETED
    page = dana.get(PAGE).text
    assert "It is being deleted." in page
    assert "/oauth/" not in page


def test_what_is_being_deleted_has_its_pages_all_the_same(house: House, dana: Browser) -> None:
    connection_id = furnished(house)
    ended = Ending(at=NOON, before=ConnectionState.ACTIVE)
    found = replace(house.connections.get(connection_id), state=ConnectionState.BEING_DELETED, ending=ended)
    house.connections.save(found)
    for page in ("", "/connection", "/records", "/plans"):
        assert dana.get(f"/c/{connection_id}{page}").status == 200


@pytest.mark.feature("C5")
def test_nothing_more_is_kept_of_what_is_being_deleted(house: House, dana: Browser) -> None:
    """Whatever is kept behind the eraser's back would be found when both accounts are connected anew."""
    connection_id = furnished(house)
    ended = Ending(at=NOON, before=ConnectionState.ACTIVE, open=frozenset())
    stored = replace(house.connections.get(connection_id), state=ConnectionState.BEING_DELETED, ending=ended)
    house.connections.save(stored)
    before = house.remembered()
    for path in ("jobs", "plans", "rules/invoice/off", "records/hubspot:invoice:2/leave-out", "disconnect", "pause"):
        answer = dana.post(f"/c/{connection_id}/{path}")
        assert (answer.status, "is being deleted" in answer.text) == (409, True), path
    assert house.remembered() == before
    assert dana.post(f"/c/{connection_id}/delete", {"typed": stored.label}).status == 303


def test_what_is_being_deleted_is_not_connected_again(connected: House, dana: Browser) -> None:
    be(connected, ConnectionState.BEING_DELETED)
    connected.vendors.trouble = BeingDeletedError("It is being deleted.")
    answer = allow(dana, "hubspot", connection=ID)
    assert (answer.status, "It is being deleted." in answer.text) == (409, True)


def test_what_people_did_is_told_with_who_and_when(house: House, dana: Browser) -> None:
    connection_id = furnished(house)
    dana.post(f"/c/{connection_id}/rules/invoice/off")
    dana.post(f"/c/{connection_id}/records/hubspot:invoice:2/leave-out", {"why": "A test <b>invoice</b>"})
    dana.post(f"/c/{connection_id}/pause")
    page = dana.get(f"/c/{connection_id}/connection").text
    assert "Switched the rule for invoices off." in page
    assert "Why: A test &lt;b&gt;invoice&lt;/b&gt;" in page
    assert "Paused everything." in page
    assert page.index("Paused everything.") < page.index("Switched the rule")
    assert "Dana Whitfield" in page


@pytest.mark.usefixtures("connected")
def test_older_deeds_are_on_the_next_page(dana: Browser) -> None:
    for _ in range(26):
        dana.post(f"/c/{ID}/pause")
        dana.post(f"/c/{ID}/resume")
    first = dana.get(PAGE).text
    assert first.count("everything.</td>") == 50
    older = first.partition("connection?after=")[2].partition("#")[0]
    second = dana.get(f"{PAGE}?after={older}").text
    assert second.count("everything.</td>") == 2
    assert "connection?after=" not in second


def test_every_deed_has_words_of_its_own() -> None:
    for action in Action:
        words = deed_words(an_entry(action=action, scope=ID, details={"kind": "invoice"}), {}, translations_of("en"))
        assert words.endswith(".")
        is_by_rote = words == f"{action.replace('_', ' ').capitalize()}."
        assert is_by_rote is (action in ABOUT_PEOPLE), action


def test_what_cannot_be_noted_is_not_done(connected: House, dana: Browser) -> None:
    connected.audit.fails = True
    for path in ("pause", "disconnect", "checks"):
        assert dana.post(f"/c/{ID}/{path}").status >= 500
    assert dana.post(f"/c/{ID}/delete", {"typed": connected.connections.get(ID).label}).status >= 500
    connected.audit.fails = False
    assert (state(connected), connected.vendors.erased, len(connected.vendors.grants)) == (ConnectionState.ACTIVE, [], 2)


@pytest.mark.feature("C2")
def test_several_connections_are_listed_and_a_single_one_is_shown(connected: House, dana: Browser) -> None:
    assert dana.get("/").location == f"/c/{ID}"
    connected.connections.save(a_connection(id="1-2", portal_id="1", realm_id="2", revision=0, name="East coast"))
    be(connected, ConnectionState.DISCONNECTED)
    page = dana.get("/").text
    assert "East coast" in page
    assert "Disconnected" in page


def test_a_stranger_and_a_viewer_see_no_button(connected: House, aisha: Browser) -> None:
    page = aisha.get(PAGE).text
    for words in ("Disconnect", "Delete for good", "Pause everything", "Check again", "Keep this name"):
        assert words not in page
    assert connected.connections.get(ID).state is ConnectionState.ACTIVE


def test_nothing_is_known_of_a_connection_that_there_is_not(dana: Browser) -> None:
    for path in ("connection", "pause", "resume", "disconnect", "delete", "checks"):
        answer = dana.get(f"/c/none/{path}") if path == "connection" else dana.post(f"/c/none/{path}")
        assert answer.status == 404


def test_signing_in_leads_to_the_only_connection(connected: House) -> None:
    assert signed_in(connected, DANA).get("/").location == f"/c/{ID}"


def test_a_record_of_which_nothing_is_kept_is_called_by_its_kind() -> None:
    words = deed_words(an_entry(action=Action.TRIED_AGAIN, scope=ID, subject="hubspot:invoice:7"), {}, translations_of("en"))
    assert words == "Had it tried again: the invoice with the id 7 in HubSpot."
