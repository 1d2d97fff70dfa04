"""Connecting is idempotent, believes the accounts rather than the operator, and renews what had died."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import UnknownConnectionError, VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Clause, Direction, FieldType, Filter, Group, Operator, RuleChange
from counterfoil.domain.rules.faults import faults_of
from counterfoil.engine.connections.capabilities import Capabilities
from counterfoil.engine.connections.connect import Authorizer
from counterfoil.engine.connections.preflight import Preflight
from counterfoil.engine.connections.profile import ProfileKeeper
from counterfoil.engine.connections.request import ConnectionRequest, WrongAccountError
from counterfoil.engine.hints.call_up import CallUp
from counterfoil.engine.hints.polling import Poller
from counterfoil.engine.hints.turns import Turns
from counterfoil.engine.ports import Systems
from tests.fake_accounts import InMemoryAccounts
from tests.fake_display import FakeDisplay
from tests.fake_outcomes import InMemoryOutcomeStore
from tests.fake_polls import InMemoryPollQueue
from tests.fake_stores import InMemoryConnectionStore, InMemoryLinkStore
from tests.fake_systems import FakeSystem
from tests.fakes import FrozenClock, InMemoryChangeQueue, InMemoryCheckStore, InMemoryCursorStore, OpenedSystems

REQUEST = ConnectionRequest(
    portal_id="62515",
    realm_id="9130",
    hubspot_refresh_token="h-secret",
    quickbooks_refresh_token="q-secret",
    and_start=True,
)
ID = "62515-9130"


class Office:
    """Everything that connecting needs."""

    def __init__(self) -> None:
        clock = FrozenClock()
        self.accounts, self.connections, self.cursors = InMemoryAccounts(), InMemoryConnectionStore(), InMemoryCursorStore()
        hubspot = FakeSystem(System.HUBSPOT, clock)
        self.display = FakeDisplay(hubspot)
        opened = OpenedSystems({ID: Systems(hubspot, FakeSystem(System.QUICKBOOKS, clock), self.display)})
        links, outcomes, queue = InMemoryLinkStore(), InMemoryOutcomeStore(), InMemoryChangeQueue()
        call_up, self.checks = CallUp(outcomes, queue, clock), InMemoryCheckStore()
        preflight = Preflight(accounts=self.accounts, store=self.checks, clock=clock)
        profiles = self.profiles = ProfileKeeper(
            accounts=self.accounts,
            connections=self.connections,
            cursors=self.cursors,
            call_up=call_up,
            preflight=preflight,
            clock=clock,
        )
        poller = Poller(
            connections=self.connections,
            open_systems=opened,
            links=links,
            outcomes=outcomes,
            cursors=self.cursors,
            queue=queue,
            polls=InMemoryPollQueue(),
            profiles=profiles,
            turns=Turns(self.cursors, clock),
            clock=clock,
        )
        self.authorizer = Authorizer(
            accounts=self.accounts,
            connections=self.connections,
            open_systems=opened,
            poller=poller,
            call_up=call_up,
            preflight=preflight,
            clock=clock,
        )
        self.clock = clock

    def cursor_values(self) -> Mapping[System, str]:
        return {system: self.cursors.get(ID, f"poll:{system}") for system in System}


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_new_connection_is_live(office: Office) -> None:
    connection = office.authorizer.connect(REQUEST)
    assert connection == office.connections.get(ID)
    assert (connection.state, connection.revision) == (ConnectionState.ACTIVE, 1)
    assert connection.company.income_account_id == "79"
    assert connection.portal.time_zone == "Europe/Berlin"
    assert office.accounts.grants == {(ID, System.HUBSPOT): "h-secret", (ID, System.QUICKBOOKS): "q-secret"}
    assert office.display.prepared == 1
    assert office.checks.latest(ID)
    assert all(office.cursor_values().values())


def test_its_rules_are_the_ones_asked_for(office: Office) -> None:
    connection = office.authorizer.connect(replace(REQUEST, invoices=Direction.BOTH, winner=System.QUICKBOOKS))
    assert connection.rule(EntityKind.INVOICE).direction is Direction.BOTH
    assert connection.rule(EntityKind.INVOICE).winner is System.QUICKBOOKS
    assert connection.rule(EntityKind.PAYMENT).direction is Direction.BOTH
    assert connection.rule(EntityKind.CUSTOMER).create == "when_needed"
    assert connection.rule(EntityKind.INVOICE).switched_on_at == office.clock()


@pytest.mark.feature("L3", "O1")
def test_what_a_new_connection_admits(office: Office) -> None:
    office.clock.now = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # in Berlin a new day has begun
    connection = office.authorizer.connect(REQUEST)
    created = Clause(field="MetaData.CreateTime", type=FieldType.DATETIME, operator=Operator.AFTER, values=("2026-03-02",))
    assert connection.rule(EntityKind.INVOICE).filters == {System.QUICKBOOKS: Filter((Group((created,)),))}
    assert connection.rule(EntityKind.CUSTOMER).filters == connection.rule(EntityKind.PRODUCT).filters == {}
    assert connection.rule(EntityKind.CUSTOMER).create == "when_needed"
    assert all(faults_of(rule) == () for rule in connection.rules.values())


@pytest.mark.feature("X15")
def test_the_history_of_its_rules_begins(office: Office) -> None:
    connection = office.authorizer.connect(REQUEST)
    office.authorizer.connect(REQUEST)
    for kind, rule in connection.rules.items():
        [version] = office.connections.versions(ID, kind)
        assert (version.rule, version.change) == (rule, RuleChange.CONNECTED)


def test_connecting_again_changes_nothing_but_the_permissions(office: Office) -> None:
    first = office.authorizer.connect(REQUEST)
    cursors = office.cursor_values()
    office.clock.sleep(3600)
    second = office.authorizer.connect(replace(REQUEST, hubspot_refresh_token="newer", invoices=Direction.OFF))
    assert replace(second, revision=1) == first
    assert office.cursor_values() == cursors
    assert office.accounts.grants[ID, System.HUBSPOT] == "newer"


@pytest.mark.feature("C6")
@pytest.mark.parametrize(
    ("invoices", "tried"),
    [(Direction.BOTH, True), (Direction.QUICKBOOKS_TO_HUBSPOT, True), (Direction.HUBSPOT_TO_QUICKBOOKS, False)],
)
def test_what_a_portal_refuses_is_tried_where_invoices_come_from_quickbooks(
    office: Office, invoices: Direction, *, tried: bool
) -> None:
    office.accounts.refused = frozenset({"status"})
    connection = office.authorizer.connect(replace(REQUEST, invoices=invoices))
    assert connection.portal.refused == ({"status"} if tried else {"balance"})
    assert bool(office.accounts.tried) is tried
    office.clock.sleep(2 * 24 * 3600)
    assert office.profiles.refresh_when_due(connection, office.cursors).portal.refused == connection.portal.refused


@pytest.mark.feature("C6")
def test_a_portal_is_tried_when_a_paused_connection_is_renewed(office: Office) -> None:
    """Its rule was turned round while the permission was dead, and resuming asks no vendor for anything."""
    connection = office.authorizer.connect(REQUEST)
    invoices = replace(connection.rule(EntityKind.INVOICE), direction=Direction.BOTH)
    rules = {**connection.rules, EntityKind.INVOICE: invoices}
    office.connections.save(replace(connection, state=ConnectionState.PAUSED, rules=rules))
    office.accounts.refused = frozenset({"status"})
    renewed = office.authorizer.connect(replace(REQUEST, and_start=False))
    assert (renewed.state, renewed.portal.refused) == (ConnectionState.PAUSED, office.accounts.refused)


@pytest.mark.feature("C6")
def test_what_a_portal_refuses_is_tried_again_on_demand(office: Office) -> None:
    office.authorizer.connect(replace(REQUEST, invoices=Direction.BOTH))
    capabilities = Capabilities(accounts=office.accounts, connections=office.connections)
    assert capabilities.find_out(ID) == office.connections.get(ID)
    office.accounts.refused = frozenset()
    assert capabilities.find_out(ID).portal.refused == office.connections.get(ID).portal.refused == frozenset()


def test_a_dead_connection_is_renewed(office: Office) -> None:
    connection = office.authorizer.connect(REQUEST)
    office.connections.save(replace(connection, state=ConnectionState.NEEDS_RECONNECT))
    renewed: Connection = office.authorizer.connect(REQUEST)
    assert renewed.state is ConnectionState.ACTIVE
    assert renewed.created_at == connection.created_at


def test_a_permission_for_another_portal_is_refused(office: Office) -> None:
    office.accounts.portal_id = "666"
    with pytest.raises(WrongAccountError, match="portal 666, not 62515"):
        office.authorizer.connect(REQUEST)
    with pytest.raises(UnknownConnectionError):
        office.connections.get(ID)


def test_a_wrong_permission_leaves_a_living_connection_its_own(office: Office) -> None:
    office.authorizer.connect(REQUEST)
    office.accounts.portal_id = "666"
    with pytest.raises(WrongAccountError):
        office.authorizer.connect(replace(REQUEST, hubspot_refresh_token="of another portal"))
    assert office.accounts.grants[ID, System.HUBSPOT] == "h-secret"


def test_a_request_never_tells_its_secrets() -> None:
    assert "secret" not in repr(REQUEST)


@pytest.mark.feature("X1")
def test_a_new_connection_waits_for_its_first_plan_and_writes_nothing() -> None:
    office = Office()

    connection = office.authorizer.connect(replace(REQUEST, and_start=False))

    assert connection.state is ConnectionState.PLANNED
    assert office.display.prepared == 0


def test_renewing_a_connection_that_waits_for_its_first_plan_does_not_start_it() -> None:
    office = Office()
    office.authorizer.connect(replace(REQUEST, and_start=False))

    assert office.authorizer.connect(replace(REQUEST, and_start=False)).state is ConnectionState.PLANNED
    assert office.authorizer.connect(REQUEST).state is ConnectionState.ACTIVE


def test_renewing_a_connection_that_was_started_does_not_stop_it() -> None:
    office = Office()
    office.authorizer.connect(REQUEST)

    assert office.authorizer.connect(replace(REQUEST, and_start=False)).state is ConnectionState.ACTIVE


def kept(office: Office, *systems: System) -> str:
    """Where somebody's consents wait for the rest."""
    for system in systems:
        office.accounts.keep_grant("consents-of-dana", system, f"new-{system}")
    return "consents-of-dana"


