"""A claimed record belongs to a link once that is stored with it: to one link, whoever dies or is late."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from counterfoil.adapters.aws.links import DynamoLinkStore
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.link import Link
from tests.contract.stores.values import CONNECTION, complete, made, native, reservation
from tests.simulation.aws.dynamodb import FakeDynamoDB


class DiedError(Exception):
    """The worker is no more."""


class Ground:
    """A table whose workers do something else, or die, before one of their writes."""

    def __init__(self) -> None:
        self._client: Any = FakeDynamoDB(self._before_write)
        self._left = -1
        self._then: Callable[[], object] = _nothing
        self.links = self.worker()

    def worker(self) -> DynamoLinkStore:
        """The store, in a process of its own."""
        return DynamoLinkStore(Table(self._client, "table"))

    def before(self, write: int, then: Callable[[], object]) -> None:
        """Before so many more writes are done, this happens first."""
        self._left, self._then = write, then

    def _before_write(self, _about: str) -> None:
        self._left -= 1
        if self._left == -1:
            self._then()

    def reserved(self, number: int) -> Link:
        """A reservation that is stored."""
        (link,) = self.links.reserve([reservation(native(number))])
        assert link
        return link

    def holding(self, *numbers: int) -> Iterator[Link]:
        """The links, as they are stored, of these records of HubSpot."""
        found = self.links.find(CONNECTION, [native(number) for number in numbers])
        return (link for links in found.values() for link in links)

    def die_between_claim_and_link(self, link: Link, number: int) -> None:
        """A worker that had made a counterpart."""
        self.before(1, _die)
        with pytest.raises(DiedError):
            self.worker().complete([complete(link, made(number))])
        self._left = -1


def _nothing() -> None: ...


def _die() -> None:
    raise DiedError


@pytest.fixture
def ground() -> Ground:
    return Ground()


def test_a_claim_that_never_came_to_hold_leads_nowhere_and_is_taken_up_by_who_goes_on(ground: Ground) -> None:
    link = ground.reserved(1)
    ground.die_between_claim_and_link(link, 1)
    assert ground.links.find(CONNECTION, [native(1), made(1)]) == {native(1): (link,)}
    (linked,) = ground.links.complete([complete(link, made(1))])
    assert linked
    assert ground.links.find(CONNECTION, [native(1), made(1)]) == {native(1): (linked,), made(1): (linked,)}


@pytest.mark.parametrize("how", ["reserved", "complete from the start", "completed", "moved", "handed over"])
def test_what_nobody_came_to_hold_may_be_taken_in_any_way(ground: Ground, how: str) -> None:
    ground.die_between_claim_and_link(ground.reserved(1), 1)
    if how == "reserved":
        (link,) = ground.links.reserve([reservation(made(1))])
    elif how == "complete from the start":
        (link,) = ground.links.reserve([complete(reservation(native(2)), made(1))])
    elif how == "completed":
        (link,) = ground.links.complete([complete(ground.reserved(2), made(1))])
    else:
        (before,) = ground.links.complete([complete(ground.reserved(2), made(2))])
        assert before
        link = (ground.links.move if how == "moved" else ground.links.hand_over)(before, made(1))
    assert link
    assert ground.links.find(CONNECTION, [made(1)]) == {made(1): (link,)}


def test_a_claim_whose_link_is_no_more_may_be_taken(ground: Ground) -> None:
    link = ground.reserved(1)
    ground.die_between_claim_and_link(link, 1)
    assert ground.links.free(link, native(1))
    (other,) = ground.links.complete([complete(ground.reserved(2), made(1))])
    assert other
    assert ground.links.find(CONNECTION, [made(1)]) == {made(1): (other,)}


@pytest.mark.parametrize("write", range(4))
def test_of_two_who_want_one_record_one_gets_it_at_whatever_moment_the_other_comes(ground: Ground, write: int) -> None:
    first, second = ground.reserved(1), ground.reserved(2)
    got: list[Link | None] = []
    ground.before(write, lambda: got.extend(ground.worker().complete([complete(second, made(1))])))
    got += ground.worker().complete([complete(first, made(1))])
    ground.before(-1, _nothing)
    if len(got) == 1:  # the first was done before
        got += ground.worker().complete([complete(second, made(1))])
    holders = [link for link in ground.holding(1, 2) if made(1) in link.refs.values()]
    assert holders == [link for link in got if link]
    assert len(holders) == 1
    assert ground.links.find(CONNECTION, [made(1)]) == {made(1): (holders[0],)}


@pytest.mark.parametrize("write", range(3))
def test_who_is_overtaken_leaves_what_it_claimed_to_whoever_wants_it(ground: Ground, write: int) -> None:
    link, other = ground.reserved(1), ground.reserved(2)
    ground.before(write, lambda: ground.worker().complete([complete(link, made(7))]))
    (late,) = ground.worker().complete([complete(link, made(1))])
    ground.before(-1, _nothing)
    (taken,) = ground.links.complete([complete(other, made(1))])
    assert (late is None) == (taken is not None) == (write < 2)
    holders = [link for link in ground.holding(1, 2) if made(1) in link.refs.values()]
    assert ground.links.find(CONNECTION, [made(1)]) == {made(1): tuple(holders)}
    assert len(holders) == 1


def test_a_pointer_from_before_there_were_claims_holds(ground: Ground) -> None:
    (linked,) = ground.links.reserve([complete(reservation(native(1)), made(1))])
    assert linked
    moved = ground.links.move(linked, made(2))
    assert moved
    assert ground.links.find(CONNECTION, [made(1)]) == {made(1): (moved,)}
    assert ground.links.reserve([reservation(made(1))]) == [None]


def test_a_counterpart_that_was_claimed_goes_on_holding_once_its_link_has_moved(ground: Ground) -> None:
    (linked,) = ground.links.complete([complete(ground.reserved(1), made(1))])
    assert linked
    moved = ground.links.move(linked, made(2))
    assert moved == replace(linked, refs={**linked.refs, made(2).system: made(2)}, revision=3)
    assert ground.links.find(CONNECTION, [made(1), made(2)]) == {made(1): (moved,), made(2): (moved,)}
    assert ground.links.reserve([reservation(made(1))]) == [None]
