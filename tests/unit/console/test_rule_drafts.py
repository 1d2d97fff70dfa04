"""Drafts in the console: two people at once, previewed, switched on, discarded, and gone back to."""

import re
from dataclasses import replace

import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.plan_job import PlanScope, PlanState, RowAction, Tally
from counterfoil.domain.rules import Direction, Holder
from counterfoil_console.domain.audit import Action
from tests.contract.stores.values import native
from tests.unit.console.house import Browser, House
from tests.unit.console.setting_up import INVOICE, drafted, sent, spoken, standing

pytestmark = pytest.mark.usefixtures("connection_id")


@pytest.mark.feature("X15")
def test_whoever_is_later_is_told_and_overwrites_nothing(dana: Browser, house: House, connection_id: str) -> None:
    over = standing(house).newest
    sent(dana, house, "winner", {"winner": "quickbooks"})
    theirs = standing(house).versions

    late = sent(dana, house, "direction", {"direction": "both", "over": over, "why": "Mine"})

    assert late.status == 409
    assert "Dana Whitfield changed this rule" in spoken(late)
    assert re.search(r'value="both" checked', late.text)
    assert 'value="Mine"' in late.text
    assert standing(house).versions == theirs
    for action in ("discard", "restore"):
        form = {"over": over, "version": 1}
        assert dana.post(f"/c/{connection_id}/rules/invoice/{action}", form).status == 409
    assert standing(house).versions == theirs
    assert dana.post(f"/c/{connection_id}/rules/invoice/draft?step=winner", {"winner": "hubspot"}).status == 409

    sent(dana, house, "direction", {"direction": "both"})
    assert (drafted(house).winner, drafted(house).direction) == (System.QUICKBOOKS, Direction.BOTH)


@pytest.mark.feature("X15", "X1")
def test_a_draft_is_previewed_as_a_plan_and_runs_once_that_is_applied(
    dana: Browser, house: House, connection_id: str
) -> None:
    sent(dana, house, "winner", {"winner": "quickbooks"})
    lead = dana.post(f"/c/{connection_id}/rules/invoice/plan", {"over": standing(house).newest})
    (job,) = house.plan_queue.take()
    assert lead.location == f"/c/{connection_id}/plans/{job.id}"
    assert job.scope.drafts[0].winner is System.QUICKBOOKS
    page = spoken(dana.get(f"/c/{connection_id}/rules/invoice?step=preview"))
    assert "The draft changes: Who wins." in page
    assert "Being made" in page

    house.plans.save(replace(house.plans.get(connection_id, job.id), state=PlanState.PLANNED, step=len(job.steps)))
    page = spoken(dana.get(f"/c/{connection_id}/rules/invoice?step=preview"))
    assert "Switch on the draft" in page
    assert "Applying the plan switches the draft on, as version 3." in page
    assert "Plan for Invoices, version 3" in spoken(dana.get(lead.location))
    dana.post(f"/c/{connection_id}/plans/{job.id}/apply")

    assert standing(house).current.rule.winner is System.QUICKBOOKS
    assert standing(house).current.rule.version == 3
    assert (standing(house).draft, standing(house).versions[0].who) == (None, "Dana Whitfield")


@pytest.mark.feature("X15")
def test_a_draft_is_discarded_and_gone_back_to(dana: Browser, house: House, connection_id: str) -> None:
    sent(dana, house, "winner", {"winner": "quickbooks", "why": "At year's end"})
    answer = dana.post(f"/c/{connection_id}/rules/invoice/discard", {"over": standing(house).newest})
    assert "The draft is discarded." in dana.get(answer.location).text
    assert standing(house).draft is None

    history = spoken(dana.get(f"/c/{connection_id}/rules/invoice/history"))
    assert "At year's end" in history
    assert "Dana Whitfield" in history
    form = {"over": standing(house).newest, "version": 2}
    answer = dana.post(f"/c/{connection_id}/rules/invoice/restore", form)
    assert "runs again" in dana.get(answer.location).text
    assert standing(house).current.rule.winner is System.QUICKBOOKS
    assert [entry.action for entry in house.audit.entries[-2:]] == [Action.RULE_DRAFT_DISCARDED, Action.RULE_RESTORED]


@pytest.mark.feature("X15", "F3")
def test_a_version_that_fits_no_more_is_not_gone_back_to(dana: Browser, house: House, connection_id: str) -> None:
    clause = {"g0c0.field": "self.po_number", "g0c0.type": "text", "g0c0.operator": "is_known"}
    sent(dana, house, "limits", clause)
    del house.properties.found[INVOICE, Holder.SELF]["po_number"]
    for number, told in ((2, "HubSpot has no po_number in use"), (99, "There is no version 99")):
        answer = dana.post(f"/c/{connection_id}/rules/invoice/restore", {"over": standing(house).newest, "version": number})
        assert answer.status == 422
        assert told in spoken(answer)
    assert standing(house).current.rule.version == 1


@pytest.mark.feature("O1")
def test_a_new_connection_previews_everything_with_its_draft(dana: Browser, house: House, connection_id: str) -> None:
    connection = house.connections.get(connection_id)
    house.connections.save(replace(connection, state=ConnectionState.PLANNED))
    assert "Preview everything" in dana.get(f"/c/{connection_id}/rules").text
    sent(dana, house, "direction", {"direction": "both"})
    dana.post(f"/c/{connection_id}/rules/invoice/plan", {"over": standing(house).newest})
    (job,) = house.plan_queue.take()
    assert job.scope.is_everything
    assert standing(house).current.rule.direction is Direction.BOTH
    assert house.connections.get(connection_id).state is ConnectionState.PLANNED


def test_matching_shows_what_the_newest_whole_plan_found(dana: Browser, house: House, connection_id: str) -> None:
    address = f"/c/{connection_id}/rules/customer?step=matching"
    assert "Not counted yet" in dana.get(address).text
    job = house.console.product.plans.make(connection_id, PlanScope())
    assert "Not counted yet" in dana.get(address).text  # it is being made
    tallies = (
        Tally(kind=EntityKind.CUSTOMER, action=RowAction.LINK, count=1020),
        Tally(kind=EntityKind.CUSTOMER, action=RowAction.CONFLICT, count=3),
        Tally(kind=EntityKind.CUSTOMER, action=RowAction.FAILURE, count=1),
        Tally(kind=EntityKind.INVOICE, action=RowAction.LINK, count=7),
    )
    house.plans.save(replace(job, state=PlanState.PLANNED, step=len(job.steps), tallies=tallies))
    house.console.product.plans.make(connection_id, PlanScope(records=(native(1),)))

    text = dana.get(address).text

    assert f'/plans/{job.id}?kind=customer&amp;action=link"><strong>1,020</strong>' in text
    assert f'/plans/{job.id}?kind=customer&amp;action=needs_you"><strong>4</strong>' in text
