"""A payment between HubSpot's wire and the domain. Pure."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from counterfoil.adapters.hubspot.mapping.common import beginning, ref
from counterfoil.adapters.hubspot.schemas import PaymentProperties
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.money import ZERO, plain
from counterfoil.domain.records.payment import Payment, PaymentMethod, PaymentStatus

# https://developers.hubspot.com/docs/api-reference/latest/crm/objects/commerce-payments/guide
_STATUSES: Mapping[str, PaymentStatus] = {
    "processing": PaymentStatus.PENDING,
    "succeeded": PaymentStatus.SUCCEEDED,
    "failed": PaymentStatus.FAILED,
    "partially_refunded": PaymentStatus.PARTIALLY_REFUNDED,
    "refunded": PaymentStatus.REFUNDED,
    "processing_refund": PaymentStatus.SUCCEEDED,  # the money is still here
    "disputed_won": PaymentStatus.SUCCEEDED,
    "disputed_lost": PaymentStatus.CHARGED_BACK,
    "disputed_action_required": PaymentStatus.DISPUTED,
    "disputed_awaiting_decision": PaymentStatus.DISPUTED,
}
_STATUS_WRITTEN: Mapping[PaymentStatus, str] = {
    PaymentStatus.PENDING: "processing",
    PaymentStatus.SUCCEEDED: "succeeded",
    PaymentStatus.PARTIALLY_REFUNDED: "partially_refunded",
    PaymentStatus.REFUNDED: "refunded",
    PaymentStatus.FAILED: "failed",
    PaymentStatus.DISPUTED: "disputed_awaiting_decision",
    PaymentStatus.CHARGED_BACK: "disputed_lost",
    PaymentStatus.VOIDED: "failed",  # HubSpot knows no voided payment; like a failed one it is no money received
}
_METHODS: Mapping[str, PaymentMethod] = {
    "card": PaymentMethod.CARD,
    **dict.fromkeys(("ach", "sepa", "bacs", "pads"), PaymentMethod.BANK_DEBIT),
    "cash": PaymentMethod.CASH,
    "check": PaymentMethod.CHECK,
    "wire_transfer": PaymentMethod.WIRE_TRANSFER,
}
_METHOD_WRITTEN: Mapping[PaymentMethod, str] = {
    PaymentMethod.CARD: "card",
    PaymentMethod.BANK_DEBIT: "ach",
    PaymentMethod.CASH: "cash",
    PaymentMethod.CHECK: "check",
    PaymentMethod.WIRE_TRANSFER: "wire_transfer",
    PaymentMethod.OTHER: "other",
}


def payment(properties: PaymentProperties, *, invoice_id: str, contact_id: str, zone: ZoneInfo, currency: str) -> Payment:
    """A payment of the invoice `invoice_id` by `contact_id` ("" for none); `currency` is the portal's.

    Raises ValueError naming the status when HubSpot has invented a new one: whether it is money cannot be guessed.
    """
    if properties.hs_latest_status not in _STATUSES:
        raise ValueError(f"hs_latest_status: {properties.hs_latest_status}")
    status = _STATUSES[properties.hs_latest_status]
    refunded = properties.hs_refunds_amount if status is PaymentStatus.PARTIALLY_REFUNDED else None
    return Payment(
        amount=properties.hs_initial_amount - (refunded or ZERO),
        refunded=refunded or ZERO,
        currency=properties.hs_currency_code or currency,
        paid_on=properties.hs_initiated_date.astimezone(zone).date(),
        status=status,
        method=_METHODS.get(properties.hs_payment_method_type, PaymentMethod.OTHER),
        reference=properties.hs_reference_number,
        invoice=ref(EntityKind.INVOICE, invoice_id) if invoice_id else None,
        customer=ref(EntityKind.CUSTOMER, contact_id) if contact_id else None,
    )


def payment_properties(record: Payment, zone: ZoneInfo) -> dict[str, tuple[str, str]]:
    """By domain field: HubSpot's property and its value."""
    return {
        "amount": ("hs_initial_amount", plain(record.amount)),
        "currency": ("hs_currency_code", record.currency),
        "paid_on": ("hs_initiated_date", beginning(record.paid_on, zone)),
        "status": ("hs_latest_status", _STATUS_WRITTEN[record.status]),
        "method": ("hs_payment_method_type", _METHOD_WRITTEN[record.method]),
        "reference": ("hs_reference_number", record.reference),
    }
