"""What records of each kind are called."""

from collections.abc import Mapping
from gettext import NullTranslations

from counterfoil.domain.identity import EntityKind


def one_of_each(texts: NullTranslations) -> Mapping[EntityKind, str]:
    """One record of each kind, at the beginning of a line."""
    _ = texts.gettext
    return {
        EntityKind.CUSTOMER: _("Customer"),
        EntityKind.PRODUCT: _("Product"),
        EntityKind.INVOICE: _("Invoice"),
        EntityKind.PAYMENT: _("Payment"),
    }


def several_of_each(texts: NullTranslations) -> Mapping[EntityKind, str]:
    """Records of each kind, in the middle of a line."""
    _ = texts.gettext
    return {
        EntityKind.CUSTOMER: _("customers"),
        EntityKind.PRODUCT: _("products"),
        EntityKind.INVOICE: _("invoices"),
        EntityKind.PAYMENT: _("payments"),
    }
