"""Counters that began in an item for each place are counted in with what has been counted since."""

from decimal import Decimal

from counterfoil.adapters.aws.changes import Put
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.tally import Count, Place
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
