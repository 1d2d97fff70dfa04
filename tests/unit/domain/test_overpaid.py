"""Of a payment made in HubSpot the whole counts, and what its invoice takes of the rest in QuickBooks is put to it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import Link
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decide import decide
from counterfoil.domain.planning.decision import Decision, Update
from counterfoil.domain.planning.overpaid import has_rest, placed, rest_of, whole_for
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.rules import Direction, SyncRule
from counterfoil.domain.rules.mapping import predefined_mappings
from tests.builders import a_link, a_payment, a_product, a_rule
from tests.unit.domain.pairs import ref, side

PAYMENT = EntityKind.PAYMENT
HUBSPOT, QUICKBOOKS = System.HUBSPOT, System.QUICKBOOKS
PLACED = frozenset({"amount", "unapplied"})
PUT = Update(QUICKBOOKS, PLACED)


def divided(amount: int, rest: int) -> Payment:
    """A payment as QuickBooks shows it that puts so much to its invoice and keeps the rest."""
    return a_payment(amount=Decimal(amount), unapplied=Decimal(rest))


def between(agreed: Payment, shown: Payment, *, here: int = 100, source: System = HUBSPOT, room: int | None = None) -> Pair:
    """A payment of 100 in HubSpot, `here` by now, of which QuickBooks had `agreed` and has `shown`."""
    link: Link = a_link(ref(source, PAYMENT), ref(source.other, PAYMENT), {HUBSPOT: divided(100, 0), QUICKBOOKS: agreed})
    sides = {HUBSPOT: side(HUBSPOT, divided(here, 0), PAYMENT), QUICKBOOKS: side(QUICKBOOKS, shown, PAYMENT)}
    return Pair(kind=PAYMENT, sides=sides, link=link, room=None if room is None else Decimal(room))


def decided(pair: Pair, rule: SyncRule | None = None) -> Decision:
    decision = decide(pair, rule or a_rule(PAYMENT))
    assert decision.status is OutcomeStatus.IN_SYNC
    return decision


@pytest.mark.parametrize("agreed", [divided(100, 0), divided(90, 10), divided(95, 5)])
@pytest.mark.parametrize("room", [None, 0])
def test_what_was_cut_short_is_as_agreed_in_its_new_division(agreed: Payment, room: int | None) -> None:
    decision = decided(between(agreed, divided(90, 10), room=room))
    assert decision.actions == ()
    assert decision.settled[QUICKBOOKS] >= PLACED
    assert decision.remarks[0].startswith("10.00 USD of the payment")


@pytest.mark.parametrize("agreed", [divided(100, 0), divided(90, 10)])
def test_what_the_invoice_takes_is_put_to_it(agreed: Payment) -> None:
    decision = decided(between(agreed, divided(90, 10), room=4))
    assert decision.actions == (PUT,)
    assert decision.reasons == (
        "The invoice owes something in QuickBooks again: 4.00 USD that was kept as credit is put to it.",
    )


@pytest.mark.parametrize(
    "rule",
    [
        a_rule(PAYMENT, Direction.QUICKBOOKS_TO_HUBSPOT),
        replace(a_rule(PAYMENT), mappings=predefined_mappings(PAYMENT, {"amount"})),
    ],
)
def test_nothing_is_put_where_amounts_are_not_carried_there(rule: SyncRule) -> None:
    assert decided(between(divided(90, 10), divided(90, 10), room=4), rule).actions == ()


def test_a_new_amount_of_either_side_goes_first() -> None:
    more = decided(between(divided(90, 10), divided(90, 10), here=120, room=4))
    assert more.actions == (PUT,)
    assert "put to it" not in more.reasons[0]
    less = decided(between(divided(90, 10), divided(90, 5), room=4))
    assert less.actions == (Update(HUBSPOT, frozenset({"amount"})),)
    assert less.settled[QUICKBOOKS] >= PLACED


@pytest.mark.parametrize(("agreed", "whole"), [(divided(90, 10), 95), (divided(100, 0), 95), (divided(100, 0), 110)])
def test_hubspot_is_given_the_whole(agreed: Payment, whole: int) -> None:
    shown = divided(90, whole - 90)
    pair = between(agreed, shown)
    assert decided(pair).actions == (Update(HUBSPOT, frozenset({"amount"})),)
    assert placed(shown, pair, frozenset({"amount"}), HUBSPOT) == divided(whole, 0)
    assert whole_for(HUBSPOT, pair).sides[QUICKBOOKS].fields["amount"] == str(whole)
    assert whole_for(QUICKBOOKS, pair) == pair


def test_hubspot_is_given_what_quickbooks_puts_to_the_invoice_of_its_own_payments() -> None:
    pair = between(divided(90, 10), divided(90, 5), source=QUICKBOOKS)
    assert placed(divided(90, 5), pair, frozenset({"amount"}), HUBSPOT) == divided(90, 5)
    assert whole_for(HUBSPOT, pair) == pair


def test_amounts_that_one_side_alone_decides_are_told_by_their_wholes() -> None:
    """HubSpot's payment of 100 came to 130 in QuickBooks, whose changes are not carried."""
    pair = between(divided(100, 0), divided(100, 30))
    decision = decide(pair, a_rule(PAYMENT, Direction.HUBSPOT_TO_QUICKBOOKS))
    assert decision.status is OutcomeStatus.FAILING
    assert decision.failure is not None
    assert "130.00 USD" in decision.failure.text


def test_what_quickbooks_received_is_divided_there() -> None:
    cut = between(divided(100, 0), divided(90, 10), source=QUICKBOOKS, room=10)
    assert decided(cut).actions == (Update(HUBSPOT, frozenset({"amount"})),)
    assert rest_of(cut) == 0


@pytest.mark.parametrize(("room", "amount", "rest"), [(4, 94, 6), (10, 100, 0), (50, 100, 0), (None, 100, 0)])
def test_no_more_is_written_to_the_invoice_than_it_takes(room: int | None, amount: int, rest: int) -> None:
    pair = between(divided(90, 10), divided(90, 10), room=room)
    assert placed(divided(100, 0), pair, PLACED, QUICKBOOKS) == divided(amount, rest)
    assert placed(divided(100, 0), pair, frozenset({"reference"}), QUICKBOOKS) == divided(100, 0)


def test_nothing_else_is_divided() -> None:
    assert placed(a_product(), between(divided(90, 10), divided(90, 10), room=4), PLACED, QUICKBOOKS) == a_product()
    nothing_put = between(divided(0, 100), divided(0, 100), room=0)
    assert placed(divided(100, 0), nothing_put, PLACED, QUICKBOOKS) == divided(100, 0)


def test_only_a_payment_of_hubspots_with_both_agreements_has_a_rest() -> None:
    agreed = {HUBSPOT: divided(100, 0).fields(), QUICKBOOKS: divided(90, 10).fields()}
    assert has_rest(ref(HUBSPOT, PAYMENT), agreed)
    assert not has_rest(ref(QUICKBOOKS, PAYMENT), agreed)
    assert not has_rest(ref(HUBSPOT, PAYMENT), {HUBSPOT: agreed[HUBSPOT]})
    assert not has_rest(ref(HUBSPOT, PAYMENT), {**agreed, QUICKBOOKS: agreed[HUBSPOT]})


def test_a_rest_that_is_no_figure_is_none() -> None:
    pair = between(divided(90, 10), divided(90, 10))
    there = pair.sides[QUICKBOOKS]
    odd = replace(there, fields={**there.fields, "unapplied": "some"})
    assert rest_of(replace(pair, sides={**pair.sides, QUICKBOOKS: odd})) == 0
