"""What the app hears of, by webhook: one table, from what the product reads and understands.

https://developers.hubspot.com/docs/apps/developer-platform/add-features/configure-webhooks
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from counterfoil.adapters.hubspot.schemas import (
    CompanyProperties,
    ContactProperties,
    InvoiceProperties,
    PaymentProperties,
    ProductProperties,
    property_names,
)
from counterfoil.adapters.hubspot.wire import Wire

OWN = "counterfoil_"
"""Our own properties change by our own writes."""
_NOT_TOLD = frozenset({"hs_merged_object_ids", "hs_number"})
"""A merge is an event of its own, and HubSpot numbers an invoice when it is finalised, which its status tells."""
_MERGED = ("creation", "deletion", "merge", "restore")
_NOT_MERGED = ("creation", "deletion", "restore")
_ASSOCIATED = "associationChange"


@dataclass(frozen=True, slots=True)
class Watched:
    """One type of object: which events of it are heard, and the model of what is read of it."""

    events: tuple[str, ...]
    read: type[Wire]

    @property
    def properties(self) -> tuple[str, ...]:
        """Those whose changes are heard."""
        return tuple(name for name in property_names(self.read) if not name.startswith(OWN) and name not in _NOT_TOLD)


WATCHED: Mapping[str, Watched] = {
    "contact": Watched((*_MERGED, _ASSOCIATED), ContactProperties),
    "company": Watched((*_MERGED, _ASSOCIATED), CompanyProperties),
    "product": Watched(_MERGED, ProductProperties),
    "invoice": Watched((*_NOT_MERGED, _ASSOCIATED), InvoiceProperties),
    "commerce_payment": Watched((*_NOT_MERGED, _ASSOCIATED), PaymentProperties),
}
"""By HubSpot's name of the type. What a rule names beside is found by the poll, some minutes later."""
HUB_EVENTS = ("contact.privacyDeletion",)

type Subscription = Mapping[str, str | bool]


def crm_objects() -> Iterator[Subscription]:
    """The subscriptions to records, as a project file has them."""
    for name, watched in WATCHED.items():
        for event in watched.events:
            yield {"subscriptionType": f"object.{event}", "objectType": name, "active": True}
        for changed in watched.properties:
            yield {
                "subscriptionType": "object.propertyChange",
                "objectType": name,
                "propertyName": changed,
                "active": True,
            }


def hub_events() -> Iterator[Subscription]:
    """The subscriptions that have no type of object."""
    return ({"subscriptionType": name, "active": True} for name in HUB_EVENTS)
