"""What is too long, or comes to nothing, keeps no document back; what was shortened is said, whole where it was entered."""

from decimal import Decimal

from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from tests.remedies.office import PUMP, Office


def status_as_read(office: Office, invoice: RecordRef) -> list[str]:
    """The invoice's status as each of both systems was understood when they last agreed."""
    (link,) = office.house.operator.links.find(office.connection.id, [invoice])[invoice]
    return [link.agreements[system].fields["status"] for system in System]


def test_16_a_long_reference_of_a_payment_is_shortened_and_remarked_on(office: Office, carried: RecordRef) -> None:
    reference = "ch_3PxT9Q2eZvKYlo2C0xYz1234"
    paid = office.sales.record_payment(carried.id, "60.00", hs_reference_number=reference)
    payment = RecordRef(System.HUBSPOT, EntityKind.PAYMENT, paid)
    assert office.is_in_sync(payment)
    (booked,) = office.bookkeeper.rows("Payment")
    assert booked["PaymentRefNum"] == f"{reference[:20]}…"
    assert reference in booked["PrivateNote"]
    (remark,) = office.outcome(payment).remarks
    assert remark.startswith("The reference of the payment of 60.00 USD of 2 Nov 2026 is longer than QuickBooks takes;")


def test_23_a_long_description_of_a_finalised_invoice_is_shortened_and_remarked_on(office: Office) -> None:
    """Nobody can shorten it in HubSpot any more."""
    invoice = office.invoice("", {**PUMP, "description": "d" * 4001})
    assert office.is_in_sync(invoice)
    for _ in range(2):
        (described,) = [line["Description"] for line in office.booked(invoice)["Line"] if "Description" in line]
        assert (len(described), described[-1]) == (4000, "…")
        stands = office.outcome(invoice)
        assert stands.status is OutcomeStatus.IN_SYNC
        assert [one for one in stands.remarks if "description of line 1" in one and "longer than QuickBooks takes" in one]
        office.night()


def test_25_an_invoice_of_which_everything_is_taken_off_is_paid_on_both_sides(office: Office) -> None:
    invoice = office.invoice("", {**PUMP, "hs_discount_percentage": "100"})
    assert office.is_in_sync(invoice)
    for _ in range(2):
        stands = office.outcome(invoice)
        assert (stands.status, stands.remarks) == (OutcomeStatus.IN_SYNC, ())
        assert status_as_read(office, invoice) == ["paid", "paid"]
        owed = office.portal.read("invoices", invoice.id, "hs_balance_due", "counterfoil_quickbooks_balance")
        assert {*map(Decimal, owed.values()), office.booked(invoice)["Balance"]} == {0}
        office.night()
