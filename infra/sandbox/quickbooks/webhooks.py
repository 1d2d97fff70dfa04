"""Webhooks: changes of every connected company, gathered for a moment, signed and sent to the subscribers.

https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks
"""

import base64
import dataclasses
import hashlib
import hmac
import itertools
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Condition, Thread
from typing import Any

import httpx2

from infra.sandbox.kernel import exact_json
from infra.sandbox.kernel.clock import Clock
from infra.sandbox.kernel.delivery import Behaviour, Delivery, WebhookSender
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.entities import ENTITIES
from infra.sandbox.quickbooks.records import Change
from infra.sandbox.quickbooks.switches import Switches

ANSWER_WITHIN = 3.0
RETRY_AFTER = (10, 20, 30, 300, 1200, 7200, 14_400, 21_600, 21_600, 21_600)
VERBS = {
    "Create": "created",
    "Update": "updated",
    "Delete": "deleted",
    "Merge": "merged",
    "Void": "voided",
    "Emailed": "emailed",
}
NAMESPACE = uuid.UUID("6f1b7d3e-0d5c-4b53-9d57-2a1f4f3b8c11")
SOURCE = "intuit." + base64.b64encode(hashlib.sha256(b"twin app").digest()).decode()


@dataclass(frozen=True, slots=True)
class Subscription:
    """One endpoint and the form of body it was set up for: "cloudevents" or "legacy"."""

    url: str
    format: str = "cloudevents"


@dataclass(frozen=True, slots=True)
class Event:
    """One change of one company, with the number that makes its id repeatable."""

    realm_id: str
    change: Change
    number: int


class Webhooks:
    """Gathers events for `aggregation_seconds`, then sends one body per subscriber."""

    def __init__(self, clock: Clock, switches: Switches, verifier_token: str, client: httpx2.Client | None = None) -> None:
        self._switches, self._key = switches, verifier_token.encode()
        self._numbers = itertools.count(1)
        self._gathered: list[Event] = []
        self._wake = Condition()
        self._thread: Thread | None = None
        self._stopping = False
        self.subscriptions: list[Subscription] = []
        self._sender = WebhookSender(
            clock=clock, sign=self._sign, retry_after=RETRY_AFTER, answer_within=ANSWER_WITHIN,
            next_attempt=_next_attempt, client=client,
        )  # fmt: skip

    def announce(self, company: Company, change: Change) -> None:
        """Take note of a change, if its kind and operation are ones that are announced."""
        if not self.subscriptions or change.operation not in ENTITIES[change.entity].operations:
            return
        with self._wake:
            self._gathered.append(Event(company.realm_id, change, next(self._numbers)))
            self._wake.notify()

    def subscribe(self, subscription: Subscription) -> None:
        """Send everything from now on to one more endpoint; the same URL again changes its format."""
        self.subscriptions = [one for one in self.subscriptions if one.url != subscription.url] + [subscription]

    def unsubscribe(self, url: str) -> None:
        """Send nothing more to an endpoint."""
        self.subscriptions = [one for one in self.subscriptions if one.url != url]

    def behave(self, behaviour: Behaviour) -> None:
        """Replace what goes wrong with deliveries from now on."""
        self._sender.behave(behaviour)

    def deliveries(self) -> dict[str, Any]:
        """What was sent and what is still to be sent."""
        return {"log": self._sender.log, "pending": self._sender.pending() + len(self._gathered)}

    def pump(self) -> int:
        """Send all that was gathered and is due, in the caller's thread; the number of requests made."""
        self._flush()
        return self._sender.pump()

    def start(self) -> None:
        """Gather and deliver from threads of their own until `stop`."""
        self._sender.start()
        self._thread = Thread(target=self._run, name="webhook-gatherer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the threads; what was not sent yet stays unsent."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        if self._thread:
            self._thread.join(timeout=5)
        self._sender.stop()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._gathered or self._stopping)
                if self._stopping:
                    return
                self._wake.wait_for(lambda: self._stopping, timeout=self._switches.aggregation_seconds)
            self._flush()

    def _flush(self) -> None:
        with self._wake:
            events, self._gathered = self._gathered, []
        for subscription in self.subscriptions if events else ():
            body = self._legacy(events) if subscription.format == "legacy" else self._cloud_events(events)
            self._sender.send(subscription.url, exact_json.dumps(body))

    def _sign(self, delivery: Delivery) -> Mapping[str, str]:
        signature = base64.b64encode(hmac.new(self._key, delivery.body, hashlib.sha256).digest()).decode()
        return {"intuit-signature": signature, "content-type": "application/json"}

    def _cloud_events(self, events: list[Event]) -> list[dict[str, Any]]:
        """https://blogs.intuit.com/2025/11/12/upcoming-change-to-webhooks-payload-structure"""
        return [self._cloud_event(event) for event in events]

    def _cloud_event(self, event: Event) -> dict[str, Any]:
        """https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks/data-objects"""
        change, member = event.change, self._switches.merge_id_member
        merged = {member: change.identifier} if change.merged_into and member else None
        identifier = change.merged_into or change.identifier
        return {
            "specversion": "1.0",
            "id": f"{uuid.uuid5(NAMESPACE, str(event.number))}-{change.entity}-{identifier}",
            "source": SOURCE,
            "type": f"qbo.{change.entity.lower()}.{VERBS[change.operation]}.v1",
            "time": change.at.isoformat(timespec="microseconds").replace("+00:00", "000Z"),
            "intuitentityid": identifier,
            "intuitaccountid": event.realm_id,
            **({"datacontenttype": "application/json", "data": merged} if merged else {}),
        }

    def _legacy(self, events: list[Event]) -> dict[str, Any]:
        realms = dict.fromkeys(event.realm_id for event in events)
        return {
            "eventNotifications": [
                {
                    "realmId": realm,
                    "dataChangeEvent": {"entities": [_legacy(one) for one in events if one.realm_id == realm]},
                }
                for realm in realms
            ]
        }


def _legacy(event: Event) -> dict[str, Any]:
    change = event.change
    entity = {
        "name": change.entity,
        "id": change.merged_into or change.identifier,
        "operation": change.operation,
        "lastUpdated": change.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    return {**entity, "deletedId": change.identifier} if change.merged_into else entity


def _next_attempt(delivery: Delivery) -> Delivery:
    return dataclasses.replace(delivery, attempt=delivery.attempt + 1)
