"""A world to simulate: the deployed product, two pairs of accounts that are connected, chance from one seed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from counterfoil.bootstrap import Bundle
from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, System
from counterfoil.engine.authorize import ConnectionRequest
from infra.sandbox.kernel.clock import Clock
from infra.sandbox.kernel.faults import FaultKind
from tests.simulation.account import Account
from tests.simulation.house import House
from tests.simulation.people import Person

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
FAULTS = (
    FaultKind.THROTTLED,
    FaultKind.SERVER_ERROR,
    FaultKind.UNAVAILABLE,
    FaultKind.DROPPED_BEFORE,
    FaultKind.DROPPED_AFTER,
    FaultKind.SERVER_ERROR_AFTER,
    FaultKind.FAULT_IN_SUCCESS,
)
_ROUNDS = 80
_PAUSE = timedelta(minutes=20)


@dataclass
class Party:
    """One connection with the people on both sides of it."""

    connection: Connection
    account: Account
    person: Person


class World:
    """The whole. `fault_rate` is the share of the product's calls that go wrong."""

    def __init__(self, seed: int, *, parties: int = 2, make: type[Bundle] = Bundle) -> None:
        self.random = Random(seed)
        self.clock = Clock(START)
        self.fault_rate = 0.0
        self.house = House(self.clock, self._trouble, make)
        self.parties = [self._party(number) for number in range(parties)]
        self.house.note(f"seed {seed}")

    def close(self) -> None:
        """End it."""
        for task in list(self.house.tasks):
            self.house.kill(task)
        self.house.close()

    def drain(self) -> None:
        """Let everything that runs end, and all that waits be worked through."""
        while self.house.tasks or self._wake_one():
            self.house.go_on(self.house.tasks[0], to_the_end=True)

    def settle(self) -> None:
        """Nothing goes wrong any more: time passes until nobody has anything left to do."""
        self.fault_rate, self.house.kill_next = 0.0, 0
        self.house.vendors.misbehave()
        self.house.note("from now on nothing goes wrong")
        for number in range(_ROUNDS):
            self.drain()
            self.house.vendors.pump()
            self.drain()
            self.house.poll()
            self.drain()
            if number and self._quiet():
                break
            self.clock.advance(_PAUSE.total_seconds())
        for _ in range(2):
            self.house.reconcile()
            self.drain()
            self.clock.advance(_PAUSE.total_seconds())
            self.house.poll()
            self.drain()

    def _quiet(self) -> bool:
        waiting = any(self.house.operator.outcomes.due(party.connection.id, datetime(2100, 1, 1, tzinfo=UTC), 1)
                      for party in self.parties)  # fmt: skip
        return not waiting and not self.house.sqs.waiting() and not self.house.vendors.pending()

    def _wake_one(self) -> bool:
        return any(self.house.sync(kind) for kind in EntityKind)

    def _trouble(self, _system: System) -> FaultKind | None:
        if self.fault_rate and self.random.random() < self.fault_rate:
            kind = self.random.choice(FAULTS)
            self.house.note(f"    trouble: {kind}")
            return kind
        return None

    def _party(self, number: int) -> Party:
        hubspot, quickbooks = self.house.vendors.hubspot, self.house.vendors.quickbooks
        portal = hubspot.control("create_portal", {"seeded": False}) if number else hubspot.credentials()
        company = quickbooks.control("create_company", {}) if number else quickbooks.credentials()
        token = hubspot.control("private_app_token", {"portal_id": portal["portal_id"]})["access_token"]
        account = Account(
            vendors=self.house.vendors,
            clock=self.clock,
            portal_id=portal["portal_id"],
            realm_id=company["realm_id"],
            token=token,
            hubspot_refresh=portal["refresh_token"],
            quickbooks_refresh=company["refresh_token"],
        )
        request = ConnectionRequest(
            portal_id=str(account.portal_id),
            realm_id=account.realm_id,
            hubspot_refresh_token=account.hubspot_refresh,
            quickbooks_refresh_token=account.quickbooks_refresh,
        )
        connection = self.house.operator.authorizer.connect(request)
        return Party(connection, account, Person(account, self.random, number))
