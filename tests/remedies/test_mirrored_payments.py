"""Payments of QuickBooks' own invoices that count in one system only, while what is owed agrees all the while.

HubSpot shows of such invoices what QuickBooks says is owed, so that no difference tells of such a payment.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from infra.sandbox.people.bookkeeper import applied_to
from tests.remedies.office import Office
from tests.remedies.test_mirrored_parties import billed, customer


@pytest.fixture
def paid(mirroring: Office) -> tuple[RecordRef, RecordRef]:
    """An invoice made in QuickBooks and its payment, both in sync."""
    ada = customer(mirroring, "Ada")
    invoice = billed(mirroring, ada)
    row = mirroring.bookkeeper.receive_payment(ada, (invoice.id, Decimal(100)))
    payment = RecordRef(System.QUICKBOOKS, EntityKind.PAYMENT, row["Id"], invoice.id)
    assert mirroring.is_in_sync(payment)
    assert mirroring.is_in_sync(invoice)
    return invoice, payment


def delete_in_hubspot(office: Office, payment: RecordRef) -> None:
    there = office.outcome(payment).counterpart
    assert there
    office.administrator.delete("commerce_payments", there.id)
    office.deliver_webhooks()


def deleted(office: Office, payment: RecordRef) -> None:
    office.bookkeeper.delete("Payment", payment.id)


def voided(office: Office, payment: RecordRef) -> None:
    office.bookkeeper.void("Payment", payment.id)


@pytest.mark.feature("E14", "I4", "Y3")
@pytest.mark.parametrize(
    ("reverse", "category"), [(deleted, ErrorCategory.RECORD_DELETED), (voided, ErrorCategory.PAYMENT_REVERSED)]
)
def test_the_invoice_says_that_a_payment_counts_no_more_in_quickbooks(
    mirroring: Office,
    paid: tuple[RecordRef, RecordRef],
    reverse: Callable[[Office, RecordRef], None],
    category: ErrorCategory,
) -> None:
    invoice, payment = paid
    reverse(mirroring, payment)
    assert mirroring.fails(payment) is category
    assert mirroring.fails(invoice) is category
    mirroring.bookkeeper.change("Invoice", invoice.id, PrivateNote="Ask Ada")
    assert mirroring.fails(invoice) is category
    delete_in_hubspot(mirroring, payment)
    assert mirroring.is_in_sync(invoice)
    assert mirroring.outcome(payment).status is OutcomeStatus.EXCLUDED


@pytest.mark.feature("E14", "Y1", "Y3")
def test_a_payment_that_was_put_to_another_invoice_is_not_called_deleted(
    mirroring: Office, paid: tuple[RecordRef, RecordRef]
) -> None:
    invoice, payment = paid
    booked = mirroring.bookkeeper.read("Payment", payment.id)
    other = billed(mirroring, booked["CustomerRef"]["value"])
    mirroring.bookkeeper.change("Payment", payment.id, Line=[applied_to(other.id, Decimal(100))])
    assert mirroring.fails(payment) is ErrorCategory.RECORD_DELETED
    assert mirroring.outcome(payment).explanation.endswith(
        " was taken off it in QuickBooks, where it is kept as credit or pays something else."
    )
    assert mirroring.outcome(replace(payment, part=other.id)).status is OutcomeStatus.IN_SYNC
    delete_in_hubspot(mirroring, payment)
    assert mirroring.is_in_sync(invoice)
