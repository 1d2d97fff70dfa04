"""What a person accepted: just that difference stays, with a remark, and anything else is reported as ever."""

from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.domain.choices import Choice, Verb
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import Agreement, Link, LinkState
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.conflicts import has_conflict
from counterfoil.domain.planning.decide import decide
from counterfoil.domain.planning.decision import Recover, Update, in_sync
from counterfoil.domain.planning.differences import difference_of
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.snapshot import AnyRecord
from tests.builders import NOON, a_line, a_payment, a_rule, an_invoice
from tests.unit.domain.pairs import agreed, ref, side

INVOICE, PAYMENT = EntityKind.INVOICE, EntityKind.PAYMENT
HUBSPOT, QUICKBOOKS = System.HUBSPOT, System.QUICKBOOKS


def accepted(pair: Pair, category: ErrorCategory) -> Pair:
    choice = Choice(verb=Verb.ACCEPTED, who="Ada", why="Rounding", at=NOON, about=difference_of(pair, category))
    return replace(pair, choices=(choice,))


def differing(**there: object) -> Pair:
    """An invoice whose total in HubSpot is a cent more than was agreed."""
    here = an_invoice(total=Decimal("100.01"), balance=Decimal("100.01"))
    sides = {HUBSPOT: side(HUBSPOT, here, INVOICE), QUICKBOOKS: side(QUICKBOOKS, an_invoice(**there), INVOICE)}
    return Pair(kind=INVOICE, sides=sides, link=agreed(INVOICE))


def begun(kind: EntityKind, record: AnyRecord) -> Pair:
    """A record of HubSpot's whose counterpart an earlier try may have made."""
    link = Link(
        connection_id="c",
        kind=kind,
        source=HUBSPOT,
        state=LinkState.RESERVED,
        refs={HUBSPOT: ref(HUBSPOT, kind)},
        agreements={HUBSPOT: Agreement("0", record.fields())},
        key="made once",
    )
    return Pair(kind=kind, sides={HUBSPOT: side(HUBSPOT, record, kind)}, link=link)


def test_an_accepted_difference_of_amounts_is_in_step_with_a_remark() -> None:
    pair = accepted(differing(), ErrorCategory.TOTALS_DIFFER)
    decision = decide(pair, a_rule(INVOICE))
    assert (decision.status, decision.failure) == (OutcomeStatus.IN_SYNC, None)
    assert any("Ada" in remark and "Rounding" in remark for remark in decision.remarks)


def test_another_difference_than_the_accepted_one_is_reported() -> None:
    before = accepted(differing(), ErrorCategory.TOTALS_DIFFER)
    now = replace(differing(balance=Decimal(50)), choices=before.choices)
    assert decide(now, a_rule(INVOICE)).failure


def test_another_failure_of_the_same_records_is_reported_all_the_same() -> None:
    pair = accepted(differing(lines=(a_line("90.00"),), total=Decimal(90)), ErrorCategory.TOTALS_DIFFER)
    decision = decide(pair, a_rule(INVOICE))
    assert decision.failure
    assert decision.failure.category is ErrorCategory.EDITED_IN_QUICKBOOKS


def test_what_was_accepted_as_deleted_is_only_looked_for() -> None:
    pair = accepted(begun(INVOICE, an_invoice()), ErrorCategory.RECORD_DELETED)
    decision = decide(pair, a_rule(INVOICE))
    assert (decision.status, decision.actions) == (OutcomeStatus.EXCLUDED, (Recover(QUICKBOOKS, again=False),))


def test_money_that_went_back_in_part_before_it_was_found_is_only_looked_for() -> None:
    decision = decide(begun(PAYMENT, a_payment(status=PaymentStatus.PARTIALLY_REFUNDED)), a_rule(PAYMENT))
    assert decision.actions == (Recover(QUICKBOOKS, again=False),)
    assert decision.failure
    assert decision.failure.category is ErrorCategory.PAYMENT_REVERSED


@pytest.mark.parametrize(
    ("here", "there", "conflict"),
    [("one", "two", True), ("one", "one", False), ("one", "", False), ("", "two", False)],
)
def test_a_conflict_is_what_both_sides_changed_to_something_else(here: str, there: str, *, conflict: bool) -> None:
    sides = {
        HUBSPOT: side(HUBSPOT, an_invoice(memo=here), INVOICE),
        QUICKBOOKS: side(QUICKBOOKS, an_invoice(memo=there), INVOICE),
    }
    decision = in_sync("So it is.", Update(QUICKBOOKS, frozenset({"memo"})))
    assert has_conflict(Pair(kind=INVOICE, sides=sides, link=agreed(INVOICE)), decision) is conflict
    assert not has_conflict(Pair(kind=INVOICE, sides=sides), decision)


def test_money_that_went_back_on_one_side_is_in_step_once_that_is_accepted() -> None:
    records = {HUBSPOT: a_payment(status=PaymentStatus.REFUNDED), QUICKBOOKS: a_payment()}
    sides = {system: side(system, record, PAYMENT) for system, record in records.items()}
    pair = Pair(kind=PAYMENT, sides=sides, link=agreed(PAYMENT))
    before, after = (decide(one, a_rule(PAYMENT)) for one in (pair, accepted(pair, ErrorCategory.PAYMENT_REVERSED)))
    assert before.failure
    assert (after.status, after.failure) == (OutcomeStatus.IN_SYNC, None)
    assert before.reasons[0] in after.remarks


def test_what_a_rule_makes_no_more_is_only_looked_for() -> None:
    decision = decide(begun(INVOICE, an_invoice()), a_rule(INVOICE, create="never"))
    assert (decision.status, decision.actions) == (OutcomeStatus.EXCLUDED, (Recover(QUICKBOOKS, again=False),))
