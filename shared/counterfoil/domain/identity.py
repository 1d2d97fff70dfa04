"""Who a record is: the system that holds it, its kind, its id there."""

import re
from dataclasses import replace
from enum import StrEnum
from typing import Self

from counterfoil.domain.values import dataclass

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class System(StrEnum):
    """The two places that must agree."""

    HUBSPOT = "hubspot"
    QUICKBOOKS = "quickbooks"

    @property
    def other(self) -> "System":
        """The opposite side."""
        return System.QUICKBOOKS if self is System.HUBSPOT else System.HUBSPOT

    @property
    def brand(self) -> str:
        """The vendor's name as the vendor writes it, for texts that people read."""
        return "HubSpot" if self is System.HUBSPOT else "QuickBooks"


class EntityKind(StrEnum):
    """What is kept true, by the name that fits both systems."""

    CUSTOMER = "customer"  # HubSpot contact, QuickBooks Customer
    PRODUCT = "product"  # HubSpot product, QuickBooks Item
    INVOICE = "invoice"
    PAYMENT = "payment"


def is_id(text: str) -> bool:
    """Whether `text` can be a vendor's id of a record or an account: short, and without what separates ids elsewhere."""
    return _ID.fullmatch(text) is not None


@dataclass(frozen=True, slots=True, order=True)
class RecordRef:
    """One record of one system.

    A QuickBooks payment may pay several invoices; each application is a record of its own here, told apart by `part`
    (the id of the paid invoice). Everything else has no part.
    """

    system: System
    kind: EntityKind
    id: str
    part: str = ""

    @property
    def whole(self) -> Self:
        """The vendor's record as such, without the part."""
        return replace(self, part="") if self.part else self

    def __str__(self) -> str:
        return ":".join(filter(None, (self.system, self.kind, self.id, self.part)))

    @classmethod
    def parse(cls, text: str) -> Self:
        """The inverse of `str()`. Raises ValueError when `text` is no reference."""
        system, kind, *rest = text.split(":")
        if len(rest) not in {1, 2} or not all(rest):
            raise ValueError(f"not a record reference: {text!r}")
        return cls(System(system), EntityKind(kind), *rest)
