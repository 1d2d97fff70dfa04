"""Which fields are carried where, which only inform, and which nobody may edit on the far side."""

from counterfoil.domain.identity import EntityKind, System

_PERSON = frozenset({"given_name", "family_name", "email", "phone", "street", "city", "region", "postal_code", "country"})
_PRODUCT = frozenset({"name", "sku", "description", "unit_price"})
_PAYMENT = frozenset({"amount", "paid_on", "method", "reference"})

CARRIED: dict[tuple[EntityKind, System], frozenset[str]] = {
    # A contact's display name and company come from its associated company, which is not the contact's to change.
    (EntityKind.CUSTOMER, System.HUBSPOT): _PERSON,
    (EntityKind.CUSTOMER, System.QUICKBOOKS): _PERSON | {"display_name", "company_name"},
    (EntityKind.PRODUCT, System.HUBSPOT): _PRODUCT,
    (EntityKind.PRODUCT, System.QUICKBOOKS): _PRODUCT,
    (EntityKind.INVOICE, System.HUBSPOT): frozenset({"due_date", "memo"}),
    (EntityKind.INVOICE, System.QUICKBOOKS): frozenset({"number", "issue_date", "due_date", "memo", "lines"}),
    (EntityKind.PAYMENT, System.HUBSPOT): _PAYMENT,
    (EntityKind.PAYMENT, System.QUICKBOOKS): _PAYMENT,
}
"""What may be written, by kind and by the system written to."""

PROTECTED = frozenset({"lines", "currency"})
"""Of an invoice made in HubSpot: what must not be edited in QuickBooks (its total follows from the lines and tax)."""


def carried(kind: EntityKind, target: System, left_out: frozenset[str]) -> frozenset[str]:
    """The fields of `kind` that are carried to `target`."""
    return CARRIED[kind, target] - left_out


_INFORMATION: dict[EntityKind, frozenset[str]] = {
    EntityKind.CUSTOMER: frozenset(),
    EntityKind.PRODUCT: frozenset(),
    EntityKind.INVOICE: frozenset({"total", "balance", "status", "currency", "origin", "customer"}),
    EntityKind.PAYMENT: frozenset({"currency", "status", "invoice"}),
}


def information(kind: EntityKind, system: System) -> frozenset[str]:
    """The fields that are never carried from `system`, only to it or not at all: what is agreed of them is what it shows."""
    return _INFORMATION[kind] | (CARRIED[kind, system] - CARRIED[kind, system.other])
