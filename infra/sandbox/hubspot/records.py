"""Records with the history of every property, and who changed what."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from infra.sandbox.hubspot import instants
from infra.sandbox.hubspot.object_types import ObjectType

KEPT_VERSIONS = 45


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes a change, as history and webhooks name them."""

    source: str  # INTEGRATION, CRM_UI, CALCULATED, ...
    source_id: str | None = None
    label: str | None = None
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One value a property once had; an empty value is a cleared one."""

    value: str
    at: datetime
    actor: Actor

    def as_json(self) -> dict[str, Any]:
        """The version as `propertiesWithHistory` shows it."""
        shown: dict[str, Any] = {
            "value": self.value,
            "timestamp": instants.text(self.at),
            "sourceType": self.actor.source,
        }
        optional = {
            "sourceId": self.actor.source_id,
            "sourceLabel": self.actor.label,
            "updatedByUserId": self.actor.user_id,
        }
        return shown | {name: value for name, value in optional.items() if value is not None}


@dataclass(eq=False, slots=True)
class Record:
    """One record; `values` holds what is set, never an empty text."""

    kind: ObjectType
    id: str
    created_at: datetime
    updated_at: datetime
    values: dict[str, str] = field(default_factory=dict)
    history: dict[str, list[Version]] = field(default_factory=dict)  # oldest first
    archived_at: datetime | None = None
    merged_into: str | None = None

    @property
    def archived(self) -> bool:
        """Whether the record is in the recycle bin."""
        return self.archived_at is not None

    def get(self, name: str) -> str:
        """The value of a property, empty when it is not set."""
        return self.values.get(name, "")

    def values_at(self, moment: datetime) -> dict[str, str]:
        """The values as they were at `moment`, as far as history is kept."""
        found = {}
        for name, versions in self.history.items():
            value = next((version.value for version in reversed(versions) if version.at <= moment), "")
            if value:
                found[name] = value
        return found


@dataclass(frozen=True, slots=True)
class Event:
    """Something a webhook may tell: creation, deletion, propertyChange, merge or associationChange."""

    action: str
    kind: ObjectType
    record_id: str
    at: datetime
    actor: Actor
    property_name: str | None = None
    value: str = ""
    details: dict[str, Any] = field(default_factory=dict)
