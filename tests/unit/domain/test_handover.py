"""An invoice of HubSpot's that is for somebody else by now: carried while nothing is paid on it, else a person decides."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.domain.choices import Choice, Verb
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decide import decide
from counterfoil.domain.planning.decision import Decision, Update
from counterfoil.domain.planning.differences import difference_of
from counterfoil.domain.planning.pair import Handover, Pair
from counterfoil.domain.rules import Direction, SyncRule
from tests.builders import NOON, a_rule, an_invoice, hubspot, quickbooks
from tests.unit.domain.pairs import agreed, side

INVOICE, CUSTOMER = EntityKind.INVOICE, EntityKind.CUSTOMER
AGREED = an_invoice(customer=hubspot(CUSTOMER, "7"))
HANDED_OVER = Handover(to=None, merged=False, name="Bob Two", before="Ann One")
MOVED = (Update(System.QUICKBOOKS, frozenset({"customer"})),)


def given_to(
    handover: Handover | None = HANDED_OVER,
    *,
    to: str = "8",
    of: str = "7",
    there: str = "58",
    balance: Decimal = AGREED.balance,
) -> Pair:
    """HubSpot's invoice of one customer is for another, and QuickBooks shows it for `there`."""
    link = agreed(INVOICE)
    agreements = {
        system: replace(one, fields={**one.fields, "customer": {System.HUBSPOT: of, System.QUICKBOOKS: "58"}[system]})
        for system, one in link.agreements.items()
    }
    customers: dict[System, RecordRef | None] = {
        System.HUBSPOT: hubspot(CUSTOMER, to) if to else None,
        System.QUICKBOOKS: quickbooks(CUSTOMER, there),
    }
    sides = {
        system: side(system, replace(AGREED, customer=customer, balance=balance), INVOICE)
        for system, customer in customers.items()
    }
    return Pair(kind=INVOICE, sides=sides, link=replace(link, agreements=agreements), handover=handover)


def handed_over(handover: Handover | None = HANDED_OVER, *, rule: SyncRule | None = None, **given: Any) -> Decision:
    """What is decided about such an invoice."""
    return decide(given_to(handover, **given), rule or a_rule(INVOICE, Direction.HUBSPOT_TO_QUICKBOOKS))


@pytest.mark.parametrize("to", [None, quickbooks(CUSTOMER, "59")])
def test_nothing_paid_it_is_carried(to: RecordRef | None) -> None:
    decision = handed_over(replace(HANDED_OVER, to=to))
    assert decision.actions == MOVED
    assert "customer" in decision.settled[System.HUBSPOT]


def test_something_paid_a_person_is_asked() -> None:
    decision = handed_over(balance=Decimal(1))
    assert decision.failure is not None
    assert decision.failure.category is ErrorCategory.HANDED_OVER
    assert "is for Bob Two in HubSpot by now, and for Ann One in QuickBooks" in decision.failure.text


def test_what_was_accepted_stays_until_it_is_for_yet_another() -> None:
    pair = given_to(balance=Decimal(1))
    about = difference_of(pair, ErrorCategory.HANDED_OVER)
    accepted = (Choice(verb=Verb.ACCEPTED, who="Ada", why="Paid by both", at=NOON, about=about),)
    assert decide(replace(pair, choices=accepted), a_rule(INVOICE)).status is OutcomeStatus.IN_SYNC
    another = replace(given_to(to="9", balance=Decimal(1)), choices=accepted)
    assert decide(another, a_rule(INVOICE)).status is OutcomeStatus.FAILING


@pytest.mark.parametrize("balance", [AGREED.balance, Decimal(1)])
@pytest.mark.parametrize(
    ("handover", "to"),
    [
        (replace(HANDED_OVER, to=quickbooks(CUSTOMER, "58")), "8"),  # as QuickBooks shows it
        (replace(HANDED_OVER, merged=True), "8"),  # one contact has become the other
        (HANDED_OVER, "company-8"),  # companies are customers by now
    ],
)
def test_what_gives_it_to_nobody_else_counts_as_agreed(handover: Handover, to: str, balance: Decimal) -> None:
    decision = handed_over(handover, to=to, balance=balance)
    assert (decision.failure, decision.actions) == (None, ())
    assert "customer" in decision.settled[System.HUBSPOT]


@pytest.mark.parametrize(("winner", "actions"), [(System.HUBSPOT, MOVED), (System.QUICKBOOKS, ())])
def test_given_away_on_both_sides_the_winner_decides(winner: System, actions: tuple[Update, ...]) -> None:
    rule = a_rule(INVOICE, Direction.HUBSPOT_TO_QUICKBOOKS, winner=winner)
    assert handed_over(there="60", rule=rule).actions == actions


def test_an_invoice_without_a_contact_stays_where_it_is() -> None:
    decision = handed_over(None, to="")
    assert (decision.failure, decision.actions) == (None, ())
    assert "customer" not in decision.settled[System.HUBSPOT]


def test_a_rule_that_carries_nothing_from_hubspot_leaves_it() -> None:
    decision = handed_over(balance=Decimal(1), rule=a_rule(INVOICE, Direction.QUICKBOOKS_TO_HUBSPOT))
    assert (decision.failure, decision.actions) == (None, ())


def test_the_first_contact_of_one_that_had_none_counts_as_agreed() -> None:
    """So that it follows when it is given to another later; QuickBooks has somebody for it since both were linked."""
    decision = handed_over(None, of="", to="8")
    assert decision.actions == ()
    assert decision.settled[System.HUBSPOT] == {"customer"}
