"""How people call a record: documents by number, people and companies by name, amounts with currency and date."""

from datetime import date
from decimal import Decimal, InvalidOperation

from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.money import decimals
from counterfoil.domain.records.record import Fields

_LONGEST = 80
"""Characters of a name in a sentence; longer names are shortened visibly."""


def name_of(ref: RecordRef, fields: Fields | None) -> str:
    """A record in the middle of a sentence; by its id only where nothing else is known of it."""
    if fields is None:
        return f"the {ref.kind} with the id {ref.id} in {ref.system.brand}"
    match ref.kind:
        case EntityKind.CUSTOMER:
            return _named("the customer", _person(fields), ref)
        case EntityKind.PRODUCT:
            return _product(ref, fields)
        case EntityKind.INVOICE:
            return _named("invoice", fields.get("number", ""), ref)
        case EntityKind.PAYMENT:
            return f"the payment of {amount(fields.get('amount', ''), fields.get('currency', ''))}{_on(fields)}"


def amount(value: str, currency: str) -> str:
    """An amount with its currency and the decimals that this currency has: "1204.50 USD"."""
    try:
        shown = f"{Decimal(value):.{decimals(currency)}f}"
    except InvalidOperation:
        shown = value
    return f"{shown} {currency}".strip()


def day(value: str) -> str:
    """A date as people write it, "3 Nov 2026"; what is no date stays as it is."""
    try:
        moment = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def one_line(text: str, longest: int = _LONGEST) -> str:
    """`text` on one line, without control characters, shortened visibly."""
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rstrip()}…"


def capital(sentence: str) -> str:
    """`sentence` with a capital letter at its beginning."""
    return sentence[:1].upper() + sentence[1:]


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _person(fields: Fields) -> str:
    person = " ".join(filter(None, (fields.get("given_name", ""), fields.get("family_name", ""))))
    return fields.get("display_name") or fields.get("company_name") or person or fields.get("email", "")


def _product(ref: RecordRef, fields: Fields) -> str:
    name = _named("the product" if ref.system.brand == "HubSpot" else "the item", fields.get("name", ""), ref)
    sku = one_line(fields.get("sku", ""))
    return f"{name} (SKU {sku})" if sku else name


def _named(what: str, name: str, ref: RecordRef) -> str:
    return f"{what} {one_line(name)}" if name.strip() else f"{what} with the id {ref.id} in {ref.system.brand}"


def _on(fields: Fields) -> str:
    paid_on = fields.get("paid_on", "")
    return f" of {day(paid_on)}" if paid_on else ""
