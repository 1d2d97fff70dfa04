"""What an invoice owes on both sides, explained by its payments."""

from decimal import Decimal

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.listing import Listing
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.domain.planning.balances import explained
from counterfoil.domain.planning.decision import in_sync
from counterfoil.domain.planning.pair import Pair, Standing
from tests.builders import NOON, an_invoice, hubspot, quickbooks
from tests.unit.domain.pairs import side

INVOICE, PAYMENT = EntityKind.INVOICE, EntityKind.PAYMENT


@pytest.mark.parametrize(
    ("listing", "carried", "category"),
    [
        (Listing(amount=Decimal("30.00"), counterpart_amount=Decimal("0.00")), True, None),
        (Listing(amount=Decimal("20.00"), counterpart_amount=Decimal("0.00")), True, ErrorCategory.TOTALS_DIFFER),
        (Listing(amount=Decimal("30.00")), True, ErrorCategory.TOTALS_DIFFER),
        (Listing(amount=Decimal("40.00")), False, None),
        (Listing(amount=Decimal("20.00")), False, ErrorCategory.TOTALS_DIFFER),
    ],
    ids=["exactly", "too little", "nothing is known of the other side", "never carried", "too little, and never carried"],
)
def test_more_owed_in_quickbooks_is_explained_by_what_payments_come_to_beyond_it(
    listing: Listing, category: ErrorCategory | None, *, carried: bool
) -> None:
    payment = SyncOutcome(
        connection_id="62515-9130",
        ref=hubspot(PAYMENT, "7"),
        kind=PAYMENT,
        status=OutcomeStatus.IN_SYNC,
        at=NOON,
        counterpart=quickbooks(PAYMENT, "8") if carried else None,
        listing=listing,
    )
    sides = {
        System.HUBSPOT: side(System.HUBSPOT, an_invoice(balance=Decimal("70.00")), INVOICE),
        System.QUICKBOOKS: side(System.QUICKBOOKS, an_invoice(balance=Decimal("100.00")), INVOICE),
    }
    decision = explained(Pair(kind=INVOICE, sides=sides, payments={payment.ref: Standing(payment)}), in_sync("So."))
    assert (decision.failure.category if decision.failure else None) is category
    assert category is None or (decision.failure and decision.failure.cure is Cure.WAITING)


@pytest.mark.parametrize(("owed", "said"), [("70.00", True), ("100.00", False)])
def test_balances_that_differ_where_no_payment_is_carried_are_remarked(owed: str, *, said: bool) -> None:
    sides = {
        System.HUBSPOT: side(System.HUBSPOT, an_invoice(balance=Decimal(owed)), INVOICE),
        System.QUICKBOOKS: side(System.QUICKBOOKS, an_invoice(balance=Decimal("100.00")), INVOICE),
    }
    decision = explained(Pair(kind=INVOICE, sides=sides, uncarried=True), in_sync("So."))
    assert (decision.status, bool(decision.remarks)) == (OutcomeStatus.IN_SYNC, said)
