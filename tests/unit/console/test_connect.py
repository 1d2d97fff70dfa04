"""Connecting from the browser: both consents, bound to session and vendor, and what is shown on the way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.domain.checks.check import Check, Checked, CheckResult, CheckState
from counterfoil.domain.checks.company import automatic_credits, sales_tax
from counterfoil.domain.connection import CompanyProfile, ConnectionState
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import System
from counterfoil.engine.ports import GivenConsent
from counterfoil_console.domain.audit import Action
from tests.builders import NOON, a_connection
from tests.unit.console.consents import ACCOUNTS, ID, allow, come_back
from tests.unit.console.house import AISHA, DANA, Browser, House, asked, signed_in


@pytest.mark.feature("C1")
def test_an_administrator_connects_both_accounts_from_one_page(dana: Browser, house: House) -> None:
    assert "Connect HubSpot" in dana.get("/connect").text
    assert allow(dana, "hubspot").location == "/connect"
    page = dana.get("/connect").text
    assert "Account 62515" in page
    assert "Connect QuickBooks" in page
    assert allow(dana, "quickbooks").location == f"/connect?connection={ID}"
    assert house.connections.get(ID).realm_id == "9130"
    assert house.vendors.grants == {
        (ID, System.HUBSPOT): "refresh-hubspot",
        (ID, System.QUICKBOOKS): "refresh-quickbooks",
    }


def test_the_first_page_goes_on_where_somebody_stopped_between_both_vendors(dana: Browser) -> None:
    assert ">Connect HubSpot</a>" in dana.get("/").text
    allow(dana, "hubspot")
    page = dana.get("/").text
    assert ">Connect QuickBooks Online</a>" in page
    assert ">Connect HubSpot</a>" not in page


def test_it_may_begin_with_quickbooks(dana: Browser, house: House) -> None:
    assert allow(dana, "quickbooks").location == "/connect"
    allow(dana, "hubspot")
    assert house.connections.get(ID).portal_id == "62515"


@pytest.mark.feature("C2")
def test_another_pair_is_another_connection(dana: Browser, house: House) -> None:
    for hubspot, quickbooks in (("62515", "9130"), ("62516", "9131")):
        allow(dana, "hubspot", account=hubspot)
        allow(dana, "quickbooks", account=quickbooks)
    assert [connection.id for connection in house.connections.every()] == ["62515-9130", "62516-9131"]


def test_what_is_asked_for_is_shown_with_what_it_is_needed_for(dana: Browser) -> None:
    page = dana.get("/connect").text
    assert "Read payments, to record them on the invoice." in page
    assert "Read and write the books of this company" in dana.get("/connect?step=quickbooks").text
    assert "Read which custom fields invoices have" not in dana.get("/connect?step=quickbooks").text


@pytest.mark.feature("F2")
def test_where_every_custom_field_may_be_mapped_quickbooks_is_asked_for_them(dana: Browser, house: House) -> None:
    house.console.maps_every_custom_field = True
    assert "Read which custom fields invoices have" in dana.get("/connect?step=quickbooks").text
    assert "Read which custom fields invoices have" not in dana.get("/connect?step=hubspot").text


@pytest.mark.feature("C1")
def test_a_static_token_of_hubspot_is_taken_as_well(dana: Browser, house: House) -> None:
    assert dana.post("/connect/token", {"token": " pat-na1-secret "}).location == "/connect"
    assert house.vendors.grants == {("consents-dana", System.HUBSPOT): "pat-na1-secret"}
    assert "pat-na1-secret" not in dana.get("/connect").text + str(house.audit.entries) + str(house.consents.kept)


def test_a_state_is_good_once(dana: Browser, house: House) -> None:
    started = dana.get("/oauth/hubspot/start")
    come_back(dana, started, "hubspot")
    again = come_back(dana, started, "hubspot")
    assert again.status == 409
    assert "took too long" in again.text
    assert len(house.vendors.codes) == 1


def test_a_state_is_good_for_ten_minutes(dana: Browser, house: House) -> None:
    started = dana.get("/oauth/hubspot/start")
    house.clock.advance(timedelta(minutes=10))
    assert come_back(dana, started, "hubspot").status == 409
    assert house.vendors.grants == {}


def test_a_state_is_good_for_one_vendor_only(dana: Browser, house: House) -> None:
    assert come_back(dana, dana.get("/oauth/hubspot/start"), "quickbooks").status == 409
    assert house.vendors.grants == {}


def test_a_state_is_good_in_the_session_that_began_it_only(house: House) -> None:
    """Else somebody could have an administrator connect an account of theirs."""
    one, two = signed_in(house, DANA), signed_in(house, {**DANA, "sub": "miguel"})
    assert come_back(two, one.get("/oauth/hubspot/start"), "hubspot").status == 409
    again = signed_in(house, DANA)
    assert come_back(again, one.get("/oauth/hubspot/start"), "hubspot").status == 409
    assert house.vendors.grants == {}


@pytest.mark.parametrize("query", ["", "?code=x", "?state=invented&code=x", "?error=access_denied"])
def test_what_nobody_asked_for_is_refused(dana: Browser, house: House, query: str) -> None:
    for vendor in ACCOUNTS:
        assert dana.get(f"/oauth/{vendor}/callback{query}").status == 409
    assert house.vendors.grants == {}


def test_who_does_not_allow_it_is_told_that_nothing_has_changed(dana: Browser, house: House) -> None:
    state = asked(dana.get("/oauth/quickbooks/start"))["state"]
    answer = dana.get(f"/oauth/quickbooks/callback?error=access_denied&state={state}")
    assert answer.status == 409
    assert "QuickBooks was not allowed. Nothing has changed" in answer.text
    assert house.vendors.grants == {}


@pytest.mark.parametrize("realm", ["", "../9130", "9130%23x", "%D9%A1", "9130%20"])
def test_a_company_without_a_proper_number_is_none(dana: Browser, house: House, realm: str) -> None:
    state = asked(dana.get("/oauth/quickbooks/start"))["state"]
    house.vendors.codes["code"] = System.QUICKBOOKS, GivenConsent("", "refresh")
    answer = dana.get(f"/oauth/quickbooks/callback?code=code&state={state}&realmId={realm}")
    assert answer.status == 409
    assert house.vendors.grants == {}


def test_trouble_at_a_vendor_is_told_and_can_be_tried_again(dana: Browser, house: House) -> None:
    failure = Failure(category=ErrorCategory.OUR_FAULT, cure=Cure.WAITING, vendor_text="bad client")
    house.vendors.trouble = VendorError(failure)
    allow(dana, "hubspot")
    answer = allow(dana, "quickbooks")
    assert answer.status == 409
    assert "does not know this app" in answer.text
    house.vendors.trouble = None
    assert allow(dana, "quickbooks").location == f"/connect?connection={ID}"


@pytest.mark.feature("C6")
def test_the_checks_are_shown_the_gravest_first(dana: Browser, house: House) -> None:
    house.connections.save(a_connection(id=ID, portal_id="62515", realm_id="9130", revision=0))
    results = (
        CheckResult(check=Check.SALES_TAX, state=CheckState.GOOD, finding="Sales tax is off."),
        CheckResult(check=Check.PERMISSIONS, state=CheckState.MUST_BE_MENDED, finding="Payments are not allowed."),
    )
    house.checks.save(ID, Checked(at=NOON, results=results))
    page = dana.get(f"/connect?connection={ID}").text
    assert page.index("Payments are not allowed.") < page.index("Sales tax is off.")
    assert "Settle the one marked Stop" in page


@pytest.fixture
def advised(house: House) -> CheckResult:
    """A connection that waits for its first plan, of which one check advises something and one must be mended."""
    house.connections.save(
        a_connection(id=ID, portal_id="62515", realm_id="9130", state=ConnectionState.PLANNED, revision=0)
    )
    credits_applied = automatic_credits(CompanyProfile(name="Craig's Design", applies_credits=True))
    abroad = sales_tax(CompanyProfile(name="Craig's Design", country="CA"), books_invoices=True)
    house.accounts.findings = (credits_applied, abroad)
    house.accounts.refresh(house.connections.get(ID))
    return credits_applied


@pytest.mark.feature("C6")
def test_a_check_is_left_as_it_is_and_comes_back_once_something_else_is_found(
    dana: Browser, house: House, advised: CheckResult
) -> None:
    assert "0 fine, 1 to look at, 1 to settle first." in dana.get(f"/connect?connection={ID}").text
    left = dana.post(f"/c/{ID}/checks/{advised.check}/leave", {"finding": str(advised.finding)})
    assert left.location == f"/connect?connection={ID}&done=check_left"
    page = dana.get(left.location).text
    assert "It stays as it is, until something else is found." in page
    assert "0 fine, 0 to look at, 1 to settle first. 1 is left as it is." in page
    assert "Dana Whitfield leaves it as it is, since" in page
    assert page.index("country is CA.") < page.index(str(advised.finding))

    dana.post(f"/c/{ID}/checks")
    assert "1 is left as it is." in dana.get(f"/connect?connection={ID}").text

    house.accounts.findings = (replace(advised, finding="Credits go to whoever is late."),)
    dana.post(f"/c/{ID}/checks")
    assert "0 fine, 1 to look at, 0 to settle first." in dana.get(f"/connect?connection={ID}").text
    house.accounts.findings = (advised,)
    dana.post(f"/c/{ID}/checks")
    page = dana.get(f"/connect?connection={ID}").text
    assert "0 fine, 1 to look at, 0 to settle first." in page
    assert "left as" not in page.partition("<dialog")[0]


@pytest.mark.feature("C6")
@pytest.mark.usefixtures("advised")
def test_what_stops_is_left_as_well_with_its_consequence_so_that_setting_up_goes_on(dana: Browser, house: House) -> None:
    abroad = house.accounts.findings[1]
    question = (
        dana.get(f"/connect?connection={ID}").text.partition(f'id="leave-{abroad.check}"')[2].partition("</dialog>")[0]
    )
    assert f"<b>{abroad.consequence}</b>" in question
    dana.post(f"/c/{ID}/checks/{abroad.check}/leave", {"finding": str(abroad.finding)})
    page = dana.get(f"/connect?connection={ID}").text
    assert "Settle the" not in page
    assert f'href="/c/{ID}/rules"' in page
    assert [entry.action for entry in house.audit.entries[-1:]] == [Action.CHECK_LEFT]


@pytest.mark.feature("C6")
def test_that_a_check_is_left_is_taken_back(dana: Browser, advised: CheckResult) -> None:
    dana.post(f"/c/{ID}/checks/{advised.check}/leave", {"finding": str(advised.finding)})
    back = dana.post(f"/c/{ID}/checks/{advised.check}/take-back")
    assert back.location == f"/connect?connection={ID}&done=check_taken_back"
    assert "0 fine, 1 to look at, 1 to settle first." in dana.get(back.location).text
    page = dana.get(f"/c/{ID}/connection").text
    assert "Left a check as it is: Automatic application of credits." in page
    assert "Took back that a check is left as it is: Automatic application of credits." in page


@pytest.mark.feature("C6")
def test_what_was_found_otherwise_meanwhile_is_not_left_unread(dana: Browser, house: House, advised: CheckResult) -> None:
    house.accounts.findings = (replace(advised, finding="Credits go to whoever is late."),)
    house.accounts.refresh(house.connections.get(ID))
    answer = dana.post(f"/c/{ID}/checks/{advised.check}/leave", {"finding": str(advised.finding)})
    assert (answer.status, "Something else has been found meanwhile" in answer.text) == (409, True)
    assert dana.post(f"/c/{ID}/checks/nothing/leave", {"finding": "x"}).status == 404
    assert "left as" not in dana.get(f"/connect?connection={ID}").text.partition("<dialog")[0]


@pytest.mark.feature("C6")
def test_missing_permissions_are_not_left(dana: Browser, house: House, advised: CheckResult) -> None:
    missing = replace(advised, check=Check.PERMISSIONS, state=CheckState.MUST_BE_MENDED)
    house.accounts.findings = (missing,)
    house.accounts.refresh(house.connections.get(ID))
    assert "Leave it" not in dana.get(f"/connect?connection={ID}").text
    assert dana.post(f"/c/{ID}/checks/permissions/leave", {"finding": str(missing.finding)}).status == 409


@pytest.mark.feature("C6")
def test_a_viewer_sees_what_is_left_and_changes_none_of_it(house: House, advised: CheckResult) -> None:
    aisha = signed_in(house, AISHA)
    assert "Leave it" not in aisha.get(f"/connect?connection={ID}").text
    assert aisha.post(f"/c/{ID}/checks/{advised.check}/leave", {"finding": str(advised.finding)}).status == 403


@pytest.mark.parametrize(
    "path", ["/oauth/stripe/start", "/oauth/stripe/callback", "/connect?connection=no", "/oauth/hubspot/start?connection=no"]
)
def test_there_are_two_vendors_and_the_connections_that_there_are(dana: Browser, path: str) -> None:
    assert dana.get(path).status == 404


def test_who_connected_what_is_kept(dana: Browser, house: House) -> None:
    allow(dana, "hubspot")
    allow(dana, "quickbooks")
    assert [entry.details for entry in reversed(house.audit.of("console"))][1:] == [
        {"vendor": "hubspot", "account": "62515"},
        {"vendor": "quickbooks", "account": "9130"},
    ]
    (connected,) = house.audit.of(ID)
    assert (connected.who, connected.action) == ("Dana Whitfield", "connected")


def test_a_further_connection_is_begun_beside_no_other(dana: Browser, house: House) -> None:
    house.connections.save(a_connection(id=ID, portal_id="62515", realm_id="9130", revision=0))
    assert f"/c/{ID}/records" not in dana.get("/connect").text
    assert f"/c/{ID}/records" in dana.get(f"/connect?connection={ID}").text
