"""What goes with decisions: versions side by side, promises of plans, likeness, and what a payment waits for."""

from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.domain.choices import Choice, Verb
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.planning.decide import decide
from counterfoil.domain.planning.decision import Action, Adopt, Close, Create, Follow, Recover, Update, Void, in_sync
from counterfoil.domain.planning.doubles import counted_twice
from counterfoil.domain.planning.eligibility import why_unfit
from counterfoil.domain.planning.likeness import same_and_similar
from counterfoil.domain.planning.mirrored import mirror
from counterfoil.domain.planning.overpaid import counts_whole, with_rest
from counterfoil.domain.planning.pair import Pair, Side, Unavailable
from counterfoil.domain.planning.promise import promise_of
from counterfoil.domain.planning.references import with_references
from counterfoil.domain.planning.versions import versions
from counterfoil.domain.records.invoice import InvoiceStatus, Origin
from counterfoil.domain.records.payment import PaymentStatus
from counterfoil.domain.records.product import CUSTOM_LINE_ITEM_NAME
from counterfoil.domain.rules import Direction
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from tests.builders import NOON, a_customer, a_line, a_link, a_payment, a_product, a_rule, an_invoice, hubspot, quickbooks
from tests.unit.domain.pairs import agreed, linked, ref, side

INVOICE, PAYMENT, CUSTOMER = EntityKind.INVOICE, EntityKind.PAYMENT, EntityKind.CUSTOMER
HUBSPOT, QUICKBOOKS = System.HUBSPOT, System.QUICKBOOKS


def shown(system: System, **changes: object) -> Side:
    record = an_invoice(**changes)
    return replace(side(system, record, INVOICE), lines=record.lines, discount=record.discount)


def test_versions_show_only_what_differs_place_by_place() -> None:
    same, fee = a_line("50.00"), a_line("8.00", name="Fee", quantity=None, unit_price=None)
    sides = {
        HUBSPOT: shown(HUBSPOT, lines=(same, a_line("40.00")), total=Decimal(90)),
        QUICKBOOKS: shown(QUICKBOOKS, lines=(same, a_line("42.00"), fee), total=Decimal(95), discount=Decimal(5)),
    }
    told = [(one.what, one.hubspot, one.quickbooks) for one in versions(Pair(kind=INVOICE, sides=sides))]
    assert told[:2] == [("total", "90.00 USD", "95.00 USD"), ("discount", "0.00 USD", "5.00 USD")]
    assert [field for field, _, _ in told[2:]] == ["line 2", "line 3"]
    assert (told[3][1], "8.00 USD" in told[3][2]) == ("", True)


def test_an_item_that_was_exchanged_is_shown_where_nothing_else_differs() -> None:
    kept = a_line("50.00", name="Hose")
    custom = replace(kept, name=CUSTOM_LINE_ITEM_NAME, description="Hose")
    sides = {
        HUBSPOT: shown(HUBSPOT, lines=(kept, a_line("40.00", name="Pump"))),
        QUICKBOOKS: shown(QUICKBOOKS, lines=(custom, a_line("40.00", name="Valve"))),
    }
    told = [(one.what, one.hubspot, one.quickbooks) for one in versions(Pair(kind=INVOICE, sides=sides))]
    assert told == [("line 2", "Pump, 1 for 40.00 USD", "Valve, 1 for 40.00 USD")]


def test_of_lines_in_another_order_each_place_shows_what_stands_there() -> None:
    first, second, third = (
        a_line(amount, name=name) for amount, name in (("50.00", "Hose"), ("40.00", "Pump"), ("7.00", "Lid"))
    )
    sides = {
        HUBSPOT: shown(HUBSPOT, lines=(first, second, third)),
        QUICKBOOKS: shown(QUICKBOOKS, lines=(second, first, third)),
    }
    told = [(one.what, one.hubspot, one.quickbooks) for one in versions(Pair(kind=INVOICE, sides=sides))]
    hose, pump = "Hose, 1 for 50.00 USD", "Pump, 1 for 40.00 USD"
    assert told == [("line 1", hose, pump), ("line 2", pump, hose)]


def test_currencies_are_told_as_they_are() -> None:
    sides = {HUBSPOT: shown(HUBSPOT, currency="EUR"), QUICKBOOKS: shown(QUICKBOOKS)}
    assert ("currency", "EUR", "USD") in [
        (one.what, one.hubspot, one.quickbooks) for one in versions(Pair(kind=INVOICE, sides=sides))
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Void(QUICKBOOKS), Void(HUBSPOT)),
        (Close(), Void(QUICKBOOKS)),
        (Follow(hubspot(INVOICE, "1"), hubspot(INVOICE, "2")), Follow(hubspot(INVOICE, "1"), hubspot(INVOICE, "3"))),
        (Recover(QUICKBOOKS), Recover(HUBSPOT)),
    ],
)
def test_a_promise_is_the_same_exactly_for_the_same_actions(one: Action, other: Action) -> None:
    pair = Pair(kind=INVOICE, sides={HUBSPOT: side(HUBSPOT, an_invoice(), INVOICE)})
    assert promise_of(pair, in_sync("So.", one)) == promise_of(pair, in_sync("Otherwise told.", one))
    assert promise_of(pair, in_sync("So.", one)) != promise_of(pair, in_sync("So.", other))


