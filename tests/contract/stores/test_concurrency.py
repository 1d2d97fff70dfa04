"""Many workers at once: nothing is taken twice, lost or miscounted."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.adapters.aws.allowance import Chunk, Limit
from counterfoil.adapters.aws.budget import DynamoRequestBudget
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.link import Link
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.ports import ConcurrentChangeError
from tests.builders import NOON, a_connection
from tests.contract.stores.backends import Backend, on_aws
from tests.contract.stores.grounds import Ground
from tests.contract.stores.values import CONNECTION, complete, made, native, outcome, reservation
from tests.fakes import FrozenClock

FOUR = Chunk(4, timedelta(seconds=5))
WORKERS = range(8)
RECORDS = range(30)


@pytest.fixture
def stores(isolating_ground: Ground) -> Backend:
    return on_aws(isolating_ground)


def test_every_record_is_reserved_by_one_worker(stores: Backend) -> None:
    def reserve(worker: int) -> list[Link | None]:
        numbers = [(number * (worker + 1)) % len(RECORDS) for number in RECORDS]
        links = [complete(replace(reservation(native(number)), key=f"{worker}"), made(number)) for number in numbers]
        return list(stores.links.reserve(links))

    with ThreadPoolExecutor(len(WORKERS)) as threads:
        reserved = [link for links in threads.map(reserve, WORKERS) for link in links if link]

    assert Counter(link.source_ref for link in reserved) == Counter(native(number) for number in RECORDS)
    found = stores.links.find(CONNECTION, [made(number) for number in RECORDS])
    assert found == {link.refs[System.QUICKBOOKS]: (link,) for link in reserved}


def test_a_link_is_saved_by_one_worker_at_a_time(stores: Backend) -> None:
    (link,) = stores.links.reserve([reservation(native(1))])
    assert link
    reserved = link

    def save(worker: int) -> bool:
        return stores.links.save([replace(reserved, shown=f"{worker}")])[0] is not None

    with ThreadPoolExecutor(len(WORKERS)) as threads:
        assert sum(threads.map(save, WORKERS)) == 1


def test_a_link_is_moved_by_one_worker_at_a_time(stores: Backend) -> None:
    (link,) = stores.links.reserve([complete(reservation(native(1)), made(1))])
    assert link
    linked = link

    def move(worker: int) -> Link | None:
        return stores.links.move(linked, native(worker + 2))

    with ThreadPoolExecutor(len(WORKERS)) as threads:
        (moved,) = [link for link in threads.map(move, WORKERS) if link]
    assert stores.links.find(CONNECTION, [native(1), made(1)]) == {native(1): (moved,), made(1): (moved,)}
    assert stores.links.find(CONNECTION, [native(number + 2) for number in WORKERS]) == {moved.source_ref: (moved,)}


def test_counters_stay_exact(stores: Backend) -> None:
    statuses = list(OutcomeStatus)

    def record(worker: int) -> None:
        for turn in range(4):
            status = statuses[(worker + turn) % len(statuses)]
            second = worker + turn * len(WORKERS)
            stores.outcomes.record([outcome(native(number), status, second) for number in range(5)])

    with ThreadPoolExecutor(len(WORKERS)) as threads:
        list(threads.map(record, WORKERS))

    latest = stores.outcomes.latest(CONNECTION, [native(number) for number in range(5)])
    assert stores.outcomes.counts(CONNECTION) == Counter((one.kind, one.status) for one in latest.values())
    assert {one.at for one in latest.values()} == {NOON + timedelta(seconds=31)}
    assert len(stores.outcomes.activity(CONNECTION, native(0), 100)) == 32


def test_a_connection_is_saved_by_one_worker_at_a_time(stores: Backend) -> None:
    stored = stores.connections.save(a_connection())

    def save(_: int) -> bool:
        try:
            stores.connections.save(stored)
        except ConcurrentChangeError:
            return False
        return True

    with ThreadPoolExecutor(len(WORKERS)) as threads:
        assert sum(threads.map(save, WORKERS)) == 1
    assert stores.connections.get(stored.id).revision == 2


def test_a_delivery_is_new_to_one_worker(stores: Backend) -> None:
    with ThreadPoolExecutor(len(WORKERS)) as threads:
        assert sum(threads.map(stores.reported.remember, ["one"] * len(WORKERS))) == 1


def test_workers_together_never_exceed_the_allowance(isolating_ground: Ground) -> None:
    clock = FrozenClock()
    limits = {"request": (Limit(name="request", count=50, window=timedelta(seconds=10), chunk=FOUR, alone=FOUR),)}

    def use(_: int) -> int:
        budget = DynamoRequestBudget(
            isolating_ground.table, "a", System.HUBSPOT, limits, clock=clock, sleep=clock.sleep, patience=timedelta()
        )
        for taken in range(20):
            try:
                budget.take("request")
            except VendorError:
                return taken
        return 20

    with ThreadPoolExecutor(len(WORKERS)) as threads:
        used = sum(threads.map(use, WORKERS))

    assert used == 50


def test_kinds_of_a_connection_share_nothing_but_the_connection(stores: Backend) -> None:
    kinds = list(EntityKind)
    stores.calls.clear()

    def record(kind: EntityKind) -> None:
        ref = replace(native(1), kind=kind)
        for second in range(5):
            stores.outcomes.record([outcome(ref, OutcomeStatus.FAILING, second)])

    with ThreadPoolExecutor(len(kinds)) as threads:
        list(threads.map(record, kinds))

    assert stores.outcomes.counts(CONNECTION) == {(kind, OutcomeStatus.FAILING): 1 for kind in kinds}
    assert stores.calls["TransactWriteItems"] == len(kinds) * 5  # not one had to be tried again
