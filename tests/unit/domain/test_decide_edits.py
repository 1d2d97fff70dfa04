"""Edits of linked records: they merge field by field, and only a field edited on both sides has a winner."""

from datetime import date
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decide import decide
from counterfoil.domain.planning.decision import Update
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.invoice import Origin
from counterfoil.domain.rules import Direction, predefined_mappings
from tests.builders import a_line, a_link, a_rule, an_invoice
from tests.unit.domain.pairs import linked, ref, side

INVOICE, CUSTOMER, PRODUCT = EntityKind.INVOICE, EntityKind.CUSTOMER, EntityKind.PRODUCT
LATER = date(2026, 6, 30)


def test_nothing_changed() -> None:
    decision = linked()
    assert (decision.status, decision.actions) == (OutcomeStatus.IN_SYNC, ())
    assert decision.reasons == ("Nothing changed since both sides last agreed.",)


def test_an_edit_is_carried_to_the_other_side() -> None:
    decision = linked(kind=PRODUCT, here={"name": "Fountain pump"})
    assert decision.actions == (Update(System.QUICKBOOKS, frozenset({"name"})),)
    assert decision.reasons == ("Name changed in HubSpot: carried to QuickBooks.",)
    assert decision.settled[System.HUBSPOT] == {"name"}


def test_edits_of_different_fields_merge() -> None:
    decision = linked(here={"memo": "Thank you"}, there={"due_date": LATER})
    assert set(decision.actions) == {
        Update(System.QUICKBOOKS, frozenset({"memo"})),
        Update(System.HUBSPOT, frozenset({"due_date"})),
    }


@pytest.mark.parametrize("winner", System)
def test_a_field_edited_on_both_sides_goes_to_the_winner(winner: System) -> None:
    rule = a_rule(INVOICE, winner=winner)
    decision = linked(here={"memo": "one"}, there={"memo": "two"}, rule=rule)
    assert decision.actions == (Update(winner.other, frozenset({"memo"})),)
    assert any("changed on both sides" in reason for reason in decision.reasons)


@pytest.mark.parametrize("winner", System)
def test_the_winner_says_nothing_about_an_edit_on_one_side(winner: System) -> None:
    decision = linked(there={"memo": "two"}, rule=a_rule(INVOICE, winner=winner))
    assert decision.actions == (Update(System.HUBSPOT, frozenset({"memo"})),)


def test_the_same_edit_on_both_sides_only_settles() -> None:
    decision = linked(here={"memo": "same"}, there={"memo": "same"})
    assert decision.actions == ()
    assert all(decision.settled[system] == {"memo"} for system in System)


def test_a_one_way_rule_leaves_the_far_sides_edit_alone() -> None:
    decision = linked(there={"memo": "two"}, rule=a_rule(INVOICE, Direction.HUBSPOT_TO_QUICKBOOKS))
    assert decision.actions == ()
    assert "memo" not in decision.settled[System.QUICKBOOKS]


def test_a_one_way_rule_needs_no_winner() -> None:
    rule = a_rule(INVOICE, Direction.HUBSPOT_TO_QUICKBOOKS, winner=System.QUICKBOOKS)
    decision = linked(here={"memo": "one"}, there={"memo": "two"}, rule=rule)
    assert decision.actions == (Update(System.QUICKBOOKS, frozenset({"memo"})),)


def test_a_field_left_out_stays() -> None:
    rule = a_rule(INVOICE, mappings=predefined_mappings(INVOICE, {"memo"}))
    assert linked(here={"memo": "one"}, rule=rule).actions == ()


def test_a_rule_switched_off_carries_nothing() -> None:
    decision = linked(here={"memo": "one"}, rule=a_rule(INVOICE, Direction.OFF))
    assert (decision.status, decision.actions) == (OutcomeStatus.EXCLUDED, ())


def test_a_companys_name_is_not_the_contacts_to_change() -> None:
    decision = linked(kind=CUSTOMER, there={"company_name": "Cooler Cars", "phone": "555"})
    assert decision.actions == (Update(System.HUBSPOT, frozenset({"phone"})),)


@pytest.mark.parametrize(
    ("edited", "told"),
    [
        ({"lines": (a_line("90.00"),), "total": Decimal(90), "balance": Decimal(90)}, "lines"),
        ({"discount": Decimal(10), "total": Decimal(90), "balance": Decimal(90)}, "lines"),
        ({"total": Decimal(107), "balance": Decimal(107)}, "tax or total"),
        ({"currency": "EUR"}, "currency"),
        ({"lines": (a_line("60.00"), a_line("40.00"))}, "lines"),
    ],
    ids=["price", "discount", "tax", "currency", "another line of the same total"],
)
def test_e4_an_edit_of_a_native_invoices_figures_in_quickbooks(edited: dict[str, object], told: str) -> None:
    decision = linked(there=edited)
    assert (decision.status, decision.actions, decision.settled) == (OutcomeStatus.FAILING, (), {})
    assert decision.failure
    assert decision.failure.category is ErrorCategory.EDITED_IN_QUICKBOOKS
    assert told in decision.failure.text