WISHES = ConnectionRequest(portal_id="62515", realm_id="9130")


def test_consents_given_one_after_the_other_become_a_connection_that_waits_for_its_plan(office: Office) -> None:
    connection = office.authorizer.connect_as_kept(kept(office, *System), WISHES)
    assert (connection.id, connection.state) == (ID, ConnectionState.PLANNED)
    assert office.accounts.grants == {(ID, system): f"new-{system}" for system in System}
    assert office.checks.latest(ID) is not None


def test_a_consent_for_another_portal_makes_no_connection(office: Office) -> None:
    with pytest.raises(WrongAccountError):
        office.authorizer.connect_as_kept(kept(office, *System), replace(WISHES, portal_id="1"))
    assert office.connections.every() == ()


@pytest.mark.parametrize("system", System)
def test_one_vendors_consent_is_renewed_and_the_other_stays(office: Office, system: System) -> None:
    office.authorizer.connect(REQUEST)
    office.connections.save(replace(office.connections.get(ID), state=ConnectionState.NEEDS_RECONNECT))
    renewed = office.authorizer.renew(ID, kept(office, system), system)
    assert renewed.state is ConnectionState.ACTIVE
    assert office.accounts.grants[ID, system] == f"new-{system}"
    assert office.accounts.grants[ID, system.other] in {"h-secret", "q-secret"}


