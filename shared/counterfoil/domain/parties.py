"""HubSpot's companies as customers: a company's ref is told apart from a contact's by how its id begins."""

from counterfoil.domain.identity import EntityKind, RecordRef, System

COMPANY = "company-"
"""What the ids of companies begin with here; those of contacts are HubSpot's numbers as they are."""


def company_ref(record_id: str) -> RecordRef:
    """The HubSpot company with this id, as a customer."""
    return RecordRef(System.HUBSPOT, EntityKind.CUSTOMER, COMPANY + record_id)


def is_company(ref: RecordRef) -> bool:
    """Whether a ref is that of a HubSpot company."""
    return ref.system is System.HUBSPOT and ref.kind is EntityKind.CUSTOMER and ref.id.startswith(COMPANY)
