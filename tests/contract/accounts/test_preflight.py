"""The pre-flight checks over both twins: as the accounts are set up, and as people change them."""

import json
from datetime import timedelta

import httpx2
import pytest

from counterfoil.domain.checks.check import Check, CheckState
from counterfoil.domain.connection import Connection
from counterfoil.engine.connections.request import ConnectionRequest
from counterfoil.engine.ports import PollSlice
from infra.operator.checks import main
from infra.sandbox.hubspot.oauth import ALL_SCOPES
from infra.sandbox.kernel.faults import Fault, FaultKind
from tests.contract.accounts.offices import Twins
from tests.contract.systems.world import InProcessTransport

pytestmark = pytest.mark.feature("C6")


class Office:
    """A connection, and an operator before it."""

    def __init__(self, *, private_app: bool = False, and_start: bool = True) -> None:
        self.twins = Twins()
        hubspot, quickbooks = self.twins.hubspot.credentials(), self.twins.quickbooks.credentials()
        token = self.twins.hubspot.control("private_app_token", {})["access_token"] if private_app else ""
        request = ConnectionRequest(
            portal_id=str(hubspot["portal_id"]),
            realm_id=quickbooks["realm_id"],
            hubspot_refresh_token=token or str(hubspot["refresh_token"]),
            quickbooks_refresh_token=quickbooks["refresh_token"],
            and_start=and_start,
        )
        self.id = self.twins.bundle.authorizer.connect(request).id

    @property
    def connection(self) -> Connection:
        return self.twins.bundle.connections.get(self.id)

    def states(self) -> dict[Check, CheckState]:
        """As they were kept last."""
        checked = self.twins.bundle.checks.latest(self.id)
        assert checked
        return {one.check: one.state for one in checked.results}

    def check(self, *options: str) -> int:
        """`poe checks`."""
        options = ("--connection", self.id, *options)
        return main(options, lambda _: self.twins.bundle, who=lambda: "the bookkeeper")

    def poll(self) -> None:
        """The connection is polled."""
        self.twins.bundle.poller.poll(PollSlice(self.twins.clock.now(), (self.id,)))

    def in_portal(self, method: str, path: str) -> None:
        """Somebody does something in HubSpot's settings."""
        token = self.twins.hubspot.control("private_app_token", {})["access_token"]
        client = httpx2.Client(transport=InProcessTransport(self.twins.hubspot), base_url="http://people.test")
        client.request(method, path, headers={"Authorization": f"Bearer {token}"}).raise_for_status()

    def prefer(self, **preferences: object) -> None:
        """The bookkeeper changes QuickBooks' settings."""
        given = {"realm_id": self.connection.realm_id, "preferences": preferences}
        self.twins.quickbooks.control("set_preferences", given)


@pytest.fixture
def office() -> Office:
    return Office()


def test_connecting_checks_both_accounts(office: Office) -> None:
    states = office.states()
    unwell = {check: state for check, state in states.items() if state is not CheckState.GOOD}
    assert unwell == dict.fromkeys(
        (Check.CURRENCIES, Check.SALES_TAX, Check.CLOSED_BOOKS, Check.CUSTOM_NUMBERS), CheckState.ADVISED
    )


def test_a_connection_that_waits_for_its_first_plan_lacks_nothing() -> None:
    states = Office(and_start=False).states()
    assert CheckState.MUST_BE_MENDED not in states.values()
    assert states[Check.INVOICE_PROPERTIES] is states[Check.PAYMENT_PROPERTIES] is CheckState.GOOD


def test_a_private_app_is_checked_alike() -> None:
    assert Office(private_app=True).states()[Check.PERMISSIONS] is CheckState.GOOD


def test_what_people_change_is_found_within_a_day(office: Office) -> None:
    office.prefer(
        SalesFormsPrefs={"CustomTxnNumbers": False, "ETransactionPaymentEnabled": True, "AutoApplyCredit": True},
        AccountingInfoPrefs={"BookCloseDate": "2026-01-31"},
        ProductAndServicesPrefs={"RevenueRecognition": True},
    )
    office.poll()
    office.twins.clock.advance(timedelta(days=1).total_seconds())
    office.poll()
    states = office.states()
    good, advised = CheckState.GOOD, CheckState.ADVISED
    assert [states[one] for one in (Check.CUSTOM_NUMBERS, Check.CLOSED_BOOKS)] == [good, good]
    noticed = (Check.ONLINE_PAYMENTS, Check.AUTOMATIC_CREDITS, Check.REVENUE_RECOGNITION)
    assert [states[one] for one in noticed] == [advised, advised, advised]


def test_missing_permissions_are_named_on_demand(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    scopes = [one for one in ALL_SCOPES if "commercepayments" not in one]
    office.twins.hubspot.control("set_scopes", {"scopes": scopes})
    assert office.check() == 1
    states = office.states()
    assert (states[Check.PERMISSIONS], states[Check.PAYMENTS]) == (CheckState.MUST_BE_MENDED, CheckState.MUST_BE_MENDED)
    assert states[Check.PAYMENT_PROPERTIES] is CheckState.UNKNOWN
    said = capsys.readouterr().out
    assert "Permissions in HubSpot: MUST BE MENDED\n" in said
    assert "HubSpot has not granted these permissions: crm.objects.commercepayments.read, " in said
    assert "1. Ask a super admin of the HubSpot account" in said


def test_a_property_that_somebody_deleted_is_named(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.in_portal("DELETE", "/crm/properties/2026-09/invoices/counterfoil_sync_status")
    assert office.check() == 1
    assert office.states()[Check.INVOICE_PROPERTIES] is CheckState.MUST_BE_MENDED
    said = capsys.readouterr().out
    assert "cannot be written: QuickBooks sync status.\n" in said


def test_one_question_that_is_not_answered_leaves_the_others(office: Office) -> None:
    office.twins.hubspot.kernel.faults.add(Fault(FaultKind.UNAVAILABLE, r"objects/.*/commerce_payments$", times=None))
    assert office.check() == 0
    states = office.states()
    assert states[Check.PAYMENTS] is CheckState.UNKNOWN
    assert states[Check.PERMISSIONS] is CheckState.GOOD


def test_what_was_kept_is_shown_without_asking_anybody(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    calls = office.twins.calls
    assert office.check("--kept", "--json") == 0
    assert office.twins.calls == calls
    said = json.loads(capsys.readouterr().out)
    assert [one["check"] for one in said["checks"]] == [one for one in Check if one is not Check.CUSTOM_FIELDS]
    assert all(one["why"] and one["finding"] for one in said["checks"])


def test_what_an_operator_leaves_counts_no_more_until_it_is_otherwise(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    office.in_portal("DELETE", "/crm/properties/2026-09/invoices/counterfoil_sync_status")
    assert office.check() == 1
    assert office.check("--leave", "invoice_properties") == 0
    assert office.check() == 0
    assert "Properties of invoices: MUST BE MENDED, left as it is by the bookkeeper" in capsys.readouterr().out
    office.in_portal("DELETE", "/crm/properties/2026-09/invoices/counterfoil_quickbooks_number")
    assert office.check() == 1
    assert office.check("--leave", "invoice_properties") == 0
    assert office.check("--take-back", "invoice_properties") == 1


def test_a_dead_permission_is_told_in_a_line(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.twins.hubspot.control("revoke_grant", {})
    office.twins.clock.advance(7200)
    assert office.check() == 1
    assert capsys.readouterr().err.startswith("Connection needs to be renewed: ")
