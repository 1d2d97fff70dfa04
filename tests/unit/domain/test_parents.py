"""Decisions about what a customer in QuickBooks is below, when its contact goes to another company."""

from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.link import Agreement, Link
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.parties import company_ref
from counterfoil.domain.planning.decide import decide
from counterfoil.domain.planning.decision import Decision, Update
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.planning.parents import must_be_read, parentage
from counterfoil.domain.rules import CustomerOptions, Direction, SyncRule
from tests.builders import a_customer, a_link, a_rule, hubspot, quickbooks
from tests.unit.domain.pairs import agreed, linked, side

CUSTOMER = EntityKind.CUSTOMER
FIRST, SECOND = company_ref("1"), company_ref("2")
OLD, NEW = quickbooks(CUSTOMER, "11"), quickbooks(CUSTOMER, "12")
BELOW = replace(
    a_rule(CUSTOMER, Direction.HUBSPOT_TO_QUICKBOOKS), options=CustomerOptions(customer_is="company_with_contacts")
)
MOVED = (Update(System.QUICKBOOKS, frozenset({"parent"})),)
ADA = a_customer(display_name="Ada Byron", given_name="Ada", family_name="Byron")


def pair(
    here: RecordRef | None,
    there: RecordRef | None,
    *,
    before: tuple[RecordRef | None, RecordRef | None] = (FIRST, OLD),
    owes: str | None = "0",
    read: bool = True,
    name: str = "Ada Byron",
) -> Pair:
    """A contact and its customer, which had other parents when both last agreed."""
    now = {System.HUBSPOT: here, System.QUICKBOOKS: there}
    then = dict(zip((System.HUBSPOT, System.QUICKBOOKS), before, strict=True))
    sides = {
        system: side(system, replace(ADA, parent=parent, display_name=name), CUSTOMER) for system, parent in now.items()
    }
    sides[System.QUICKBOOKS] = replace(
        sides[System.QUICKBOOKS], read=read, owes=None if owes is None else Decimal(owes), owes_in="USD"
    )
    records = {system: replace(ADA, parent=parent, display_name=name) for system, parent in then.items()}
    link = a_link(hubspot(CUSTOMER, "1"), quickbooks(CUSTOMER, "145"), records)
    return Pair(kind=CUSTOMER, sides=sides, link=link)


def decided(shown: Pair, rule: SyncRule = BELOW) -> Decision:
    return decide(shown, rule)


def test_who_goes_to_another_company_is_moved() -> None:
    decision = decided(pair(SECOND, OLD))
    assert (decision.actions, decision.status) == (MOVED, OutcomeStatus.IN_SYNC)
    assert decision.reasons == ("Parent customer changed in HubSpot: carried to QuickBooks.",)
    assert "parent" in decision.settled[System.HUBSPOT]


@pytest.mark.parametrize(
    ("owes", "told"),
    [
        ("7.5", "7.50 USD are still open with the customer Ada Byron"),
        ("-7.5", "-7.50 USD are still open with the customer Ada Byron"),
        (None, "QuickBooks does not say what is still open with the customer Ada Byron"),
    ],
)
def test_what_is_open_is_not_moved(owes: str | None, told: str) -> None:
    decision = decided(pair(SECOND, OLD, owes=owes))
    assert decision.failure is not None
    assert decision.failure.category is ErrorCategory.STILL_OPEN
    assert told in decision.failure.text
    assert (decision.actions, decision.settles) == ((), False)


@pytest.mark.parametrize(
    ("here", "there", "before"),
    [
        (FIRST, OLD, (FIRST, OLD)),
        (FIRST, NEW, (FIRST, OLD)),
        (SECOND, NEW, (FIRST, OLD)),
        (SECOND, None, (FIRST, OLD)),
        (SECOND, OLD, (None, OLD)),
        (None, None, (FIRST, None)),
        (None, NEW, (FIRST, OLD)),
    ],
    ids=["nothing", "in QuickBooks", "in both", "taken out", "was below one", "alone in both", "left, and moved there"],
)
def test_what_is_as_agreed_or_was_decided_in_quickbooks_stays(
    here: RecordRef | None, there: RecordRef | None, before: tuple[RecordRef | None, RecordRef | None]
) -> None:
    decision = decided(pair(here, there, before=before))
    assert (decision.actions, decision.remarks, decision.status) == ((), (), OutcomeStatus.IN_SYNC)
    assert "parent" in decision.settled[System.HUBSPOT]


