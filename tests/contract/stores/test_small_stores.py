"""The contracts of CursorStore, CheckStore, LedgerStore and ReportedLog."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from counterfoil.domain.checks.check import Check, Checked, CheckResult, CheckState, Left
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.ledgers import Cause, Gap, Ledgers, Reason
from tests.builders import NOON, hubspot
from tests.contract.stores.backends import MEMORY, Backend


def test_a_cursor_is_empty_until_it_is_put(backend: Backend) -> None:
    assert backend.cursors.get("a", "hubspot") == ""

    backend.cursors.put("a", "hubspot", "2026-03-02T12:00:00Z")
    backend.cursors.put("a", "hubspot", "2026-03-02T12:05:00Z")

    assert backend.cursors.get("a", "hubspot") == "2026-03-02T12:05:00Z"
    assert backend.cursors.get("a", "quickbooks") == ""
    assert backend.cursors.get("b", "hubspot") == ""


def test_cursors_are_read_many_at_once(backend: Backend) -> None:
    for connection_id, name in (("a", "hubspot"), ("a", "quickbooks"), ("b", "hubspot")):
        backend.cursors.put(connection_id, name, f"{connection_id} {name}")

    assert backend.cursors.every("a") == {"hubspot": "a hubspot", "quickbooks": "a quickbooks"}
    assert backend.cursors.every("c") == {}
    assert backend.cursors.of(["a", "b", "c"], "hubspot") == {"a": "a hubspot", "b": "b hubspot", "c": ""}


def test_a_cursor_is_swapped_only_where_it_is_as_somebody_saw_it(backend: Backend) -> None:
    assert not backend.cursors.swap("a", "turn", "before", "never")
    assert backend.cursors.get("a", "turn") == ""
    assert backend.cursors.swap("a", "turn", "", "first")
    assert not backend.cursors.swap("a", "turn", "", "also first")
    assert backend.cursors.swap("a", "turn", "first", "second")
    assert not backend.cursors.swap("a", "turn", "first", "also second")
    assert backend.cursors.get("a", "turn") == "second"
    assert backend.cursors.swap("a", "turn", "second", "")
    assert backend.cursors.swap("a", "turn", "", "third")


def test_a_swap_of_which_only_the_answer_was_lost_is_done(backend: Backend) -> None:
    backend.cursors.put("a", "turn", "first")
    assert backend.cursors.swap("a", "turn", "first", "second")
    if backend.forgets:  # AWS's client sends it again where it got no answer
        assert backend.cursors.swap("a", "turn", "first", "second")


def test_cursors_of_one_name_are_put_together(backend: Backend) -> None:
    backend.cursors.put_for("turn", {f"c{number}": f"at {number}" for number in range(30)})
    assert backend.cursors.of(["c0", "c29", "c30"], "turn") == {"c0": "at 0", "c29": "at 29", "c30": ""}


def test_the_checks_of_a_connection_are_kept_as_they_were_taken_last(backend: Backend) -> None:
    assert backend.checks.latest("a") is None
    advised = CheckResult(
        check=Check.CLOSED_BOOKS, state=CheckState.ADVISED, finding="None.", consequence="It may change.", steps=("Set it.",)
    )
    unknown = CheckResult(check=Check.PAYMENTS, state=CheckState.UNKNOWN, finding="Not asked.", vendor_text="503")
    left = Left(check=Check.CLOSED_BOOKS, finding="None.", who="Ann", at=NOON)
    for revision, (results, leaving) in enumerate((((unknown,), ()), ((advised, unknown), (left,)))):
        checked = Checked(at=NOON + timedelta(days=revision), results=results, left=leaving, revision=revision)
        assert backend.checks.save("a", checked)
        assert backend.checks.latest("a") == replace(checked, revision=revision + 1)
    assert backend.checks.latest("b") is None


def test_checks_that_others_have_replaced_meanwhile_are_not_written_over(backend: Backend) -> None:
    first = Checked(at=NOON, results=())
    backend.checks.save("a", first)
    assert not backend.checks.save("a", replace(first, at=NOON + timedelta(days=1)))
    kept = backend.checks.latest("a")
    assert kept
    assert kept.at == NOON
    backend.checks.save("a", replace(kept, at=NOON + timedelta(days=2)))
    assert not backend.checks.save("a", replace(kept, at=NOON + timedelta(days=3)))


def test_a_delivery_is_new_once(backend: Backend) -> None:
    assert not backend.reported.seen("one")
    assert backend.reported.remember("one")
    assert backend.reported.seen("one")
    assert not backend.reported.remember("one")
    assert backend.reported.remember("two")


def test_a_delivery_is_remembered_for_weeks_and_no_longer(backend: Backend) -> None:
    backend.reported.remember("one")

    backend.clock.advance(MEMORY - timedelta(seconds=1))
    assert backend.reported.seen("one")

    backend.clock.advance(timedelta(seconds=2))
    assert backend.reported.seen("one") is not backend.forgets
    assert backend.reported.remember("one") is backend.forgets


def test_the_ledgers_are_kept_night_by_night_and_the_newest_in_full(backend: Backend) -> None:
    assert backend.ledgers.latest("a") is None
    gap = Gap(
        refs=(hubspot(EntityKind.INVOICE, "7"),),
        currency="USD",
        hubspot=Decimal("10.10"),
        reason=Reason(Cause.NEEDS_YOU, ErrorCategory.BOOKS_CLOSED),
        number="INV-7",
        customer="Ann",
    )
    first = Ledgers(at=NOON, unread=1).with_amounts([("USD", Decimal("10.10"), None)]).with_gaps([gap])
    again, second = replace(first, at=NOON + timedelta(hours=1)), Ledgers(at=NOON + timedelta(days=1))
    for ledgers in (first, again):
        backend.ledgers.save("a", ledgers)
        assert backend.ledgers.latest("a") == ledgers
    backend.ledgers.save("a", second)

    assert backend.ledgers.nights("a", 30) == [second, again.in_short]
    assert backend.ledgers.nights("a", 1) == [second]
    assert backend.ledgers.latest("a") == second
    assert backend.ledgers.nights("b", 30) == []
