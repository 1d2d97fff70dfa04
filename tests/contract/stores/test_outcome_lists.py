"""The contract of OutcomeStore: what lists, counts and searches show."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef
from counterfoil.domain.listing import Listing
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome, as_listed
from counterfoil.domain.paying import Paying
from counterfoil.domain.records.payment import PaymentMethod, PaymentStatus
from counterfoil.domain.tally import Count, Day, Place
from tests.builders import NOON, hubspot
from tests.contract.stores.backends import Backend
from tests.contract.stores.values import CONNECTION, made, native, outcome

IN_SYNC, FAILING, WAITING = OutcomeStatus.IN_SYNC, OutcomeStatus.FAILING, OutcomeStatus.WAITING
INVOICE, TAKEN, CLOSED = EntityKind.INVOICE, ErrorCategory.DISPLAY_NAME_TAKEN, ErrorCategory.BOOKS_CLOSED
TODAY = NOON.date()


def invoice(
    number: int,
    status: OutcomeStatus,
    second: int,
    amount: str = "100",
    *,
    currency: str = "USD",
    category: ErrorCategory | None = None,
) -> SyncOutcome:
    """How an invoice to Ann stands."""
    listing = Listing(name=f"INV-{number}", detail="Ann Example", amount=Decimal(amount), currency=currency)
    return replace(outcome(native(number), status, second), listing=listing, category=category)


def place(status: OutcomeStatus, currency: str = "USD", category: ErrorCategory | None = None) -> Place:
    return Place(kind=INVOICE, status=status, category=category, currency=currency)


def test_counts_come_with_money_by_status_cause_and_currency(backend: Backend) -> None:
    backend.outcomes.record(
        [invoice(1, FAILING, 1, "10.10", category=TAKEN), invoice(2, FAILING, 1, "5.05", category=TAKEN)]
    )
    backend.outcomes.record([invoice(3, FAILING, 1, "7", category=CLOSED), invoice(4, IN_SYNC, 1, "1000", currency="JPY")])

    assert backend.outcomes.tally(CONNECTION) == {
        place(FAILING, category=TAKEN): Count(2, Decimal("15.15")),
        place(FAILING, category=CLOSED): Count(1, Decimal(7)),
        place(IN_SYNC, "JPY"): Count(1, Decimal(1000)),
    }
    assert backend.outcomes.tally("another") == {}


def test_an_amount_that_changes_is_counted_as_it_is_now(backend: Backend) -> None:
    backend.outcomes.record([invoice(1, FAILING, 1, "10", category=TAKEN), invoice(2, FAILING, 1, "1", category=TAKEN)])
    backend.outcomes.record([invoice(1, IN_SYNC, 2, "12.34"), invoice(2, FAILING, 2, "3", category=TAKEN)])

    assert backend.outcomes.tally(CONNECTION) == {
        place(IN_SYNC): Count(1, Decimal("12.34")),
        place(FAILING, category=TAKEN): Count(1, Decimal(3)),
    }
    assert backend.outcomes.counts(CONNECTION) == {(INVOICE, IN_SYNC): 1, (INVOICE, FAILING): 1}


def test_counts_tell_when_they_changed_last(backend: Backend) -> None:
    backend.outcomes.record([invoice(1, FAILING, 1, category=TAKEN), invoice(2, FAILING, 5, category=TAKEN)])
    backend.outcomes.record([invoice(1, IN_SYNC, 7)])

    counted = backend.outcomes.tally(CONNECTION)

    latest = NOON + timedelta(seconds=7)
    assert counted[place(FAILING, category=TAKEN)].changed_at in {NOON + timedelta(seconds=5), latest}
    assert counted[place(IN_SYNC)].changed_at == latest


def test_what_stands_so_for_one_cause_comes_longest_first_and_complete(backend: Backend) -> None:
    expected = [invoice(number, FAILING, number, category=TAKEN) for number in range(5)]
    others = [invoice(90, FAILING, 0, category=CLOSED), invoice(91, WAITING, 0, category=TAKEN), invoice(92, IN_SYNC, 0)]
    backend.outcomes.record([*reversed(expected), *others])

    first = backend.outcomes.page(CONNECTION, INVOICE, FAILING, "", 2, category=TAKEN)
    second = backend.outcomes.page(CONNECTION, INVOICE, FAILING, first.next_page, 2, category=TAKEN)
    third = backend.outcomes.page(CONNECTION, INVOICE, FAILING, second.next_page, 2, category=TAKEN)

    assert [*first.outcomes, *second.outcomes, *third.outcomes] == expected
    assert third.next_page == ""


def test_what_fails_or_waits_is_paged_however_it_stands(backend: Backend) -> None:
    expected = [invoice(number, (FAILING, WAITING)[number % 2], number) for number in range(7)]
    customer = outcome(RecordRef.parse("hubspot:customer:1"), FAILING, 60)
    others = [invoice(50, IN_SYNC, 50), invoice(51, OutcomeStatus.EXCLUDED, 51), customer]
    backend.outcomes.record([*expected, *others])

    first = backend.outcomes.open(CONNECTION, INVOICE, "", 4)
    second = backend.outcomes.open(CONNECTION, INVOICE, first.next_page, 4)
    behind = backend.outcomes.open(CONNECTION, INVOICE, backend.outcomes.token_behind(expected[1]), 4)
    newer = backend.outcomes.open(CONNECTION, INVOICE, "", 9, since=NOON + timedelta(seconds=5))

    assert [*first.outcomes, *second.outcomes] == expected[::-1]
    assert (second.next_page, behind.outcomes, newer.outcomes) == ("", (expected[0],), (expected[6], expected[5]))
    assert backend.outcomes.open("other", INVOICE, "", 9).outcomes == ()
    backend.outcomes.record([invoice(6, IN_SYNC, 70)])
    assert backend.outcomes.open(CONNECTION, INVOICE, "", 1).outcomes == (expected[5],)


def test_pages_go_on_behind_any_outcome(backend: Backend) -> None:
    expected = [invoice(number, IN_SYNC, number) for number in range(5)]
    backend.outcomes.record(expected)

    rest = backend.outcomes.page(CONNECTION, INVOICE, IN_SYNC, backend.outcomes.token_behind(expected[3]), 10)

    assert rest.outcomes == (expected[2], expected[1], expected[0])


@pytest.mark.parametrize("token", ["x", "#", "#hubspot:invoice", "2026#hubspot:bill:1", "a#b:c:d:e:f"])
def test_what_is_no_token_is_refused(backend: Backend, token: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        backend.outcomes.page(CONNECTION, INVOICE, IN_SYNC, token, 10)
    with pytest.raises(ValueError, match=r"."):
        backend.outcomes.open(CONNECTION, INVOICE, token, 10)


def test_pages_may_begin_at_a_moment(backend: Backend) -> None:
    told = [invoice(number, FAILING, number, category=TAKEN) for number in range(4)]
    backend.outcomes.record(told)
    since = NOON + timedelta(seconds=2)

    newest_first = backend.outcomes.page(CONNECTION, INVOICE, FAILING, "", 10, since=since)
    of_cause = backend.outcomes.page(CONNECTION, INVOICE, FAILING, "", 10, category=TAKEN, since=since)

    assert newest_first.outcomes == (told[3], told[2])
    assert of_cause.outcomes == (told[2], told[3])


def test_a_record_that_is_mended_leaves_its_cause(backend: Backend) -> None:
    backend.outcomes.record([invoice(1, FAILING, 1, category=TAKEN)])
    backend.outcomes.record([invoice(1, IN_SYNC, 2)])

    assert backend.outcomes.page(CONNECTION, INVOICE, FAILING, "", 5, category=TAKEN).outcomes == ()


@pytest.mark.parametrize("text", ["INV-7", "inv-7", " inv-7 ", "INV", "Ann", "ann  ex"])
def test_a_record_is_found_by_the_beginning_of_its_name_or_detail(backend: Backend, text: str) -> None:
    sought = invoice(7, IN_SYNC, 1)
    other = replace(invoice(8, IN_SYNC, 1), listing=Listing(name="RE-8", detail="Bob"))
    customer = replace(outcome(hubspot(EntityKind.CUSTOMER, "7"), IN_SYNC, 1), listing=Listing(name="Ann", detail="INV-7"))
    backend.outcomes.record([sought, other, customer])

    assert backend.outcomes.search(CONNECTION, INVOICE, text, 10) == [sought]


@pytest.mark.parametrize("text", ["", "  ", "NV-7", "INV-70", "#", "quickbooks:"])
def test_nothing_else_is_found(backend: Backend, text: str) -> None:
    backend.outcomes.record([invoice(7, IN_SYNC, 1)])

    assert backend.outcomes.search(CONNECTION, INVOICE, text, 10) == []
    assert backend.outcomes.search("another", INVOICE, "INV-7", 10) == []


def test_a_record_is_found_under_its_present_name_only(backend: Backend) -> None:
    renamed = replace(invoice(7, IN_SYNC, 2), listing=Listing(name="RE-7", detail="Ann Example"))
    backend.outcomes.record([invoice(7, IN_SYNC, 1)])
    backend.outcomes.record([renamed])

    assert backend.outcomes.search(CONNECTION, INVOICE, "INV-7", 10) == []
    assert backend.outcomes.search(CONNECTION, INVOICE, "re-7", 10) == [renamed]


def test_a_search_is_bounded(backend: Backend) -> None:
    backend.outcomes.record([invoice(number, IN_SYNC, 1) for number in range(20, 29)])

    found = backend.outcomes.search(CONNECTION, INVOICE, "inv-2", 4)

    assert [one.listing.name for one in found] == ["INV-20", "INV-21", "INV-22", "INV-23"]


def test_a_name_of_ten_thousand_characters_is_found_by_its_beginning(backend: Backend) -> None:
    long = replace(invoice(7, IN_SYNC, 1), listing=Listing(name="é" * 10_000))
    backend.outcomes.record([long])

    assert backend.outcomes.search(CONNECTION, INVOICE, "É" * 300, 10) == [long]


def test_days_tell_what_was_carried_and_how_many_more_need_a_person(backend: Backend) -> None:
    tomorrow = timedelta(days=1)
    backend.outcomes.record([invoice(1, FAILING, 1, category=TAKEN), invoice(2, FAILING, 1, category=TAKEN)])
    backend.outcomes.record([invoice(3, IN_SYNC, 1)])
    mended = invoice(1, IN_SYNC, 2)
    backend.outcomes.record([replace(mended, at=mended.at + tomorrow)])

    assert backend.outcomes.days(CONNECTION, TODAY) == [Day(TODAY, 1, 2), Day(TODAY + tomorrow, 1, -1)]
    assert backend.outcomes.days(CONNECTION, TODAY + tomorrow) == [Day(TODAY + tomorrow, 1, -1)]
    assert backend.outcomes.days("another", TODAY) == []


def test_a_day_that_only_came_and_went_is_no_day(backend: Backend) -> None:
    waits = RecordRef.parse("hubspot:invoice:1")
    backend.outcomes.record([outcome(waits, WAITING, 1)])
    backend.outcomes.record([invoice(1, FAILING, 2, category=TAKEN)])
    backend.outcomes.record([outcome(waits, WAITING, 3)])

    assert backend.outcomes.days(CONNECTION, TODAY) == []


def test_what_fails_comes_longest_first_whatever_its_cause_and_kind(backend: Backend) -> None:
    failing = [invoice(number, FAILING, number, category=TAKEN if number % 2 else CLOSED) for number in range(1, 4)]
    customer = outcome(RecordRef.parse("hubspot:customer:1"), FAILING, 0)
    backend.outcomes.record([*reversed(failing), customer, invoice(9, IN_SYNC, 0), invoice(10, WAITING, 0)])

    assert list(backend.outcomes.longest_failing(CONNECTION, 3)) == [customer, *failing[:2]]
    backend.outcomes.record([invoice(1, IN_SYNC, 9)])
    assert list(backend.outcomes.longest_failing(CONNECTION, 9)) == [customer, *failing[1:]]
    assert list(backend.outcomes.longest_failing("other", 9)) == []


def payment(number: int, status: OutcomeStatus, second: int, invoice: RecordRef | None) -> SyncOutcome:
    """How a payment of an invoice stands, with more said of it than a list shows."""
    of = hubspot(EntityKind.PAYMENT, f"{number}")
    paying = (
        Paying(invoice=invoice, on=TODAY, method=PaymentMethod.CARD, status=PaymentStatus.SUCCEEDED) if invoice else None
    )
    listing = Listing(name=f"ch_{number}", amount=Decimal(40), currency="USD")
    return replace(outcome(of, status, second), listing=listing, paying=paying, reasons=("It was paid.",))


def test_an_invoice_has_its_payments_as_they_stand(backend: Backend) -> None:
    first, second = payment(7, IN_SYNC, 1, native(1)), payment(8, IN_SYNC, 1, native(1))
    backend.outcomes.record([first, second, payment(9, IN_SYNC, 1, made(1))])
    assert backend.outcomes.payments(CONNECTION, native(1), 10) == [as_listed(first), as_listed(second)]
    assert backend.outcomes.payments(CONNECTION, native(1), 1) == [as_listed(first)]
    assert backend.outcomes.payments("another", native(1), 10) == []

    failing = payment(7, FAILING, 2, native(1))
    backend.outcomes.record([failing])
    assert backend.outcomes.payments(CONNECTION, native(1), 1) == [as_listed(failing)]


def test_a_payment_is_found_at_the_invoice_that_it_pays_now(backend: Backend) -> None:
    backend.outcomes.record([payment(7, IN_SYNC, 1, native(1)), payment(8, IN_SYNC, 1, native(1))])
    moved = payment(7, IN_SYNC, 2, native(2))
    backend.outcomes.record([moved, payment(8, FAILING, 2, None), payment(7, IN_SYNC, 1, native(1))])
    assert backend.outcomes.payments(CONNECTION, native(1), 10) == []
    assert backend.outcomes.payments(CONNECTION, native(2), 10) == [as_listed(moved)]


@pytest.mark.long
def test_many_payments_are_stored_together(backend: Backend) -> None:
    backend.outcomes.record([payment(number, IN_SYNC, 1, native(1)) for number in range(100)])
    assert len(backend.outcomes.payments(CONNECTION, native(1), 101)) == 100
    assert backend.outcomes.counts(CONNECTION) == {(EntityKind.PAYMENT, IN_SYNC): 100}
