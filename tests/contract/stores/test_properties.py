"""The tables against the fakes, whatever happens in whatever order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.link import Link
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome
from counterfoil.engine.ports import LinkStore, OutcomeStore
from tests import fake_outcomes, fake_stores
from tests.builders import NOON
from tests.contract.stores.backends import on_aws
from tests.contract.stores.grounds import OpenGround
from tests.contract.stores.values import CONNECTION, complete, made, native, outcome, reservation

# `open_ground` gives every example a table of its own, so that it may be shared by them.
few_examples = settings(
    max_examples=settings().max_examples // 4,
    suppress_health_check=[*settings().suppress_health_check, HealthCheck.function_scoped_fixture],
)

LinkStep = tuple[str, int, int]

EVERY_AWS = [
    "simulated",
    *(pytest.param(name, marks=pytest.mark.long) for name in ("moto", "local-aws")),
]

outcomes = st.builds(outcome, st.builds(native, st.integers(0, 2)), st.sampled_from(OutcomeStatus), st.integers(0, 5))
link_steps = st.tuples(st.sampled_from(["reserve", "complete", "save", "stale"]), st.integers(0, 3), st.integers(0, 3))


@pytest.mark.parametrize("open_ground", EVERY_AWS, indirect=True)
@few_examples
@given(calls=st.lists(st.lists(outcomes, min_size=1, max_size=5), max_size=5))
def test_all_that_is_told_of_outcomes(open_ground: OpenGround, calls: list[list[SyncOutcome]]) -> None:
    with open_ground() as ground:
        table, memory = on_aws(ground).outcomes, fake_outcomes.InMemoryOutcomeStore()
        for call in calls:
            table.record(call)
            memory.record(call)
        assert_same(table, memory, [native(number) for number in range(3)])


def assert_same(table: OutcomeStore, memory: OutcomeStore, refs: list[RecordRef]) -> None:
    counts, later = memory.counts(CONNECTION), NOON + timedelta(days=1)
    assert table.latest(CONNECTION, refs) == memory.latest(CONNECTION, refs)
    assert table.counts(CONNECTION) == counts
    assert table.due(CONNECTION, later, 10) == memory.due(CONNECTION, later, 10)
    for ref in refs:
        assert table.activity(CONNECTION, ref, 100) == memory.activity(CONNECTION, ref, 100)
    for kind, status in counts:
        page = table.page(CONNECTION, kind, status, "", 10)
        assert page == memory.page(CONNECTION, kind, status, "", 10)
        assert len(page.outcomes) == counts[kind, status]
    assert table.tally(CONNECTION) == memory.tally(CONNECTION)
    assert table.days(CONNECTION, NOON.date()) == memory.days(CONNECTION, NOON.date())


@pytest.mark.parametrize("open_ground", EVERY_AWS, indirect=True)
@few_examples
@given(calls=st.lists(st.lists(link_steps, min_size=1, max_size=4), max_size=6))
def test_links_are_never_lost_and_no_record_has_two(open_ground: OpenGround, calls: list[list[LinkStep]]) -> None:
    refs = [*(native(number) for number in range(4)), *(made(number) for number in range(4))]
    with open_ground() as ground:
        table, memory = on_aws(ground).links, fake_stores.InMemoryLinkStore()
        for call in calls:
            known = {link.source_ref: link for links in memory.find(CONNECTION, refs).values() for link in links}
            take(call, known, table, memory)
            found = table.find(CONNECTION, refs)
            assert found == memory.find(CONNECTION, refs)
            assert all(len(links) == 1 for links in found.values())
            assert known.keys() <= {link.source_ref for links in found.values() for link in links}


def take(steps: list[LinkStep], known: dict[RecordRef, Link], table: LinkStore, memory: LinkStore) -> None:
    """Reserve and save what the steps say, in both stores."""
    new = [_new(source, target) for name, source, target in steps if name == "reserve"]
    stored = [(name, known.get(native(source)), target) for name, source, target in steps if name != "reserve"]
    changed = [_changed(name, link, target) for name, link, target in stored if link]
    assert table.reserve(new) == memory.reserve(new)
    saved = [link for link in changed if len(link.refs) == len(known[link.source_ref].refs)]
    assert table.save(saved) == memory.save(saved)
    completed = [link for link in changed if link not in saved]
    assert table.complete(completed) == memory.complete(completed)


def _new(source: int, target: int) -> Link:
    return complete(reservation(native(source)), made(target)) if target % 2 else reservation(native(source))


def _changed(name: str, link: Link, target: int) -> Link:
    """A save that may or may not be allowed. A link that has its counterpart keeps it."""
    match name:
        case "complete" if len(link.refs) == 1:
            return complete(link, made(target))
        case "stale":
            return replace(link, revision=link.revision - 1)
    return replace(link, shown=f"{target}")
