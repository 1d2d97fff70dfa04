"""An invoice as both systems show it at one moment, with all that is known of it."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Self

from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.ledgers import Gap, Reason
from counterfoil.domain.link import Link
from counterfoil.domain.money import ZERO
from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.records.invoice import Invoice, InvoiceStatus
from counterfoil.domain.short import shortened
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.values import dataclass

_LONGEST_NAMED = 60

Amounts = tuple[str, Decimal | None, Decimal | None]
"""A currency, and what an invoice is open over in HubSpot and in QuickBooks; None where it is not open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """An invoice with its counterpart. Absent is what was not found; `payments` are those on it that are not in step."""

    snapshots: Mapping[System, Snapshot]
    link: Link | None = None
    outcome: SyncOutcome | None = None
    payments: tuple[SyncOutcome, ...] = ()
    is_accepted: bool = False

    def owed(self, system: System) -> Decimal | None:
        """What it is open over there, None where it is not open."""
        invoice = self._invoices.get(system)
        is_open = invoice and invoice.status is InvoiceStatus.OPEN and invoice.balance > ZERO
        return invoice.balance if invoice and is_open else None

    @property
    def amounts(self) -> list[Amounts]:
        """What it is open over on both sides, by currency, for the sides may have different ones."""
        by_currency: dict[str, dict[System, Decimal]] = {}
        for system, invoice in self._invoices.items():
            if (owed := self.owed(system)) is not None:
                by_currency.setdefault(invoice.currency, {})[system] = owed
        return [(one, some.get(System.HUBSPOT), some.get(System.QUICKBOOKS)) for one, some in by_currency.items()]

    @property
    def differs(self) -> bool:
        """Whether the two sides are open over different amounts."""
        return any(hubspot != quickbooks for _, hubspot, quickbooks in self.amounts)

    @property
    def refs(self) -> tuple[RecordRef, ...]:
        """The records that are known of it, HubSpot's first."""
        known = {**(self.link.refs if self.link else {}), **{one: each.ref for one, each in self.snapshots.items()}}
        return tuple(known[system] for system in System if system in known)

    @property
    def told_under(self) -> RecordRef:
        """The record whose outcome says how it stands."""
        return self.link.source_ref if self.link else self.refs[0]

    def with_newer(self, shown: Mapping[RecordRef, Snapshot]) -> Self:
        """With what is shown of HubSpot's record by now."""
        before = self.snapshots[System.HUBSPOT]
        return replace(self, snapshots={**self.snapshots, System.HUBSPOT: shown.get(before.ref, before)})

    def gaps(self, reason: Reason) -> list[Gap]:
        """Its differences, one but for sides with different currencies."""
        named = next((one for one in self._invoices.values() if one.number), None)
        whom = next((one.customer_name for one in self._invoices.values() if one.customer_name), "")
        return [
            Gap(
                refs=self.refs,
                currency=currency,
                hubspot=hubspot,
                quickbooks=quickbooks,
                reason=reason,
                number=shortened(named.number, _LONGEST_NAMED) if named else "",
                customer=shortened(whom, _LONGEST_NAMED),
            )
            for currency, hubspot, quickbooks in self.amounts
        ]

    @property
    def _invoices(self) -> Mapping[System, Invoice]:
        return {system: one.record for system, one in self.snapshots.items() if isinstance(one.record, Invoice)}
