"""What the stories of own mappings have in common."""

from collections.abc import Mapping
from dataclasses import replace

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.rules import FieldType, Holder
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.keeper import Author
from tests.builders import a_connection
from tests.unit.engine.world import World

INVOICE, CUSTOMER = EntityKind.INVOICE, EntityKind.CUSTOMER
ANN = Author(who="Ann", why="Purchase orders")
ORDER, CREW, TRACKING = "po_number", "CustomField.1", "TrackingNum"


OPTIONS = {"n": "North branch", "s": "South branch", "w": "West branch"}
LISTS = {"ClassRef": {"HubSpot": "1", "Web": "2"}, "DepartmentRef": {"North": "1", "South": "2"}}


def a_world() -> World:
    """A connection whose vendors have a few fields to map."""
    company = replace(a_connection().company, custom_fields={"1": "Crew #"}, lists=LISTS)
    made = World(a_connection(company=company))
    for name in (ORDER, "website"):
        made.properties[name] = VendorField(name=name, label=name)
    made.properties["branch"] = VendorField(name="branch", label="Branch", type=FieldType.ENUMERATION, options=OPTIONS)
    made.properties_around[Holder.LINE] = {"branch": made.properties["branch"]}
    return made


def own(name: str, hubspot: str, quickbooks: str, **more: object) -> Mapping[str, object]:
    """A mapping of a person's own, as a document has it."""
    return {"id": name, "own": True, "hubspot": hubspot, "quickbooks": quickbooks, "direction": "both", **more}


PO = own("PO number", ORDER, CREW)


def save(world: World, *mappings: Mapping[str, object], kind: EntityKind = INVOICE, **changes: object) -> None:
    """Somebody saves the rule with just these mappings."""
    document = {**written(world.connection.rules[kind]), "mappings": list(mappings), **changes}
    world.rules.save(world.id, document, ANN)


def both_ways(world: World, *mappings: Mapping[str, object], winner: str = "hubspot") -> None:
    """The same, for invoices that are carried both ways."""
    save(world, *mappings, direction="both", winner=winner)


def value(world: World, ref: RecordRef, name: str) -> str:
    """What a record has beside its fields."""
    return world.system(ref).records[ref].further.get(name, "")


def fill_in(world: World, ref: RecordRef, name: str, text: str) -> None:
    """Somebody fills in what a record has beside its fields."""
    world.system(ref).fill_in(ref, name, text)


def finalised(world: World, order: str = "") -> RecordRef:
    """A finalised invoice with the number of a purchase order."""
    invoice = world.finalised()
    fill_in(world, invoice, ORDER, order)
    return invoice
