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

DEFAULT_OPTIONS: Mapping[EntityKind, Options] = MappingProxyType(
    {
        EntityKind.CUSTOMER: CustomerOptions(),
        EntityKind.PRODUCT: ProductOptions(),
        EntityKind.INVOICE: InvoiceOptions(),
        EntityKind.PAYMENT: InvoiceOptions(),
    }
)
