"""What both vendors are asked to allow when somebody connects them, and what each is needed for."""

from collections.abc import Mapping

from counterfoil.domain.identity import System
from counterfoil.domain.texts import permissions as texts
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Permission:
    """One permission: the vendor's name of it, and what it is needed for."""

    scope: str
    why: str


ASKED: Mapping[System, tuple[Permission, ...]] = {
    System.HUBSPOT: (
        Permission("oauth", texts.SIGN_IN),
        *(
            Permission(f"crm.objects.{name}.{access}", why)
            for name, (reading, writing) in texts.HUBSPOT_OBJECTS.items()
            for access, why in (("read", reading), ("write", writing))
            if why
        ),
        *(
            Permission(f"crm.schemas.{name}.{access}", texts.PROPERTIES)
            for name in ("contacts", "invoices", "commercepayments")
            for access in ("read", "write")
        ),
        *(Permission(f"crm.schemas.{name}.read", texts.CONDITIONS) for name in ("companies", "deals")),
        Permission("e-commerce", texts.SHOP),
        Permission("tax_rates.read", texts.TAX_RATES),
    ),
    System.QUICKBOOKS: (Permission("com.intuit.quickbooks.accounting", texts.ACCOUNTING),),
}
"""In the order in which people read them."""
