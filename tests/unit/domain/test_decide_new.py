"""Records without a counterpart: which get one, which are matched, which stay out, and what an unfinished try left."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decide import decide
from counterfoil.domain.planning.decision import Adopt, Create, Decision, Recover
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import InvoiceStatus, Origin
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.records.product import Product
from counterfoil.domain.rules import Direction
from counterfoil.domain.texts.words import PAYMENT_STATUS
from tests.builders import NOON, a_customer, a_payment, a_product, a_rule, an_invoice, hubspot, quickbooks
from tests.unit.domain.pairs import RECORDS, agreed, side, unlinked

INVOICE, CUSTOMER, PRODUCT, PAYMENT = EntityKind.INVOICE, EntityKind.CUSTOMER, EntityKind.PRODUCT, EntityKind.PAYMENT
CREATE = (Create(System.QUICKBOOKS),)
OUTWARD = Direction.HUBSPOT_TO_QUICKBOOKS


def stays_out(decision: Decision, reason: str) -> bool:
    return (decision.status, decision.actions, decision.reasons) == (OutcomeStatus.EXCLUDED, (), (reason,))


@pytest.mark.parametrize("status", [InvoiceStatus.OPEN, InvoiceStatus.PAID])
def test_a_finalised_native_invoice_is_made(status: InvoiceStatus) -> None:
    assert unlinked(an_invoice(status=status), INVOICE).actions == CREATE


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"origin": Origin.MIRRORED}, "The invoice was not made in HubSpot."),
        ({"status": InvoiceStatus.DRAFT}, "The invoice is a draft."),
        ({"status": InvoiceStatus.VOIDED}, "The invoice was voided before it was ever synced."),
    ],
)
def test_l2_the_filters_that_nobody_can_remove(changes: dict[str, object], reason: str) -> None:
    assert stays_out(unlinked(an_invoice(**changes), INVOICE), reason)
    assert stays_out(unlinked(an_invoice(**changes), INVOICE, needed=True), reason)


@pytest.mark.parametrize(("later", "made"), [(timedelta(0), True), (timedelta(seconds=1), False)])
def test_l2_only_what_moved_after_the_sync_was_switched_on(later: timedelta, *, made: bool) -> None:
    rule = a_rule(INVOICE, OUTWARD, switched_on_at=NOON + later)
    assert (unlinked(an_invoice(), INVOICE, rule=rule).actions == CREATE) is made


@pytest.mark.parametrize("kind", EntityKind)
def test_a_rule_carries_only_its_way(kind: EntityKind) -> None:
    reason = f"The rule for {kind}s does not carry records from QuickBooks."
    assert stays_out(unlinked(RECORDS[kind], kind, system=System.QUICKBOOKS), reason)


def test_m2_a_product_without_a_sku_stays_out() -> None:
    assert stays_out(unlinked(a_product(sku=""), PRODUCT), "Products without a SKU are not synced.")
    assert unlinked(a_product(), PRODUCT).actions == CREATE


def test_a_customer_is_made_when_an_invoice_needs_it() -> None:
    rule = a_rule(CUSTOMER, OUTWARD, create="when_needed")
    assert stays_out(unlinked(a_customer(), CUSTOMER, rule=rule), "Customers are made only for invoices that need them.")
    assert unlinked(a_customer(), CUSTOMER, rule=rule, needed=True).actions == CREATE
    off = a_rule(CUSTOMER, Direction.OFF)
    assert unlinked(a_customer(), CUSTOMER, rule=off, needed=True).actions == CREATE


@pytest.mark.parametrize("kind", EntityKind)
@pytest.mark.parametrize("needed", [True, False])
def test_a_rule_that_makes_none_only_links(kind: EntityKind, *, needed: bool) -> None:
    rule = a_rule(kind, create="never")
    assert unlinked(RECORDS[kind], kind, rule=rule, needed=needed).actions == ()
    matched = unlinked(RECORDS[kind], kind, rule=rule, needed=needed, candidates=(quickbooks(kind, "7"),))
    assert matched.actions == (Adopt(quickbooks(kind, "7")),)


MONEY = {PaymentStatus.SUCCEEDED, PaymentStatus.PARTIALLY_REFUNDED}


@pytest.mark.parametrize("status", sorted(set(PaymentStatus) - MONEY))
def test_only_money_received_is_a_payment(status: PaymentStatus) -> None:
    decision = unlinked(a_payment(status=status), PAYMENT)
    assert stays_out(decision, f"The payment is {PAYMENT_STATUS[status]}: it does not count as money received.")


def test_money_that_went_back_in_part_is_a_persons_business() -> None:
    decision = unlinked(a_payment(status=PaymentStatus.PARTIALLY_REFUNDED), PAYMENT)
    assert (decision.status, decision.actions) == (OutcomeStatus.FAILING, ())
    assert decision.failure
    assert decision.failure.category is ErrorCategory.PAYMENT_REVERSED


def test_of_money_that_went_back_in_part_what_is_left_is_carried() -> None:
    refunded = a_payment(status=PaymentStatus.PARTIALLY_REFUNDED, amount=Decimal(60), refunded=Decimal(40))
    decision = unlinked(refunded, PAYMENT)
    assert decision.actions == CREATE
    assert decision.remarks == ("40.00 USD of it were refunded in HubSpot.",)


def test_money_on_no_invoice_stays_out() -> None:
    assert stays_out(unlinked(a_payment(invoice=None), PAYMENT), "The payment is not on an invoice.")
    assert unlinked(a_payment(), PAYMENT).actions == CREATE


def test_one_match_is_linked() -> None:
    match = quickbooks(CUSTOMER, "9")
    decision = unlinked(a_customer(), CUSTOMER, candidates=(match,))
    assert (decision.status, decision.actions) == (OutcomeStatus.IN_SYNC, (Adopt(match),))


def test_e8_of_several_matches_none_is_guessed() -> None:
    decision = unlinked(a_customer(), CUSTOMER, candidates=(quickbooks(CUSTOMER, "9"), quickbooks(CUSTOMER, "10")))
    assert (decision.status, decision.actions) == (OutcomeStatus.FAILING, ())
    assert decision.failure
    assert decision.failure.category is ErrorCategory.AMBIGUOUS_MATCH
    assert decision.failure.text == (
        "Several records match: the customer with the id 9 in QuickBooks, the customer with the id 10 in QuickBooks."
    )


def test_what_does_not_exist_needs_nothing() -> None:
    decision = decide(Pair(kind=INVOICE, sides={}), a_rule(INVOICE))
    assert (decision.status, decision.actions) == (OutcomeStatus.EXCLUDED, ())


def unfinished(*systems: System, key: str = "k", **changes: object) -> Decision:
    """What is decided while a reservation stands and these sides exist."""
    link = replace(agreed(INVOICE), state=LinkState.RESERVED, refs={System.HUBSPOT: hubspot(INVOICE, "1")}, key=key)
    sides = {system: side(system, an_invoice(**changes), INVOICE) for system in systems}
    return decide(Pair(kind=INVOICE, sides=sides, link=link), a_rule(INVOICE, OUTWARD))


def test_an_unfinished_try_is_looked_for_before_it_is_made_again() -> None:
    assert unfinished(System.HUBSPOT).actions == (Recover(System.QUICKBOOKS),)


def test_an_unfinished_try_of_what_is_voided_by_now_is_only_looked_for() -> None:
    decision = unfinished(System.HUBSPOT, status=InvoiceStatus.VOIDED)
    assert (decision.status, decision.actions) == (OutcomeStatus.EXCLUDED, (Recover(System.QUICKBOOKS, again=False),))


def test_what_an_unfinished_try_made_is_linked() -> None:
    assert unfinished(*System).actions == (Adopt(quickbooks(INVOICE, "145")),)


def test_a_payment_that_an_unfinished_try_left_beside_its_invoice_is_finished() -> None:
    source = quickbooks(PAYMENT, "145")
    link = replace(agreed(PAYMENT, System.QUICKBOOKS), state=LinkState.RESERVED, refs={System.QUICKBOOKS: source})
    records = {System.QUICKBOOKS: a_payment(), System.HUBSPOT: a_payment(invoice=None)}
    sides = {system: side(system, record, PAYMENT) for system, record in records.items()}
    decision = decide(Pair(kind=PAYMENT, sides=sides, link=link), a_rule(PAYMENT))
    assert decision.actions == (Recover(System.HUBSPOT),)


def test_a_source_that_is_gone_after_its_try_was_refused_needs_nobody() -> None:
    decision = unfinished(key="")
    assert (decision.status, decision.actions, decision.failure) == (OutcomeStatus.EXCLUDED, (), None)


def test_e14_the_source_of_an_unfinished_try_is_gone() -> None:
    decision = unfinished()
    assert decision.failure
    assert decision.failure.category is ErrorCategory.RECORD_DELETED


@pytest.mark.parametrize(
    ("record", "kind", "category"),
    [
        (a_customer(display_name=" : "), CUSTOMER, ErrorCategory.CUSTOMER_MISSING),
        (a_product(name=":", sku="A-1"), PRODUCT, ErrorCategory.VALUE_DOES_NOT_FIT),
    ],
)
def test_nothing_is_made_of_what_could_not_be_called_anything(
    record: Customer | Product, kind: EntityKind, category: ErrorCategory
) -> None:
    decision = unlinked(record, kind, needed=True)
    assert decision.failure
    assert (decision.failure.category, decision.actions) == (category, ())
