"""Writes what invoices made in QuickBooks consist of: line items, discounts, fees and taxes, in bulk.

A new part is made together with its place on the invoice, in one call for a hundred. Where parts may be there already,
from an earlier try or before an edit, they are read first: what fits stays, what differs is changed, the rest goes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from counterfoil.adapters.hubspot.answers import CrmObject
from counterfoil.adapters.hubspot.batches import Written, isolated, write_each
from counterfoil.adapters.hubspot.client import BATCH_SIZE, Document, HubSpotClient
from counterfoil.adapters.hubspot.mapping.common import DISCOUNTS, FEES, INVOICES, LINE_ITEMS, TAXES, in_order
from counterfoil.adapters.hubspot.mapping.parts import Part
from counterfoil.domain.errors import Failure, VendorError

TO_INVOICE: Mapping[str, int] = {LINE_ITEMS: 410, DISCOUNTS: 412, FEES: 414, TAXES: 416}
"""Types of the associations from a part to its invoice."""

Wanted = Mapping[str, tuple[str, Sequence[Part]]]
"""By the key of a write: the invoice's id, and its parts."""
_PLACE = {LINE_ITEMS: "hs_position_on_quote", DISCOUNTS: "hs_sort_order", FEES: "hs_sort_order", TAXES: "hs_sort_order"}


@dataclass(slots=True)
class Made:
    """What became of the parts: the ones made, by the key of their write, and the first failure of each write."""

    objects: dict[str, list[tuple[str, CrmObject]]] = field(default_factory=dict)
    failures: dict[str, Failure] = field(default_factory=dict)


@dataclass(slots=True)
class _Plan:
    """What is to be done about parts of one type: each with the key of its write in front of its own."""

    creates: dict[tuple[str, int], Document] = field(default_factory=dict)
    updates: dict[tuple[str, int], Document] = field(default_factory=dict)
    archives: dict[str, str] = field(default_factory=dict)


class PartsWriter:
    """Parts of the invoices of one portal."""

    def __init__(self, client: HubSpotClient) -> None:
        self._client = client

    def add(self, wanted: Wanted) -> Made:
        """Make all parts of invoices that have none yet."""
        made = Made()
        for objects in TO_INVOICE:
            plan = _Plan()
            for key, (invoice, parts) in wanted.items():
                plan.creates |= {
                    (key, at): _create(invoice, part) for at, part in enumerate(parts) if part.objects == objects
                }
            self._carry_out(objects, plan, made)
        return made

    def replace(self, wanted: Wanted) -> Made:
        """Let invoices consist of these parts, whatever they consist of now."""
        made = Made()
        for objects in TO_INVOICE:
            try:
                self._carry_out(objects, self._differences(objects, wanted), made)
            except VendorError as error:
                made.failures |= dict.fromkeys(wanted, error.failure)
        return made

    def _differences(self, objects: str, wanted: Wanted) -> _Plan:
        """Raises VendorError."""
        there = self._there(objects, [invoice for invoice, _ in wanted.values()])
        plan = _Plan()
        for key, (invoice, parts) in wanted.items():
            here = [(at, part) for at, part in enumerate(parts) if part.objects == objects]
            found = there.get(invoice, [])
            for (at, part), existing in zip(here, found, strict=False):
                if changed := _changed(part, existing):
                    plan.updates[key, at] = {"id": existing.id, "properties": changed}
            plan.creates |= {(key, at): _create(invoice, part) for at, part in here[len(found) :]}
            plan.archives |= {existing.id: key for existing in found[len(here) :]}
        return plan

    def _there(self, objects: str, invoices: Iterable[str]) -> dict[str, list[CrmObject]]:
        """The parts of each invoice, in the order in which people see them. Raises VendorError."""
        found = self._client.associations(INVOICES, objects, invoices)
        ids = {invoice: [part.toObjectId for part in parts] for invoice, parts in found.items()}
        names = tuple(dict.fromkeys(name for every in _NAMES[objects] for name in (every, _PLACE[objects])))
        read = self._client.read(objects, [one for some in ids.values() for one in some], names)
        for failure in read.failures.values():
            raise VendorError(failure)
        parts = {one.id: one for one in read.objects}
        ordered = {invoice: in_order(set(some) & parts.keys()) for invoice, some in ids.items()}
        return {invoice: sorted((parts[one] for one in some), key=_place(objects)) for invoice, some in ordered.items()}

    def _carry_out(self, objects: str, plan: _Plan, made: Made) -> None:
        self._write(objects, "create", plan.creates, made)
        self._write(objects, "update", plan.updates, made)
        failures = isolated(list(plan.archives), lambda ids: self._client.archive(objects, ids), BATCH_SIZE)
        made.failures |= {plan.archives[one]: failure for one, failure in failures.items()}

    def _write(self, objects: str, action: str, inputs: Mapping[tuple[str, int], Document], made: Made) -> None:
        keys = {f"{key}-{at}": key for key, at in inputs}
        written: Mapping[str, Written] = write_each(
            self._client, objects, action, {f"{key}-{at}": document for (key, at), document in inputs.items()}
        )
        for name, result in written.items():
            if isinstance(result, Failure):
                made.failures.setdefault(keys[name], result)
            else:
                made.objects.setdefault(keys[name], []).append((objects, result))


_ADJUSTMENT = ("hs_type", "hs_value", "hs_label", "hs_sort_order")
_NAMES: Mapping[str, tuple[str, ...]] = {
    LINE_ITEMS: ("name", "description", "quantity", "price", "hs_product_id", "hs_discount_percentage", "discount"),
    **dict.fromkeys((DISCOUNTS, FEES, TAXES), _ADJUSTMENT),
}
"""The properties that make up a part; people may have filled in some that we never send."""


def _create(invoice: str, part: Part) -> Document:
    kind = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": TO_INVOICE[part.objects]}
    filled = {name: value for name, value in part.properties.items() if value}
    return {"properties": filled, "associations": [{"to": {"id": invoice}, "types": [kind]}]}


def _changed(part: Part, existing: CrmObject) -> dict[str, str]:
    """The values in which an existing part differs from what it is to be."""
    names = (*_NAMES[part.objects], _PLACE[part.objects])
    wanted = {name: part.properties.get(name, "") for name in names}
    return {name: value for name, value in wanted.items() if not _same(value, existing.properties.get(name) or "")}


def _same(one: str, other: str) -> bool:
    """Whether two values are equal, as numbers where they are some; a discount of nothing is none."""
    try:
        return Decimal(one or "0") == Decimal(other or "0")
    except InvalidOperation:
        return one == other


def _place(objects: str) -> Callable[[CrmObject], Decimal]:
    def place(part: CrmObject) -> Decimal:
        return Decimal(part.properties.get(_PLACE[objects]) or "Infinity")

    return place
