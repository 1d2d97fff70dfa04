"""Property definitions, as the properties API shows them.

Shape: https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from infra.sandbox.hubspot import instants

DEFINED_AT = datetime(2024, 1, 15, 9, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of an enumeration."""

    value: str
    label: str
    hidden: bool = False
    display_order: int = -1
    description: str = ""

    def as_json(self) -> dict[str, Any]:
        """The option as the API shows it."""
        return {
            "label": self.label,
            "value": self.value,
            "description": self.description,
            "displayOrder": self.display_order,
            "hidden": self.hidden,
        }


@dataclass(frozen=True, slots=True)
class Definition:
    """One property of an object type."""

    name: str
    label: str
    type: str
    field_type: str
    group: str = ""
    options: tuple[Option, ...] = ()
    description: str = ""
    calculated: bool = False
    read_only: bool = False
    unique: bool = False
    hidden: bool = False
    hubspot_defined: bool = True
    form_field: bool = False
    display_order: int = -1
    external_options: bool = False
    multiple: bool = False
    created_at: datetime = DEFINED_AT
    updated_at: datetime = DEFINED_AT
    archived: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The definition as the API shows it."""
        own = not self.hubspot_defined
        return {
            "updatedAt": instants.text(self.updated_at),
            "createdAt": instants.text(self.created_at),
            "name": self.name,
            "label": self.label,
            "type": self.type,
            "fieldType": self.field_type,
            "description": self.description,
            "groupName": self.group,
            "options": [option.as_json() for option in self.options],
            "displayOrder": self.display_order,
            "calculated": self.calculated,
            "externalOptions": self.external_options,
            "archived": self.archived,
            "hasUniqueValue": self.unique,
            "hidden": self.hidden,
            **({"hubspotDefined": True} if self.hubspot_defined else {}),
            "modificationMetadata": {
                "archivable": own,
                "readOnlyDefinition": not own,
                "readOnlyOptions": not own,
                "readOnlyValue": self.read_only,
            },
            "formField": self.form_field,
            "dataSensitivity": "non_sensitive",
            **self.extra,
        }

    def changed(self, **changes: Any) -> "Definition":
        """A copy with `changes`."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Group:
    """A named group of properties."""

    name: str
    label: str
    display_order: int = -1
    archived: bool = False

    def as_json(self) -> dict[str, Any]:
        """The group as the API shows it."""
        return {
            "name": self.name,
            "label": self.label,
            "displayOrder": self.display_order,
            "archived": self.archived,
        }


def _label(name: str) -> str:
    return name.removeprefix("hs_").replace("_", " ").capitalize()


def texts(*names: str, read_only: bool = False) -> list[Definition]:
    """Single-line texts."""
    return [Definition(name, _label(name), "string", "text", read_only=read_only) for name in names]


def numbers(*names: str, read_only: bool = False, calculated: bool = False) -> list[Definition]:
    """Numbers; a calculated one is read-only, too."""
    shown = "calculation_equation" if calculated else "number"
    return [
        Definition(name, _label(name), "number", shown, calculated=calculated, read_only=read_only or calculated)
        for name in names
    ]


def moments(*names: str, read_only: bool = False) -> list[Definition]:
    """Dates with a time."""
    return [Definition(name, _label(name), "datetime", "date", read_only=read_only) for name in names]


def days(*names: str) -> list[Definition]:
    """Dates without a time."""
    return [Definition(name, _label(name), "date", "date") for name in names]


def flags(*names: str, read_only: bool = False) -> list[Definition]:
    """Yes or no."""
    options = (Option("true", "Yes", display_order=0), Option("false", "No", display_order=1))
    return [
        Definition(name, _label(name), "bool", "booleancheckbox", options=options, read_only=read_only) for name in names
    ]


def choice(name: str, values: Sequence[str], *, read_only: bool = False, multiple: bool = False) -> Definition:
    """One of `values`, or several of them."""
    options = tuple(Option(value, _label(value), display_order=index) for index, value in enumerate(values))
    shown = "checkbox" if multiple else "select"
    return Definition(name, _label(name), "enumeration", shown, options=options, read_only=read_only, multiple=multiple)
