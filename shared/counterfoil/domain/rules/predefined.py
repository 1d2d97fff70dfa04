"""The predefined fields of each kind as people see them, beside the rows of `domain.kinds` that say how they are carried."""

from collections.abc import Mapping
from types import MappingProxyType

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import KINDS, Field
from counterfoil.domain.rules.direction import Direction
from counterfoil.domain.rules.filter import FieldType
from counterfoil.domain.rules.mapping import DIRECTIONS
from counterfoil.domain.texts import locks
from counterfoil.domain.values import dataclass

_NUMBER, _DATE, _OPTION = FieldType.NUMBER, FieldType.DATE, FieldType.ENUMERATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Predefined:
    """One predefined field: what it is called at both vendors, which way it goes, and why it goes no other way.

    A name is "" where the vendor has no single property for it. Whatever goes anywhere is switched on to begin with.
    """

    name: str
    label: str
    hubspot: str
    quickbooks: str
    type: FieldType
    longest: int
    direction: Direction
    locked: str

    @property
    def default(self) -> bool:
        """Whether it is switched on in a new rule."""
        return self.direction is not Direction.OFF


_Names = tuple[str, str] | tuple[str, str, FieldType]
_NAMES: Mapping[EntityKind, Mapping[str, _Names]] = {
    EntityKind.CUSTOMER: {
        "display_name": ("", "DisplayName"),
        "company_name": ("company", "CompanyName"),
        "given_name": ("firstname", "GivenName"),
        "family_name": ("lastname", "FamilyName"),
        "email": ("email", "PrimaryEmailAddr.Address"),
        "phone": ("phone", "PrimaryPhone.FreeFormNumber"),
        "mobile_phone": ("mobilephone", "Mobile.FreeFormNumber"),
        "street": ("address", "BillAddr.Line1"),
        "city": ("city", "BillAddr.City"),
        "region": ("state", "BillAddr.CountrySubDivisionCode"),
        "postal_code": ("zip", "BillAddr.PostalCode"),
        "country": ("country", "BillAddr.Country"),
        "currency": ("", "CurrencyRef.value", _OPTION),
        "parent": ("", "ParentRef.value", _OPTION),
    },
    EntityKind.PRODUCT: {
        "name": ("name", "Name"),
        "sku": ("hs_sku", "Sku"),
        "description": ("description", "Description"),
        "unit_price": ("price", "UnitPrice", _NUMBER),
    },
    EntityKind.INVOICE: {
        "number": ("hs_number", "DocNumber"),
        "issue_date": ("hs_invoice_date", "TxnDate", _DATE),
        "due_date": ("hs_due_date", "DueDate", _DATE),
        "memo": ("hs_comments", "CustomerMemo.value"),
        "customer_email": ("", "BillEmail.Address"),
        "copies_to": ("", "BillEmailCc.Address"),
        "lines": ("", "Line"),
        "descriptions": ("", "Line.Description"),
        "currency": ("hs_currency", "CurrencyRef.value", _OPTION),
        "total": ("hs_amount_billed", "TotalAmt", _NUMBER),
        "balance": ("hs_balance_due", "Balance", _NUMBER),
        "deposit": ("", "Deposit", _NUMBER),
        "status": ("hs_invoice_status", "", _OPTION),
        "origin": ("hs_invoice_source", "", _OPTION),
        "customer": ("", "CustomerRef.value"),
    },
    EntityKind.PAYMENT: {
        "amount": ("hs_initial_amount", "TotalAmt", _NUMBER),
        "currency": ("hs_currency_code", "CurrencyRef.value", _OPTION),
        "paid_on": ("hs_initiated_date", "TxnDate", _DATE),
        "status": ("hs_latest_status", "", _OPTION),
        "method": ("hs_payment_method_type", "PaymentMethodRef.name", _OPTION),
        "reference": ("hs_reference_number", "PaymentRefNum"),
        "invoice": ("", "Line.LinkedTxn"),
        "unapplied": ("", "UnappliedAmt", _NUMBER),
        "credits": ("", "Line.LinkedTxn"),
    },
}
_LOCKS = {
    **dict.fromkeys(("display_name", "company_name", "parent"), locks.OF_THE_COMPANY),
    **dict.fromkeys(("number", "issue_date", "customer_email", "copies_to", "lines", "descriptions"), locks.MADE_IN_HUBSPOT),
    **dict.fromkeys(("total", "balance"), locks.CALCULATED),
    **dict.fromkeys(("status", "origin", "customer", "invoice"), locks.BY_ITS_OWN_WAY),
    **dict.fromkeys(("deposit", "unapplied", "credits"), locks.ONLY_IN_QUICKBOOKS),
    "currency": locks.FOR_GOOD,
}


def _row(kind: EntityKind, field: Field) -> Predefined:
    hubspot, quickbooks, *types = _NAMES[kind][field.name]
    direction = DIRECTIONS.get(field.written_to, Direction.OFF)
    return Predefined(
        name=field.name,
        label=field.label,
        hubspot=hubspot,
        quickbooks=quickbooks,
        type=types[0] if types else FieldType.TEXT,
        longest=field.longest.get(System.QUICKBOOKS, 0),
        direction=direction,
        locked="" if direction is Direction.BOTH else _LOCKS[field.name](),
    )


PREDEFINED: Mapping[EntityKind, tuple[Predefined, ...]] = MappingProxyType(
    {kind: tuple(_row(kind, field) for field in entry.fields) for kind, entry in KINDS.items()}
)
"""The predefined fields of each kind, in the order in which people see them."""
