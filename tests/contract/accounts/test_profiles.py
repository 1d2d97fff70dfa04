"""A company's preferences as its bookkeeper changes them, seen through the bundle."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest

from counterfoil.bootstrap.consenting import ConsentingBundle
from counterfoil.domain.checks.check import Check, CheckState
from counterfoil.domain.connection import Connection, ConnectionState, Told
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import System
from counterfoil.engine.connections.request import ConnectionRequest
from infra.sandbox.kernel.faults import Fault, FaultKind
from tests.contract.accounts.offices import Twins
from tests.simulation.house import SETTINGS

ALL = replace(SETTINGS, quickbooks_custom_fields="enhancedAllCustomFields")
SCOPES = "com.intuit.quickbooks.accounting app-foundations.custom-field-definitions.read"


@pytest.fixture
def twins() -> Twins:
    return Twins()


@pytest.fixture
def connection(twins: Twins) -> Connection:
    return connected(twins)


def connected(twins: Twins) -> Connection:
    """Somebody connects the first accounts, and allows what is asked."""
    hubspot, quickbooks = twins.hubspot.credentials(), twins.quickbooks.credentials()
    if twins.bundle.settings.quickbooks_custom_fields:
        quickbooks = twins.quickbooks.control("authorize", {"scopes": SCOPES})
    request = ConnectionRequest(
        portal_id=str(hubspot["portal_id"]),
        realm_id=quickbooks["realm_id"],
        hubspot_refresh_token=str(hubspot["refresh_token"]),
        quickbooks_refresh_token=quickbooks["refresh_token"],
        and_start=True,
    )
    made = twins.bundle.authorizer.connect(request)
    return twins.bundle.connections.get(made.id)


def state_of(twins: Twins, connection: Connection) -> CheckState:
    """How the check of custom fields stands."""
    checked = twins.bundle.checks.latest(connection.id)
    assert checked
    [found] = [one for one in checked.results if one.check is Check.CUSTOM_FIELDS]
    return found.state


def test_accounts_that_are_as_they_were_change_nothing(twins: Twins, connection: Connection) -> None:
    assert twins.bundle.profiles.refresh(connection) == connection
    assert twins.bundle.connections.get(connection.id).revision == connection.revision


def test_a_preference_that_was_changed_is_known(twins: Twins, connection: Connection) -> None:
    changed = {"SalesFormsPrefs": {"AllowDiscount": False}, "AccountingInfoPrefs": {"BookCloseDate": "2026-01-31"}}
    twins.quickbooks.control("set_preferences", {"realm_id": connection.realm_id, "preferences": changed})
    company = twins.bundle.profiles.refresh(connection).company
    assert (company.allows_discount, str(company.closed_until)) == (False, "2026-01-31")
    assert company.income_account_id == connection.company.income_account_id


def test_a_refresh_costs_quickbooks_one_call(twins: Twins, connection: Connection) -> None:
    twins.bundle.profiles.refresh(connection)  # with tokens renewed
    before, metered = twins.calls, twins.quickbooks.kernel.meter.summary()["metered"]
    twins.bundle.profiles.refresh(connection)
    assert twins.quickbooks.kernel.meter.summary()["metered"] - metered == 7
    assert twins.calls - before == 1 + 1 + 5  # the company, the portal, and what the portal permits


@pytest.mark.feature("F2", "C6")
@pytest.mark.parametrize("refusal", ["403", "errors"])
def test_custom_fields_are_told_refused_and_told_again(refusal: str) -> None:
    twins = Twins(ALL)
    twins.quickbooks.control("define_custom_field", {"label": "Order"})
    connection = connected(twins)
    assert (connection.company.told_further, [*connection.company.further_fields]) == (Told.TOLD, ["1149601"])
    assert state_of(twins, connection) is CheckState.GOOD
    twins.quickbooks.switches().custom_fields_api = False
    twins.quickbooks.switches().custom_fields_refusal = refusal
    refused = twins.bundle.profiles.refresh(connection)
    assert refused.company == replace(connection.company, told_further=Told.REFUSED)
    assert (refused.state, state_of(twins, connection)) == (ConnectionState.ACTIVE, CheckState.ADVISED)
    twins.quickbooks.switches().custom_fields_api = True
    again = twins.bundle.profiles.refresh(refused)
    assert again.company == connection.company


@pytest.mark.feature("F2")
def test_trouble_that_passes_takes_no_custom_field_away() -> None:
    twins = Twins(ALL)
    twins.quickbooks.control("define_custom_field", {"label": "Region", "kind": "STRING_LIST", "options": ["North"]})
    connection = connected(twins)
    twins.quickbooks.kernel.faults.add(Fault(FaultKind.UNAVAILABLE, "/graphql$", times=None))
    assert twins.bundle.profiles.refresh(connection).company == connection.company
    assert connected(twins).company == connection.company


@pytest.mark.feature("C6")
def test_a_company_that_never_answered_about_custom_fields_is_connected_all_the_same() -> None:
    twins = Twins(ALL)
    twins.quickbooks.kernel.faults.add(Fault(FaultKind.UNAVAILABLE, "/graphql$", times=None))
    connection = connected(twins)
    assert (connection.state, connection.company.told_further) == (ConnectionState.ACTIVE, Told.UNANSWERED)
    assert state_of(twins, connection) is CheckState.UNKNOWN


def test_nothing_is_asked_about_custom_fields_where_they_are_not_to_be_mapped(twins: Twins, connection: Connection) -> None:
    twins.quickbooks.control("define_custom_field", {"label": "Order"})
    asked = []
    twins.watch = lambda request: asked.append(request.url.path)
    company = twins.bundle.profiles.refresh(connection).company
    assert (company.told_further, dict(company.further_fields)) == (Told.NOT_ASKED, {})
    assert asked
    assert "/graphql" not in asked


@pytest.mark.feature("C1")
def test_whoever_connects_is_asked_for_custom_fields_where_they_are_to_be_mapped() -> None:
    asked = {}
    for settings in (SETTINGS, ALL):
        app = ConsentingBundle(settings, client={"secretsmanager": Twins().secret}.__getitem__)
        address = app.consent_address(System.QUICKBOOKS, "https://back.example", "state")
        asked[settings.quickbooks_custom_fields] = httpx2.URL(address).params["scope"]
    assert asked == {"": "com.intuit.quickbooks.accounting", "enhancedAllCustomFields": SCOPES}


@pytest.mark.parametrize(("patience", "answered"), [(10, 38), (75, 39)], ids=["a request of the console's", "a worker"])
def test_who_has_little_time_waits_no_minute_until_a_vendor_may_be_asked(patience: int, answered: int) -> None:
    """QuickBooks takes a profile's questions in a batch, of which it allows so many in a minute."""
    twins, told = Twins(patience=timedelta(seconds=patience)), 0
    connection = connected(twins)
    twins.clock.advance(60)
    began = twins.clock.now()
    with suppress(VendorError):
        while told < 39:
            twins.bundle.describe_company(connection.id, connection.realm_id, "")
            told += 1
    assert told == answered
    assert twins.clock.now() - began <= timedelta(seconds=patience)