def test_who_left_a_company_is_told_of_until_the_bookkeeper_decides() -> None:
    decision = decided(pair(None, OLD))
    assert decision.actions == ()
    assert decision.remarks[0].startswith("The contact belongs to no company in HubSpot any more; the customer Ada Byron")
    assert "parent" not in decision.settled[System.HUBSPOT]


def test_who_came_to_a_company_is_told_of_unless_the_customer_is_the_firm() -> None:
    alone = (None, None)
    decision = decided(pair(FIRST, None, before=alone))
    assert decision.remarks[0].startswith("The contact belongs to a company in HubSpot; the customer Ada Byron is below no")
    assert "parent" not in decision.settled[System.HUBSPOT]
    assert decided(pair(FIRST, None, before=alone, name="First")).remarks == ()


@pytest.mark.parametrize(
    "rule",
    [
        a_rule(CUSTOMER, Direction.HUBSPOT_TO_QUICKBOOKS),
        replace(BELOW, direction=Direction.QUICKBOOKS_TO_HUBSPOT),
        replace(BELOW, options=CustomerOptions(customer_is="company_with_contacts", contacts_are="email_copies")),
    ],
)
def test_other_rules_have_nobody_below_a_company(rule: SyncRule) -> None:
    decision = decided(pair(SECOND, OLD, owes="5"), rule)
    assert (decision.actions, decision.failure, decision.remarks) == ((), None, ())
    assert "parent" not in decision.settled[System.HUBSPOT]


def test_a_switched_off_field_is_not_carried() -> None:
    off = tuple(replace(one, enabled=False) if one.id == "parent" else one for one in BELOW.mappings)
    assert decided(pair(SECOND, OLD), replace(BELOW, mappings=off)).actions == ()


def test_quickbooks_is_read_before_anybody_is_moved() -> None:
    moved, there = pair(SECOND, OLD, owes=None, read=False), pair(SECOND, OLD, owes=None)
    assert decided(moved).actions == MOVED
    assert must_be_read(moved, _link(moved), BELOW)
    assert not must_be_read(there, _link(there), BELOW)
    left, came = pair(None, OLD, read=False), pair(FIRST, None, before=(None, None), read=False)
    assert not must_be_read(left, _link(left), BELOW)
    assert not must_be_read(came, _link(came), BELOW)


def test_what_was_agreed_on_before_parents_were_is_read_once() -> None:
    shown = pair(FIRST, None, read=False)
    agreements = {system: _without_parent(one) for system, one in _link(shown).agreements.items()}
    quickbooks_side = replace(shown.sides[System.QUICKBOOKS], fields=agreements[System.QUICKBOOKS].fields)
    link = replace(_link(shown), agreements=agreements)
    old = replace(shown, link=link, sides={**shown.sides, System.QUICKBOOKS: quickbooks_side})
    assert must_be_read(old, link, BELOW)


def test_other_kinds_are_below_nothing() -> None:
    link = agreed(EntityKind.PRODUCT)
    nothing = Pair(kind=EntityKind.PRODUCT, sides={}, link=link)
    assert parentage(nothing, link, BELOW).name == "NO_MATTER"
    assert linked(kind=EntityKind.PRODUCT, here={"name": "Pumps"}).actions


def _link(shown: Pair) -> Link:
    assert shown.link is not None
    return shown.link


def _without_parent(agreement: Agreement) -> Agreement:
    return replace(agreement, fields={name: value for name, value in agreement.fields.items() if name != "parent"})