def waiting_for(failure: Failure | None) -> tuple[OutcomeStatus, ErrorCategory | None]:
    missing = Unavailable("invoice INV-1", "Its filter says so.", failure)
    pair = Pair(kind=PAYMENT, sides={HUBSPOT: side(HUBSPOT, a_payment(), PAYMENT)}, references=(missing,))
    decision = with_references(pair, in_sync("So.", Recover(QUICKBOOKS)))
    assert decision.actions == (Recover(QUICKBOOKS, again=False),)
    return decision.status, decision.failure.category if decision.failure else None


def test_a_payment_waits_for_its_invoice_unless_that_never_comes() -> None:
    refused = Failure(category=ErrorCategory.BOOKS_CLOSED, cure=Cure.PERSON, text="The books are closed.")
    assert waiting_for(refused) == (OutcomeStatus.WAITING, ErrorCategory.WAITS_FOR_INVOICE)
    assert waiting_for(replace(refused, category=ErrorCategory.RECORD_DELETED)) == (OutcomeStatus.EXCLUDED, None)
    assert waiting_for(None) == (OutcomeStatus.EXCLUDED, None)


@pytest.mark.parametrize("customer", [None, hubspot(CUSTOMER, "7")])
def test_what_belongs_to_somebody_left_out_needs_a_person_and_is_called_up_by_them(customer: RecordRef | None) -> None:
    missing = Unavailable("the customer Ada", "Grace left it out.", ref=customer)
    pair = Pair(kind=INVOICE, sides={HUBSPOT: side(HUBSPOT, an_invoice(), INVOICE)}, references=(missing,))
    failure = with_references(pair, in_sync("So.", Create(QUICKBOOKS))).failure
    assert failure
    assert (failure.category, failure.cure) == (ErrorCategory.CUSTOMER_LEFT_OUT, Cure.PERSON)
    assert failure.text == "It belongs to the customer Ada, which is left out: Grace left it out."
    assert failure.blockers == ((str(customer),) if customer else ())


def test_only_what_counts_in_the_same_currency_can_be_the_same_invoice() -> None:
    customer = quickbooks(CUSTOMER, "8")
    invoice = an_invoice(customer=hubspot(CUSTOMER, "7"))
    records: list[AnyRecord] = [
        an_invoice(customer=customer),
        an_invoice(customer=customer, number="2"),
        an_invoice(customer=customer, currency="EUR"),
        an_invoice(customer=customer, status=InvoiceStatus.VOIDED),
        a_payment(),
    ]
    others = [
        Snapshot(ref=quickbooks(INVOICE, str(number)), version="1", record=record, created_at=NOON, modified_at=NOON)
        for number, record in enumerate(records)
    ]
    same, similar = same_and_similar(invoice, customer, others)
    assert ([one.ref.id for one in same], [one.ref.id for one in similar]) == (["0"], ["1"])
    assert same_and_similar(invoice, None, others)[0] == []


def test_a_mirrored_invoice_that_comes_to_less_than_nothing_is_left_out() -> None:
    sides = {
        HUBSPOT: side(HUBSPOT, an_invoice(origin=Origin.MIRRORED), INVOICE),
        QUICKBOOKS: side(QUICKBOOKS, an_invoice(origin=Origin.MIRRORED, total=Decimal(-5), balance=Decimal(-5)), INVOICE),
    }
    link = agreed(INVOICE, QUICKBOOKS)
    decision = mirror(Pair(kind=INVOICE, sides=sides, link=link), link, a_rule(INVOICE))
    assert (decision.status, decision.actions) == (OutcomeStatus.EXCLUDED, ())


def payments() -> dict[System, Side]:
    """A payment as both systems show it."""
    return {system: side(system, a_payment(), PAYMENT) for system in System}


def test_the_rest_of_an_overpayment_goes_only_with_its_amount() -> None:
    rule, link, pair = a_rule(PAYMENT), agreed(PAYMENT), Pair(kind=PAYMENT, sides=payments())
    amount, memo = Update(QUICKBOOKS, frozenset({"amount"})), Update(QUICKBOOKS, frozenset({"reference"}))
    first, second = with_rest(in_sync("So.", amount, memo), pair, link, rule).actions
    assert isinstance(first, Update)
    assert first.fields >= {"amount"}
    assert second == memo


@pytest.mark.parametrize(
    ("record", "fit"),
    [
        (a_customer(), True),
        (a_customer(project=True), False),
        (a_product(), True),
        (a_product(bundle=True), False),
        (a_product(name=CUSTOM_LINE_ITEM_NAME), False),
    ],
)
def test_projects_bundles_and_the_items_of_ours_are_nobodys_counterpart(record: AnyRecord, *, fit: bool) -> None:
    assert (why_unfit(record) == "") is fit


