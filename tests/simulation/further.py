"""Custom fields beside QuickBooks' classic three, which some companies have and map to properties of HubSpot's invoices."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from counterfoil.domain.identity import System
from counterfoil.domain.permissions import asked
from counterfoil.domain.rules import FieldMapping
from counterfoil.settings import Settings
from tests.simulation.account import Account
from tests.simulation.vendors import Vendors

_CHANCE = 0.3
"""In so many runs the product asks for them."""
_KINDS = {"dock": ("STRING", "string", "StringValue"), "pallets": ("NUMBER", "number", "NumberValue")}
SWITCHES: dict[str, tuple[Any, ...]] = {
    "custom_fields_in_batches": (True, False),
    "custom_fields_in_captures": (True, False),
    "blank_custom_fields_shown": (False, True),
    "unnamed_custom_fields": ("keep", "clear"),
}


def chosen(settings: Settings, seed: int) -> Settings:
    """The settings, perhaps with the switch that has these fields asked for; by a chance of its own."""
    wanted = Random(f"further fields of {seed}").random() < _CHANCE
    return replace(settings, quickbooks_custom_fields="enhancedAllCustomFields") if wanted else settings


def happen(vendors: Vendors, seed: int) -> None:
    """Let chance decide how QuickBooks treats these fields."""
    random, switches = Random(f"how further fields are at {seed}"), vendors.quickbooks.switches()
    for name, values in SWITCHES.items():
        setattr(switches, name, random.choice(values))


def define(account: Account) -> None:
    """The bookkeeper defines them, and the administrator the properties that they are mapped to."""
    for name, (kind, property_type, _) in _KINDS.items():
        made = account.pages.act("define_custom_field", label=name.title(), kind=kind)
        account.portal.add_property("invoices", name, "invoiceinformation", property_type)
        account.further[name] = made["legacyIDV2"]


def allow(account: Account) -> str:
    """Somebody lets the product into the company, with all that it asks for; the refresh token."""
    wanted = asked(System.QUICKBOOKS, custom_fields=bool(account.further))
    scopes = " ".join(one.scope for one in wanted)
    return str(account.pages.act("authorize", scopes=scopes)["refresh_token"])


def mappings(account: Account) -> Iterator[FieldMapping]:
    """The rows of the rule for invoices."""
    for name, key in account.further.items():
        yield FieldMapping(id=name, hubspot=name, quickbooks=f"CustomField.{key}", own=True)


def typed(account: Account, name: str, number: int) -> dict[str, Any]:
    """What somebody types in HubSpot; a number as people spell it."""
    return {"dock": f"Dock {name}", "pallets": f"{number}.50"} if account.further else {}


def entered(account: Account, booked: Mapping[str, Any], memo: str, number: int) -> list[dict[str, Any]]:
    """An invoice's fields in QuickBooks with an order's number and, where there are such, with these values."""
    order = {"DefinitionId": "1", "Type": "StringType", "StringValue": memo}
    values: dict[str, object] = {"dock": memo, "pallets": number}
    written = [{"DefinitionId": key, _KINDS[name][2]: values[name]} for name, key in account.further.items()]
    for name in account.further:
        account.written["Invoice", booked["Id"], name] = spelt(values[name])
    return [order, *written]


def shown(account: Account, booked: Mapping[str, Any]) -> dict[str, str]:
    """What QuickBooks has in them, as it is compared."""
    fields = {one["DefinitionId"]: one for one in booked["CustomField"]}
    return {name: spelt(fields.get(key, {}).get(_KINDS[name][2])) for name, key in account.further.items()}


def spelt(value: object) -> str:
    """A value as both sides are compared: a number without what comes of how it is spelled."""
    text = str(value or "")
    return str(Decimal(text).normalize()) if text.replace(".", "", 1).isdigit() else text
