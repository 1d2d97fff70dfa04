"""What QuickBooks delivers, in both of its formats, checked at the edge and spelled as QuickBooks does."""
# ruff: noqa: N815 - QuickBooks' own spelling

from datetime import datetime
from typing import Any

from pydantic import Field

from counterfoil.adapters.quickbooks.wire import Id, Text, Wire


class WebhookEntity(Wire):
    """One change in a legacy delivery."""

    name: Id
    id: Id
    operation: Text = ""
    lastUpdated: datetime
    deletedId: Text = ""


class DataChangeEvent(Wire):
    """The changes of one company in a legacy delivery, each to be checked by itself."""

    entities: tuple[Any, ...]


class EventNotification(Wire):
    """One company's part of a legacy delivery."""

    realmId: Id
    dataChangeEvent: DataChangeEvent


class CloudEvent(Wire):
    """One change in a CloudEvents delivery."""

    id: Id
    type: Id
    time: datetime
    intuitentityid: Id
    intuitaccountid: Id
    data: dict[str, Any] = Field(default_factory=dict)
