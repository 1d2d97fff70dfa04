"""The story's own arithmetic, by which both ledgers are judged."""

from collections import Counter
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from tests.builders import NOON
from tests.story.books import HUBSPOT, IN_STEP, QUICKBOOKS, Bill, Books, Party, Settlement, Standing, left_out, needs_you
from tests.story.chapters import CHAPTERS
from tests.story.figures import Sold, total_of
from tests.story.looking import standing_differs

ADA = Party("Ada Byron", "ada@byron.example")


def bill(total: str = "100.00", *settled: Settlement, party: Party = ADA) -> Bill:
    return Bill("Hedge", party, HUBSPOT, dict.fromkeys(System, Decimal(total)), settled=list(settled))


def money(amount: str, *where: System, kept: str = "0") -> Settlement:
    return Settlement(Decimal(amount), set(where or System), kept=Decimal(kept))


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        (Sold("Pruning", "3", "33.35"), "100.05"),
        (Sold("Pruning", "3", "33.35", "10"), "90.04"),
        (Sold("Rose", "14.5", "19.95"), "289.28"),
        (Sold("Nothing", "1", "9.99", "100"), "0.00"),
    ],
)
def test_a_line_comes_to_what_is_said_on_paper(line: Sold, amount: str) -> None:
    assert line.amount == Decimal(amount)


def test_a_total_is_its_lines_and_what_is_taken_off_the_whole() -> None:
    assert total_of([Sold("A", "1", "10.00"), Sold("B", "2", "2.50")], Decimal(-5)) == 10


def test_a_payment_settles_both_sides_and_a_credit_only_one() -> None:
    credit = Settlement(Decimal(40), {QUICKBOOKS}, money=False)
    one = bill("100.00", money("30.00"), credit)
    assert (one.balance(HUBSPOT), one.balance(QUICKBOOKS)) == (Decimal(70), Decimal(30))
    assert one.payments(HUBSPOT) == one.payments(QUICKBOOKS) == Counter([Decimal(30)])


def test_what_is_too_much_is_credit_in_quickbooks_and_nobody_owes_less_than_nothing() -> None:
    books = Books()
    one = books.add(bill("100.00", money("150.00", kept="50.00")))
    assert (one.balance(HUBSPOT), one.balance(QUICKBOOKS)) == (Decimal(0), Decimal(0))
    assert (one.payments(HUBSPOT), one.payments(QUICKBOOKS)) == (Counter([Decimal(150)]), Counter([Decimal(100)]))
    assert books.owed(HUBSPOT) == {("ada@byron.example", "USD"): 0}
    assert books.owed(QUICKBOOKS) == {("ada@byron.example", "USD"): -50}


def test_what_is_voided_or_not_there_is_owed_nowhere() -> None:
    voided, stopped = bill(), bill()
    voided.voided |= set(System)
    stopped.stopped(needs_you("E7"))
    shown = voided.shown(HUBSPOT)
    assert shown
    assert (shown.status, shown.total, shown.balance) == ("voided", Decimal(0), Decimal(0))
    assert (stopped.shown(QUICKBOOKS), stopped.balance(HUBSPOT)) == (None, Decimal(100))
    stopped.carried()
    assert stopped.shown(QUICKBOOKS) == stopped.shown(HUBSPOT)


def test_a_customer_may_be_another_in_quickbooks() -> None:
    books = Books([bill()])
    books.bills[0].parties[QUICKBOOKS] = Party("The estates", "")
    assert (set(books.owed(HUBSPOT)), set(books.owed(QUICKBOOKS))) == (
        {("ada@byron.example", "USD")},
        {("The estates", "USD")},
    )


def test_what_was_touched_is_looked_at_once() -> None:
    books = Books()
    one = books.add(bill())
    books.touch(one)
    assert (books.take_touched(), books.take_touched()) == ([one], [])


@pytest.mark.parametrize(
    ("standing", "differs"),
    [
        (needs_you("E7", "closed"), False),
        (needs_you("E6", "closed"), True),
        (needs_you("E7", "30 Nov"), True),
        (left_out("closed"), True),
        (IN_STEP, True),
    ],
)
def test_a_standing_is_told_apart_by_status_error_and_words(standing: Standing, *, differs: bool) -> None:
    said = SyncOutcome(
        connection_id="1",
        ref=RecordRef(HUBSPOT, EntityKind.INVOICE, "7"),
        kind=EntityKind.INVOICE,
        status=OutcomeStatus.FAILING,
        category=ErrorCategory.BOOKS_CLOSED,
        explanation="The books are closed.",
        at=NOON,
    )
    assert bool(list(standing_differs("Hedge", said, standing))) is differs
    assert list(standing_differs("Hedge", None, IN_STEP))


def test_the_year_has_twelve_months() -> None:
    assert len(CHAPTERS) == 12
