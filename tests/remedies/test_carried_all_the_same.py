"""What is too long, or comes to nothing, keeps no document back; what was shortened is said, whole where it was entered."""

from counterfoil.domain.outcome import OutcomeStatus
from tests.remedies.office import PUMP, Office


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
