"""Webhooks: events gathered for a moment, sent as signed arrays, sent again when they are not answered.

https://developers.hubspot.com/docs/api-reference/error-handling (retries) and the request validation guide (signatures).
"""

import itertools
from collections.abc import Mapping
from threading import RLock, Timer
from typing import Any

import httpx2

from infra.sandbox.hubspot import instants, signatures
from infra.sandbox.hubspot.oauth import OAuth
from infra.sandbox.hubspot.portal import Portal
from infra.sandbox.hubspot.records import Event
from infra.sandbox.hubspot.subscriptions import Subscription, default_subscriptions
from infra.sandbox.hubspot.switches import Switches
from infra.sandbox.kernel import exact_json
from infra.sandbox.kernel.clock import Clock
from infra.sandbox.kernel.delivery import Delivery, WebhookSender

MOST_EVENTS = 100
ANSWER_WITHIN_SECONDS = 5.0
RETRY_AFTER_SECONDS = (10, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 36_000)  # ten within a day
FIRST_EVENT_ID = 3_816_279_340


class Webhooks:
    """The app's subscriptions and what is on its way to them; silent until an address is set."""

    def __init__(self, clock: Clock, oauth: OAuth, switches: Switches, client: httpx2.Client | None) -> None:
        self.target_url = ""
        self.subscriptions = default_subscriptions()
        self._clock, self._oauth, self._switches = clock, oauth, switches
        self._event_ids = itertools.count(FIRST_EVENT_ID)
        self._waiting: list[dict[str, Any]] = []
        self._lock = RLock()
        self._timer: Timer | None = None
        self._running = False
        self.sender = WebhookSender(
            clock=clock,
            sign=self.sign,
            retry_after=RETRY_AFTER_SECONDS,
            answer_within=ANSWER_WITHIN_SECONDS,
            next_attempt=_next_attempt,
            client=client,
        )

    def publish(self, portal: Portal, events: list[Event]) -> None:
        """Queue what is subscribed to."""
        if not self.target_url:
            return
        payloads = [
            self._payload(portal, event, subscription)
            for event in events
            for subscription in self.subscriptions.wanting(event)
        ]
        with self._lock:
            self._waiting += payloads
            if self._waiting and self._running and self._timer is None:
                self._timer = Timer(float(self._switches.webhook_aggregation_seconds), self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Hand what has gathered to the sender, in arrays of up to 100 events of one portal."""
        with self._lock:
            waiting, self._waiting, self._timer = self._waiting, [], None
        by_portal: dict[int, list[dict[str, Any]]] = {}
        for payload in waiting:
            by_portal.setdefault(payload["portalId"], []).append(payload)
        for payloads in by_portal.values():
            for batch in itertools.batched(payloads, MOST_EVENTS, strict=False):
                self.sender.send(self.target_url, exact_json.dumps(list(batch)))

    def pump(self) -> int:
        """Send all that is due in the caller's thread; the number of requests made."""
        self.flush()
        return self.sender.pump()

    def pending(self) -> int:
        """What is on its way: events that have not been sent yet, and deliveries that have not been taken."""
        with self._lock:
            return len(self._waiting) + self.sender.pending()

    def start(self) -> None:
        """Send from a thread of its own."""
        self._running = True
        self.sender.start()

    def stop(self) -> None:
        """Stop sending."""
        with self._lock:
            self._running = False
            if self._timer:
                self._timer.cancel()
        self.sender.stop()

    def sign(self, delivery: Delivery) -> Mapping[str, str]:
        """The headers of a delivery, signed now."""
        secret, timestamp = self._oauth.client_secret, instants.milliseconds(self._clock.now())
        return {
            "Content-Type": "application/json",
            "User-Agent": "HubSpot Webhooks/1.0",
            "X-HubSpot-Request-Timestamp": str(timestamp),
            "X-HubSpot-Signature-Version": "v1",
            "X-HubSpot-Signature": signatures.version_1(secret, delivery.body),
            "X-HubSpot-Signature-v3": signatures.version_3(secret, "POST", delivery.url, delivery.body, timestamp),
        }

    def _payload(self, portal: Portal, event: Event, subscription: Subscription) -> dict[str, Any]:
        found: dict[str, Any] = {
            "eventId": next(self._event_ids),
            "subscriptionId": subscription.id,
            "portalId": portal.id,
            "appId": self._oauth.app_id,
            "occurredAt": instants.milliseconds(event.at),
            "subscriptionType": subscription.type,
            "attemptNumber": 0,
            "objectId": int(event.record_id),
            "changeSource": event.actor.source,
        }
        if event.actor.source_id:
            found["sourceId"] = event.actor.source_id
        if subscription.generic:
            found["objectTypeId"] = event.kind.id
        if event.action in {"creation", "deletion"}:
            found["changeFlag"] = "NEW" if event.action == "creation" else "DELETED"
        if event.property_name:
            found |= {"propertyName": event.property_name, "propertyValue": event.value}
            found |= {"isSensitive": False} if subscription.generic else {}
        return found | event.details


def _next_attempt(delivery: Delivery) -> Delivery:
    events = exact_json.loads(delivery.body)
    for event in events:
        event["attemptNumber"] = delivery.attempt + 1
    return Delivery(delivery.url, exact_json.dumps(events), delivery.attempt + 1)
