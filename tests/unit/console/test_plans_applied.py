"""Plans in the console once they are applied: what was done, what was refused, and what had changed since."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.ledgers import Ledgers
from counterfoil.domain.plan_job import Moved, PlanState, RowAction, RowResult, RowState
from counterfoil.domain.texts import plans as texts
from counterfoil_console.domain.audit import Action
from tests.builders import a_connection, hubspot
from tests.contract.stores.values import native
from tests.unit.console.house import Browser, House
from tests.unit.console.setting_up import spoken
from tests.unit.console.test_plans import planned, row, rows


@pytest.fixture
def connection_id(house: House) -> str:
    return house.connections.save(a_connection()).id


@pytest.mark.feature("X1")
def test_applying_does_what_was_planned_and_says_who(dana: Browser, house: House, connection_id: str) -> None:
    job = planned(house, connection_id, dana, rows())
    house.plan_queue.take()
    dana.post(f"/c/{connection_id}/plans/{job.id}/apply")
    (woken,) = house.plan_queue.take()
    assert (woken.id, woken.state) == (job.id, PlanState.APPLYING)
    assert "Dana Whitfield" in dana.get(f"/c/{connection_id}/plans/{job.id}").text
    assert house.audit.entries[-1].action is Action.PLAN_APPLIED


def test_what_had_changed_since_is_shown_and_planned_again(dana: Browser, house: House, connection_id: str) -> None:
    job = planned(house, connection_id, dana, rows())
    dana.post(f"/c/{connection_id}/plans/{job.id}/apply")
    applied = house.plans.get(connection_id, job.id)
    house.plans.save(replace(applied, state=PlanState.APPLIED, enqueued=2))
    done = RowResult(RowState.DONE, applied.created_at + timedelta(minutes=7))
    moved = Moved(system=System.HUBSPOT, field="total", before="150.00 USD", after="175.00 USD")
    changed = RowResult(RowState.CHANGED, applied.created_at + timedelta(minutes=2), (moved,))
    house.plans.conclude(connection_id, job.id, {native(1): done, native(2): changed, native(3): done, native(5): done})

    page = dana.get(f"/c/{connection_id}/plans/{job.id}").text
    assert "1 had changed since the plan and was not touched" in page
    assert "<s>150.00 USD</s> → <ins>175.00 USD</ins></span> in HubSpot" in " ".join(page.split())
    assert f"finished {done.at:%H:%M}" in " ".join(page.replace("\xa0", " ").split())
    house.plan_queue.take()
    dana.post(f"/c/{connection_id}/plans/{job.id}/again")

    (again,) = house.plan_queue.take()
    assert again.scope.records == (native(2),)


@pytest.mark.feature("X1", "X4")
def test_after_a_plan_was_applied_it_says_whether_the_ledgers_agree(dana: Browser, house: House, connection_id: str) -> None:
    equal = Ledgers(at=house.clock()).with_amounts([("USD", Decimal("1000.00"), Decimal("1000.00"))])
    house.ledgers.save(connection_id, equal)
    job = planned(house, connection_id, dana, [row(1, RowAction.NOTHING)])
    there = f"/c/{connection_id}/plans/{job.id}"
    dana.post(f"{there}/apply")
    applied = house.plans.get(connection_id, job.id)
    assert applied.applied_at
    assert "Ledgers after applying" not in dana.get(there).text

    house.plans.save(replace(applied, state=PlanState.APPLIED))
    page = dana.get(there).text
    assert ("Not compared since." in page, "Compare now" in page, "to the cent" in page) == (True, True, False)

    dana.post(f"/c/{connection_id}/compare")
    page = dana.get(there).text
    assert ("Being compared" in page, "Compare now" in page) == (True, False)

    house.ledgers.save(connection_id, replace(equal, at=applied.applied_at + timedelta(minutes=4)))
    page = dana.get(there).text
    assert ("Yes, to the cent" in page, "Being compared" in page) == (True, False)


def test_rows_that_wait_hold_up_no_page(dana: Browser, house: House, connection_id: str) -> None:
    job = planned(house, connection_id, dana, rows())
    dana.post(f"/c/{connection_id}/plans/{job.id}/apply")
    applied = house.plans.get(connection_id, job.id)
    house.plans.save(replace(applied, state=PlanState.APPLIED, enqueued=4, to_do=4))
    assert applied.applied_at
    done, waiting = (RowResult(state, applied.applied_at) for state in (RowState.DONE, RowState.WAITING))
    house.plans.conclude(connection_id, job.id, {native(1): done, native(3): done, native(5): done})
    assert "Being applied since" in dana.get(f"/c/{connection_id}/plans/{job.id}").text

    house.plans.conclude(connection_id, job.id, {native(2): waiting})
    page = dana.get(f"/c/{connection_id}/plans/{job.id}").text
    assert "1 waits, and goes on by itself." in page
    here = f"/c/{connection_id}/plans/{job.id}?became=waiting"
    assert f'href="{here}"' in page
    assert "INV-2</a>" in dana.get(here).text
    assert "Being applied since" not in page


def test_a_plan_that_is_not_finished_is_not_applied(dana: Browser, house: House, connection_id: str) -> None:
    plan_id = dana.post(f"/c/{connection_id}/plans").location.rpartition("/")[2]
    house.plan_queue.take()
    assert dana.post(f"/c/{connection_id}/plans/{plan_id}/apply").status == 409
    assert not house.plan_queue.take()


def test_a_record_is_opened_at_its_vendor_before_the_plan_and_here_after_it(
    dana: Browser, house: House, connection_id: str
) -> None:
    job = planned(house, connection_id, dana, rows())
    here = f"/c/{connection_id}/plans/{job.id}"
    own = f"/c/{connection_id}/records/{native(1)}"
    assert f'href="{own}"' not in dana.get(here).text
    assert 'href="https://app.hubspot.com/' in dana.get(here).text

    dana.post(f"{here}/apply")

    assert f'href="{own}"' in dana.get(f"{here}?action=create").text


def test_what_was_done_to_records_of_several_kinds_is_counted_together(
    dana: Browser, house: House, connection_id: str
) -> None:
    customer = replace(row(2, RowAction.CREATE), ref=hubspot(EntityKind.CUSTOMER, "2"), amount=None, currency="")
    job = planned(house, connection_id, dana, [row(1, RowAction.CREATE), customer])
    dana.post(f"/c/{connection_id}/plans/{job.id}/apply")
    told = spoken(dana.get(f"/c/{connection_id}/plans/{job.id}"))
    assert "0 of 2 records created in QuickBooks" in told


@pytest.mark.feature("X1", "H2")
def test_what_was_refused_is_not_called_done_and_leads_to_its_records(
    dana: Browser, house: House, connection_id: str
) -> None:
    """A number on the page is that of the rows behind it."""
    job = planned(house, connection_id, dana, rows())
    here = f"/c/{connection_id}/plans/{job.id}"
    dana.post(f"{here}/apply")
    applied = house.plans.get(connection_id, job.id)
    house.plans.save(replace(applied, state=PlanState.APPLIED, enqueued=2))
    assert applied.applied_at
    done, refused = (RowResult(state, applied.applied_at) for state in (RowState.DONE, RowState.REFUSED))
    house.plans.conclude(connection_id, job.id, {native(1): done, native(2): refused, native(3): done, native(5): done})

    page = dana.get(here)
    told = spoken(page)
    assert "1 of 2 invoices created in QuickBooks, 12.50 USD." in told.replace("\xa0", " ")
    assert "Not done, for it needs you: 1 invoice, 12.50 USD." in told.replace("\xa0", " ")
    assert f'href="/c/{connection_id}/needs-you">Show the cause' in page.text
    for became, there, absent in (("done", "INV-1", "INV-2"), ("refused", "INV-2", "INV-1")):
        address = f"{here}?action=create&became={became}"
        assert address.replace("&", "&amp;") in page.text
        listed = dana.get(address)
        assert (f"{there}</a>" in listed.text, f"{absent}</a>" in listed.text) == (True, False)
        assert "1 to 1 of 1" in spoken(listed)
        assert "Nothing has been written yet" not in listed.text
        assert f'href="{here}">What came of it' in listed.text
    assert dana.get(f"{here}?became=burnt").status == 400


def test_of_very_many_that_had_changed_the_first_are_shown(dana: Browser, house: House, connection_id: str) -> None:
    many = [row(1000 + number, RowAction.CREATE) for number in range(120)]
    job = planned(house, connection_id, dana, many)
    here = f"/c/{connection_id}/plans/{job.id}"
    dana.post(f"{here}/apply")
    applied = house.plans.get(connection_id, job.id)
    house.plans.save(replace(applied, state=PlanState.APPLIED, enqueued=120, to_do=120))
    assert applied.applied_at
    house.plans.conclude(connection_id, job.id, {one.ref: RowResult(RowState.CHANGED, applied.applied_at) for one in many})

    page = dana.get(here)
    told = spoken(page).replace("\xa0", " ")
    assert "120 invoices, 1,500.00 USD, not written" in told
    assert page.text.count("Invoice INV-1") == 50
    assert f'href="{here}?became=changed">Show all 120' in page.text
    listed = spoken(dana.get(f"{here}?became=changed"))
    assert ("1 to 50" in listed, "1 to 50 of" in listed) == (True, False)
    dana.post(f"{here}/again")
    assert len(house.plan_queue.take()[-1].scope.records) == 120


def test_what_came_of_a_row_is_called_as_in_the_export(dana: Browser, house: House, connection_id: str) -> None:
    job = planned(house, connection_id, dana, rows())
    here = f"/c/{connection_id}/plans/{job.id}"
    assert not re.findall(r'name="became"', dana.get(here).text)
    dana.post(f"{here}/apply")
    applied = house.plans.get(connection_id, job.id)
    assert applied.applied_at
    house.plans.save(replace(applied, state=PlanState.APPLIED))
    house.plans.conclude(connection_id, job.id, {native(1): RowResult(RowState.CHANGED, applied.applied_at)})

    page = dana.get(f"{here}?became=changed")

    chosen = dict(re.findall(r'<option value="(\w+)"[^>]*>([^<]+)</option>', page.text.partition('name="became"')[2]))
    assert chosen == {state: str(called) for state, called in texts.BECAME.items()}
    assert f"{texts.BECAME[RowState.CHANGED]}</span>" in page.text


@pytest.mark.feature("X1", "H2")
def test_every_number_of_a_state_opens_as_many_rows(dana: Browser, house: House, connection_id: str) -> None:
    """Also of what was in step by the plan, and was sent to work for it was told otherwise."""
    job = planned(house, connection_id, dana, rows())
    here = f"/c/{connection_id}/plans/{job.id}"
    dana.post(f"{here}/apply")
    applied = house.plans.get(connection_id, job.id)
    house.plans.save(replace(applied, state=PlanState.APPLIED, enqueued=4, to_do=3))
    assert applied.applied_at
    done, waiting, refused = (
        RowResult(state, applied.applied_at) for state in (RowState.DONE, RowState.WAITING, RowState.REFUSED)
    )
    became = {native(1): done, native(2): waiting, native(4): waiting, native(5): refused}
    house.plans.conclude(connection_id, job.id, became)

    page = dana.get(here)
    assert "2 wait, and go on by themselves." in spoken(page)
    every = dana.get(f"{here}?became=waiting")
    assert ("INV-2</a>" in every.text, "INV-4</a>" in every.text, "INV-1</a>" in every.text) == (True, True, False)
    assert "1 to 2 of 2" in spoken(every)

    assert "Not done, for it needs you: 1 invoice" in spoken(page).replace("\xa0", " ")
    assert "1 to 1 of 1" in spoken(dana.get(f"{here}?became=refused"))

    assert f'href="{here}?action=create&amp;became=waiting">1</a>' in page.text
    created = dana.get(f"{here}?action=create&became=waiting")
    assert ("INV-2</a>" in created.text, "INV-4</a>" in created.text) == (True, False)
    assert "Create in QuickBooks 2 25.00 USD 1 12.50 USD 1 0 0" in spoken(page).replace("\xa0", " ")
