"""Single words for what the product knows by its own names."""

from collections.abc import Mapping
from types import MappingProxyType

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.rules.filter import FieldType

ONE: Mapping[EntityKind, str] = MappingProxyType(
    {
        EntityKind.CUSTOMER: "customer",
        EntityKind.PRODUCT: "product",
        EntityKind.INVOICE: "invoice",
        EntityKind.PAYMENT: "payment",
    }
)
ITEM = "item"
"""What QuickBooks calls a product."""
SEVERAL: Mapping[EntityKind, str] = MappingProxyType(
    {
        EntityKind.CUSTOMER: "customers",
        EntityKind.PRODUCT: "products",
        EntityKind.INVOICE: "invoices",
        EntityKind.PAYMENT: "payments",
    }
)
KNOWN_BY: Mapping[EntityKind, str] = MappingProxyType({EntityKind.CUSTOMER: "e-mail address", EntityKind.PRODUCT: "SKU"})
PAYMENT_STATUS: Mapping[PaymentStatus, str] = MappingProxyType(
    {
        PaymentStatus.PENDING: "pending",
        PaymentStatus.SUCCEEDED: "received",
        PaymentStatus.PARTIALLY_REFUNDED: "partially refunded",
        PaymentStatus.REFUNDED: "refunded",
        PaymentStatus.FAILED: "marked as failed",
        PaymentStatus.DISPUTED: "disputed",
        PaymentStatus.VOIDED: "voided",
    }
)
FIELD_TYPE: Mapping[FieldType, str] = MappingProxyType(
    {
        FieldType.TEXT: "a text",
        FieldType.NUMBER: "a number",
        FieldType.DATE: "a date (2026-01-31)",
        FieldType.DATETIME: "a moment (2026-01-31T12:00:00Z) or a date",
        FieldType.ENUMERATION: "an option",
        FieldType.BOOLEAN: "true or false",
    }
)
COUNT_OF_DAYS = "a number of days"
STANDING: Mapping[OutcomeStatus, str] = MappingProxyType(
    {
        OutcomeStatus.IN_SYNC: "In step",
        OutcomeStatus.FAILING: "Needs you",
        OutcomeStatus.WAITING: "Waiting",
        OutcomeStatus.EXCLUDED: "Left out",
    }
)
