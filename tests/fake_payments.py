"""How QuickBooks in memory puts payments to invoices: no more than is open, the rest stays the customer's credit. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.money import ZERO
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.snapshot import AnyRecord
from counterfoil.domain.write import Write
from tests.fake_rules import open_amount

Invoices = Mapping[RecordRef, AnyRecord]


def put_to_invoices(records: Sequence[AnyRecord], invoices: Invoices, *, ours: bool) -> Iterator[AnyRecord]:
    """What becomes of new records: of a payment on a paid invoice nothing is left but, if it is `ours`, a whole on none."""
    for record in records:
        if not isinstance(record, Payment) or record.invoice is None or record.invoice not in invoices:
            yield record
            continue
        amount = min(record.amount, open_amount(invoices[record.invoice]))
        rest = record.amount - amount
        if amount or record.credits:
            yield replace(record, amount=amount, unapplied=rest)
        elif ours:
            yield replace(record, amount=ZERO, unapplied=rest, invoice=None)


def changes_of(stored: Payment, write: Write, invoices: Invoices, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What an update of a payment changes, once no more of its new amount is put to its invoice than is open."""
    if "amount" not in changes or write.target is None:
        return dict(changes)
    invoice = replace(write.target, kind=write.target.kind.INVOICE, id=write.target.part, part="")
    amount = min(changes["amount"], open_amount(invoices[invoice]) + stored.amount)
    kept = changes.get("unapplied", ZERO) if "unapplied" in write.fields else stored.unapplied
    placed = {"invoice": invoice if amount else stored.invoice}
    return {**changes, **placed, "amount": amount, "unapplied": changes["amount"] - amount + kept}
