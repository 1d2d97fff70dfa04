"""The fields of a rule, from their form."""

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from types import MappingProxyType

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.records.record import Fields
from counterfoil.domain.rules import Direction
from counterfoil.domain.rules.faults_of_fields import VendorFields
from counterfoil.domain.rules.predefined import PREDEFINED
from counterfoil.domain.rules.vendor_field import CUSTOM_FIELD, VendorField
from counterfoil.domain.texts.sentence import capital
from counterfoil.domain.values import dataclass
from counterfoil_console.forms.rule import Document
from counterfoil_console.forms.rule_fields import FieldsForm
from counterfoil_console.pages.parts import Option, Value
from counterfoil_console.pages.rule_fields import FieldRemark, FieldsStep, MappingForm, MappingLine
from counterfoil_console.presenting.values import NOT_SHOWN, value_of

ADDING = "adding"


@dataclass(frozen=True, slots=True)
class Example:
    """The record that came into step last, as both sides show it, and how many records have a value that does not fit."""

    sides: Mapping[System, Fields] = MappingProxyType({})
    unfit: int = 0

    def value(self, name: str) -> Value | None:
        """What it has in a field; HubSpot's, where both have something. None where that says nothing to people."""
        if name in NOT_SHOWN:
            return None
        sides = [self.sides[one] for one in System if one in self.sides]
        currency = next((side["currency"] for side in sides if side.get("currency")), "")
        return value_of(name, next((side[name] for side in sides if side.get(name)), ""), currency)


_MAPPING = re.compile(r"mappings\[(\d+)\]")


def fields_step(
    connection: Connection,
    kind: EntityKind,
    form: FieldsForm,
    known: VendorFields,
    *,
    example: Example,
    faults: Mapping[str, str],
) -> FieldsStep:
    """The mappings; what both vendors have to map is offered while one is added."""
    mappings = form.document["mappings"]
    own = (one for one in mappings if one.get("own") and one["id"] != (form.making or None))
    return FieldsStep(
        standard=tuple(
            replace(_standard(one, form.document, kind, connection, faults), latest=example.value(one["id"]))
            for one in mappings
            if not one.get("own")
        ),
        own=tuple(replace(_own(one, known, faults), latest=example.value(one["id"])) for one in own),
        unfit=example.unfit,
        hubspot_fields=_options(known, System.HUBSPOT) if form.adding else (),
        quickbooks_fields=_options(known, System.QUICKBOOKS) if form.adding else (),
        adding=MappingForm(**asdict(form.adding), fault=faults.get(ADDING, "")) if form.adding else None,
    )


def place_of(path: str, form: FieldsForm) -> str:
    """The name under which the form shows the fault at a path."""
    mappings, match = form.document["mappings"], _MAPPING.match(path)
    name = str(mappings[int(match[1])]["id"]) if match else ""
    return ADDING if form.adding and name in {form.making, ""} else name


def _standard(
    mapping: Document, rule: Document, kind: EntityKind, connection: Connection, faults: Mapping[str, str]
) -> MappingLine:
    named = next(one for one in PREDEFINED[kind] if one.name == mapping["id"])
    found = named.under(Direction(rule["direction"]))
    label = capital(found.label)
    return MappingLine(
        id=found.name,
        hubspot=label,
        quickbooks=label,
        direction=found.direction,
        enabled=mapping["enabled"],
        remark=_remark(found.name, kind, connection),
        note=found.locked,
        longest=found.longest,
        fault=faults.get(found.name, ""),
    )


def _remark(name: str, kind: EntityKind, connection: Connection) -> FieldRemark | None:
    if (kind, name) != (EntityKind.INVOICE, "number"):
        return None
    return FieldRemark.CUSTOM_NUMBERS_ON if connection.company.custom_numbers else FieldRemark.CUSTOM_NUMBERS_OFF


def _own(mapping: Document, known: VendorFields, faults: Mapping[str, str]) -> MappingLine:
    there, name = known[System.QUICKBOOKS].get(mapping["quickbooks"]), str(mapping["quickbooks"])
    return MappingLine(
        id=mapping["id"],
        hubspot=_label(known[System.HUBSPOT].get(mapping["hubspot"]), mapping["hubspot"]),
        quickbooks=_label(there, name),
        direction=mapping["direction"],
        enabled=mapping["enabled"],
        own=True,
        constant=mapping["constant"],
        quickbooks_note=name.removeprefix(CUSTOM_FIELD) if name.startswith(CUSTOM_FIELD) else "",
        longest=there.longest if there else 0,
        choices=len(mapping["choices"]),
        fault=faults.get(str(mapping["id"]), ""),
    )


def _label(field: VendorField | None, name: str) -> str:
    return capital(field.label if field else name)


def _options(known: VendorFields, system: System) -> tuple[Option, ...]:
    found = [Option(name, _label(field, name)) for name, field in known[system].items()]
    return tuple(sorted(found, key=lambda one: one.label.casefold()))
