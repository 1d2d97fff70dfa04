"""Counters that began in an item for each place are counted in with what has been counted since."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from counterfoil.adapters.aws.changes import Put
from counterfoil.adapters.aws.outcome_tallies import turn_to
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.tally import Count, Day, Place
from tests.builders import NOON
from tests.contract.stores.backends import on_aws
from tests.contract.stores.grounds import simulated
from tests.contract.stores.values import CONNECTION, native, outcome


def test_what_was_counted_before_still_counts() -> None:
    with simulated() as ground:
        stores = on_aws(ground)
        for place, tally, money in (
            ("invoice#in_sync##USD", 3, "30.50"),
            ("invoice#in_sync", 4, "0"),
            ("invoice#failing", 1, "0"),
        ):
            item = {"pk": f"{CONNECTION}#counts", "sk": place, "tally": tally, "money": Decimal(money)}
            ground.table.put(Put(item))

        stores.outcomes.record([outcome(native(1), OutcomeStatus.FAILING, 1)])

        in_sync = Place(kind=EntityKind.INVOICE, status=OutcomeStatus.IN_SYNC, currency="USD")
        assert stores.outcomes.tally(CONNECTION)[in_sync] == Count(3, Decimal("30.50"))
        assert stores.outcomes.counts(CONNECTION) == {
            (EntityKind.INVOICE, OutcomeStatus.IN_SYNC): 7,
            (EntityKind.INVOICE, OutcomeStatus.FAILING): 2,
        }


def test_the_version_before_reads_the_item_of_a_kind_as_a_place_of_no_records() -> None:
    with simulated() as ground:
        on_aws(ground).outcomes.record([outcome(native(1), OutcomeStatus.FAILING, 1)])

        (item,) = ground.table.query(f"{CONNECTION}#counts")
        assert (item["sk"].split("#"), item["tally"]) == ([EntityKind.INVOICE, OutcomeStatus.IN_SYNC], 0)


def test_a_day_is_counted_beside_its_kind_until_the_next_one_begins() -> None:
    with simulated() as ground:
        stores, later = on_aws(ground).outcomes, timedelta(days=1)
        days = f"{CONNECTION}#days"
        ground.table.put(Put({"pk": days, "sk": NOON.date().isoformat(), "carried": 5, "needy": 2}))

        stores.record([outcome(native(1), OutcomeStatus.IN_SYNC, 1)])
        stores.record([outcome(native(2), OutcomeStatus.FAILING, 2)])
        assert len(ground.table.query(days)) == 1
        assert stores.days(CONNECTION, NOON.date()) == [Day(NOON.date(), 6, 3)]

        tomorrow = replace(outcome(native(1), OutcomeStatus.IN_SYNC, 3), at=NOON + later)
        stores.record([tomorrow])
        assert [item["carried"] for item in ground.table.query(days)] == [6]
        assert stores.days(CONNECTION, NOON.date()) == [Day(NOON.date(), 6, 3), Day(tomorrow.at.date(), 1, 0)]

        stores.record([outcome(native(3), OutcomeStatus.IN_SYNC, 4)])  # by a clock that is behind
        stores.record([outcome(native(4), OutcomeStatus.FAILING, 5), replace(tomorrow, ref=native(5))])
        assert stores.days(CONNECTION, NOON.date()) == [Day(NOON.date(), 7, 4), Day(tomorrow.at.date(), 2, 0)]
        assert stores.days(CONNECTION, tomorrow.at.date()) == [Day(tomorrow.at.date(), 2, 0)]
        assert sum(stores.counts(CONNECTION).values()) == 5


def test_two_who_find_that_a_day_is_over_turn_to_the_next_one_once() -> None:
    with simulated() as ground:
        stores = on_aws(ground).outcomes
        stores.record([outcome(native(1), OutcomeStatus.IN_SYNC, 1)])
        later = [replace(outcome(native(2), OutcomeStatus.IN_SYNC, 2), at=NOON + timedelta(days=1))]

        turns = [turn_to(ground.table, CONNECTION, later, timedelta(days=400)) for _ in range(2)]

        assert turns == [set(), set()]
        stores.record(later)
        assert stores.days(CONNECTION, NOON.date()) == [Day(NOON.date(), 1, 0), Day(later[0].at.date(), 1, 0)]
