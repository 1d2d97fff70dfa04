"""What a payment puts to which invoice, as the invoice's own page lists it."""

from datetime import date

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.records.payment import PaymentMethod, PaymentStatus
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Paying:
    """The money came `on` that day; `status` says how it stands. `invoice` is HubSpot's where that is known."""

    invoice: RecordRef
    on: date
    method: PaymentMethod
    status: PaymentStatus
