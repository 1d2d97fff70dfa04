"""Plans that were applied before what became of their rows was counted and listed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counterfoil.adapters.aws.changes import Update
from counterfoil.adapters.aws.items import key_of
from counterfoil.adapters.aws.plan_results import RESULT
from counterfoil.adapters.aws.table import Table
from counterfoil.domain.plan_job import PlanJob, PlanState, RowResult, RowState
from counterfoil.engine.preview.listed import PlanRows
from tests.builders import NOON
from tests.contract.stores.backends import Backend, on_aws
from tests.contract.stores.grounds import simulated
from tests.contract.stores.test_plan_store import job, row
from tests.contract.stores.values import CONNECTION, native

REFS = [native(number) for number in range(1, 4)]


def applied_before(stores: Backend, table: Table, state: RowState) -> PlanJob:
    """A plan all of whose rows came to this, noted at the rows and nowhere else."""
    applied = stores.plans.save(replace(job(), state=PlanState.APPLIED, applied_at=NOON, enqueued=len(REFS)))
    stores.plans.put_rows(CONNECTION, applied.id, [row(ref) for ref in REFS])
    result = {":result": RESULT.dump(RowResult(state, NOON))}
    for item in table.query(f"{CONNECTION}#plan#{applied.id}", prefix="row#"):
        table.update(Update(key_of(item), "SET row_result = :result", result))
    return applied


@pytest.mark.parametrize("state", RowState)
def test_what_became_of_its_rows_is_found_at_the_rows(state: RowState) -> None:
    with simulated() as ground:
        stores = on_aws(ground)
        applied, rows = applied_before(stores, ground.table, state), PlanRows(stores.plans)

        assert [one.ref for one in rows.wanted(applied, lambda _: True, became=state).rows] == REFS
        assert [one.ref for one in rows.changed(applied)] == (REFS if state is RowState.CHANGED else [])


@pytest.mark.parametrize("state", [RowState.CHANGED, RowState.WAITING, RowState.REFUSED])
def test_applied_again_it_counts_from_nothing(state: RowState) -> None:
    with simulated() as ground:
        stores, later = on_aws(ground), NOON + timedelta(hours=1)
        applied = applied_before(stores, ground.table, state)
        again = stores.plans.save(replace(applied, applied_at=later, to_do=len(REFS)))

        for _ in range(2):
            stores.plans.conclude(CONNECTION, applied.id, {REFS[0]: RowResult(state, later)}, later)
        stores.plans.conclude(CONNECTION, applied.id, dict.fromkeys(REFS, RowResult(RowState.DONE, later)), later)

        counts = stores.plans.counts(CONNECTION, applied.id, later)
        assert {came: sum(tally.count for tally in tallies) for came, tallies in counts.tallies.items()} == {
            **dict.fromkeys(RowState, 0),
            RowState.DONE: len(REFS),
        }
        assert PlanRows(stores.plans).results(again).under_way == 0
