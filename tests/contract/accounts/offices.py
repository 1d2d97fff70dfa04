"""What the contract suites of Accounts and SystemsOpener run on: memory, and the bundle between both twins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.engine.ports import Accounts, Systems, SystemsOpener
from counterfoil.settings import Settings
from infra.sandbox.hubspot.twin import HubSpotTwin
from infra.sandbox.kernel.application import Kernel, TwinApplication
from infra.sandbox.kernel.clock import Clock
from infra.sandbox.quickbooks.twin import QuickBooksTwin
from tests.builders import a_connection, a_customer
from tests.contract.systems.world import START, InProcessTransport
from tests.fake_accounts import InMemoryAccounts
from tests.fake_display import FakeDisplay
from tests.fake_systems import FakeSystem
from tests.fakes import FrozenClock, OpenedSystems
from tests.simulation.aws.dynamodb import FakeDynamoDB
from tests.simulation.aws.others import FakeKms, FakeSecrets
from tests.simulation.house import SETTINGS
from tests.simulation.wire import HOSTS

DEAD = "no token at all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A portal and a company that may be connected. `tokens` permit to act there; `income_account` is (id, name)."""

    accounts: Accounts
    portal_id: str
    realm_id: str
    tokens: Mapping[System, str]
    income_account: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Two connections, with a customer in each portal (`customers`, by connection id). `calls` counts calls of vendors."""

    open_systems: SystemsOpener
    connections: tuple[Connection, Connection]
    customers: Mapping[str, RecordRef]
    calls: Callable[[], int]


class Twins:
    """Both twins in the process, and a bundle between them that asks them in its own `manner`."""

    def __init__(self, settings: Settings = SETTINGS, **manner: Any) -> None:
        clock = Clock(START)
        self.hubspot = HubSpotTwin(Kernel(clock=clock), seeded=False)
        self.quickbooks = QuickBooksTwin(Kernel(clock=clock), seeded=False)
        apps: Mapping[System, TwinApplication] = {System.HUBSPOT: self.hubspot, System.QUICKBOOKS: self.quickbooks}
        wires = {f"http://{HOSTS[system]}": InProcessTransport(app) for system, app in apps.items()}
        self.clock, self.secret = clock, FakeSecrets(self.app())
        aws = {
            "dynamodb": FakeDynamoDB(lambda _: None),
            "kms": FakeKms(),
            "secretsmanager": self.secret,
            "sqs": object(),  # nothing is enqueued here
        }
        self.calls = 0
        self.watch: Callable[[httpx2.Request], object] = lambda _: None
        nowhere = httpx2.MockTransport(_unreachable)
        http = httpx2.Client(transport=nowhere, mounts=dict(wires), event_hooks={"request": [self._count]})
        self.bundle = Bundle(settings, clock=clock.now, client=aws.__getitem__, http=http, sleep=clock.advance, **manner)

    def _count(self, request: httpx2.Request) -> None:
        self.calls += 1
        self.watch(request)

    def app(self) -> dict[str, str]:
        """The credentials that both twins gave to the app."""
        told = {"hubspot": self.hubspot.credentials(), "quickbooks": self.quickbooks.credentials()}
        names = ("client_id", "client_secret")
        app = {f"{vendor}_{name}": str(told[vendor][name]) for vendor in told for name in names}
        return {**app, "quickbooks_verifier_token": "unused"}


def _unreachable(request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("only the twins are here", request=request)


def office_in_memory() -> Office:
    """The fake."""
    accounts = InMemoryAccounts(dead=frozenset({DEAD}))
    tokens = {System.HUBSPOT: "h-secret", System.QUICKBOOKS: "q-secret"}
    return Office(
        accounts=accounts,
        portal_id=accounts.portal_id,
        realm_id="9130",
        tokens=tokens,
        income_account=accounts.income_account,
    )


def office_on_the_twins() -> Office:
    """The bundle's."""
    twins = Twins()
    hubspot, quickbooks = twins.hubspot.credentials(), twins.quickbooks.credentials()
    tokens = {System.HUBSPOT: str(hubspot["refresh_token"]), System.QUICKBOOKS: quickbooks["refresh_token"]}
    realm_id = quickbooks["realm_id"]
    query = {"query": "SELECT * FROM Account WHERE AccountType = 'Income'", "realm_id": realm_id}
    account = twins.quickbooks.control("query", query)["Account"][0]
    return Office(
        accounts=twins.bundle,
        portal_id=str(hubspot["portal_id"]),
        realm_id=realm_id,
        tokens=tokens,
        income_account=(str(account["Id"]), str(account["Name"])),
    )


def doors_in_memory() -> Doors:
    """The fake."""
    clock = FrozenClock(START)
    connections = a_connection(), a_connection(id="62516-9131", portal_id="62516", realm_id="9131")
    portals = {one.id: FakeSystem(System.HUBSPOT, clock) for one in connections}
    opened = {
        id_: Systems(portal, FakeSystem(System.QUICKBOOKS, clock), FakeDisplay(portal)) for id_, portal in portals.items()
    }
    return Doors(
        open_systems=OpenedSystems(opened),
        connections=connections,
        customers={id_: portal.put(EntityKind.CUSTOMER, a_customer()) for id_, portal in portals.items()},
        calls=lambda: sum(portal.calls.total() for portal in portals.values()),
    )


def doors_on_the_twins() -> Doors:
    """The bundle's."""
    twins = Twins()
    connected = [_connected(twins) for _ in range(2)]
    first, second = (connection for connection, _ in connected)
    return Doors(
        open_systems=twins.bundle.open_systems,
        connections=(first, second),
        customers={connection.id: customer for connection, customer in connected},
        calls=lambda: twins.calls,
    )


def _connected(twins: Twins) -> tuple[Connection, RecordRef]:
    """A connection between a new portal, with one contact, and a new company."""
    hubspot = twins.hubspot.control("create_portal", {"seeded": False})
    quickbooks = twins.quickbooks.control("create_company", {})
    portal_id, realm_id = str(hubspot["portal_id"]), str(quickbooks["realm_id"])
    connection = a_connection(id=f"{portal_id}-{realm_id}", portal_id=portal_id, realm_id=realm_id)
    twins.bundle.keep_grant(connection.id, System.HUBSPOT, str(hubspot["refresh_token"]))
    twins.bundle.keep_grant(connection.id, System.QUICKBOOKS, str(quickbooks["refresh_token"]))
    client = httpx2.Client(transport=InProcessTransport(twins.hubspot), base_url="http://people.test")
    headers = {"Authorization": f"Bearer {hubspot['access_token']}"}
    made = client.post("/crm/objects/2026-09/contacts", json={"properties": {"lastname": portal_id}}, headers=headers)
    return connection, RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, str(made.raise_for_status().json()["id"]))
