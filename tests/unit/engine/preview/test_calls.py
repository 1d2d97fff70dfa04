"""About how many calls of the vendors it takes to apply a plan."""

from dataclasses import replace

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.plan_job import RowAction, Tally
from counterfoil.engine.preview.calls import calls_of
from tests.fake_systems import FakeSystem
from tests.fakes import FrozenClock


def test_what_is_never_written_together_takes_a_call_each() -> None:
    traits = {system: FakeSystem(system, FrozenClock()).traits for system in System}
    quickbooks = traits[System.QUICKBOOKS]
    alone = traits | {System.QUICKBOOKS: replace(quickbooks, never_together=frozenset({EntityKind.INVOICE}))}
    made = [
        Tally(kind=kind, action=RowAction.UPDATE, count=60, writes={System.QUICKBOOKS: 60})
        for kind in (EntityKind.INVOICE, EntityKind.PAYMENT)
    ]
    together, apart = (calls_of(made, one)[System.QUICKBOOKS] for one in (traits, alone))
    assert apart - together == 60 - 60 // quickbooks.a_call
