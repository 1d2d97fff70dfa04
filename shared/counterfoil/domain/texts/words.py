"""Single words for what the product knows by its own names."""

from collections.abc import Mapping
from types import MappingProxyType

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.invoice import InvoiceStatus
from counterfoil.domain.records.payment import PaymentMethod, PaymentStatus
from counterfoil.domain.rules.filter import FieldType, Holder, Operator
from counterfoil.domain.texts.sentence import Told, word


def _words[K](of: Mapping[K, str]) -> Mapping[K, Told]:
    return MappingProxyType({key: word(text) for key, text in of.items()})


ONE: Mapping[EntityKind, str] = _words(
    {
        EntityKind.CUSTOMER: "customer",
        EntityKind.PRODUCT: "product",
        EntityKind.INVOICE: "invoice",
        EntityKind.PAYMENT: "payment",
    }
)
ITEM = word("item")
"""What QuickBooks calls a product."""
SEVERAL: Mapping[EntityKind, str] = _words(
    {
        EntityKind.CUSTOMER: "customers",
        EntityKind.PRODUCT: "products",
        EntityKind.INVOICE: "invoices",
        EntityKind.PAYMENT: "payments",
    }
)
KNOWN_BY: Mapping[EntityKind, str] = _words({EntityKind.CUSTOMER: "e-mail address", EntityKind.PRODUCT: "SKU"})
PAYMENT_STATUS: Mapping[PaymentStatus, str] = _words(
    {
        PaymentStatus.PENDING: "pending",
        PaymentStatus.SUCCEEDED: "received",
        PaymentStatus.PARTIALLY_REFUNDED: "partially refunded",
        PaymentStatus.REFUNDED: "refunded",
        PaymentStatus.FAILED: "marked as failed",
        PaymentStatus.DISPUTED: "disputed",
        PaymentStatus.CHARGED_BACK: "charged back",
        PaymentStatus.VOIDED: "voided",
    }
)
INVOICE_STATUS: Mapping[InvoiceStatus, str] = _words(
    {
        InvoiceStatus.DRAFT: "draft",
        InvoiceStatus.OPEN: "open",
        InvoiceStatus.PAID: "paid",
        InvoiceStatus.VOIDED: "voided",
    }
)
PAYMENT_METHOD: Mapping[PaymentMethod, str] = _words(
    {
        PaymentMethod.CARD: "card",
        PaymentMethod.BANK_DEBIT: "bank debit",
        PaymentMethod.CASH: "cash",
        PaymentMethod.CHECK: "check",
        PaymentMethod.WIRE_TRANSFER: "wire transfer",
        PaymentMethod.OTHER: "other",
    }
)
CREDITS: Mapping[str, str] = _words(
    {
        "CreditMemo": "credit memo",
        "JournalEntry": "journal entry",
        "Expense": "expense",
        "Check": "check",
        "CreditCardCredit": "credit card credit",
    }
)
"""What may settle invoices in QuickBooks beside money. A journal entry may also be something that the customer owes."""
FIELD_TYPE: Mapping[FieldType, str] = _words(
    {
        FieldType.TEXT: "a text",
        FieldType.NUMBER: "a number",
        FieldType.DATE: "a date (2026-01-31)",
        FieldType.DATETIME: "a moment (2026-01-31T12:00:00Z) or a date",
        FieldType.ENUMERATION: "an option",
        FieldType.BOOLEAN: "true or false",
    }
)
LISTS: Mapping[str, str] = _words({"ClassRef": "class", "DepartmentRef": "location", "SalesTermRef": "terms"})
COUNT_OF_DAYS = word("a number of days")
UNKNOWN_VALUE = word("empty")
HOLDING: Mapping[Holder, str] = _words(
    {
        Holder.SELF: "record",
        Holder.CONTACT: "contact",
        Holder.COMPANY: "company",
        Holder.DEAL: "deal",
        Holder.CUSTOMER: "customer",
        Holder.INVOICE: "invoice",
        Holder.LINE: "line item",
    }
)
"""Whose values a filter asks for."""
HOLDER: Mapping[Holder, str] = _words({holder: f"the {name}'s" for holder, name in HOLDING.items()})
RELATION: Mapping[Operator, Told] = _words(
    {
        Operator.IS: "is",
        Operator.IS_NOT: "is not",
        Operator.IS_ANY_OF: "is one of",
        Operator.IS_NONE_OF: "is none of",
        Operator.CONTAINS_WORD: "contains the word",
        Operator.CONTAINS: "contains",
        Operator.STARTS_WITH: "starts with",
        Operator.GREATER: "is greater than",
        Operator.GREATER_OR_EQUAL: "is at least",
        Operator.LESS: "is less than",
        Operator.LESS_OR_EQUAL: "is at most",
        Operator.BETWEEN: "is between",
        Operator.BEFORE: "is before",
        Operator.AFTER: "is after",
        Operator.IN_LAST_DAYS: "lies in the last",
        Operator.IS_KNOWN: "is filled in",
        Operator.IS_UNKNOWN: "is empty",
        Operator.IS_TRUE: "is true",
    }
)
STANDING: Mapping[OutcomeStatus, str] = _words(
    {
        OutcomeStatus.IN_SYNC: "In step",
        OutcomeStatus.FAILING: "Needs you",
        OutcomeStatus.WAITING: "Waiting",
        OutcomeStatus.EXCLUDED: "Left out",
    }
)

ORIGINS: Mapping[str, str] = _words({"native": "Made in HubSpot", "mirrored": "Made in QuickBooks"})
"""Where an invoice was made."""
