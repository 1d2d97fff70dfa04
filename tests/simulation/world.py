"""A world to simulate: the deployed product, two pairs of accounts that are connected, chance from one seed."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import httpx2

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import CustomerOptions, Direction
from counterfoil.engine.rules.keeper import Author
from counterfoil.settings import Settings
from infra.sandbox.kernel.clock import Clock
from infra.sandbox.kernel.faults import BAD_DAY, FaultKind
from infra.sandbox.quickbooks.grants import DAILY
from tests.simulation import further
from tests.simulation.aws.deployed import DEPLOYED, Deployed
from tests.simulation.episodes import Episode
from tests.simulation.founding import CUSTOMERS, Founder, Party
from tests.simulation.house import SETTINGS, House
from tests.simulation.mail import ONE_EACH, Mail
from tests.simulation.wire import Mishap

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LOST_ANSWERS = (FaultKind.DROPPED_AFTER, FaultKind.SERVER_ERROR_AFTER)
_ROUNDS = 80
_DISCONNECTS = 0.5
"""How many of the permissions that end are ended by a person at the product."""
_ENDED = frozenset({ConnectionState.NEEDS_RECONNECT, ConnectionState.DISCONNECTED})
_RACE = 40
"""Effects of each: enough to get to both vendors."""
_PAUSE = timedelta(minutes=20)
_SOMEBODY = Author(who="somebody", why="by chance")
_IN_QUICKBOOKS = r"/v3/company/\d+/(batch|customer|item|invoice|payment)$"
_WRITES = re.compile(rf"{_IN_QUICKBOOKS}|/batch/(create|update|upsert)$")
_CREATES = re.compile(rf"{_IN_QUICKBOOKS}|/batch/(create|upsert)$")


class World:
    """The whole. Where it `mirrors`, invoices of some connections come from QuickBooks as well, or only.

    `fault_rate` is the share of the product's calls to vendors that go wrong, `aws_fault_rate` to AWS.

    Without `and_start` its connections wait for their first plans; each has one of the options of `customers`. `compared`
    says that both sides were compared in full once it was quiet.
    """

    def __init__(
        self,
        seed: int,
        *,
        parties: int = 2,
        make: type[Bundle] = Bundle,
        numbers: Deployed = DEPLOYED,
        mirrors: bool = False,
        and_start: bool = True,
        customers: Sequence[CustomerOptions] = CUSTOMERS,
        settings: Settings = SETTINGS,
    ) -> None:
        self.random, self._endings = Random(seed), Random(f"endings of {seed}")
        self.clock = Clock(START)
        self.fault_rate = 0.0
        self.episodes: list[Episode] = []
        self.house = House(self.clock, self._strikes, make, numbers, settings)
        self.house.sqs.refuses = self._queue_refuses
        self.aws_fault_rate = 0.0
        self.house.aws_trouble = self._aws_trouble
        self.compared = False
        self._founder = Founder(
            house=self.house,
            clock=self.clock,
            random=self.random,
            ways=Random(f"{seed}:ways") if mirrors else None,
            customers=customers,
            chance_of_customers=Random(f"customers of {seed}"),
            and_start=and_start,
            asks_further=bool(settings.quickbooks_custom_fields),
            mail=Mail(f"addresses of {seed}") if mirrors else ONE_EACH,
        )
        self.parties = [self._founder.party(number) for number in range(parties)]
        self.clock.advance(60)
        self.house.note(f"seed {seed}")

    def close(self) -> None:
        """End it."""
        for task in list(self.house.tasks):
            self.house.kill(task)
        self.house.close()

    def drain(self) -> None:
        """Let everything that runs end, and all that waits be worked through. Raises RestlessError."""
        check = self.house.limit()
        while self.house.tasks or self._wake_one():
            check()
            self.house.go_on(self.house.tasks[0], to_the_end=True)

    def switch(self, party: Party) -> None:
        """Somebody pauses a connection, or resumes it."""
        switching, connection_id = self.house.operator.switching, party.connection.id
        state = self.house.operator.connections.get(connection_id).state
        if state in {ConnectionState.ACTIVE, ConnectionState.PAUSED}:
            switch = switching.pause if state is ConnectionState.ACTIVE else switching.resume
            self.house.note(f"{connection_id} is {switch(connection_id).state}")

    def switch_rule(self, party: Party, kind: EntityKind) -> None:
        """Somebody switches the rule for a kind off, or on again."""
        rules, connection_id = self.house.operator.rules, party.connection.id
        is_off = self.house.operator.connections.get(connection_id).rules[kind].direction is Direction.OFF
        (rules.switch_on if is_off else rules.switch_off)(connection_id, kind, _SOMEBODY)
        self.house.note(f"{connection_id} carries {kind}s {'again' if is_off else 'no more'}")

    def expire_tokens(self, party: Party, systems: Iterable[System] = System) -> None:
        """The access tokens of a connection end before their time."""
        vendors, account = self.house.vendors, party.account
        owners: dict[System, dict[str, Any]] = {
            System.HUBSPOT: {"portal_id": account.portal_id},
            System.QUICKBOOKS: {"realm_id": account.realm_id},
        }
        for system in systems:
            vendors.twins[system].control("expire_tokens", owners[system])
            self.house.note(f"tokens of {party.connection.id} for {system} expire")

    def race_to_renew(self, party: Party, systems: Iterable[System]) -> None:
        """A poller and the reconciler in step find out that access tokens have ended; no limit makes one of them wait."""
        self.house.go_on(self.house.ask_polls(), to_the_end=True)
        self.expire_tokens(party, systems)
        limits = self.house.vendors.hubspot.switches()
        limited, limits.rate_limits = limits.rate_limits, False
        racers = [racer for racer in (self.house.poll(), self.house.reconcile()) if racer]
        for _ in range(_RACE):
            for racer in racers:
                if not racer.done:
                    self.house.go_on(racer)
        limits.rate_limits = limited

    def revoke(self, party: Party) -> None:
        """Somebody withdraws the permission to reach the company, or disconnects both accounts."""
        if self._endings.random() < _DISCONNECTS:
            self.disconnect(party)
        else:
            self.withdraw(party)

    def withdraw(self, party: Party) -> None:
        """Somebody withdraws the permission to reach the company, in QuickBooks."""
        party.account.pages.act("revoke_grant")
        party.revoked = True
        self.house.note(f"{party.connection.id} is not let into QuickBooks any more")

    def disconnect(self, party: Party) -> None:
        """Somebody disconnects both accounts."""
        self.house.operator.disconnecting.disconnect(party.connection.id)
        party.revoked = True
        self.house.note(f"{party.connection.id} is disconnected")

    def end_trouble(self) -> None:
        """Nothing goes wrong any more."""
        self.episodes.clear()
        for party in self.parties:
            if self.house.operator.connections.get(party.connection.id).state is ConnectionState.PAUSED:
                self.switch(party)
            for kind, rule in self.house.operator.connections.get(party.connection.id).rules.items():
                if rule.direction is Direction.OFF:
                    self.switch_rule(party, kind)
        self.fault_rate = self.aws_fault_rate = 0.0
        self.house.next_death = None
        self.house.vendors.misbehave()
        self.house.note("from now on nothing goes wrong")

    def settle(self, *, reconcile: bool = True) -> None:
        """Nothing goes wrong any more: time passes until nobody has anything left to do."""
        self.end_trouble()
        for number in range(_ROUNDS):
            self.drain()
            self.house.vendors.pump()
            self.drain()
            self.house.ask_polls()
            self.drain()
            renewed = [party for party in self.parties if self.renew(party)]
            if number and not renewed and self._quiet():
                break
            self.clock.advance(_PAUSE.total_seconds())
        self.compared = reconcile
        for _ in range(2 if reconcile else 0):
            self.house.reconcile()
            self.drain()
            self.clock.advance(_PAUSE.total_seconds())
            self.house.ask_polls()
            self.drain()

    def _quiet(self) -> bool:
        waiting = any(self.house.operator.outcomes.due(party.connection.id, datetime(2100, 1, 1, tzinfo=UTC), 1)
                      for party in self.parties)  # fmt: skip
        return not waiting and not self.house.sqs.waiting() and not self.house.vendors.pending()

    def _wake_one(self) -> bool:
        woken = any(self.house.sync(kind) for kind in EntityKind)
        others = (self.house.poll, self.house.plan, self.house.report)
        return woken or any(wake() is not None for wake in others)

    def _queue_refuses(self) -> bool:
        return bool(self.fault_rate) and self.random.random() < self.fault_rate / 3

    def _aws_trouble(self, _service: str) -> Random | None:
        return self.random if self.aws_fault_rate and self.random.random() < self.aws_fault_rate else None

    def _strikes(self, system: System, account: str, request: httpx2.Request) -> Mishap:
        """Only functions meet trouble: a person who connects tries until it works."""
        if self.house.current is None:
            return Mishap()
        now, path = self.clock.now(), request.url.path
        for episode in self.episodes:
            if mishap := episode.strike(system, account, path, now):
                return mishap
        kind = self._fault(system, path)
        if kind:
            self.house.note(f"    trouble: {kind}")
        return Mishap(kind)

    def _fault(self, system: System, path: str) -> FaultKind | None:
        """Chance's choice; the answer of a create is lost more often than anything else, for that is what hurts."""
        creating = _CREATES.search(path) is not None
        if not self.fault_rate or self.random.random() > self.fault_rate * (2 if creating else 1):
            return None
        own: tuple[FaultKind, ...] = (FaultKind.FAULT_IN_SUCCESS,) if system is System.QUICKBOOKS else ()
        own += (FaultKind.HALF_FAILED,) * 4 if _WRITES.search(path) else ()
        return self.random.choice(BAD_DAY + own + (LOST_ANSWERS * 2 if creating else ()))

    def renew(self, party: Party) -> bool:
        """Connect again whose permission ended, which only a token lost on its way or somebody's will may do."""
        stored = self.house.operator.connections.get(party.connection.id)
        a_day = self.clock.now() - party.granted_at >= DAILY
        rotates = a_day or self.house.vendors.quickbooks.switches().rotation == "always"
        if stored.state not in _ENDED or not (rotates or party.revoked):
            return False
        self.connect_again(party, also_hubspot=stored.ending is not None)
        return True

    def connect_again(self, party: Party, *, also_hubspot: bool = False) -> None:
        """Somebody lets the product into the company again, and into the portal as well where both were ended."""
        self.house.note(f"{party.connection.id} is connected again")
        if also_hubspot:
            installed = self.house.vendors.hubspot.control("install", {"portal_id": party.account.portal_id})
            party.account.hubspot_refresh = installed["refresh_token"]
        party.account.quickbooks_refresh = further.allow(party.account)
        party.revoked, party.granted_at = False, self.clock.now()
        self._founder.connect(party.account)
