"""What can be chosen for one kind only."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from counterfoil.domain.identity import EntityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerOptions:
    """The choices of customers."""

    of: Literal["customer"] = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductOptions:
    """The choices of products."""

    of: Literal["product"] = "product"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceOptions:
    """The choices of invoices, which their payments follow."""

    of: Literal["invoice"] = "invoice"


Options = CustomerOptions | ProductOptions | InvoiceOptions

_OF: Mapping[EntityKind, str] = MappingProxyType({EntityKind.PAYMENT: EntityKind.INVOICE})


def options_of(kind: EntityKind) -> str:
    """Whose options a rule for `kind` has."""
    return _OF.get(kind, kind)


DEFAULT_OPTIONS: Mapping[EntityKind, Options] = MappingProxyType(
    {
        EntityKind.CUSTOMER: CustomerOptions(),
        EntityKind.PRODUCT: ProductOptions(),
        EntityKind.INVOICE: InvoiceOptions(),
        EntityKind.PAYMENT: InvoiceOptions(),
    }
)
