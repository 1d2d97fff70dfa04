"""A company's preferences as its bookkeeper changes them, seen through the bundle."""

import pytest

from counterfoil.domain.connection import Connection
from counterfoil.engine.connection_request import ConnectionRequest
from tests.contract.accounts.offices import Twins


@pytest.fixture
def twins() -> Twins:
    return Twins()


@pytest.fixture
def connection(twins: Twins) -> Connection:
    hubspot, quickbooks = twins.hubspot.credentials(), twins.quickbooks.credentials()
    request = ConnectionRequest(
        portal_id=str(hubspot["portal_id"]),
        realm_id=quickbooks["realm_id"],
        hubspot_refresh_token=str(hubspot["refresh_token"]),
        quickbooks_refresh_token=quickbooks["refresh_token"],
        and_start=True,
    )
    connected = twins.bundle.authorizer.connect(request)
    return twins.bundle.connections.get(connected.id)


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
