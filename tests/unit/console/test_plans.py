"""Plans in the console: made, looked at row by row, exported, applied, and what had changed since."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import System
from counterfoil.domain.plan_job import PlanJob, PlanRow, PlanState, RowAction, tallied
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil_console.domain.audit import Action
from tests.builders import a_connection
from tests.contract.stores.values import native
from tests.unit.console.house import Browser, House
from tests.unit.console.setting_up import spoken


@pytest.fixture
def connection_id(house: House) -> str:
    return house.connections.save(a_connection()).id


def row(number: int, action: RowAction, **more: object) -> PlanRow:
    targets = (System.QUICKBOOKS,) if action is RowAction.CREATE else ()
    name, amount = f"Invoice INV-{number}", Decimal("12.50")
    made = PlanRow(ref=native(number), name=name, action=action, targets=targets, amount=amount, currency="USD")
    return replace(made, **more)  # type: ignore[arg-type]


def planned(house: House, connection_id: str, dana: Browser, rows: list[PlanRow]) -> PlanJob:
    """A finished plan with these rows."""
    answer = dana.post(f"/c/{connection_id}/plans")
    plan_id = answer.location.rpartition("/")[2]
    job = house.plans.get(connection_id, plan_id)
    house.plans.put_rows(connection_id, plan_id, rows)
    return house.plans.save(
        replace(job, state=PlanState.PLANNED, planned=len(rows), tallies=tallied(rows), step=len(job.steps))
    )


def rows() -> list[PlanRow]:
    return [
        row(1, RowAction.CREATE, reasons=("It is finalised.",)),
        row(2, RowAction.CREATE),
        row(3, RowAction.LEAVE_OUT, reasons=("Its status is draft.",)),
        row(4, RowAction.NOTHING),
        row(5, RowAction.CONFLICT, reasons=("Two fit.",)),
    ]


@pytest.mark.feature("X1")
def test_a_plan_is_made_on_request_and_writes_nothing(dana: Browser, house: House, connection_id: str) -> None:
    answer = dana.post(f"/c/{connection_id}/plans")
    (job,) = house.plan_queue.take()
    assert answer.location == f"/c/{connection_id}/plans/{job.id}"
    page = dana.get(answer.location)
    assert "Nothing is written while a plan is made" in page.text
    assert house.audit.entries[-1].action is Action.PLANNED
    assert not house.queue.take()


@pytest.mark.feature("X1")
def test_the_button_says_what_it_will_do(dana: Browser, aisha: Browser, house: House, connection_id: str) -> None:
    job = planned(house, connection_id, dana, rows())
    page = dana.get(f"/c/{connection_id}/plans/{job.id}")
    assert "Create 2" in page.text
    assert "25.00" in page.text
    assert "It is finalised." in page.text
    assert "INV-4" not in page.text
    assert "An administrator can apply it" in aisha.get(f"/c/{connection_id}/plans/{job.id}").text


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("action=leave_out", ["INV-3"], ["INV-1", "INV-5"]),
        ("action=in_step", ["INV-4"], ["INV-1"]),
        ("q=inv-2", ["INV-2"], ["INV-1", "INV-3"]),
        ("q=status+is+draft", ["INV-3"], ["INV-1", "INV-2", "INV-5"]),
        ("kind=invoice", ["INV-1"], ["INV-4"]),
        ("kind=customer", ["No row matches"], ["INV-1"]),
    ],
)
def test_rows_are_listed_as_the_address_filters_them(
    *, dana: Browser, house: House, connection_id: str, query: str, there: list[str], absent: list[str]
) -> None:
    job = planned(house, connection_id, dana, rows())
    page = dana.get(f"/c/{connection_id}/plans/{job.id}?{query}").text
    assert all(one in page for one in there)
    assert not [one for one in absent if f"{one}</a>" in page]


def test_many_rows_are_paged_and_complete(dana: Browser, house: House, connection_id: str) -> None:
    many = [row(1000 + number, RowAction.CREATE) for number in range(120)]
    job = planned(house, connection_id, dana, many)
    here, seen = f"/c/{connection_id}/plans/{job.id}", []
    while here:
        page = dana.get(here).text
        seen += [part.split("<")[0] for part in page.split('">Invoice ')[1:]]
        older = [part.split('"')[0] for part in page.split('href="')[1:] if "after=" in part.split('"')[0]]
        here = older[0].replace("&amp;", "&") if older else ""
    assert seen == [one.name.removeprefix("Invoice ") for one in many]


def test_a_search_goes_on_where_the_rows_are_too_many_for_one_page(dana: Browser, house: House, connection_id: str) -> None:
    many = [row(10_000 + number, RowAction.CREATE) for number in range(1_200)]
    job = planned(house, connection_id, dana, many)
    first = dana.get(f"/c/{connection_id}/plans/{job.id}?q=inv-11150")
    assert "No row matches so far." in spoken(first)
    (further,) = re.findall(r'href="([^"]*)">Look further', first.text)
    assert "INV-11150</a>" in dana.get(further.replace("&amp;", "&")).text


@pytest.mark.feature("X1")
def test_a_plan_that_nobody_wants_is_discarded(dana: Browser, aisha: Browser, house: House, connection_id: str) -> None:
    job = planned(house, connection_id, dana, rows())
    here = f"/c/{connection_id}/plans/{job.id}"
    assert "Discard this plan?" in dana.get(here).text
    assert "Discard this plan?" not in aisha.get(here).text
    assert aisha.post(f"{here}/discard").status == 403
    house.plan_queue.take()

    answer = dana.post(f"{here}/discard")

    assert answer.location == f"/c/{connection_id}/plans?done=plan_discarded"
    listed = dana.get(answer.location).text
    assert "The plan is discarded. Nothing was written." in listed
    assert "Discarded</span>" in listed
    assert house.audit.entries[-1].action is Action.PLAN_DISCARDED
    assert house.audit.entries[-1].subject == job.id
    page = dana.get(here).text
    assert "This plan was discarded." in page
    assert "INV-1" in page
    assert "Create 2" not in page
    assert "Discard this plan?" not in page
    assert dana.post(f"{here}/apply").status == 409
    assert not house.plan_queue.take()


def test_a_plan_is_discarded_while_it_is_made_but_not_once_it_is_applied(
    dana: Browser, house: House, connection_id: str
) -> None:
    here = dana.post(f"/c/{connection_id}/plans").location
    assert f'action="{here}/discard"' in dana.get(here).text
    dana.post(f"{here}/discard")
    assert house.plans.get(connection_id, here.rpartition("/")[2]).state is PlanState.DISCARDED

    applied = planned(house, connection_id, dana, rows())
    there = f"/c/{connection_id}/plans/{applied.id}"
    dana.post(f"{there}/apply")
    refused = dana.post(f"{there}/discard")
    assert (refused.status, "what was applied cannot be discarded" in refused.text) == (409, True)
    assert house.plans.get(connection_id, applied.id).state is PlanState.APPLYING


@pytest.mark.feature("X1")
def test_a_plan_that_stopped_says_why_and_goes_on(dana: Browser, aisha: Browser, house: House, connection_id: str) -> None:
    here = dana.post(f"/c/{connection_id}/plans").location
    job = house.plans.get(connection_id, here.rpartition("/")[2])
    house.plans.save(replace(job, state=PlanState.STOPPED, trouble="The permission has ended."))
    house.plan_queue.take()
    assert "The permission has ended." in dana.get(here).text
    assert f'action="{here}/resume"' in dana.get(here).text
    assert f'action="{here}/resume"' not in aisha.get(here).text
    assert aisha.post(f"{here}/resume").status == 403

    assert dana.post(f"{here}/resume").location == here

    assert [one.id for one in house.plan_queue.take()] == [job.id]
    assert house.plans.get(connection_id, job.id).state is PlanState.PLANNING
    assert house.audit.entries[-1].subject == job.id
    assert f'action="{here}/resume"' not in dana.get(here).text


@pytest.mark.parametrize("query", ["action=burn", "kind=bill", "after=x", "after=1~x", "after=x~hubspot:invoice:1"])
def test_an_address_that_asks_for_nothing_is_refused(dana: Browser, house: House, connection_id: str, query: str) -> None:
    job = planned(house, connection_id, dana, rows())
    assert dana.get(f"/c/{connection_id}/plans/{job.id}?{query}").status == 400


def test_plans_are_listed_the_newest_first(dana: Browser, house: House, connection_id: str) -> None:
    assert "There is no plan yet" in dana.get(f"/c/{connection_id}/plans").text
    job = planned(house, connection_id, dana, rows())
    assert job.id in dana.get(f"/c/{connection_id}/plans").text


@pytest.mark.parametrize("path", ["/c/another/plans", "/c/{id}/plans/none"])
def test_there_is_nothing_at_other_addresses(dana: Browser, connection_id: str, path: str) -> None:
    assert dana.get(path.format(id=connection_id)).status == 404


def test_a_row_says_whom_it_is_for_and_what_will_happen(dana: Browser, house: House, connection_id: str) -> None:
    of_ann = row(1, RowAction.CREATE, party="Ann Example")
    trouble = row(2, RowAction.FAILURE, category=ErrorCategory.BOOKS_CLOSED)
    job = planned(house, connection_id, dana, [of_ann, trouble, row(3, RowAction.LEAVE_OUT)])
    here = f"/c/{connection_id}/plans/{job.id}"

    told = spoken(dana.get(here))

    assert "Invoice INV-1 Ann Example New invoice in QuickBooks" in told
    assert f"Invoice INV-2 {ERROR_TEXTS[ErrorCategory.BOOKS_CLOSED].title}" in told
    assert "1 that is left out" not in told
    assert "1 left out and 1 that need you stay as they are" in told
    found = spoken(dana.get(f"{here}?q=ann"))
    assert "INV-1" in found
    assert "INV-2" not in found


def test_a_control_that_offers_nothing_is_not_there(dana: Browser, house: House, connection_id: str) -> None:
    job = planned(house, connection_id, dana, rows())
    page = dana.get(f"/c/{connection_id}/plans/{job.id}").text
    assert ">Customer<" not in page


def test_a_row_is_called_by_its_own_name_or_number(dana: Browser, house: House, connection_id: str) -> None:
    ada = replace(row(1, RowAction.CREATE, title="Ada Moss"), name="The customer Ada Moss")
    job = planned(house, connection_id, dana, [ada, row(2, RowAction.CREATE)])
    told = spoken(dana.get(f"/c/{connection_id}/plans/{job.id}"))
    assert "Create Ada Moss New" in told
    assert "Create Invoice INV-2 New" in told
