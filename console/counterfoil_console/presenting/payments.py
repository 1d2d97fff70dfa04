"""The payments of an invoice, from what is stored about them."""

from collections.abc import Iterator
from decimal import Decimal

from counterfoil.domain.connection import Connection
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.engine.browse.record import KnownRecord
from counterfoil.engine.ports import Addresses
from counterfoil_console.pages.parts import Amount, Sum, VendorLink
from counterfoil_console.pages.record import PaymentLine
from counterfoil_console.presenting.sums import sum_of
from counterfoil_console.presenting.values import words_of


def payments_of(known: KnownRecord, connection: Connection, addresses: Addresses) -> tuple[PaymentLine, ...]:
    """In the order in which they came."""
    return tuple(line for one in known.payments for line in _lines(one, connection, addresses))


def paid_in(known: KnownRecord) -> Sum | None:
    """What was received and is in step, by currency; None where there are more payments than are known here."""
    if known.more_payments:
        return None
    received = [one for one in known.payments if _is_received(one)]
    money: dict[str, Decimal] = {}
    for one in received:
        money[one.listing.currency] = money.get(one.listing.currency, Decimal()) + (one.listing.amount or Decimal())
    return sum_of({EntityKind.PAYMENT: len(received)}, money)


def _is_received(payment: SyncOutcome) -> bool:
    stands = payment.paying.status if payment.paying else None
    return payment.status is OutcomeStatus.IN_SYNC and stands is PaymentStatus.SUCCEEDED


def _lines(payment: SyncOutcome, connection: Connection, addresses: Addresses) -> Iterator[PaymentLine]:
    listing, paying = payment.listing, payment.paying
    if paying is not None and listing.amount is not None:
        yield PaymentLine(
            ref=payment.ref,
            day=paying.on,
            amount=Amount(listing.amount, listing.currency),
            method=words_of(paying.method),
            reference=listing.name,
            stands="" if paying.status is PaymentStatus.SUCCEEDED else words_of(paying.status),
            status=payment.status,
            links=tuple(_links(payment, connection, addresses)),
        )


def _links(payment: SyncOutcome, connection: Connection, addresses: Addresses) -> Iterator[VendorLink]:
    refs = [payment.ref, payment.counterpart] if payment.counterpart else [payment.ref]
    for ref in sorted(refs):
        if address := addresses(connection, ref):
            yield VendorLink(ref.system, address)
