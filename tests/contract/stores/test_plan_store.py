"""The contracts of PlanStore and PlanQueue."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory, UnknownPlanError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.plan_job import (
    FieldChange,
    PlanJob,
    PlanRow,
    PlanScope,
    PlanState,
    PlanStep,
    ResultCounts,
    RowAction,
    RowResult,
    RowState,
    Tally,
)
from counterfoil.engine.ports import ConcurrentChangeError
from tests.builders import NOON, a_rule, hubspot, quickbooks
from tests.contract.stores.backends import Backend
from tests.contract.stores.values import CONNECTION, made, native

PLAN = "20260302-120000-000000"
ROW = PlanRow(
    ref=native(1),
    name="Invoice INV-1",
    action=RowAction.CREATE,
    acts=True,
    targets=(System.QUICKBOOKS,),
    amount=Decimal("120.50"),
    currency="USD",
    changes=(FieldChange(target=System.QUICKBOOKS, field="memo", before="", after="Thank you — ありがとう"),),
    reasons=("It has no counterpart in QuickBooks yet.",),
    remarks=("The memo is shortened.",),
    category=ErrorCategory.NUMBER_TAKEN,
    versions={System.HUBSPOT: "2026-03-02T12:00:00Z"},
    digest="d" * 32,
    needed=True,
    defect="AttributeError",
)


def job(plan_id: str = PLAN, *, connection_id: str = CONNECTION) -> PlanJob:
    return PlanJob(
        id=plan_id,
        connection_id=connection_id,
        scope=PlanScope(since=NOON, records=(native(1),), drafts=(a_rule(EntityKind.INVOICE),)),
        steps=(PlanStep(EntityKind.CUSTOMER, known=True), PlanStep(EntityKind.INVOICE, System.HUBSPOT)),
        rules={EntityKind.INVOICE: 3},
        created_at=NOON,
    )


def row(ref: RecordRef, action: RowAction = RowAction.CREATE, **changes: object) -> PlanRow:
    values = {"ref": ref, "name": str(ref), "action": action, **changes}
    return PlanRow(**values)  # type: ignore[arg-type]


def test_a_plan_is_stored_as_it_is(backend: Backend) -> None:
    tally = Tally(
        kind=EntityKind.INVOICE, action=RowAction.CREATE, count=3, money={"EUR": Decimal("7.10")}, writes={System.HUBSPOT: 2}
    )
    stored = backend.plans.save(
        replace(
            job(),
            state=PlanState.PLANNED,
            tallies=(tally,),
            calls={System.HUBSPOT: 12},
            applied_at=NOON,
            applied_under={EntityKind.INVOICE: 4},
        )
    )

    assert stored.revision == 1
    assert backend.plans.get(CONNECTION, PLAN) == stored


def test_a_plan_of_very_many_records_is_stored_as_it_is(backend: Backend) -> None:
    """Those that had changed since a plan are named by the next one; they are in no order that helps to store them."""
    records = tuple(native(10**11 + number * 104_729 % 10**9) for number in range(12_000))
    stored = backend.plans.save(replace(job(), scope=PlanScope(records=records)))

    assert backend.plans.get(CONNECTION, PLAN) == stored
    assert backend.plans.newest(CONNECTION, 1) == [stored]


def test_an_unknown_plan_is_told_apart(backend: Backend) -> None:
    backend.plans.save(job())

    with pytest.raises(UnknownPlanError):
        backend.plans.get(CONNECTION, "other")
    with pytest.raises(UnknownPlanError):
        backend.plans.get("another", PLAN)


def test_a_plan_changes_one_revision_at_a_time(backend: Backend) -> None:
    first = backend.plans.save(job())
    second = backend.plans.save(replace(first, step=1))

    with pytest.raises(ConcurrentChangeError):
        backend.plans.save(replace(first, step=2))
    with pytest.raises(ConcurrentChangeError):
        backend.plans.save(job())
    assert backend.plans.get(CONNECTION, PLAN) == second


def test_the_newest_plans_come_first(backend: Backend) -> None:
    for number in range(4):
        backend.plans.save(job(f"2026030{number}"))
    backend.plans.save(job("20260309", connection_id="another"))

    assert [one.id for one in backend.plans.newest(CONNECTION, 2)] == ["20260303", "20260302"]


def test_a_row_is_stored_as_it_is(backend: Backend) -> None:
    backend.plans.put_rows(CONNECTION, PLAN, [ROW])

    assert backend.plans.rows(CONNECTION, PLAN, [ROW.ref, native(2)]) == {ROW.ref: ROW}
    assert backend.plans.rows(CONNECTION, "other", [ROW.ref]) == {}


def test_planning_a_record_again_replaces_its_row(backend: Backend) -> None:
    backend.plans.put_rows(CONNECTION, PLAN, [row(native(1)), row(native(1), RowAction.UPDATE)])
    backend.plans.put_rows(CONNECTION, PLAN, [row(native(1), RowAction.NOTHING)])

    assert [one.action for one in backend.plans.page(CONNECTION, PLAN, "", 10).rows] == [RowAction.NOTHING]


def test_rows_come_by_kind_in_pages(backend: Backend) -> None:
    part = quickbooks(EntityKind.PAYMENT, "7", "301")
    refs = [part, *(native(number) for number in range(backend.many)), hubspot(EntityKind.CUSTOMER, "9")]
    backend.plans.put_rows(CONNECTION, PLAN, [row(ref) for ref in refs])
    backend.plans.put_rows(CONNECTION, "other", [row(native(999))])

    seen, after, pages = list[RecordRef](), "", 0
    while pages == 0 or after:
        page = backend.plans.page(CONNECTION, PLAN, after, 20)
        seen, after, pages = [*seen, *(one.ref for one in page.rows)], page.next_page, pages + 1

    assert seen[0].kind is EntityKind.CUSTOMER
    assert seen[-1] == part
    assert sorted(seen) == sorted(refs)


def test_large_rows_are_stored_in_several_calls(backend: Backend) -> None:
    reasons = ("x" * 60_000,)
    backend.plans.put_rows(CONNECTION, PLAN, [row(native(number), reasons=reasons) for number in range(60)])

    assert len(backend.plans.page(CONNECTION, PLAN, "", 100).rows) == 60


def test_it_is_known_which_records_a_row_links_to(backend: Backend) -> None:
    linked = row(native(1), RowAction.LINK, counterpart=made(1))
    other = row(native(2), RowAction.UPDATE, counterpart=made(2))
    backend.plans.put_rows(CONNECTION, PLAN, [linked, other])

    assert backend.plans.linked(CONNECTION, PLAN, [made(1), made(2), made(3)]) == {made(1): native(1)}
    assert backend.plans.linked(CONNECTION, "other", [made(1)]) == {}


def test_it_is_known_which_row_has_a_place(backend: Backend) -> None:
    place = hubspot(EntityKind.CUSTOMER, "address-0")
    first = replace(row(quickbooks(EntityKind.CUSTOMER, "1"), RowAction.CREATE), place=place)
    backend.plans.put_rows(CONNECTION, PLAN, [first])

    assert backend.plans.linked(CONNECTION, PLAN, [place, made(1)]) == {place: first.ref}


def test_what_became_of_a_row_is_kept_beside_it(backend: Backend) -> None:
    backend.plans.put_rows(CONNECTION, PLAN, [row(native(1)), row(native(2))])
    later = RowResult(RowState.DONE, NOON + timedelta(minutes=1))

    backend.plans.conclude(CONNECTION, PLAN, {native(1): RowResult(RowState.CHANGED, NOON), native(3): later})
    backend.plans.conclude(CONNECTION, PLAN, {native(1): later})

    found = backend.plans.rows(CONNECTION, PLAN, [native(1), native(2), native(3)])
    assert found == {native(1): row(native(1), result=later), native(2): row(native(2))}


def test_what_became_of_rows_is_counted_once_however_often_it_is_noted(backend: Backend) -> None:
    invoice = replace(ROW, needed=False)
    refs = [native(1), native(2), native(3)]
    backend.plans.put_rows(
        CONNECTION, PLAN, [*(replace(invoice, ref=ref) for ref in refs), row(hubspot(EntityKind.CUSTOMER, "9"))]
    )
    early, late = NOON, NOON + timedelta(minutes=5)
    assert backend.plans.counts(CONNECTION, PLAN, NOON) == ResultCounts(tallies=dict.fromkeys(RowState, ()))

    refused, done = RowResult(RowState.REFUSED, early), RowResult(RowState.DONE, early)
    for _ in range(2):
        backend.plans.conclude(CONNECTION, PLAN, {refs[0]: refused, refs[1]: done, native(99): done}, NOON)
    counts = backend.plans.counts(CONNECTION, PLAN, NOON)
    tally = Tally(
        kind=EntityKind.INVOICE,
        action=RowAction.CREATE,
        count=1,
        money={"USD": Decimal("120.50")},
        writes={System.HUBSPOT: 0, System.QUICKBOOKS: 1},
    )
    nothing = dict.fromkeys(RowState, ())
    assert counts.tallies == {**nothing, RowState.REFUSED: (tally,), RowState.DONE: (tally,)}
    assert (counts.concluded, counts.last_at) == (2, early)

    backend.plans.conclude(CONNECTION, PLAN, {refs[0]: RowResult(RowState.DONE, late)}, late)
    counts = backend.plans.counts(CONNECTION, PLAN, late)
    both = replace(tally, count=2, money={"USD": Decimal("241.00")}, writes={System.HUBSPOT: 0, System.QUICKBOOKS: 2})
    assert counts.tallies == {**nothing, RowState.DONE: (both,)}
    assert counts.last_at == late
    assert backend.plans.counts(CONNECTION, "other").last_at is None


def test_rows_are_listed_by_what_became_of_them(backend: Backend) -> None:
    refs = [native(number) for number in range(1, 5 + backend.many)]
    backend.plans.put_rows(CONNECTION, PLAN, [row(ref) for ref in refs])
    changed, refused, done = (RowResult(state, NOON) for state in (RowState.CHANGED, RowState.REFUSED, RowState.DONE))
    backend.plans.conclude(CONNECTION, PLAN, dict.fromkeys(refs[1:], done))
    backend.plans.conclude(CONNECTION, PLAN, {refs[0]: refused, refs[1]: changed, refs[2]: changed, refs[3]: changed})
    backend.plans.conclude(CONNECTION, PLAN, {refs[0]: changed, refs[3]: refused})

    first = backend.plans.page(CONNECTION, PLAN, "", 2, RowState.CHANGED)
    assert first.rows == tuple(row(ref, result=changed) for ref in refs[:2])
    rest = backend.plans.page(CONNECTION, PLAN, first.next_page, 2, RowState.CHANGED)
    assert [one.ref for one in rest.rows] == [refs[2]]
    assert rest.next_page == ""
    behind = backend.plans.token_behind(refs[1], RowState.CHANGED)
    assert [one.ref for one in backend.plans.page(CONNECTION, PLAN, behind, 2, RowState.CHANGED).rows] == [refs[2]]
    assert [one.ref for one in backend.plans.page(CONNECTION, PLAN, "", 9, RowState.REFUSED).rows] == [refs[3]]
    assert len(backend.plans.page(CONNECTION, PLAN, "", 500).rows) == len(refs)


def test_the_planner_is_woken_for_a_plan(backend: Backend) -> None:
    stored = backend.plans.save(job())

    backend.wakes.wake(stored)
    backend.wakes.wake(replace(stored, id="second", revision=1))

    assert backend.woken() == [PLAN, "second"]
