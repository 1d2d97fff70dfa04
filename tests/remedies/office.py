"""A portal and a company that are connected, the people who work there, and the deployed product between them.

All of it in one process: the bundle's own functions, AWS as the simulator has it, both twins, and one clock. Webhooks are
lost unless a test delivers them: polls, every ten minutes, are what heals.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Self

import httpx2

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.permissions import asked
from counterfoil.domain.rules import Direction
from counterfoil.engine.choose.choosing import Choosing
from counterfoil.engine.connections.request import ConnectionRequest
from counterfoil.engine.hints.retry import Retry
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.keeper import Author
from counterfoil.settings import Settings
from infra.operator import choices
from infra.operator.retry import main
from infra.sandbox.kernel.clock import Clock
from infra.sandbox.kernel.faults import FaultKind
from infra.sandbox.people.access import Pages
from infra.sandbox.people.bookkeeper import Row, sold
from tests.simulation.account import Account
from tests.simulation.house import SETTINGS, House
from tests.simulation.stream import ids_people_read
from tests.simulation.wire import Mishap

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
POLL = timedelta(minutes=10)
SOON = timedelta(minutes=10)

PUMP = {"name": "Pump", "quantity": "1", "price": "100.00"}


class Office:
    """The company is as `profile` says (see the twin's `create_company`); what is carried goes as `directions` say.

    With other `settings` whoever connects allows what these ask for.
    """

    def __init__(
        self, profile: Mapping[str, object] | None = None, settings: Settings = SETTINGS, **directions: Direction
    ) -> None:
        self.clock = Clock(START)
        self._down: set[System] = set()
        self._losing: set[System] = set()
        self.house = House(self.clock, self._befalls, settings=settings)
        hubspot = self.house.vendors.hubspot.control("create_portal", {"seeded": False})
        quickbooks = self.house.vendors.quickbooks.control("create_company", profile or {})
        wanted = asked(System.QUICKBOOKS, custom_fields=bool(settings.quickbooks_custom_fields))
        consent = {"realm_id": quickbooks["realm_id"], "scopes": " ".join(one.scope for one in wanted)}
        quickbooks = self.house.vendors.quickbooks.control("authorize", consent)
        self.account = Account(
            vendors=self.house.vendors,
            clock=self.clock,
            portal_id=hubspot["portal_id"],
            realm_id=quickbooks["realm_id"],
            token=self.house.vendors.hubspot.control("private_app_token", {"portal_id": hubspot["portal_id"]})[
                "access_token"
            ],
            hubspot_refresh=hubspot["refresh_token"],
            quickbooks_refresh=quickbooks["refresh_token"],
            own_numbers=True,
        )
        self.portal, self.sales = self.account.portal, self.account.sales
        self.administrator, self.bookkeeper = self.account.administrator, self.account.bookkeeper
        self.connection = self.connect(**directions)
        self.poll()

    @classmethod
    @contextmanager
    def opened(
        cls, profile: Mapping[str, object] | None = None, settings: Settings = SETTINGS, **directions: Direction
    ) -> Iterator[Self]:
        """An office that is closed at last."""
        office = cls(profile, settings, **directions)
        yield office
        assert list(ids_people_read(office.house.table.stream, office.house.sns.published)) == []
        office.house.close()

    def connect(self, **chosen: Any) -> Connection:
        """An operator connects both accounts, or connects them again."""
        request = ConnectionRequest(
            portal_id=str(self.account.portal_id),
            realm_id=self.account.realm_id,
            hubspot_refresh_token=self.account.hubspot_refresh,
            quickbooks_refresh_token=self.account.quickbooks_refresh,
            and_start=True,
            **chosen,
        )
        return self.house.operator.authorizer.connect(request)

    def retry(self, *chosen: str) -> None:
        """An operator has records tried again at once: `poe retry`."""
        here = self.house.operator
        retry = Retry(outcomes=here.outcomes, links=here.links, queue=here.queue, clock=self.clock.now)
        assert main(["--connection", self.connection.id, *chosen], lambda _: (here.connections, retry)) == 0
        self.work()

    def decide(self, verb: str, ref: RecordRef, *arguments: str) -> None:
        """An operator decides something about a record, as a person has asked for: `poe choose` and the like."""
        here = self.house.operator
        choosing = Choosing(
            choices=here.choices, links=here.links, outcomes=here.outcomes, queue=here.queue, clock=self.clock.now
        )
        given = ["--connection", self.connection.id, "--record", str(ref), "--why", "As Grace says", *arguments]
        assert choices.main(verb, given, lambda _: (here.connections, choosing), lambda: "Ada Byron") == 0
        self.work()

    def switch(self, state: ConnectionState) -> None:
        """Somebody switches the sync off, or on again."""
        connections = self.house.operator.connections
        connections.save(replace(connections.get(self.connection.id), state=state))

    def carry_invoices(self, direction: Direction) -> Direction:
        """An operator has invoices go this way from the next poll on; how they went before."""
        here = self.house.operator.connections
        stored = here.get(self.connection.id)
        rule = stored.rules[EntityKind.INVOICE]
        here.save(replace(stored, rules={**stored.rules, EntityKind.INVOICE: replace(rule, direction=direction)}))
        self.poll()
        return rule.direction

    def let_customers_be(self, **options: object) -> None:
        """An operator changes the options of customers: `poe rules save`."""
        self._change_rule(lambda document: {"options": {**document["options"], **options}})

    def let_customers_be_made(self, policy: str) -> None:
        """An operator says when customers are made on the other side: "always", "when_needed" or "never"."""
        self._change_rule(lambda _: {"create": policy})

    def match_customers_by_nothing(self) -> None:
        """An operator has no customer matched any more."""
        self._change_rule(lambda _: {"matching": {"keys": []}})

    def _change_rule(self, changes: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
        here = self.house.operator
        document = written(here.connections.get(self.connection.id).rules[EntityKind.CUSTOMER])
        author = Author(who="ada@x.example", why="as we sell")
        here.rules.save(self.connection.id, {**document, **changes(document)}, author)

    # Time

    def poll(self) -> None:
        """Ten minutes later both vendors are asked, and all that follows is done."""
        self.clock.advance(POLL.total_seconds())
        self.house.ask_polls()
        self.work()

    def night(self) -> None:
        """The next poll comes, then both ledgers are compared, and all that follows is done."""
        self.poll()
        self.house.reconcile()
        self.work()
        self.house.reconcile()
        self.work()

    def work(self) -> None:
        """Whoever has something to do does it."""
        check = self.house.limit()
        while (
            self.house.tasks or any(self.house.sync(kind) for kind in EntityKind) or self.house.poll() or self.house.report()
        ):
            check()
            if self.house.tasks:
                self.house.go_on(self.house.tasks[0], to_the_end=True)

    def is_in_sync(self, ref: RecordRef) -> bool:
        """Whether the record comes to be in sync in time, with nobody touching anything."""
        return self._comes_to_be(OutcomeStatus.IN_SYNC, ref)

    def is_ended(self, ref: RecordRef) -> bool:
        """Whether nothing is left to be done about a record that counts nowhere any more."""
        return self._comes_to_be(OutcomeStatus.EXCLUDED, ref)

    def _comes_to_be(self, status: OutcomeStatus, ref: RecordRef) -> bool:
        ends = self.clock.now() + SOON
        while self.clock.now() < ends:
            self.poll()
            if self.is_known(ref) and self.outcome(ref).status is status:
                return True
        return False

    def deliver_webhooks(self) -> None:
        """All webhooks that the vendors have sent since the last time arrive, and all that follows is done."""
        self.house.vendors.pump()
        self.work()

    @contextmanager
    def out_of_service(self, system: System) -> Iterator[None]:
        """Meanwhile a vendor answers nothing that the product asks."""
        self._down.add(system)
        yield
        self._down.remove(system)

    @contextmanager
    def answers_lost(self, system: System) -> Iterator[None]:
        """Meanwhile a vendor makes what it is asked to make, and nobody hears of it."""
        self._losing.add(system)
        yield
        self._losing.remove(system)

    def _befalls(self, system: System, _account: str, request: httpx2.Request) -> Mishap:
        if system in self._down:
            return Mishap(FaultKind.UNAVAILABLE)
        lost = system in self._losing and request.url.path.endswith(("/batch/create", "/batch/upsert"))
        return Mishap(FaultKind.DROPPED_AFTER if lost else None)

    # How records stand

    def outcome(self, ref: RecordRef) -> SyncOutcome:
        """How a record stands."""
        return self.house.operator.outcomes.latest(self.connection.id, [ref])[ref]

    def is_known(self, ref: RecordRef) -> bool:
        """Whether anything is known of the record."""
        return bool(self.house.operator.outcomes.latest(self.connection.id, [ref]))

    def fails(self, ref: RecordRef) -> ErrorCategory | None:
        """What the record fails for after the next poll, and still after the one that follows; None when it does not."""
        self.poll()
        self.poll()
        outcome = self.outcome(ref)
        return outcome.category if outcome.status is OutcomeStatus.FAILING else None

    def has_failed_for_hours(self, ref: RecordRef, category: ErrorCategory) -> bool:
        """Whether the record fails for this, and still does half a day later."""
        failed = self.fails(ref) is category
        ends = self.clock.now() + timedelta(hours=12)
        while self.clock.now() < ends:
            self.poll()
        return failed and self.fails(ref) is category

    # What people do

    def contact(self, first: str = "Grace", last: str = "Pariente", **properties: str) -> str:
        """A contact in HubSpot."""
        values = {"email": f"{first}@{last}.example".lower(), **properties}
        return self.sales.add_contact(firstname=first, lastname=last, **values)

    def draft(self, contact: str = "", *lines: Mapping[str, str], **more: Any) -> RecordRef:
        """A draft of an invoice of 100.00 in HubSpot, unless it says otherwise."""
        made = self.sales.draft(contact or self.contact(), lines or (PUMP,), due_in=30, **more)
        return RecordRef(System.HUBSPOT, EntityKind.INVOICE, made)

    def invoice(self, contact: str = "", *lines: Mapping[str, str], **more: Any) -> RecordRef:
        """The same, finalised."""
        draft = self.draft(contact, *lines, **more)
        self.sales.finalise(draft.id)
        return draft

    def booked(self, invoice: RecordRef) -> Row:
        """The one invoice in QuickBooks that bears the number of a HubSpot invoice."""
        (found,) = self.bookkeeper.rows("Invoice", f"DocNumber = '{self.sales.number_of(invoice.id)}'")
        return found

    def take_number(self, number: str, entity: str) -> Row:
        """The bookkeeper writes a document of their own under this number."""
        customer = self.bookkeeper.enter("Customer", DisplayName=f"Customer of {number}")
        item = self.bookkeeper.add_item(f"Item of {number}")
        lines = [sold(item["Id"], Decimal(5))]
        return self.bookkeeper.enter(entity, CustomerRef={"value": customer["Id"]}, Line=lines, DocNumber=number)

    def portal_settings(self) -> Pages:
        """The settings of the portal, where its administrator grants scopes."""
        return Pages(self.house.vendors.people[System.HUBSPOT], portal_id=self.account.portal_id)

    def mistype_app_secret(self, system: System) -> Callable[[], None]:
        """Whoever runs the product mistypes a vendor's app secret just before a new token is needed; what puts it right."""
        secrets = self.house.aws["secretsmanager"]
        good = json.loads(secrets.get_secret_value(SecretId="app")["SecretString"])
        secrets.put({**good, f"{system}_client_secret": "mistyped"})
        owner: dict[System, dict[str, object]] = {
            System.HUBSPOT: {"portal_id": self.account.portal_id},
            System.QUICKBOOKS: {"realm_id": self.account.realm_id},
        }
        self.house.vendors.twins[system].control("expire_tokens", owner[system])
        self.house.deploy()
        return partial(secrets.put, good)
