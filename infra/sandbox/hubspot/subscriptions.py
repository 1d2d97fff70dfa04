"""What an app is told about: its webhook subscriptions.

Types: https://developers.hubspot.com/docs/apps/legacy-apps/public-apps/create-generic-webhook-subscriptions
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from infra.sandbox.hubspot.errors import HubSpotError
from infra.sandbox.hubspot.object_types import (
    COMPANY,
    CONTACT,
    INVOICE,
    LINE_ITEM,
    PAYMENT,
    PRODUCT,
    ObjectType,
    object_type,
)
from infra.sandbox.hubspot.records import Event

ACTIONS = ("creation", "deletion", "merge", "associationChange")
_ADDRESS = ("phone", "address", "city", "state", "zip", "country")
WATCHED_PROPERTIES: Mapping[ObjectType, tuple[str, ...]] = {
    CONTACT: ("email", "firstname", "lastname", "company", *_ADDRESS),
    COMPANY: ("name", "domain", "address2", *_ADDRESS),
    PRODUCT: ("name", "description", "price", "hs_sku"),
    LINE_ITEM: ("name", "description", "quantity", "price", "discount", "hs_discount_percentage", "amount", "hs_sku"),
    INVOICE: (
        "hs_invoice_status",
        "hs_amount_billed",
        "hs_amount_paid",
        "hs_balance_due",
        "hs_invoice_date",
        "hs_due_date",
        "hs_comments",
        "hs_purchase_order_number",
        "hs_currency",
    ),
    PAYMENT: (
        "hs_latest_status",
        "hs_initial_amount",
        "hs_refunds_amount",
        "hs_initiated_date",
        "hs_reference_number",
        "hs_payment_method_type",
    ),
}


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription; `generic` ones are called `object.*`, classic ones by their object's name."""

    id: int
    kind: ObjectType
    action: str
    property_name: str | None = None
    generic: bool = True
    active: bool = True

    @property
    def type(self) -> str:
        """The subscription type as HubSpot spells it."""
        return f"{'object' if self.generic else self.kind.name}.{self.action}"


class Subscriptions:
    """All of an app's, found by what they are about."""

    def __init__(self, every: Sequence[Subscription]) -> None:
        self._count = len(every)
        self._by_event: defaultdict[tuple[str, str, str | None], list[Subscription]] = defaultdict(list)
        for one in every:
            if one.active:
                self._by_event[one.kind.id, one.action, one.property_name].append(one)

    def __len__(self) -> int:
        """How many there are, with those that are not active."""
        return self._count

    def wanting(self, event: Event) -> Sequence[Subscription]:
        """Those under which the event is told."""
        return self._by_event.get((event.kind.id, event.action, event.property_name), ())


def default_subscriptions() -> Subscriptions:
    """Everything a sync of invoices needs to hear."""
    wanted = [
        (kind, action, name)
        for kind, names in WATCHED_PROPERTIES.items()
        for action, name in [*((action, None) for action in ACTIONS), *(("propertyChange", name) for name in names)]
    ]
    return Subscriptions([Subscription(1_000_001 + index, *each) for index, each in enumerate(wanted)])


def read_subscriptions(entries: Iterable[Mapping[str, Any]]) -> Subscriptions:
    """Subscriptions from `{subscriptionType, objectType?, propertyName?, active?}`. Raises ValueError."""
    return Subscriptions([_read(1_000_001 + index, entry) for index, entry in enumerate(entries)])


def _read(subscription_id: int, entry: Mapping[str, Any]) -> Subscription:
    family, _, action = str(entry.get("subscriptionType", "")).partition(".")
    generic = family == "object"
    try:
        kind = object_type(str(entry.get("objectType", "")) if generic else family)
    except HubSpotError as error:
        raise ValueError(error.message) from error
    name = entry.get("propertyName")
    if action not in {*ACTIONS, "propertyChange"} or (action == "propertyChange") != bool(name):
        raise ValueError(f"no such subscription: {dict(entry)}")
    return Subscription(subscription_id, kind, action, name, generic, bool(entry.get("active", True)))
