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
CUSTOM_FIELDS = Permission("app-foundations.custom-field-definitions.read", texts.CUSTOM_FIELDS)
"""Only an Intuit app that has the Custom Fields API may ask for it."""


def asked(system: System, *, custom_fields: bool) -> tuple[Permission, ...]:
    """What `system` is asked to allow; with QuickBooks' `custom_fields` beside the classic three if they may be mapped."""
    return (*ASKED[system], CUSTOM_FIELDS) if custom_fields and system is System.QUICKBOOKS else ASKED[system]