def test_e4_holds_back_every_other_edit() -> None:
    decision = linked(here={"memo": "Thank you"}, there={"lines": (a_line("90.00"),), "total": Decimal(90)})
    assert decision.actions == ()
    assert decision.failure


@pytest.mark.parametrize("edited", [{"memo": "x"}, {"number": "7"}, {"due_date": LATER}, {"balance": Decimal(20)}])
def test_other_edits_in_quickbooks_are_fine(edited: dict[str, object]) -> None:
    assert linked(there=edited).failure is None


@pytest.mark.parametrize("amount", ["80.00", "70.00", "100.00"])
def test_lines_that_an_unfinished_update_of_ours_left_are_replaced(amount: str) -> None:
    """The update succeeded and its answer was lost: its lines are no edit of anybody's in QuickBooks."""
    left = {"lines": (a_line("80.00"),), "total": Decimal(80), "balance": Decimal(80)}
    wanted = {"lines": (a_line(amount, description="now"),), "total": Decimal(amount), "balance": Decimal(amount)}
    decision = linked(here=wanted, there=left, attempted=("90", "80"))
    assert decision.failure is None
    (update,) = decision.actions
    assert isinstance(update, Update)
    assert update.target is System.QUICKBOOKS
    assert update.fields & {"lines", "descriptions"}


def test_20_a_corrected_wording_in_quickbooks_is_fine() -> None:
    decision = linked(there={"lines": (a_line(description="Design, spelled right"),)})
    assert (decision.status, decision.actions, decision.failure) == (OutcomeStatus.IN_SYNC, (), None)


def test_16_a_value_that_merely_informs_is_shortened_with_a_remark() -> None:
    decision = linked(kind=EntityKind.PAYMENT, here={"reference": "ch_3PxT9Q2eZvKYlo2C0xYz1234"})
    assert decision.actions == (Update(System.QUICKBOOKS, frozenset({"reference"})),)
    [remark] = decision.remarks
    assert remark.startswith("The reference of the payment of 100.00 USD of 2 Mar 2026 is longer than QuickBooks takes;")


def test_e9_a_total_that_was_put_right_in_quickbooks_is_no_edit() -> None:
    """What QuickBooks had added of its own is what was agreed there; without it the totals are the same."""
    sides = {system: side(system, an_invoice(), INVOICE) for system in System}
    agreed = {System.HUBSPOT: an_invoice(), System.QUICKBOOKS: an_invoice(total=Decimal(108), balance=Decimal(108))}
    link = a_link(ref(System.HUBSPOT, INVOICE), ref(System.QUICKBOOKS, INVOICE), agreed)
    assert decide(Pair(kind=INVOICE, sides=sides, link=link), a_rule(INVOICE)).status is OutcomeStatus.IN_SYNC


def put_right(**changes: object) -> Pair:
    """The bookkeeper has corrected an invoice in QuickBooks that was linked with HubSpot's by hand, over another amount."""
    records = {
        System.HUBSPOT: an_invoice(),
        System.QUICKBOOKS: an_invoice(lines=(a_line("60.00"), a_line("40.00")), **changes),
    }
    other = an_invoice(lines=(a_line("120.00"),), total=Decimal(120), balance=Decimal(120))
    before = {System.HUBSPOT: an_invoice(), System.QUICKBOOKS: other}
    link = a_link(ref(System.HUBSPOT, INVOICE), ref(System.QUICKBOOKS, INVOICE), before)
    return Pair(kind=INVOICE, sides={system: side(system, one, INVOICE) for system, one in records.items()}, link=link)


def test_e9_lines_that_were_put_right_in_quickbooks_are_no_edit() -> None:
    decision = decide(put_right(), a_rule(INVOICE))
    assert (decision.status, decision.actions) == (OutcomeStatus.IN_SYNC, ())
    assert "lines" in decision.settled[System.QUICKBOOKS]


@pytest.mark.parametrize("wrong", [{"total": Decimal(110), "balance": Decimal(110)}, {"currency": "EUR"}])
def test_e4_lines_that_still_come_to_something_else_are_an_edit(wrong: dict[str, object]) -> None:
    decision = decide(put_right(**wrong), a_rule(INVOICE))
    assert decision.failure
    assert decision.failure.category is ErrorCategory.EDITED_IN_QUICKBOOKS


def test_e9_totals_that_differ_are_never_accepted() -> None:
    here = {"total": Decimal("100.01"), "balance": Decimal("100.01")}
    decision = linked(here=here)
    assert decision.failure
    assert decision.failure.category is ErrorCategory.TOTALS_DIFFER
    assert decision.failure.text == "HubSpot's total is 100.01 USD, QuickBooks' total is 100.00 USD."


def test_a_mirrored_invoices_lines_may_be_edited_in_quickbooks() -> None:
    there = {"lines": (a_line("60.00"), a_line("40.00"))}
    assert linked(here={"origin": Origin.MIRRORED}, there=there, source=System.QUICKBOOKS).failure is None
