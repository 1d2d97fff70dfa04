"""A contact that was made for a customer, while nobody heard of it, and that another's contact was then merged into."""

import pytest

from counterfoil.domain.identity import System
from counterfoil.domain.rules import Direction
from tests.remedies.office import Office
from tests.remedies.test_mirrored_parties import billed, customer, shown_to


@pytest.mark.feature("I5", "X3")
def test_it_goes_to_whom_it_was_made_for_once_the_other_is_gone() -> None:
    with Office.opened(invoices=Direction.BOTH) as office:
        ada, bea = customer(office, "Ada"), customer(office, "Bea")
        other = billed(office, bea)
        assert office.is_in_sync(other)
        (hers,) = shown_to(office, other)
        invoice = billed(office, ada)
        with office.answers_lost(System.HUBSPOT):
            office.poll()
        (half_made,) = (one["id"] for one in office.account.all("contacts") if one["id"] != hers)
        survivor = office.portal.merge_contacts(half_made, hers)
        office.bookkeeper.make_inactive("Customer", bea)
        assert office.is_in_sync(invoice)
        assert shown_to(office, invoice) == [survivor]
