"""The contract of ReportMemory."""

from datetime import timedelta

from tests.contract.stores.backends import MEMORY, Backend
from tests.contract.stores.values import CONNECTION, native


def test_what_was_reported_is_known_until_it_is_solved(backend: Backend) -> None:
    assert backend.reports.failures(CONNECTION, [native(1)]) == {}

    backend.reports.remember(CONNECTION, {native(1): "E6 a", native(2): "E6 b"})
    backend.reports.remember(CONNECTION, {native(2): "E7 c"})
    assert backend.reports.failures(CONNECTION, [native(1), native(2), native(3)]) == {native(1): "E6 a", native(2): "E7 c"}

    backend.reports.forget(CONNECTION, [native(1), native(3)])
    assert backend.reports.failures(CONNECTION, [native(1), native(2)]) == {native(2): "E7 c"}


def test_connections_are_apart(backend: Backend) -> None:
    backend.reports.remember("a", {native(1): "E6 a"})
    assert backend.reports.failures("b", [native(1)]) == {}


def test_nothing_asked_is_nothing_found(backend: Backend) -> None:
    backend.reports.remember(CONNECTION, {})
    backend.reports.forget(CONNECTION, [])
    assert backend.reports.failures(CONNECTION, []) == {}


def test_it_lasts_for_long_and_not_for_ever(backend: Backend) -> None:
    backend.reports.remember(CONNECTION, {native(1): "E6 a"})

    backend.clock.advance(MEMORY - timedelta(seconds=1))
    assert backend.reports.failures(CONNECTION, [native(1)])

    backend.clock.advance(timedelta(seconds=2))
    assert bool(backend.reports.failures(CONNECTION, [native(1)])) is not backend.forgets
