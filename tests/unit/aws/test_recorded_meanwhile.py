"""What another worker has recorded between a look and the recording that goes by it."""

from dataclasses import replace

import pytest

from counterfoil.domain.outcome import OutcomeStatus
from tests.contract.stores.backends import on_aws
from tests.contract.stores.grounds import simulated
from tests.contract.stores.values import CONNECTION, native, outcome


@pytest.mark.parametrize("needed", [True, False])
def test_that_nobody_needs_a_record_gives_way_to_a_need_that_was_recorded_meanwhile(*, needed: bool) -> None:
    """A document has found its customer failing, with candidates, while the customer's own change was looked at."""
    with simulated() as ground:
        document, alone = on_aws(ground).outcomes, on_aws(ground).outcomes
        left_out = outcome(native(1), OutcomeStatus.EXCLUDED, 2)
        failing = replace(outcome(native(1), OutcomeStatus.FAILING, 1), needed=needed)

        alone.latest(CONNECTION, [left_out.ref])
        document.record([failing])
        alone.record([left_out])

        kept = failing if needed else left_out
        assert document.latest(CONNECTION, [left_out.ref]) == {left_out.ref: kept}
        assert sum(document.counts(CONNECTION).values()) == 1


def test_what_was_seen_to_be_needed_is_left_out_by_who_knows_that() -> None:
    with simulated() as ground:
        outcomes = on_aws(ground).outcomes
        failing = replace(outcome(native(1), OutcomeStatus.FAILING, 1), needed=True)
        left_out = outcome(native(1), OutcomeStatus.EXCLUDED, 2)
        outcomes.record([failing])

        outcomes.latest(CONNECTION, [left_out.ref])
        outcomes.record([left_out])

        assert outcomes.latest(CONNECTION, [left_out.ref]) == {left_out.ref: left_out}


def test_who_goes_by_nothing_that_was_shown_gives_way_to_nobody() -> None:
    with simulated() as ground:
        document, closing = on_aws(ground).outcomes, on_aws(ground).outcomes
        document.record([replace(outcome(native(1), OutcomeStatus.FAILING, 1), needed=True)])
        left_out = outcome(native(1), OutcomeStatus.EXCLUDED, 2)

        closing.record([left_out])

        assert document.latest(CONNECTION, [left_out.ref]) == {left_out.ref: left_out}
