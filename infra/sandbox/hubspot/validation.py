"""What a create or an update may write: every bad property is found before the request is refused."""

from collections.abc import Collection, Mapping
from typing import Any

from infra.sandbox.hubspot import values
from infra.sandbox.hubspot.definitions import Definition
from infra.sandbox.hubspot.errors import (
    PropertyProblem,
    contact_exists,
    invalid_properties,
    missing_required,
)
from infra.sandbox.hubspot.object_types import COMPANY, CONTACT, DEAL, INVOICE, PAYMENT, ObjectType
from infra.sandbox.hubspot.portal import Portal
from infra.sandbox.hubspot.records import Record

_CODES = (
    "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EUR GBP HKD HUF IDR ILS INR JPY KRW MAD MXN MYR NOK NZD PEN PHP "
    "PKR PLN QAR RON SAR SEK SGD THB TND TRY TWD UAH USD VND ZAR"
)
CURRENCIES = frozenset(_CODES.split())
ACCOUNT_CURRENCY_PROPERTIES = {(DEAL.id, "deal_currency_code"), (PAYMENT.id, "hs_currency_code")}


def clean_properties(
    portal: Portal,
    kind: ObjectType,
    sent: Mapping[str, Any],
    record: Record | None,
    *,
    writable: Collection[str] = (),
) -> dict[str, str]:
    """The values to store; `writable` lifts read-only flags. Raises 400 that lists every bad property, or 409.

    A JSON null leaves its property alone.
    """
    cleaned: dict[str, str] = {}
    problems: list[PropertyProblem] = []
    for name, raw in sent.items():
        if raw is None:
            continue
        try:
            cleaned[name] = _clean_one(portal, kind, name, values.as_text(raw), record=record, writable=writable)
        except values.ValueRefusedError as refusal:
            problems.append(refusal.problem)
    problems += _duplicates(portal, kind, cleaned, record)
    if problems:
        raise invalid_properties(portal.id, problems)
    return cleaned


def require(kind: ObjectType, cleaned: Mapping[str, str]) -> None:
    """Raises 400 when a create leaves out what `kind` needs."""
    one_of = {CONTACT: ("email", "firstname", "lastname"), COMPANY: ("name", "domain")}.get(kind)
    if one_of and not any(cleaned.get(name) for name in one_of):
        raise missing_required(kind.label, one_of)
    if missing := [name for name in kind.required if not cleaned.get(name)]:
        raise missing_required(kind.label, missing)


def _clean_one(
    portal: Portal, kind: ObjectType, name: str, text: str, *, record: Record | None, writable: Collection[str]
) -> str:
    definition = portal.definitions[kind.id].get(name)
    if definition is None or definition.archived:
        raise _refusal(name, "PROPERTY_DOESNT_EXIST", f'Property "{name}" does not exist', None)
    if definition.read_only and name not in writable:
        raise _refusal(name, "READ_ONLY_VALUE", f'"{name}" is a read only property; its value cannot be set.', text)
    _check_currency(portal, kind, definition, text)
    current = record.get(name) if record else ""
    return values.clean(definition, text, current, epoch_seconds_refused=portal.switches.epoch_seconds_refused)


def _refusal(name: str, code: str, message: str, value: str | None) -> values.ValueRefusedError:
    return values.ValueRefusedError(PropertyProblem(name, code, message, value))


def _check_currency(portal: Portal, kind: ObjectType, definition: Definition, text: str) -> None:
    allowed: Collection[str] | None = None
    if (kind.id, definition.name) in ACCOUNT_CURRENCY_PROPERTIES:
        allowed = portal.account.currencies
    elif (kind, definition.name) == (INVOICE, "hs_currency"):
        allowed = CURRENCIES
    if allowed is not None and text and text not in allowed:
        message = f"{text} was not one of the allowed options: [{', '.join(sorted(allowed))}]"
        raise _refusal(definition.name, "INVALID_OPTION", message, text)


def _duplicates(
    portal: Portal, kind: ObjectType, cleaned: Mapping[str, str], record: Record | None
) -> list[PropertyProblem]:
    found = []
    for name, value in cleaned.items():
        if not value or name == "hs_additional_emails":
            continue
        owner = portal.owner_of(kind, name, value)
        if owner is None or owner is record:
            continue
        if (kind, name) == (CONTACT, "email"):
            raise contact_exists(owner.id)
        message = (
            f"Cannot set PropertyValueCoordinates{{portalId={portal.id}, objectTypeId={kind.id}, propertyName={name}, "
            f"value={value}}} on {record.id if record else 'null'}. {owner.id} already has that value."
        )
        found.append(PropertyProblem(name, "CONFLICTING_UNIQUE_VALUE", message, value))
    return found
