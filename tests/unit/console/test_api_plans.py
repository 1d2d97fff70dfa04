"""Plans, as programs have them made, read and applied."""

from dataclasses import replace

import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.plan_job import PlanState, RowAction, RowResult, RowState, tallied
from counterfoil_console.domain.audit import Action
from counterfoil_console.domain.role import Role
from tests.builders import NOON
from tests.contract.stores.values import native
from tests.unit.console.house import House
from tests.unit.console.programs import Program, problem, program_of, read
from tests.unit.console.test_plans import row, rows

INVOICE = native(1)


@pytest.fixture
def program(house: House) -> Program:
    """A program with an administrator's token."""
    return program_of(house, Role.ADMINISTRATOR)


@pytest.fixture
def here(connection_id: str) -> str:
    """Where everything about the connection is."""
    return f"connections/{connection_id}"


@pytest.mark.feature("X1", "L5")
def test_a_plan_is_made_read_and_applied(program: Program, house: House, here: str, connection_id: str) -> None:
    assert problem(program.post(f"{here}/plans", {"since": "0026-01-01"}))["status"] == 422
    job = read(program.post(f"{here}/plans", {"since": "2026-01-01"}))
    assert (job["state"], job["since"][:10]) == ("planning", "2026-01-01")
    stored, listed = house.plans.get(connection_id, job["id"]), rows()
    house.plans.put_rows(connection_id, job["id"], listed)
    planned = replace(stored, state=PlanState.PLANNED, planned=5, tallies=tallied(listed), step=len(stored.steps))
    house.plans.save(planned)

    told = read(program.get(f"/api/v1/{here}/plans/{job['id']}"))
    create = next(one for one in told["counts"] if one["action"] == "create")
    assert (create["records"], create["money"], create["writes"]["quickbooks"]) == (2, {"USD": "25.00"}, 2)
    page = read(program.get(f"/api/v1/{here}/plans/{job['id']}/rows?action=create"))
    assert [one["record"] for one in page["rows"]] == [str(native(1)), str(native(2))]
    assert page["next"] == ""
    page = read(program.get(f"/api/v1/{here}/plans/{job['id']}/rows?q=Status+is+draft"))
    assert [one["record"] for one in page["rows"]] == [str(native(3))]

    assert read(program.post(f"{here}/plans/{job['id']}/apply"))["state"] == "applying"
    assert house.audit.entries[-1].action is Action.PLAN_APPLIED
    assert [one["id"] for one in read(program.get(f"/api/v1/{here}/plans"))["plans"]] == [job["id"]]
    assert not house.queue.take()


@pytest.mark.feature("X1", "X15")
def test_a_draft_runs_once_its_plan_is_applied(program: Program, house: House, here: str, connection_id: str) -> None:
    rules = read(program.get(f"/api/v1/{here}/rules"))["rules"]
    changed = {**next(one for one in rules if one["kind"] == "invoice"), "winner": "quickbooks"}
    job = read(program.post(f"{here}/plans", {"rules": [changed]}))
    stored = house.plans.get(connection_id, job["id"])
    house.plans.save(replace(stored, state=PlanState.PLANNED, step=len(stored.steps)))

    refused = problem(program.post(f"{here}/plans/{job['id']}/apply"))
    assert (refused["status"], "neither runs nor is the draft" in refused["detail"]) == (409, True)
    read(program.post(f"{here}/rules", {"rules": [changed], "draft": True, "why": "As the books say"}))
    assert read(program.post(f"{here}/plans/{job['id']}/apply"))["state"] == "applying"

    current = house.console.rules.standing(connection_id, EntityKind.INVOICE).current
    assert (current.rule.winner, current.who) == (System.QUICKBOOKS, house.audit.entries[-1].who)


def test_rows_are_paged(program: Program, house: House, here: str, connection_id: str) -> None:
    job = read(program.post(f"{here}/plans"))
    many = [row(number, RowAction.CREATE) for number in range(120)]
    house.plans.put_rows(connection_id, job["id"], many)
    seen: list[str] = []
    after, more = "", True
    while more:
        page = read(program.get(f"/api/v1/{here}/plans/{job['id']}/rows?after={after}"))
        seen += [one["record"] for one in page["rows"]]
        after, more = page["next"], bool(page["next"])
    assert sorted(seen) == sorted(str(one.ref) for one in many)
    assert problem(program.get(f"/api/v1/{here}/plans/{job['id']}/rows?after=x"))["status"] == 422


def test_what_had_changed_is_planned_again(program: Program, house: House, here: str, connection_id: str) -> None:
    job = read(program.post(f"{here}/plans"))
    assert problem(program.post(f"{here}/plans/{job['id']}/again"))["status"] == 409
    house.plans.put_rows(connection_id, job["id"], [row(1, RowAction.CREATE)])
    house.plans.conclude(connection_id, job["id"], {INVOICE: RowResult(RowState.CHANGED, NOON)})
    results = read(program.get(f"/api/v1/{here}/plans/{job['id']}/results"))
    assert [one["record"] for one in results["changed"]] == [str(INVOICE)]
    assert (results["refused"], results["moved"][0]["records"]) == ([], 1)
    listed = [
        read(program.get(f"/api/v1/{here}/plans/{job['id']}/rows?became={one}"))["rows"] for one in ("changed", "done")
    ]
    assert [[one["record"] for one in some] for some in listed] == [[str(INVOICE)], []]
    again = read(program.post(f"{here}/plans/{job['id']}/again"))
    assert house.plans.get(connection_id, again["id"]).scope.records == (INVOICE,)


@pytest.mark.feature("X1")
def test_a_plan_is_discarded(program: Program, house: House, here: str) -> None:
    job = read(program.post(f"{here}/plans"))
    discarded = read(program.post(f"{here}/plans/{job['id']}/discard"))
    assert discarded["state"] == "discarded"
    assert house.audit.entries[-1].action is Action.PLAN_DISCARDED
    assert problem(program.post(f"{here}/plans/{job['id']}/apply"))["status"] == 409
    assert read(program.post(f"{here}/plans/{job['id']}/discard")) == discarded


def test_a_plan_that_stopped_goes_on(program: Program, house: House, here: str, connection_id: str) -> None:
    job = read(program.post(f"{here}/plans"))
    stored = house.plans.get(connection_id, job["id"])
    house.plans.save(replace(stored, state=PlanState.STOPPED, trouble="QuickBooks"))
    assert problem(program.post(f"{here}/plans/{job['id']}/apply"))["status"] == 409
    for _ in range(2):
        assert read(program.post(f"{here}/plans/{job['id']}/resume"))["state"] == "planning"
    noted = [entry.action for entry in house.audit.entries if entry.subject == job["id"]]
    assert noted == [Action.PLAN_APPLIED, Action.PLAN_RESUMED]
