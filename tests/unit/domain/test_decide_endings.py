"""Voids, deletions and money that went back: they come before every other change."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.domain.choices import Choice, Verb
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decide import decide
from counterfoil.domain.planning.decision import Adopt, Close, Decision, Update, Void
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.invoice import InvoiceStatus, Origin
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.rules import Direction
from counterfoil.domain.snapshot import AnyRecord
from tests.builders import NOON, a_customer, a_link, a_payment, a_rule, an_invoice, quickbooks
from tests.unit.domain.pairs import agreed, linked, ref, side, without

CUSTOMER, INVOICE, PAYMENT = EntityKind.CUSTOMER, EntityKind.INVOICE, EntityKind.PAYMENT
VOIDED: dict[str, Any] = {"status": InvoiceStatus.VOIDED, "total": Decimal(0), "balance": Decimal(0), "lines": ()}
PAID_IN_PART: dict[str, Any] = {"balance": Decimal(60)}


@pytest.mark.parametrize("origin", System)
def test_i3_a_void_is_carried(origin: System) -> None:
    decision = linked(here=VOIDED) if origin is System.HUBSPOT else linked(there=VOIDED)
    assert (decision.status, decision.actions) == (OutcomeStatus.IN_SYNC, (Void(origin.other),))


@pytest.mark.parametrize("origin", System)
def test_i3_a_void_is_not_carried_over_a_payment(origin: System) -> None:
    hubspots = origin is System.HUBSPOT
    decision = linked(here=VOIDED, there=PAID_IN_PART) if hubspots else linked(here=PAID_IN_PART, there=VOIDED)
    assert (decision.status, decision.actions) == (OutcomeStatus.FAILING, ())
    assert decision.failure
    assert decision.failure.category is ErrorCategory.PAYMENT_IN_THE_WAY


def test_i3_a_void_goes_before_an_edit() -> None:
    assert linked(here=VOIDED, there={"memo": "x"}).actions == (Void(System.QUICKBOOKS),)


@pytest.mark.parametrize("origin", Origin)
def test_i3_what_was_void_and_is_entered_again_is_not_voided_unasked(origin: Origin) -> None:
    void, again = an_invoice(**VOIDED, origin=origin), an_invoice(total=Decimal(80), balance=Decimal(80))
    link = a_link(ref(System.HUBSPOT, INVOICE), ref(System.QUICKBOOKS, INVOICE), dict.fromkeys(System, void))
    sides = {System.HUBSPOT: side(System.HUBSPOT, void, INVOICE), System.QUICKBOOKS: side(System.QUICKBOOKS, again, INVOICE)}
    decision = decide(Pair(kind=INVOICE, sides=sides, link=link), a_rule(INVOICE, direction=Direction.BOTH))
    assert not any(isinstance(action, Void) for action in decision.actions)
    if origin is Origin.NATIVE:
        assert decision.failure
        assert decision.failure.category is ErrorCategory.EDITED_IN_QUICKBOOKS
    else:
        (action,) = decision.actions
        assert isinstance(action, Update)
        assert action.target is System.HUBSPOT


def test_i3_voided_on_both_sides_is_agreed() -> None:
    decision = linked(here=VOIDED, there=VOIDED)
    assert (decision.status, decision.actions) == (OutcomeStatus.IN_SYNC, ())
    assert decision.reasons == ("Voided on both sides.",)


@pytest.mark.parametrize("missing", System)
def test_e14_one_side_is_gone(missing: System) -> None:
    decision = without(missing)
    assert (decision.status, decision.actions) == (OutcomeStatus.FAILING, (Close(),))
    assert decision.failure
    assert decision.failure.category is ErrorCategory.RECORD_DELETED


@pytest.mark.parametrize("missing", System)
@pytest.mark.parametrize("state", [LinkState.LINKED, LinkState.CLOSED])
def test_what_is_left_out_and_gone_on_one_side_is_linked_no_longer(missing: System, state: LinkState) -> None:
    sides = {missing.other: side(missing.other, an_invoice(), INVOICE)}
    pair = Pair(kind=INVOICE, sides=sides, link=replace(agreed(INVOICE), state=state))
    decision = decide(pair, a_rule(INVOICE, Direction.OFF))
    closing = (Close(),) if state is LinkState.LINKED else ()
    assert (decision.status, decision.actions) == (OutcomeStatus.EXCLUDED, closing)


def test_what_is_left_out_and_there_stays_linked() -> None:
    decision = linked(rule=a_rule(INVOICE, Direction.OFF))
    assert (decision.status, decision.actions) == (OutcomeStatus.EXCLUDED, ())


def test_both_sides_gone_needs_nobody() -> None:
    decision = without(*System)
    assert (decision.status, decision.actions, decision.failure) == (OutcomeStatus.EXCLUDED, (Close(),), None)


@pytest.mark.parametrize("missing", System)
def test_21_an_invoice_deleted_on_one_side_and_voided_on_the_other_is_ended(missing: System) -> None:
    remaining = side(missing.other, an_invoice(**VOIDED), INVOICE)
    decision = decide(Pair(kind=INVOICE, sides={missing.other: remaining}, link=agreed(INVOICE)), a_rule(INVOICE))
    assert (decision.status, decision.actions, decision.failure) == (OutcomeStatus.EXCLUDED, (Close(),), None)


@pytest.mark.parametrize("missing", System)
@pytest.mark.parametrize("status", [PaymentStatus.REFUNDED, PaymentStatus.VOIDED, PaymentStatus.FAILED])
def test_e19_money_that_went_back_here_and_was_removed_there_counts_nowhere(missing: System, status: PaymentStatus) -> None:
    remaining = side(missing.other, a_payment(status=status), PAYMENT)
    decision = decide(Pair(kind=PAYMENT, sides={missing.other: remaining}, link=agreed(PAYMENT)), a_rule(PAYMENT))
    assert (decision.status, decision.actions, decision.failure) == (OutcomeStatus.EXCLUDED, (Close(),), None)


def test_e4_a_payment_that_went_back_in_part_still_counts() -> None:
    remaining = side(System.HUBSPOT, a_payment(status=PaymentStatus.PARTIALLY_REFUNDED), PAYMENT)
    pair = Pair(kind=PAYMENT, sides={System.HUBSPOT: remaining}, link=agreed(PAYMENT))
    assert decide(pair, a_rule(PAYMENT)).status is OutcomeStatus.FAILING


@pytest.mark.parametrize(
    ("source", "category"),
    [(System.HUBSPOT, ErrorCategory.EDITED_IN_QUICKBOOKS), (System.QUICKBOOKS, ErrorCategory.RECORD_DELETED)],
)
def test_e4_a_payment_from_hubspot_was_removed_in_quickbooks(source: System, category: ErrorCategory) -> None:
    decision = without(System.QUICKBOOKS, kind=PAYMENT, source=source)
    assert decision.failure
    assert decision.failure.category is category
    assert decision.actions == (Close(),)


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        (System.QUICKBOOKS, "was removed in QuickBooks, and still counts in HubSpot."),
        (System.HUBSPOT, "was deleted in HubSpot."),
    ],
)
def test_a_payment_that_is_gone_is_called_with_its_invoice(missing: System, told: str) -> None:
    remaining = side(missing.other, a_payment(), PAYMENT)
    pair = Pair(kind=PAYMENT, sides={missing.other: remaining}, link=agreed(PAYMENT), pays="invoice INV-1042")
    failure = decide(pair, a_rule(PAYMENT)).failure
    assert failure
    assert failure.text == f"The payment of 100.00 USD of 2 Mar 2026 on invoice INV-1042 {told}"


def test_a_closed_link_is_closed_once_and_opens_when_the_record_is_back() -> None:
    closed = replace(agreed(INVOICE), state=LinkState.CLOSED)
    sides = {system: side(system, an_invoice(), INVOICE) for system in System}
    alone = {System.HUBSPOT: sides[System.HUBSPOT]}
    assert decide(Pair(kind=INVOICE, sides=alone, link=closed), a_rule(INVOICE)).actions == ()
    back = decide(Pair(kind=INVOICE, sides=sides, link=closed), a_rule(INVOICE))
    assert (back.status, back.actions) == (OutcomeStatus.IN_SYNC, ())


@pytest.mark.parametrize("system", System)
@pytest.mark.parametrize(
    "status",
    [PaymentStatus.REFUNDED, PaymentStatus.PARTIALLY_REFUNDED, PaymentStatus.VOIDED, PaymentStatus.FAILED],
)
def test_money_that_went_back_is_told(system: System, status: PaymentStatus) -> None:
    back = {"status": status}
    decision = linked(kind=PAYMENT, here=back) if system is System.HUBSPOT else linked(kind=PAYMENT, there=back)
    assert (decision.status, decision.actions) == (OutcomeStatus.FAILING, ())
    assert decision.failure
    assert status.replace("_", " ") in decision.failure.text


def test_money_that_went_back_on_both_sides_is_agreed() -> None:
    back = {"status": PaymentStatus.REFUNDED}
    assert linked(kind=PAYMENT, here=back, there=back).failure is None


def half(kind: EntityKind, left: System, record: AnyRecord, **known: Any) -> Decision:
    """What is decided about a linked pair of which only `left` is there, as `record`."""
    pair = Pair(kind=kind, sides={left: side(left, record, kind)}, link=agreed(kind), **known)
    return decide(pair, a_rule(kind))


def test_e14_a_payment_that_was_taken_off_its_invoice_is_not_called_deleted() -> None:
    link = agreed(PAYMENT, System.QUICKBOOKS)
    pair = Pair(kind=PAYMENT, sides={System.HUBSPOT: side(System.HUBSPOT, a_payment(), PAYMENT)}, link=link, taken_off=True)
    failure = decide(pair, a_rule(PAYMENT)).failure
    assert failure
    assert failure.text.endswith(" was taken off it in QuickBooks, where it is kept as credit or pays something else.")


def test_a_payment_that_is_on_no_invoice_in_hubspot_and_gone_from_quickbooks_counts_nowhere() -> None:
    decision = half(PAYMENT, System.HUBSPOT, a_payment(invoice=None))
    assert (decision.status, decision.actions) == (OutcomeStatus.EXCLUDED, (Close(),))


def test_e8_only_a_person_says_who_takes_the_place_of_what_a_person_chose() -> None:
    other = quickbooks(CUSTOMER, "146")
    choice = Choice(verb=Verb.LINKED, who="Ada", why="Known", at=NOON, other=ref(System.QUICKBOOKS, CUSTOMER))
    known: dict[str, Any] = {"needed": True, "candidates": {other: "the customer Firm"}}
    asked = half(CUSTOMER, System.HUBSPOT, a_customer(), choices=(choice,), **known)
    assert asked.failure
    assert asked.failure.category is ErrorCategory.AMBIGUOUS_MATCH
    assert [one.ref for one in asked.failure.candidates] == [other]
    assert half(CUSTOMER, System.HUBSPOT, a_customer(), **known).actions == (Adopt(other),)


REFUNDED: dict[str, Any] = {"status": PaymentStatus.PARTIALLY_REFUNDED, "amount": Decimal(60), "refunded": Decimal(40)}
"""Of 100.00 USD that both sides agreed on, 40.00 went back."""


@pytest.mark.parametrize(
    ("there", "counts"),
    [
        ({}, "100.00 USD"),
        ({"amount": Decimal(70)}, "70.00 USD"),
        ({"status": PaymentStatus.VOIDED, "amount": Decimal(0)}, "0.00 USD"),
    ],
)
def test_e19_a_part_that_went_back_is_told_with_what_counts_on_each_side(there: dict[str, Any], counts: str) -> None:
    failure = linked(kind=PAYMENT, here=REFUNDED, there=there).failure
    assert failure
    assert failure.category is ErrorCategory.PAYMENT_REVERSED
    assert failure.text == (
        f"A part of the payment of 2 Mar 2026 was refunded in HubSpot: 60.00 USD of it count there, {counts} in QuickBooks."
    )


def test_e19_what_is_left_of_a_payment_may_be_the_same_on_both_sides() -> None:
    decision = linked(kind=PAYMENT, here=REFUNDED, there={"amount": Decimal(60)})
    assert (decision.status, decision.actions) == (OutcomeStatus.IN_SYNC, ())
    assert "amount" in decision.settled[System.HUBSPOT] & decision.settled[System.QUICKBOOKS]
    assert decision.remarks == ("40.00 USD of it were refunded in HubSpot.",)


@pytest.mark.parametrize(("there", "is_told"), [({}, False), ({"amount": Decimal(50)}, True)])
def test_e19_what_was_agreed_on_about_a_part_that_went_back_stays(there: dict[str, Any], *, is_told: bool) -> None:
    left = replace(a_payment(), **REFUNDED)
    records = {System.HUBSPOT: left, System.QUICKBOOKS: a_payment(amount=Decimal(60))}
    link = a_link(ref(System.HUBSPOT, PAYMENT), ref(System.QUICKBOOKS, PAYMENT), records)
    shown = {**records, System.QUICKBOOKS: replace(records[System.QUICKBOOKS], **there)}
    pair = Pair(kind=PAYMENT, sides={system: side(system, one, PAYMENT) for system, one in shown.items()}, link=link)
    assert (decide(pair, a_rule(PAYMENT)).failure is not None) is is_told


def test_e19_what_quickbooks_keeps_of_it_as_credit_counts_as_well() -> None:
    there = {"amount": Decimal(45), "unapplied": Decimal(15)}
    assert linked(kind=PAYMENT, here=REFUNDED, there=there).failure is None
