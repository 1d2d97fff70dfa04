"""Reads HubSpot's records with all that belongs to them: many per call, each one understood or failed by itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.mapping.common import (
    COMPANIES,
    CONTACTS,
    INVOICES,
    OBJECTS,
    PAYMENTS,
    in_order,
    merged_ids,
    snapshot,
)
from counterfoil.adapters.hubspot.mapping.customer import customer
from counterfoil.adapters.hubspot.mapping.invoice import Identified, InvoiceParts, invoice
from counterfoil.adapters.hubspot.mapping.payment import payment
from counterfoil.adapters.hubspot.mapping.product import product
from counterfoil.adapters.hubspot.schemas import (
    AdjustmentProperties,
    CompanyProperties,
    ContactProperties,
    CrmObject,
    InvoiceProperties,
    LineItemProperties,
    PaymentProperties,
    ProductProperties,
    Wire,
    property_names,
)
from counterfoil.domain.connection import PortalProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import Further
from counterfoil.domain.snapshot import AnyRecord, Snapshot

PRIMARY_COMPANY = 1  # type of the association contact -> primary company
LINE_ITEMS, DISCOUNTS, FEES, TAXES = "line_items", "discounts", "fees", "taxes"

Shown = tuple[Snapshot, ...] | Failure
Understand = Callable[[CrmObject], AnyRecord]
_PROPERTIES: Mapping[EntityKind, tuple[str, ...]] = {
    EntityKind.CUSTOMER: property_names(ContactProperties),
    EntityKind.PRODUCT: property_names(ProductProperties),
    EntityKind.INVOICE: property_names(InvoiceProperties),
    EntityKind.PAYMENT: property_names(PaymentProperties),
}


class RecordReader:
    """Records of one portal as snapshots, with the `further` properties that the rules name."""

    def __init__(self, client: HubSpotClient, portal: PortalProfile, further: Further) -> None:
        self._client, self._further = client, further
        self._zone, self._currency = ZoneInfo(portal.time_zone), portal.currency

    def read(self, kind: EntityKind, ids: Sequence[str]) -> Mapping[str, Shown]:
        """`RecordSystem.read`. An id that was merged away shows the record that it was merged into."""
        further = sorted(self._further.get(kind, ()))
        found = self._client.read(OBJECTS[kind], ids, tuple(dict.fromkeys((*_PROPERTIES[kind], *further))))
        understand = self._preparers[kind](self, [wire.id for wire in found.objects])
        shown = {wire.id: _understood(kind, wire, understand, further) for wire in found.objects}
        return {**found.failures, **by_asked_id(ids, found.objects, shown)}

    def payments_of(self, invoice_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """`RecordSystem.payments_of`."""
        return {one: tuple(ids) for one, ids in self.associated(INVOICES, PAYMENTS, invoice_ids).items() if ids}

    def _customers(self, ids: Sequence[str]) -> Understand:
        companies = self._client.associations(CONTACTS, COMPANIES, ids)
        primary = {
            contact_id: company.toObjectId
            for contact_id, associated in companies.items()
            for company in associated
            if company.has_type(PRIMARY_COMPANY)
        }
        names = self.objects(COMPANIES, primary.values(), CompanyProperties)

        def understand(wire: CrmObject) -> AnyRecord:
            company = names.get(primary.get(wire.id, ""))
            name = CompanyProperties.model_validate(company.properties).name if company else ""
            return customer(ContactProperties.model_validate(wire.properties), name)

        return understand

    def _products(self, _ids: Sequence[str]) -> Understand:
        return lambda wire: product(ProductProperties.model_validate(wire.properties))

    def _invoices(self, ids: Sequence[str]) -> Understand:
        contacts = self.associated(INVOICES, CONTACTS, ids)
        line_items = _Related(self, LINE_ITEMS, LineItemProperties, ids)
        discounts = _Related(self, DISCOUNTS, AdjustmentProperties, ids)
        fees = _Related(self, FEES, AdjustmentProperties, ids)
        taxes = _Related(self, TAXES, AdjustmentProperties, ids)

        def understand(wire: CrmObject) -> AnyRecord:
            parts = InvoiceParts(
                contact_id=next(iter(contacts.get(wire.id, ())), ""),
                line_items=line_items.of(wire.id),
                discounts=discounts.of(wire.id),
                fees=fees.of(wire.id),
                taxes=taxes.of(wire.id),
            )
            return invoice(InvoiceProperties.model_validate(wire.properties), parts, self._zone)

        return understand

    def _payments(self, ids: Sequence[str]) -> Understand:
        invoices = self.associated(PAYMENTS, INVOICES, ids)
        contacts = self.associated(PAYMENTS, CONTACTS, ids)

        def understand(wire: CrmObject) -> AnyRecord:
            paid = invoices.get(wire.id, ())
            if len(paid) > 1:
                raise ValueError(f"one payment of {len(paid)} invoices ({', '.join(paid)}): its shares are not known")
            return payment(
                PaymentProperties.model_validate(wire.properties),
                invoice_id=next(iter(paid), ""),
                contact_id=next(iter(contacts.get(wire.id, ())), ""),
                zone=self._zone,
                currency=self._currency,
            )

        return understand

    def associated(self, objects: str, others: str, ids: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """The ids of associated records, oldest record first, so that "the first contact" does not change by itself."""
        found = self._client.associations(objects, others, ids)
        return {one: in_order({other.toObjectId for other in others}) for one, others in found.items()}

    def objects(self, objects: str, ids: Iterable[str], model: type[Wire]) -> Mapping[str, CrmObject]:
        """The records that must all be readable, or be gone, by id. Raises VendorError."""
        found = self._client.read(objects, ids, property_names(model))
        for failure in found.failures.values():
            raise VendorError(failure)
        return {wire.id: wire for wire in found.objects}

    _preparers: Mapping[EntityKind, Callable[["RecordReader", Sequence[str]], Understand]] = {
        EntityKind.CUSTOMER: _customers,
        EntityKind.PRODUCT: _products,
        EntityKind.INVOICE: _invoices,
        EntityKind.PAYMENT: _payments,
    }


class _Related[Model: Wire]:
    """All the `objects` that belong to some invoices, read at once."""

    def __init__(self, reader: RecordReader, objects: str, model: type[Model], invoice_ids: Sequence[str]) -> None:
        self._name, self._model = objects, model
        self._ids = reader.associated(INVOICES, objects, invoice_ids)
        self._found = reader.objects(objects, [one for ids in self._ids.values() for one in ids], model)

    def of(self, invoice_id: str) -> list[Identified[Model]]:
        """Those of one invoice. Raises VendorError when one has vanished meanwhile: the invoice is being edited."""
        ids = self._ids.get(invoice_id, ())
        if missing := [one for one in ids if one not in self._found]:
            text = f"{self._name} {', '.join(missing)} vanished while the invoice was read"
            raise VendorError(Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text=text))
        return [Identified(one, self._model.model_validate(self._found[one].properties)) for one in ids]


def by_asked_id[Value](ids: Iterable[str], objects: Iterable[CrmObject], values: Mapping[str, Value]) -> dict[str, Value]:
    """`values`, which are by the id that HubSpot answered with, by the id that was asked for.

    They differ for a record that was merged into another.
    """
    survivors = {wire.id: wire.id for wire in objects}
    for wire in objects:
        for merged in merged_ids(wire):
            survivors.setdefault(merged, wire.id)
    return {asked: values[survivors[asked]] for asked in ids if asked in survivors}


def _understood(kind: EntityKind, wire: CrmObject, understand: Understand, further: Sequence[str]) -> Shown:
    try:
        return (snapshot(kind, wire, understand(wire), further),)
    except VendorError as error:
        return error.failure
    except ValidationError as error:
        first = error.errors()[0]
        return _not_understood(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}")
    except ValueError as error:
        return _not_understood(str(error))


def _not_understood(text: str) -> Failure:
    return Failure(category=ErrorCategory.UNEXPECTED, cure=Cure.PERSON, text=f"HubSpot shows {text}")
