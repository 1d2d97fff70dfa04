"""Words that several sheets have."""

from collections.abc import Mapping
from gettext import NullTranslations

from counterfoil.domain.identity import EntityKind


def kind_words(texts: NullTranslations) -> Mapping[EntityKind, str]:
    """One record of each kind."""
    _ = texts.gettext
    return {
        EntityKind.CUSTOMER: _("Customer"),
        EntityKind.PRODUCT: _("Product"),
        EntityKind.INVOICE: _("Invoice"),
        EntityKind.PAYMENT: _("Payment"),
    }
