"""Vendors with many unlike records, and filters of every sort to ask for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from counterfoil.adapters.hubspot import counting as hubspot
from counterfoil.adapters.quickbooks import counting as quickbooks
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import Clause, FieldType, Filter, Group, Holder, Operator
from counterfoil.domain.rules.admission import admits
from counterfoil.domain.rules.clauses import Moment, Narrowing
from counterfoil.engine.ports import Counted, RecordSystem
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.quickbooks_world import QuickBooksWorld
from tests.property.filters import GOOD, clauses

CUSTOMER, INVOICE = EntityKind.CUSTOMER, EntityKind.INVOICE
ZONE = ZoneInfo("America/New_York")
PROPERTIES = {
    "f_text": ("string", "text", FieldType.TEXT),
    "f_number": ("number", "number", FieldType.NUMBER),
    "f_date": ("date", "date", FieldType.DATE),
    "f_datetime": ("datetime", "date", FieldType.DATETIME),
    "f_option": ("enumeration", "select", FieldType.ENUMERATION),
    "f_options": ("enumeration", "checkbox", FieldType.ENUMERATION),
    "f_namesakes": ("enumeration", "select", FieldType.ENUMERATION),
    "f_truth": ("bool", "booleancheckbox", FieldType.BOOLEAN),
}
IN_HUBSPOT: Mapping[FieldType, tuple[str, ...]] = {
    **{of: tuple(good) for of, good in GOOD.items()},
    FieldType.DATE: ("2026-03-01", "2026-03-02", "2026-02-01"),
    FieldType.DATETIME: ("2026-03-01T05:00:00Z", "2026-03-01T05:00:01Z", "2026-03-02T00:00:00Z", "2026-02-01T12:00:00Z"),
    FieldType.BOOLEAN: ("true", "false"),
}


OPTIONS = {"f_option": ("A", "B", "C"), "f_options": ("A", "B", "C"), "f_namesakes": ("A", "a", "B")}
"""Those that differ in capital letters only are of one property."""


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A vendor with many unlike records of one kind, and what they show of the fields."""

    system: RecordSystem
    kind: EntityKind
    shown: Mapping[str, Mapping[str, str]]
    moment: Moment
    counting: Callable[[Narrowing], Counted]

    def admitted(self, chosen: Filter) -> set[str]:
        return {one for one, values in self.shown.items() if admits(chosen, {Holder.SELF: [values]}, self.moment).admitted}

    def counted(self, chosen: Filter) -> Counted:
        return self.counting(Narrowing(chosen, self.moment))

    def found(self, chosen: Filter) -> set[str]:
        page = self.system.page_of_admitted(self.kind, "", Narrowing(chosen, self.moment))
        assert not page.more
        return {record.ref.id for record in page.records}


def a_shelf(
    system: RecordSystem, kind: EntityKind, ids: list[str], today: date, counting: Callable[[Narrowing], Counted]
) -> Shelf:
    shown = {one: found[0].extra for one, found in system.read(kind, ids).items() if not isinstance(found, Failure)}
    return Shelf(system=system, kind=kind, shown=shown, moment=Moment(today, ZONE), counting=counting)


@cache
def hubspot_shelf() -> Shelf:
    world, chance = HubSpotWorld(), Random(1)
    for name, (of, looks, _) in PROPERTIES.items():
        options = [{"label": one, "value": one} for one in OPTIONS.get(name, ())]
        definition = {"name": name, "label": name, "type": of, "fieldType": looks, "groupName": "counterfoil"}
        world.send("POST", "/crm/properties/2026-09/contacts", {**definition, "options": options})
    ids = [world.contact_id]
    for number in range(60):
        filled = {
            name: chance.choice(OPTIONS.get(name, IN_HUBSPOT[of]))
            for name, (_, _, of) in PROPERTIES.items()
            if chance.random() < 0.7
        }
        ids.append(world.make("contacts", {"email": f"p{number}@example.com", **filled}))
    world.advance(600)

    def counting(limits: Narrowing) -> Counted:
        return hubspot.count_records(world.http, CUSTOMER, limits, world.now())

    return a_shelf(world.reading({CUSTOMER: frozenset(PROPERTIES)}), CUSTOMER, ids, date(2026, 3, 2), counting)


OF_INVOICES = {
    "TxnDate": FieldType.DATE,
    "DueDate": FieldType.DATE,
    "Balance": FieldType.NUMBER,
    "CustomerRef.value": FieldType.ENUMERATION,
    "MetaData.CreateTime": FieldType.DATETIME,
    "DocNumber": FieldType.TEXT,
}


@cache
def quickbooks_shelf() -> tuple[Shelf, Mapping[FieldType, tuple[str, ...]]]:
    world, chance = QuickBooksWorld(), Random(1)
    customers = [world.bookkeeper.enter("Customer", DisplayName=f"Person {number}")["Id"] for number in range(3)]
    begin = world.now().date()
    ids, days = [world.invoice_id], [begin - timedelta(days=number) for number in (0, 1, 2, 5, 30)]
    for number in range(30):
        made = world.make_invoice(str(Decimal(chance.choice(("1", "10.00", "10.50", "200")))))
        day, due = chance.choice(days), chance.choice(days)
        changes = {"TxnDate": f"{day}", "DueDate": f"{due}", "CustomerRef": {"value": chance.choice(customers)}}
        world.change("Invoice", made["Id"], changes if number % 5 else {})
        ids.append(made["Id"])
        world.advance(6 * 3600)
    good = {
        **{of: tuple(some) for of, some in GOOD.items()},
        FieldType.DATE: tuple(map(str, days)),
        FieldType.DATETIME: (f"{begin}", f"{begin}T05:00:00Z", f"{begin + timedelta(days=3)}"),
        FieldType.NUMBER: ("1", "10", "10.5", "100"),
        FieldType.ENUMERATION: (*customers, "0"),
    }
    system = world.reading({INVOICE: frozenset(OF_INVOICES)})

    def counting(limits: Narrowing) -> Counted:
        return quickbooks.count_records(world.http, world.realm_id, INVOICE, limits)

    return a_shelf(system, INVOICE, ids, world.now().date(), counting), good


FROM_HUBSPOT = clauses((Holder.SELF,), {name: of for name, (_, _, of) in PROPERTIES.items()}, IN_HUBSPOT)
FROM_QUICKBOOKS = st.deferred(lambda: clauses((Holder.SELF,), OF_INVOICES, quickbooks_shelf()[1]))
MIXED_UP = clauses((Holder.SELF,), dict.fromkeys(PROPERTIES, FieldType.TEXT), IN_HUBSPOT)


def filters_of(of: st.SearchStrategy[Clause]) -> st.SearchStrategy[Filter]:
    groups = st.lists(of, min_size=1, max_size=3).map(lambda some: Group(tuple(some)))
    return st.lists(groups, max_size=3).map(lambda some: Filter(tuple(some)))


def just(field: str, of: FieldType, operator: Operator, *values: str) -> Filter:
    return Filter((Group((Clause(field=field, type=of, operator=operator, values=values),)),))
