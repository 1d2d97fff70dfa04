"""The contracts of CursorStore, CheckStore and DeliveryLog."""

from datetime import timedelta

from counterfoil.domain.checks.check import Check, Checked, CheckResult, CheckState
from tests.builders import NOON
from tests.contract.stores.backends import MEMORY, Backend


def test_a_cursor_is_empty_until_it_is_put(backend: Backend) -> None:
    assert backend.cursors.get("a", "hubspot") == ""

    backend.cursors.put("a", "hubspot", "2026-03-02T12:00:00Z")
    backend.cursors.put("a", "hubspot", "2026-03-02T12:05:00Z")

    assert backend.cursors.get("a", "hubspot") == "2026-03-02T12:05:00Z"
    assert backend.cursors.get("a", "quickbooks") == ""
    assert backend.cursors.get("b", "hubspot") == ""


def test_the_checks_of_a_connection_are_kept_as_they_were_taken_last(backend: Backend) -> None:
    assert backend.checks.latest("a") is None
    advised = CheckResult(
        check=Check.CLOSED_BOOKS, state=CheckState.ADVISED, finding="None.", consequence="It may change.", steps=("Set it.",)
    )
    unknown = CheckResult(check=Check.PAYMENTS, state=CheckState.UNKNOWN, finding="Not asked.", vendor_text="503")
    for at, results in ((NOON, (unknown,)), (NOON + timedelta(days=1), (advised, unknown))):
        checked = Checked(at=at, results=results)
        backend.checks.save("a", checked)
        assert backend.checks.latest("a") == checked
    assert backend.checks.latest("b") is None


def test_a_delivery_is_new_once(backend: Backend) -> None:
    assert not backend.deliveries.seen("one")
    assert backend.deliveries.remember("one")
    assert backend.deliveries.seen("one")
    assert not backend.deliveries.remember("one")
    assert backend.deliveries.remember("two")


def test_a_delivery_is_remembered_for_weeks_and_no_longer(backend: Backend) -> None:
    backend.deliveries.remember("one")

    backend.clock.advance(MEMORY - timedelta(seconds=1))
    assert backend.deliveries.seen("one")

    backend.clock.advance(timedelta(seconds=2))
    assert backend.deliveries.seen("one") is not backend.forgets
    assert backend.deliveries.remember("one") is backend.forgets