def test_what_is_renewed_for_another_portal_changes_nothing(office: Office) -> None:
    office.authorizer.connect(REQUEST)
    office.accounts.portal_id = "1"
    with pytest.raises(WrongAccountError):
        office.authorizer.renew(ID, kept(office, System.HUBSPOT), System.HUBSPOT)
    assert office.accounts.grants[ID, System.HUBSPOT] == "h-secret"


def test_where_both_have_ended_the_first_one_renewed_is_kept_for_the_second(office: Office) -> None:
    office.authorizer.connect(REQUEST)
    dead = replace(office.connections.get(ID), state=ConnectionState.NEEDS_RECONNECT)
    office.connections.save(dead)
    office.accounts.dead = frozenset({"h-secret", "q-secret"})
    with pytest.raises(VendorError):
        office.authorizer.renew(ID, kept(office, System.HUBSPOT), System.HUBSPOT)
    assert office.connections.get(ID).state is ConnectionState.NEEDS_RECONNECT
    assert office.authorizer.renew(ID, kept(office, System.QUICKBOOKS), System.QUICKBOOKS).state is ConnectionState.ACTIVE


def test_whoever_paused_a_connection_finds_it_paused_after_renewing(office: Office) -> None:
    office.authorizer.connect(REQUEST)
    office.connections.save(replace(office.connections.get(ID), state=ConnectionState.PAUSED))
    assert office.authorizer.renew(ID, kept(office, System.QUICKBOOKS), System.QUICKBOOKS).state is ConnectionState.PAUSED
