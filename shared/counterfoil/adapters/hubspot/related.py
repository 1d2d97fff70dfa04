"""Records that belong to others, read all at once. One that cannot be read fails only those that it belongs to."""

from collections.abc import Iterable

from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.ends import Ends
from counterfoil.adapters.hubspot.mapping.common import CONTACTS
from counterfoil.adapters.hubspot.mapping.recipient import Identified
from counterfoil.adapters.hubspot.schemas import ContactProperties, property_names
from counterfoil.adapters.hubspot.wire import Wire
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.texts import refusals


class Related[Model: Wire]:
    """Records of one type by id."""

    def __init__(
        self, client: HubSpotClient, objects: str, ids: Iterable[str], model: type[Model], further: Iterable[str] = ()
    ) -> None:
        """With `further` properties, of which the model knows nothing."""
        found = client.read(objects, ids, tuple(dict.fromkeys((*property_names(model), *further))))
        self._model, self._failures = model, found.failures
        self._found = {wire.id: wire for wire in found.objects}

    def get(self, record_id: str) -> Model | None:
        """The record; None when there is none (any more). Raises VendorError when HubSpot could not read it."""
        if failure := self._failures.get(record_id):
            raise VendorError(failure)
        wire = self._found.get(record_id)
        return self._model.model_validate(wire.properties) if wire else None

    def property_of(self, record_id: str, name: str) -> str:
        """The value of a further property, "" for nothing."""
        wire = self._found.get(record_id)
        return (wire.properties.get(name) or "") if wire else ""


class PartsOfInvoices[Model: Wire]:
    """All the `objects` that are associated with some invoices, at the `ends`."""

    def __init__(
        self, client: HubSpotClient, ends: Ends, objects: str, model: type[Model], further: Iterable[str] = ()
    ) -> None:
        """With `further` properties, of which the model knows nothing."""
        self._name = objects
        self._ids = ends.of(objects)
        self._parts = Related(client, objects, [one for ids in self._ids.values() for one in ids], model, further)

    def of(self, invoice_id: str) -> list[Identified[Model]]:
        """Those of one invoice. Raises VendorError when one has vanished meanwhile: the invoice is being edited."""
        parts = {one: self._parts.get(one) for one in self._ids.get(invoice_id, ())}
        if missing := [one for one, part in parts.items() if part is None]:
            raise VendorError(_vanished(f"{self._name} {', '.join(missing)}"))
        return [Identified(one, part) for one, part in parts.items() if part]

    def property_of(self, part_id: str, name: str) -> str:
        """The value that one of the parts has of a further property, "" for nothing."""
        return self._parts.property_of(part_id, name)


class ContactsOfInvoices:
    """The contacts that are associated with some invoices; they are only read where an invoice has several."""

    def __init__(self, client: HubSpotClient, ends: Ends) -> None:
        self._ids = ends.of(CONTACTS)
        self.ids = frozenset(one for ids in self._ids.values() for one in ids)
        several = [one for ids in self._ids.values() if len(ids) > 1 for one in ids]
        self._contacts = Related(client, CONTACTS, several, ContactProperties)

    def of(self, invoice_id: str) -> list[Identified[ContactProperties]]:
        """Those of one invoice, the oldest first. Raises VendorError when HubSpot could not read one of several."""
        ids = self._ids.get(invoice_id, ())
        return [Identified(one, self._contacts.get(one) or ContactProperties()) for one in ids]


def _vanished(what: str) -> Failure:
    text = refusals.PARTS_VANISHED()
    return Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING, text=text, vendor_text=what)
