"""Single words for what the product knows by its own names."""

from collections.abc import Mapping
from types import MappingProxyType

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import RowAction, RowState
from counterfoil.domain.records.payment import PaymentStatus

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
STANDING: Mapping[OutcomeStatus, str] = MappingProxyType(
    {
        OutcomeStatus.IN_SYNC: "In step",
        OutcomeStatus.FAILING: "Needs you",
        OutcomeStatus.WAITING: "Waiting",
        OutcomeStatus.EXCLUDED: "Left out",
    }
)
PLANNED: Mapping[RowAction, str] = MappingProxyType(
    {
        RowAction.CREATE: "Create",
        RowAction.UPDATE: "Update",
        RowAction.VOID: "Void",
        RowAction.LINK: "Link",
        RowAction.CLOSE: "End the link",
        RowAction.LEAVE_OUT: "Leave out",
        RowAction.CONFLICT: "Conflict",
        RowAction.FAILURE: "Needs you",
        RowAction.NOTHING: "Nothing",
    }
)
BECAME: Mapping[RowState, str] = MappingProxyType(
    {
        RowState.DONE: "Done",
        RowState.CHANGED: "Changed since the plan",
    }
)
