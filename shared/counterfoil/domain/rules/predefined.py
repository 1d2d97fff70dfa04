"""The predefined fields of each kind as people see them, beside the rows of `domain.kinds` that say how they are carried."""

from collections.abc import Mapping
from dataclasses import replace
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

    A name is "" where the vendor has no single property for it. Whatever goes anywhere is switched on to begin with. A
    `mirrored` one goes to HubSpot on what was made in QuickBooks.
    """

    name: str
    label: str
    hubspot: str
    quickbooks: str
    type: FieldType
    longest: int
    direction: Direction
    locked: str
    mirrored: bool = False

    @property
    def default(self) -> bool:
        """Whether it is switched on in a new rule."""
        return self.direction is not Direction.OFF

    def under(self, rule: Direction) -> "Predefined":
        """As it goes while its kind's rule goes that way; where that is off, as it would at most."""
        if Direction.OFF in {rule, self.direction}:
            return self
        ways = [source for source in System if rule.carries_from(source) and self._goes_from(source)]
        direction = DIRECTIONS.get(frozenset(one.other for one in ways), Direction.OFF)
        if direction is Direction.OFF:
            return replace(self, direction=direction, locked=locks.OTHER_WAY())
        return replace(self, direction=direction, locked=self._why(direction))

    def _goes_from(self, source: System) -> bool:
        return self.direction.carries_from(source) or (self.mirrored and source is System.QUICKBOOKS)

    def _why(self, direction: Direction) -> str:
        """Of what is changed where an invoice was made, where that is."""
        return _MADE[direction]() if self.mirrored and self.locked == locks.MADE_IN_HUBSPOT() else self.locked


_MADE = {
    Direction.HUBSPOT_TO_QUICKBOOKS: locks.MADE_IN_HUBSPOT,
    Direction.QUICKBOOKS_TO_HUBSPOT: locks.MADE_IN_QUICKBOOKS,
    Direction.BOTH: locks.WHERE_IT_WAS_MADE,
}
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
        "refunded": ("hs_refunds_amount", "", _NUMBER),
        "unapplied": ("", "UnappliedAmt", _NUMBER),
        "credits": ("", "Line.LinkedTxn"),
    },
}
_LOCKS = {
    **dict.fromkeys(("display_name", "company_name", "parent"), locks.OF_THE_COMPANY),
    **dict.fromkeys(("number", "issue_date", "customer_email", "copies_to", "lines", "descriptions"), locks.MADE_IN_HUBSPOT),
    **dict.fromkeys(("total", "balance"), locks.CALCULATED),
    **dict.fromkeys(("status", "origin", "customer", "invoice", "refunded"), locks.BY_ITS_OWN_WAY),
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
        mirrored=field.mirrored,
    )


PREDEFINED: Mapping[EntityKind, tuple[Predefined, ...]] = MappingProxyType(
    {kind: tuple(_row(kind, field) for field in entry.fields) for kind, entry in KINDS.items()}
)
"""The predefined fields of each kind, in the order in which people see them."""
