"""The contract of Accounts: the bundle's over both twins, and the one in memory."""

import pytest

from counterfoil.domain.errors import ErrorCategory, VendorError
from counterfoil.domain.identity import System
from tests.contract.accounts.offices import DEAD, Office, office_in_memory, office_on_the_twins

CANDIDATE, CONNECTION = "candidate", "connection"


@pytest.fixture(params=[office_on_the_twins, office_in_memory])
def office(request: pytest.FixtureRequest) -> Office:
    made: Office = request.param()
    return made


def permit(office: Office) -> None:
    for system in System:
        office.accounts.keep_grant(CANDIDATE, system, office.tokens[system])


def why_no_portal(office: Office, connection_id: str) -> ErrorCategory:
    with pytest.raises(VendorError) as raised:
        office.accounts.describe_portal(connection_id)
    return raised.value.failure.category


def why_no_company(office: Office, connection_id: str, income_account: str = "") -> ErrorCategory:
    with pytest.raises(VendorError) as raised:
        office.accounts.describe_company(connection_id, office.realm_id, income_account)
    return raised.value.failure.category


def test_a_portal_tells_its_own_id_whatever_the_connection_is_called(office: Office) -> None:
    permit(office)
    portal_id, profile = office.accounts.describe_portal(CANDIDATE)
    assert portal_id == office.portal_id
    assert profile.time_zone


def test_nothing_is_told_without_permission(office: Office) -> None:
    permit(office)
    assert why_no_portal(office, CONNECTION) is ErrorCategory.NEEDS_RECONNECT
    assert why_no_company(office, CONNECTION) is ErrorCategory.NEEDS_RECONNECT


def test_a_permission_replaces_a_dead_one(office: Office) -> None:
    office.accounts.keep_grant(CANDIDATE, System.HUBSPOT, DEAD)
    assert why_no_portal(office, CANDIDATE) is ErrorCategory.NEEDS_RECONNECT
    permit(office)
    assert office.accounts.describe_portal(CANDIDATE)[0] == office.portal_id


def test_moved_permissions_are_the_other_connections_only(office: Office) -> None:
    permit(office)
    office.accounts.describe_portal(CANDIDATE)
    office.accounts.move_grants(CANDIDATE, CONNECTION)
    assert office.accounts.describe_portal(CONNECTION)[0] == office.portal_id
    assert office.accounts.describe_company(CONNECTION, office.realm_id, "").name
    assert why_no_portal(office, CANDIDATE) is ErrorCategory.NEEDS_RECONNECT
    assert why_no_company(office, CANDIDATE) is ErrorCategory.NEEDS_RECONNECT


def test_permissions_that_are_not_there_cannot_be_moved(office: Office) -> None:
    with pytest.raises(VendorError) as raised:
        office.accounts.move_grants(CANDIDATE, CONNECTION)
    assert raised.value.failure.category is ErrorCategory.NEEDS_RECONNECT


def test_the_income_account_is_taken_by_id_by_name_or_chosen(office: Office) -> None:
    permit(office)
    for given in office.income_account:
        company = office.accounts.describe_company(CANDIDATE, office.realm_id, given)
        assert company.income_account_id == office.income_account[0]
    assert office.accounts.describe_company(CANDIDATE, office.realm_id, "").income_account_id


def test_an_income_account_that_is_not_there_is_told(office: Office) -> None:
    permit(office)
    assert why_no_company(office, CANDIDATE, "Lottery") is ErrorCategory.UNKNOWN_ACCOUNT


def test_what_a_portal_refuses_is_tried_with_permission_only(office: Office) -> None:
    with pytest.raises(VendorError) as raised:
        office.accounts.try_portal(CANDIDATE, "USD")
    assert raised.value.failure.category is ErrorCategory.NEEDS_RECONNECT
    permit(office)
    assert office.accounts.try_portal(CANDIDATE, "USD") == {"balance"}
