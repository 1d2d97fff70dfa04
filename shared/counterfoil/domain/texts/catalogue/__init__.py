"""The catalogue: what each error means, and what to do about it."""

from collections.abc import Mapping
from types import MappingProxyType

from counterfoil.domain.errors import ErrorCategory, Failure
from counterfoil.domain.texts.catalogue.accounts import ACCOUNTS
from counterfoil.domain.texts.catalogue.error_text import ErrorText
from counterfoil.domain.texts.catalogue.invoices import INVOICES
from counterfoil.domain.texts.catalogue.parties import PARTIES
from counterfoil.domain.texts.catalogue.payments import PAYMENTS
from counterfoil.domain.texts.catalogue.waiting import WAITING
from counterfoil.domain.texts.sentence import word

ERROR_TEXTS: Mapping[ErrorCategory, ErrorText] = MappingProxyType(
    {
        category: ErrorText(word(text.title), word(text.cause), tuple(map(word, text.steps)))
        for category, text in {**PARTIES, **INVOICES, **PAYMENTS, **ACCOUNTS, **WAITING}.items()
    }
)


def explanation_of(failure: Failure) -> str:
    """What happened, in a sentence of ours; where only the vendor knows more, the catalogue's cause."""
    return failure.text or ERROR_TEXTS[failure.category].cause


__all__ = ["ERROR_TEXTS", "ErrorText", "explanation_of"]
