"""How people call a record: documents by number, people and companies by name, amounts with currency and date."""

from datetime import date
from decimal import Decimal, InvalidOperation

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.kinds import KINDS
from counterfoil.domain.money import decimals
from counterfoil.domain.records.record import Fields
from counterfoil.domain.texts import names, words
from counterfoil.domain.texts.sentence import AMOUNT, DAY, Phrase, one_line

_LONGEST = 80
"""Characters of a name in a sentence; longer names are shortened visibly."""


def name_of(ref: RecordRef, fields: Fields | None) -> str:
    """A record in the middle of a sentence; by its id only where nothing else is known of it."""
    if fields is None:
        return _by_id(ref)
    match ref.kind:
        case EntityKind.CUSTOMER:
            return _named(names.CUSTOMER, person_of(fields), ref)
        case EntityKind.PRODUCT:
            return _product(ref, fields)
        case EntityKind.INVOICE:
            return _invoice(ref, fields)
        case EntityKind.PAYMENT:
            return _payment(fields)


def amount(value: str, currency: str) -> str:
    """An amount with its currency and the decimals that this currency has, more where it has more: "1,204.50 USD"."""
    try:
        exact = Decimal(value)
    except InvalidOperation:
        return f"{value} {currency}".strip()
    if not exact.is_finite():
        return f"{exact} {currency}".strip()
    shown = max(decimals(currency), -int(exact.normalize().as_tuple().exponent))
    return AMOUNT(amount=f"{exact:.{shown}f}", currency=currency) if currency else f"{exact:,.{shown}f}"


def day(value: str) -> str:
    """A date as people write it, "3 Nov 2026"; what is no date stays as it is."""
    try:
        return DAY(day=date.fromisoformat(value).isoformat())
    except ValueError:
        return value


def person_of(fields: Fields) -> str:
    """A customer by name; by the e-mail address where there is none, "" where nothing is known."""
    person = " ".join(filter(None, (fields.get("given_name", ""), fields.get("family_name", ""))))
    return fields.get("display_name") or fields.get("company_name") or person or fields.get("email", "")


def _product(ref: RecordRef, fields: Fields) -> str:
    name = _named(names.PRODUCT if ref.system is System.HUBSPOT else names.ITEM, fields.get("name", ""), ref)
    sku = one_line(fields.get("sku", ""), _LONGEST)
    return names.WITH_SKU(name=name, sku=sku) if sku else name


def _invoice(ref: RecordRef, fields: Fields) -> str:
    """By its number; one that has none by what it comes to, and its day."""
    if fields.get("number") or not fields.get("total"):
        return _named(names.INVOICE, fields.get("number", ""), ref)
    total, issued_on = amount(fields["total"], fields.get("currency", "")), fields.get("issue_date", "")
    return names.INVOICE_OF_DAY(amount=total, day=day(issued_on)) if issued_on else names.INVOICE_OF(amount=total)


def _payment(fields: Fields) -> str:
    paid = amount(fields.get("amount", ""), fields.get("currency", ""))
    paid_on = fields.get("paid_on", "")
    return names.PAYMENT_OF_DAY(amount=paid, day=day(paid_on)) if paid_on else names.PAYMENT(amount=paid)


def _named(called: Phrase, name: str, ref: RecordRef) -> str:
    shown = one_line(name, _LONGEST)
    return called(name=shown) if shown else _by_id(ref)


def _by_id(ref: RecordRef) -> str:
    item = ref.kind is EntityKind.PRODUCT and ref.system is System.QUICKBOOKS
    kind = words.ITEM if item else words.ONE[ref.kind]
    return names.BY_ID(kind=kind, id=ref.id, system=ref.system.brand)


def label_of(kind: EntityKind, name: str) -> str:
    """What people call a field; a person's own mapping goes by its id."""
    return next((row.label for row in KINDS[kind].fields if row.name == name), name)
