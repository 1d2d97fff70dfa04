"""A connection with something on every page, and the pages there are."""

from dataclasses import replace
from decimal import Decimal

from counterfoil.domain.errors import Candidate, ErrorCategory
from counterfoil.domain.ledgers import Cause, Gap, Ledgers, Reason
from counterfoil.domain.listing import Listing
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import PlanJob, PlanRow, PlanScope, PlanState, RowAction, tallied
from counterfoil_console.pages.rule_step import RuleStep
from tests.builders import NOON, a_connection
from tests.contract.stores.values import made, native, outcome
from tests.unit.console.house import House

PAGES = (
    "/people",
    "/connect",
    "/help",
    "/help/E2",
    "/c/{id}",
    "/c/{id}/ledgers",
    "/c/{id}/notices",
    "/c/{id}/connection",
    "/c/{id}/jobs",
    "/c/{id}/needs-you",
    "/c/{id}/records",
    "/c/{id}/records/hubspot:invoice:1",
    "/c/{id}/records/hubspot:invoice:2",
    "/c/{id}/rules",
    *(f"/c/{{id}}/rules/{kind}?step={step}" for kind in ("customer", "product", "invoice") for step in RuleStep),
    "/c/{id}/rules/invoice?step=limits&source=hubspot",
    "/c/{id}/rules/invoice/history",
    "/c/{id}/plans",
    "/c/{id}/plans/planned",
    "/c/{id}/plans/applied",
)


def furnished(house: House) -> str:
    """Its id."""
    connection_id = house.connections.save(a_connection()).id
    for number, status in enumerate((OutcomeStatus.IN_SYNC, OutcomeStatus.FAILING, OutcomeStatus.EXCLUDED), start=1):
        failing = status is OutcomeStatus.FAILING
        told = replace(
            outcome(native(number), status, number, connection_id=connection_id),
            listing=Listing(name=f"INV-{number}", detail="Ann", amount=Decimal(5), currency="USD"),
            category=ErrorCategory.AMBIGUOUS_MATCH if failing else None,
            candidates=(Candidate(made(1), "A"), Candidate(made(2), "B")) if failing else (),
        )
        house.outcomes.record([told])
    amounts, reasons = [("USD", Decimal(5), None)], (Reason(Cause.UNEXPLAINED), Reason(Cause.LEFT_OUT))
    gaps = [Gap(refs=(native(1), made(1)), currency="USD", hubspot=Decimal(5), reason=one) for one in reasons]
    house.ledgers.save(connection_id, Ledgers(at=NOON).with_amounts(2 * amounts).with_gaps(gaps))
    for plan_id, state in (("planned", PlanState.PLANNED), ("applied", PlanState.APPLIED)):
        _keep_plan(house, connection_id, plan_id, state)
    return connection_id


def _keep_plan(house: House, connection_id: str, plan_id: str, state: PlanState) -> None:
    rows = [PlanRow(ref=native(9), name="Invoice INV-9", action=RowAction.CREATE, amount=Decimal(5), currency="USD")]
    job = PlanJob(
        id=plan_id,
        connection_id=connection_id,
        scope=PlanScope(),
        steps=(),
        rules={},
        created_at=NOON,
        state=state,
        planned=1,
        tallies=tallied(rows),
        applied_at=NOON if state is PlanState.APPLIED else None,
    )
    house.plans.save(job)
    house.plans.put_rows(connection_id, plan_id, rows)
