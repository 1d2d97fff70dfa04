"""What the mapping of every kind needs: QuickBooks' names of the kinds, snapshots, markers, currencies, names. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from counterfoil.domain.blockers import DEPOSITS, PREFERENCES, entry
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.domain.texts import refusals

if TYPE_CHECKING:
    from counterfoil.adapters.quickbooks import schemas as wire

ENTITIES: Mapping[EntityKind, str] = {
    EntityKind.CUSTOMER: "Customer",
    EntityKind.PRODUCT: "Item",
    EntityKind.INVOICE: "Invoice",
    EntityKind.PAYMENT: "Payment",
}
KINDS: Mapping[str, EntityKind] = {name: kind for kind, name in ENTITIES.items()}

OF_THE_PROFILE = ("Preferences", "Class", "Department", "Term")
NUMBERED = ("CreditMemo", "SalesReceipt", "RefundReceipt")
"""Whose numbers invoices may share the sequence with; all transactions share one sequence of ids."""
BESIDE = (*OF_THE_PROFILE, "Account", "Vendor", "Employee", *NUMBERED, "Deposit")
"""What is carried nowhere, and yet may keep a record from being carried; of some the company's profile knows more."""

INACTIVE_SUFFIX = " (deleted)"
"""What QuickBooks puts behind the name of an inactive customer or item; a number may be in it."""
_SUFFIXED = re.compile(r" \(deleted(?: \d+)?\)$")

_VOIDED = "VOIDED"
_LABEL = "Counterfoil: "
_MARKER = re.compile(rf"{_LABEL}([\w-]+(?::[\w-]+){{2,3}})")


def is_of(kind: EntityKind, row: Mapping[str, Any]) -> bool:
    """Whether a row is a record of this kind. Among its items QuickBooks keeps their categories, which nobody can sell."""
    return kind is not EntityKind.PRODUCT or row.get("Type") != "Category"


def ref(kind: EntityKind, record_id: str, part: str = "") -> RecordRef:
    """A record of QuickBooks."""
    return RecordRef(System.QUICKBOOKS, kind, record_id, part)


def key_of(entity: str, object_id: str) -> str:
    """The key (see `domain.blockers`) of one of what is beside the records. Which deposit holds a payment nobody says."""
    if entity in OF_THE_PROFILE:
        return PREFERENCES
    if entity == "Deposit":
        return DEPOSITS
    return entry("numbered" if entity in NUMBERED else entity.lower(), object_id)


def snapshot(entity: "wire.Entity", kind: EntityKind, record: AnyRecord, *, note: str = "", part: str = "") -> Snapshot:
    """A record as QuickBooks showed it."""
    return Snapshot(
        ref=ref(kind, entity.Id, part),
        version=entity.SyncToken,
        record=record,
        created_at=entity.MetaData.CreateTime.astimezone(UTC),
        modified_at=entity.MetaData.LastUpdatedTime.astimezone(UTC),
        source=source_in(note),
    )


def currency_of(currency: "wire.Reference | None", company: CompanyProfile) -> str:
    """The currency of a transaction; a company with one currency does not say it."""
    return currency.value if currency and currency.value else company.home_currency


def currency_member(currency: str, company: CompanyProfile) -> dict[str, Any]:
    """`CurrencyRef`, only for a company with several currencies. Raises VendorError (E11)."""
    if company.multicurrency:
        return {"CurrencyRef": {"value": currency}}
    if currency != company.home_currency:
        text = refusals.OTHER_CURRENCY(currency=currency, home=company.home_currency)
        raise refused(ErrorCategory.CURRENCY_MISMATCH, text)
    return {}


def amount_of(line: "wire.TransactionLine") -> Decimal:
    """What a line comes to. Raises ValueError where QuickBooks does not say: that is not nothing."""
    if line.Amount is None:
        raise ValueError("Line.Amount: missing")
    return line.Amount


def refused(category: ErrorCategory, text: str) -> VendorError:
    """A record that cannot be expressed in QuickBooks' terms, so that it is not even tried."""
    return VendorError(Failure(category=category, cure=Cure.PERSON, text=text))


def optional_date(moment: date | None, member: str) -> dict[str, str]:
    """The member, if there is a date."""
    return {member: moment.isoformat()} if moment else {}


def without_suffix(name: str, *, active: bool) -> str:
    """The name of an entry of a list as it was while it was active."""
    return name if active else _SUFFIXED.sub("", name)


def plain_name(text: str) -> str:
    """A name without what QuickBooks forbids in names: colons, tabs, line ends."""
    return " ".join(text.replace(":", " ").split())


def marker(source: RecordRef) -> str:
    """The note of a record made from `source`, by which it is recognised: `Counterfoil: hubspot:invoice:123`.

    QuickBooks cannot search notes, and puts "Voided" in front of them when it voids; a person may write around the marker.
    """
    return f"{_LABEL}{source}"


def is_noted_as_void(note: str) -> bool:
    """Whether QuickBooks has put into a note that it voided the transaction."""
    return note.upper().startswith(_VOIDED)


def source_in(note: str) -> RecordRef | None:
    """The record that the marker in `note` names; None without a marker or with a broken one."""
    found = _MARKER.search(note)
    if found is None:
        return None
    try:
        return RecordRef.parse(found[1])
    except ValueError:
        return None
