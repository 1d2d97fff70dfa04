"""Exports and plans over older records, from the pages: asked for, followed, cancelled, downloaded; by viewers as well."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from counterfoil.domain.connection import PortalProfile
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil_console.domain.audit import Action
from counterfoil_console.domain.exports import KEPT, ExportForm, ExportJob, ExportScope, ExportSort, ExportState
from tests.unit.console.house import AISHA, Browser, House, signed_in
from tests.unit.console.pages import furnished
from tests.unit.console.setting_up import inner_of, spoken


@pytest.fixture
def page(house: House) -> str:
    """The page of a connection with something on every page."""
    return f"/c/{furnished(house)}/jobs"


def only(house: House) -> ExportJob:
    [job] = house.exports.jobs.values()
    return job


def ready(house: House) -> ExportJob:
    """The exporter has made the file."""
    job = only(house)
    return house.exports.save(replace(job, state=ExportState.READY, done=3, size=4_400_001, until=house.clock() + KEPT))


@pytest.mark.feature("H5")
def test_a_viewer_has_records_exported_as_the_page_filters_them(house: House, aisha: Browser, page: str) -> None:
    asked = {"kind": "invoice", "status": "failing", "category": "E8", "changed": "week", "q": "INV", "form": "csv"}
    assert aisha.post(page, {**asked, "mail": "yes"}).location == f"{page}?done=export_started"
    job = only(house)
    assert [job] == house.export_queue.woken
    assert (job.form, job.who, job.tells) == (ExportForm.CSV, "Aisha Reyes", True)
    assert job.scope == ExportScope(
        kind=EntityKind.INVOICE,
        status=OutcomeStatus.FAILING,
        category=ErrorCategory.AMBIGUOUS_MATCH,
        text="INV",
        since=house.clock() - timedelta(days=7),
    )
    [entry] = [one for one in house.audit.entries if one.action is Action.EXPORTED]
    assert (entry.who, entry.details["what"]) == ("Aisha Reyes", "invoices")
    shown = aisha.get(page).text
    assert "Being made" in shown
    assert "Needs you" in shown


@pytest.mark.feature("H5")
@pytest.mark.parametrize(
    ("form", "scope"),
    [
        ({}, ExportScope()),
        ({"what": "history", "kind": "invoice"}, ExportScope(sort=ExportSort.HISTORY)),
        ({"what": "plan", "plan": "planned"}, ExportScope(sort=ExportSort.PLAN, plan="planned")),
    ],
)
def test_everything_may_be_asked_for(
    house: House, dana: Browser, page: str, form: dict[str, str], scope: ExportScope
) -> None:
    dana.post(page, form)
    assert (only(house).scope, only(house).form) == (scope, ExportForm.XLSX)


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "bill"},
        {"status": "fine"},
        {"category": "E99"},
        {"changed": "century"},
        {"form": "pdf"},
        {"what": "secrets"},
        {"what": "plan", "plan": "none"},
    ],
    ids=str,
)
def test_what_there_is_not_cannot_be_exported(house: House, dana: Browser, page: str, form: dict[str, str]) -> None:
    assert dana.post(page, form).status == 400
    assert house.exports.jobs == {}


@pytest.mark.feature("H5")
def test_every_page_that_lists_something_offers_to_export_it(dana: Browser, page: str) -> None:
    home = page.removesuffix("/jobs")
    for path in ("/records?status=failing&kind=invoice", "/needs-you", "/plans/planned", "/plans/applied", ""):
        shown = dana.get(f"{home}{path}").text
        assert (f'action="{page}"' in shown) is bool(path)
        assert f'href="{page}"' in shown


@pytest.mark.feature("H5")
def test_what_is_exported_follows_the_filters_that_a_script_changes(dana: Browser, page: str) -> None:
    """A script replaces the list, and with it what the form says."""
    records = dana.get(f"{page.removesuffix('/jobs')}/records?status=failing&kind=invoice").text
    replaced = inner_of(records, "list")
    assert 'name="status" value="failing"' in replaced.partition('<dialog id="export"')[2]


@pytest.mark.feature("H5")
def test_the_file_is_fetched_by_a_link_made_at_the_click(house: House, aisha: Browser, page: str) -> None:
    aisha.post(page)
    job = ready(house)
    assert "4,401" in aisha.get(page).text
    answer = aisha.get(f"{page}/{job.id}/file")
    assert (answer.status, answer.location.startswith("https://files.example/")) == (303, True)
    assert house.audit.entries[-1].action is Action.DOWNLOADED
    house.clock.advance(KEPT)
    aisha = signed_in(house, AISHA)
    assert aisha.get(f"{page}/{job.id}/file").status == 404
    assert "Kept no longer" in aisha.get(page).text


def test_there_is_no_file_before_it_is_made(house: House, dana: Browser, page: str) -> None:
    dana.post(page)
    assert dana.get(f"{page}/{only(house).id}/file").status == 404
    assert dana.get(f"{page}/none/file").status == 404


def test_a_file_of_another_connection_is_none_of_this_ones(house: House, dana: Browser, page: str) -> None:
    dana.post(page)
    job = ready(house)
    other = house.connections.save(replace(house.connections.every()[0], id="other", realm_id="1", revision=0))
    assert dana.get(f"/c/{other.id}/jobs/{job.id}/file").status == 404


@pytest.mark.feature("H5")
def test_what_is_under_way_is_cancelled(house: House, aisha: Browser, page: str) -> None:
    aisha.post(page)
    assert aisha.post(f"{page}/{only(house).id}/cancel").location == f"{page}?done=cancelled"
    assert only(house).state is ExportState.CANCELLED
    assert "Cancelled" in aisha.get(page).text
    assert (house.audit.entries[-1].action, house.audit.entries[-1].who) == (Action.EXPORT_CANCELLED, "Aisha Reyes")
    noted = len(house.audit.entries)
    assert aisha.post(f"{page}/{only(house).id}/cancel").status == 303
    assert len(house.audit.entries) == noted, "there was nothing to cancel any more"
    assert aisha.post(f"{page}/none/cancel").status == 404


def test_the_page_looks_again_while_something_is_under_way(house: House, dana: Browser, page: str) -> None:
    dana.post(page)
    assert 'hx-trigger="every 2s"' in dana.get(page).text
    ready(house)
    assert "hx-trigger" not in dana.get(page).text


@pytest.mark.feature("X1")
def test_older_records_are_planned_from_a_day_on_in_the_portals_time(house: House, dana: Browser, page: str) -> None:
    connection = house.connections.every()[0]
    house.connections.save(replace(connection, portal=PortalProfile(time_zone="America/New_York")))
    answer = dana.post(f"{page}/backfill", {"since": "2026-01-07"})
    [plan] = [one for one in house.plans.newest(connection.id, 9) if one.scope.since]
    assert plan.scope.since == datetime(2026, 1, 7, 5, tzinfo=UTC)
    assert answer.location == f"/c/{connection.id}/plans/{plan.id}?done=backfill_started"
    assert "since" in dana.get(page).text
    assert dana.post(f"{page}/backfill", {"since": "soon"}).status == 400
    plans = len(house.plans.newest(connection.id, 9))
    for day in ("0001-01-01", "0026-01-07", "1969-12-31"):
        refused = dana.post(f"{page}/backfill", {"since": day})
        assert (refused.status, "name a day from 1 Jan 1970 on" in spoken(refused)) == (409, True)
    assert len(house.plans.newest(connection.id, 9)) == plans


def test_a_viewer_plans_nothing(house: House, aisha: Browser, page: str) -> None:
    assert aisha.post(f"{page}/backfill", {"since": "2026-01-07"}).status == 403
    assert "Bring in older records" not in aisha.get(page).text
    assert house.plan_queue.take() == []


def test_what_cannot_be_noted_is_not_exported(house: House, dana: Browser, page: str) -> None:
    house.audit.fails = True
    assert dana.post(page).status >= 500
    house.audit.fails = False
    assert house.exports.jobs == {}