def test_prices_in_another_currency_are_carried_neither_way() -> None:
    rule = a_rule(EntityKind.PRODUCT).without("unit_price")
    kind = EntityKind.PRODUCT
    sides = {
        HUBSPOT: side(HUBSPOT, a_product(unit_price=Decimal(99)), kind),
        QUICKBOOKS: side(QUICKBOOKS, a_product(), kind),
    }
    assert decide(Pair(kind=kind, sides=sides, link=agreed(kind)), rule).actions == ()


def test_what_a_customer_is_only_called_since_its_rule_was_changed_is_carried_nowhere() -> None:
    decision = linked(kind=CUSTOMER, here={"display_name": "Grace Pariente"})
    assert (decision.status, decision.actions) == (OutcomeStatus.IN_SYNC, ())
    assert all("display_name" in decision.settled[system] for system in System)


def test_a_mirrored_invoice_is_left_out_where_invoices_go_to_quickbooks_only() -> None:
    rule = a_rule(INVOICE, Direction.HUBSPOT_TO_QUICKBOOKS)
    decision = linked(here={"origin": Origin.MIRRORED}, there={"memo": "Thanks"}, rule=rule, source=QUICKBOOKS)
    assert (decision.status, decision.actions) == (OutcomeStatus.EXCLUDED, ())


def test_a_void_of_a_mirrored_invoice_is_not_put_back_where_invoices_go_to_quickbooks_only() -> None:
    rule = a_rule(INVOICE, Direction.HUBSPOT_TO_QUICKBOOKS)
    decision = linked(here={"origin": Origin.MIRRORED, "status": InvoiceStatus.VOIDED}, rule=rule, source=QUICKBOOKS)
    assert (decision.status, decision.actions) == (OutcomeStatus.EXCLUDED, ())


def test_money_that_ended_differently_on_both_sides_is_told_and_needs_nobody() -> None:
    decision = linked(kind=PAYMENT, here={"status": PaymentStatus.REFUNDED}, there={"status": PaymentStatus.VOIDED})
    assert (decision.status, decision.actions) == (OutcomeStatus.EXCLUDED, ())
    assert "refunded" in decision.reasons[0]


def test_a_link_by_hand_waits_while_its_rule_is_off() -> None:
    choice = Choice(verb=Verb.LINKED, who="Ada", why="Known", at=NOON, other=quickbooks(CUSTOMER, "8"))
    sides = {HUBSPOT: side(HUBSPOT, a_customer(), CUSTOMER)}
    pair = Pair(kind=CUSTOMER, sides=sides, candidates={quickbooks(CUSTOMER, "8"): "Cool Cars"}, choices=(choice,))
    assert decide(pair, a_rule(CUSTOMER, Direction.OFF)).status is OutcomeStatus.EXCLUDED
    assert decide(pair, a_rule(CUSTOMER)).actions == (Adopt(quickbooks(CUSTOMER, "8")),)


def test_nothing_is_suspected_of_an_invoice_that_hubspot_does_not_show() -> None:
    there = {QUICKBOOKS: side(QUICKBOOKS, an_invoice(), INVOICE)}
    assert counted_twice(Pair(kind=INVOICE, sides=there, payments={})) == ""


def test_what_is_no_figure_is_kept_by_nobody() -> None:
    link = agreed(PAYMENT)
    odd = replace(link.agreements[QUICKBOOKS], fields={**link.agreements[QUICKBOOKS].fields, "amount": "much"})
    assert not counts_whole(
        Pair(kind=PAYMENT, sides=payments()), replace(link, agreements={**link.agreements, QUICKBOOKS: odd})
    )


def test_a_customer_called_after_somebody_else_keeps_its_name_and_that_is_told() -> None:
    before = {HUBSPOT: a_customer(family_name="Smith"), QUICKBOOKS: a_customer(family_name="Payable")}
    now = {**before, HUBSPOT: a_customer(family_name="Smyth")}
    sides = {system: side(system, record, CUSTOMER) for system, record in now.items()}
    link = a_link(ref(HUBSPOT, CUSTOMER), ref(QUICKBOOKS, CUSTOMER), before)
    decision = decide(Pair(kind=CUSTOMER, sides=sides, link=link), a_rule(CUSTOMER))
    assert (decision.status, decision.actions) == (OutcomeStatus.IN_SYNC, ())
    assert "family_name" in decision.settled[QUICKBOOKS]


def test_a_customer_of_quickbooks_who_is_merely_inactive_asks_nothing_of_anybody() -> None:
    sides = {HUBSPOT: side(HUBSPOT, a_customer(), CUSTOMER)}
    sides[QUICKBOOKS] = replace(side(QUICKBOOKS, a_customer(), CUSTOMER), active=False)
    decision = decide(Pair(kind=CUSTOMER, sides=sides, link=agreed(CUSTOMER, QUICKBOOKS)), a_rule(CUSTOMER))
    assert (decision.status, decision.failure) == (OutcomeStatus.EXCLUDED, None)
    begun_here = Pair(kind=CUSTOMER, sides=sides, link=agreed(CUSTOMER))
    assert decide(begun_here, a_rule(CUSTOMER)).failure
