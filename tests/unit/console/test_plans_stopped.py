"""Plans that cannot go on: why, who lets them go on, and what happens then."""

from dataclasses import replace

import pytest

from counterfoil.domain.plan_job import PlanJob, PlanState, RowResult, RowState, tallied
from counterfoil.domain.texts import plans as texts
from counterfoil_console import addresses
from counterfoil_console.domain.audit import Action
from tests.builders import a_connection
from tests.contract.stores.values import native
from tests.unit.console.house import Browser, House
from tests.unit.console.setting_up import spoken
from tests.unit.console.test_plans import planned, rows

_LOOKS_AGAIN = "every 2s"


@pytest.fixture
def connection_id(house: House) -> str:
    return house.connections.save(a_connection()).id


@pytest.fixture
def applied(dana: Browser, house: House, connection_id: str) -> PlanJob:
    """A plan whose application stopped, for the connection was paused."""
    job = planned(house, connection_id, dana, rows())
    dana.post(address(job, "apply"))
    house.plan_queue.take()
    applying = house.plans.get(connection_id, job.id)
    return house.plans.save(replace(applying, state=PlanState.STOPPED, trouble=texts.NOT_CONNECTED()))


def address(job: PlanJob, *parts: str) -> str:
    """Where a plan is, or something that is done about it."""
    return addresses.plan(job.connection_id, job.id, *parts)


@pytest.mark.feature("X1")
def test_an_application_that_stopped_says_why_and_goes_on(
    dana: Browser, aisha: Browser, house: House, applied: PlanJob
) -> None:
    page = dana.get(address(applied))
    assert texts.NOT_CONNECTED() in spoken(page)
    assert "let the plan go on" in texts.NOT_CONNECTED()
    assert "Being applied" not in spoken(page)
    assert _LOOKS_AGAIN not in page.text
    assert f'action="{address(applied, "resume")}"' in page.text
    assert f'action="{address(applied, "resume")}"' not in aisha.get(address(applied)).text
    assert "An administrator can let it go on." in spoken(aisha.get(address(applied)))

    assert dana.post(address(applied, "resume")).location == address(applied)

    assert [(one.id, one.state) for one in house.plan_queue.take()] == [(applied.id, PlanState.APPLYING)]
    assert "Being applied since" in spoken(dana.get(address(applied)))


def test_rows_that_were_sent_before_it_stopped_are_followed(dana: Browser, house: House, applied: PlanJob) -> None:
    stopped = house.plans.save(replace(applied, to_do=1, enqueued=1))
    assert _LOOKS_AGAIN in dana.get(address(stopped)).text

    assert stopped.applied_at
    done = RowResult(RowState.DONE, stopped.applied_at)
    house.plans.conclude(stopped.connection_id, stopped.id, {native(1): done}, stopped.applied_at)

    assert _LOOKS_AGAIN not in dana.get(address(stopped)).text


def test_who_lets_a_plan_go_on_is_noted_once(dana: Browser, house: House, applied: PlanJob) -> None:
    dana.post(address(applied, "resume"))
    noted = house.audit.entries[-1]
    assert (noted.action, noted.subject) == (Action.PLAN_RESUMED, applied.id)
    assert "Dana Whitfield" in spoken(dana.get(address(applied)))

    dana.post(address(applied, "resume"))
    assert house.audit.entries[-1] == noted
    assert "Let a plan go on." in spoken(dana.get(addresses.connection(applied.connection_id, "connection")))


def test_a_plan_that_could_not_be_woken_is_woken_the_next_time(dana: Browser, house: House, applied: PlanJob) -> None:
    house.plan_queue.broken = True
    assert dana.post(address(applied, "resume")).status == 503
    house.plan_queue.broken = False

    assert dana.post(address(applied, "resume")).location == address(applied)

    assert [one.id for one in house.plan_queue.take()] == [applied.id]


def test_an_application_that_cannot_begin_now_is_said_to_be_busy(dana: Browser, house: House, connection_id: str) -> None:
    job = planned(house, connection_id, dana, rows())
    house.plan_queue.broken = True
    assert dana.post(address(job, "apply")).status == 503


@pytest.mark.parametrize("counted", [0, 2])
def test_a_plan_that_stopped_while_it_was_made_does_not_look_finished(
    dana: Browser, house: House, connection_id: str, counted: int
) -> None:
    job = planned(house, connection_id, dana, rows())
    tallies = tallied(rows()[:counted])
    house.plans.save(replace(job, state=PlanState.STOPPED, tallies=tallies, planned=5, trouble=texts.NOT_LET_IN()))

    page = dana.get(address(job))

    told = spoken(page)
    assert "The plan stopped." in told
    assert texts.NOT_LET_IN() in told
    assert "5 records looked at so far" in told
    assert f'href="/c/{connection_id}/connection">Show the connection' in page.text
    for absent in ("INV-1", "In step already", "Export this plan?", "No row matches", "Made "):
        assert absent not in told
    assert _LOOKS_AGAIN not in page.text


def test_what_is_tried_again_by_itself_asks_for_nobody(dana: Browser, house: House, connection_id: str) -> None:
    job = planned(house, connection_id, dana, rows())
    house.plans.save(replace(job, state=PlanState.PLANNING, tallies=(), step=0, trouble="HubSpot is slow.", tries=1))

    page = dana.get(address(job))

    assert "The plan cannot go on at the moment. HubSpot is slow. It is tried again by itself." in spoken(page)
    assert "The plan stopped." not in page.text
    assert f'action="{address(job, "resume")}"' not in page.text
    assert _LOOKS_AGAIN in page.text
