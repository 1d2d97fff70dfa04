"""States of the product's own, which pass by themselves."""

from collections.abc import Mapping

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.texts.catalogue.error_text import ErrorText

WAITING: Mapping[ErrorCategory, ErrorText] = {
    ErrorCategory.SWITCHED_OFF: ErrorText(
        "Sync switched off",
        "Somebody has switched the sync of this connection off.",
        ("Nothing needs doing: it goes on as soon as the sync is switched on again.",),
    ),
    ErrorCategory.IN_OTHER_HANDS: ErrorText(
        "Being worked on",
        "An earlier try may still be at work on it.",
        ("Nothing needs doing: it is read again by itself.",),
    ),
    ErrorCategory.WAITS_FOR_INVOICE: ErrorText(
        "Waiting for its invoice",
        "A payment is carried once its invoice is.",
        ("Do what the invoice asks for; the payment follows by itself.",),
    ),
    ErrorCategory.WAITS_FOR_SEARCH: ErrorText(
        "Waiting for the search",
        "It is so new that the other system's search may not show yet what it belongs to.",
        ("Nothing needs doing: it is looked for again by itself.",),
    ),
    ErrorCategory.READ_AGAIN: ErrorText(
        "Changing at the moment",
        "It was changed again while it was being carried.",
        ("Nothing needs doing: it is read again by itself.",),
    ),
}
