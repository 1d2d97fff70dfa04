"""Bad days that last: every call slow, every third one refused, until somebody clears them."""

from datetime import timedelta
from time import monotonic
from typing import Any

import httpx2
import pytest

from infra.sandbox.kernel.application import ConnectionLostError
from infra.sandbox.kernel.faults import Fault, FaultKind
from infra.sandbox.kernel.server import TwinServer
from infra.sandbox.quickbooks.twin import QuickBooksTwin
from tests.contract.quickbooks_twin.client import Books

FOR_EVER = None


def _plan(books: Books, kind: str, **fault: Any) -> None:
    assert books.http.post("/_twin/faults", json={"kind": kind, **fault}).status_code == 204


def _statuses(books: Books, calls: int, path: str = "preferences") -> list[int]:
    return [books.call("GET", path).status_code for _ in range(calls)]


def test_every_third_call_fails_until_it_is_cleared(books: Books) -> None:
    _plan(books, "server_error", every=3, times=FOR_EVER)
    assert _statuses(books, 7) == [200, 200, 500, 200, 200, 500, 200]
    assert books.http.get("/_twin/faults").json()[0]["met"] == 7
    books.http.delete("/_twin/faults")
    assert _statuses(books, 3) == [200, 200, 200]


def test_calls_of_another_path_are_not_counted(books: Books) -> None:
    _plan(books, "server_error", route="companyinfo", every=2, times=FOR_EVER)
    path = f"companyinfo/{books.credentials['realm_id']}"
    assert _statuses(books, 1, path) + _statuses(books, 3) + _statuses(books, 1, path) == [200, 200, 200, 200, 500]


def test_every_second_one_a_few_times_after_the_first_calls(books: Books) -> None:
    _plan(books, "unavailable", every=2, skip=1, times=2)
    assert _statuses(books, 7) == [200, 200, 503, 200, 503, 200, 200]


@pytest.mark.parametrize(("kind", "made"), [("server_error", 2), ("server_error_after", 4), ("dropped_after", 4)])
def test_every_second_write_is_answered_badly_before_or_after_it_happened(books: Books, kind: str, made: int) -> None:
    _plan(books, kind, route="POST .*/term", every=2, times=FOR_EVER)
    for number in range(4):
        try:
            books.call("POST", "term", {"Name": f"Net {number + 70}", "DueDays": number})
        except ConnectionLostError:
            assert kind == "dropped_after"
    assert len(books.rows("Term", "where Name like 'Net 7%'")) == made


@pytest.mark.parametrize("kind", ["slow_before", "slow_after"])
def test_a_slow_vendor_takes_its_time_on_its_own_clock(books: Books, kind: str) -> None:
    _plan(books, kind, route="/preferences", seconds=25, times=FOR_EVER)
    clock = books.twin.kernel.clock
    before = clock.now()
    assert _statuses(books, 2) == [200, 200]
    assert clock.now() - before == timedelta(seconds=50)
    books.query("select * from Term")
    assert clock.now() - before == timedelta(seconds=50)


def test_slowness_adds_to_what_else_goes_wrong(books: Books) -> None:
    _plan(books, "slow_before", seconds=3, times=FOR_EVER)
    _plan(books, "server_error", every=2, times=FOR_EVER)
    before = books.twin.kernel.clock.now()
    assert _statuses(books, 4) == [200, 500, 200, 500]
    assert books.twin.kernel.clock.now() - before == timedelta(seconds=12)


def test_a_token_that_runs_out_meanwhile_is_refused(books: Books) -> None:
    books.switch(access_token_seconds=3600)
    _plan(books, "slow_before", seconds=3601)
    assert _statuses(books, 1) == [401]


@pytest.mark.parametrize("fault", [{"kind": "sleepy"}, {"kind": "throttled", "often": 2}, {"kind": "throttled", "every": 0}])
def test_a_fault_that_does_not_exist_is_refused(books: Books, fault: dict[str, Any]) -> None:
    answer = books.http.post("/_twin/faults", json=fault)
    assert (answer.status_code, answer.json()["message"][:13]) == (400, "no such fault")


def test_a_served_twin_really_waits() -> None:
    twin = QuickBooksTwin(seeded=False)
    twin.kernel.faults.add(Fault(FaultKind.SLOW_BEFORE, seconds=0.2, times=FOR_EVER))
    server = TwinServer(twin)
    server.start()
    began = monotonic()
    assert httpx2.get(f"{server.base_url}/v3/company/1/companyinfo/1").status_code == 401
    assert monotonic() - began >= 0.2
    server.stop()
