"""What the demo says of the two ledgers, as a bookkeeper reads it."""

from collections.abc import Mapping
from decimal import Decimal

from counterfoil.domain.names import amount, day
from counterfoil.domain.texts.sentence import Phrase, Sentence

CURRENCY = "USD"
"""Of every document in the demo."""

INVOICE_DIFFERS = Sentence("Invoice {number}: the {field} is {hubspot} in HubSpot and {quickbooks} in QuickBooks.")
INVOICE_COUNTS = Sentence("Invoice {number}: {here} in HubSpot, {there} in QuickBooks.")
PAYMENT = Phrase("the payment of {amount} of {day} on invoice {number}")
MORE_PAYMENTS = Sentence("{payment}: {count} more in {system}.")
AGREED = Sentence("{invoices} invoices over {total} and {payments} payments are in both, to the cent.")
LASTED = Sentence("The whole demo took {seconds} seconds.")

FIELDS: Mapping[str, str] = {
    "number": "number",
    "customer": "customer",
    "status": "status",
    "total": "total",
    "balance": "balance",
    "issued": "date",
    "due": "due date",
}


def shown(value: Decimal | str) -> str:
    """An amount with its currency, a day as people write it, and anything else as it is."""
    return amount(str(value), CURRENCY) if isinstance(value, Decimal) else day(value)


def payment(value: Decimal, paid_on: str, number: str) -> str:
    """A payment as people call it."""
    return PAYMENT(amount=shown(value), day=shown(paid_on), number=number)
