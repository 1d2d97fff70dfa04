"""Shows what would be done before anything is: `uv run poe plan --help`.

Reads both systems, decides about every record that the rules admit, and writes to neither. Says how many records would be
created, changed, linked and left out, in money and in calls; then each row that does something or needs somebody:

    poe plan --connection 62515-9130                       everything
    poe plan --connection 62515-9130 --since 2026-01-01    what was created or changed since then, however old the sync is
    poe plan --connection 62515-9130 --rule rules.json     what a file of poe rules would change
    poe plan --connection 62515-9130 --record hubspot:invoice:301
    poe plan --connection 62515-9130 --export plan.csv     all rows, for a spreadsheet
    poe plan --connection 62515-9130 --plan 20261128-101500-000000    an earlier one, with what became of its rows

`poe apply` then has just these rows carried; a file's rules have to be saved before, with `poe rules save`, as a draft or
as what runs.
"""

import argparse
import getpass
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from counterfoil.domain.plan_job import PlanState, RowAction
from counterfoil.engine.ports import ConnectionStore
from counterfoil.engine.preview.plans import Plans
from counterfoil.engine.rules.files import documents_of
from counterfoil.engine.rules.keeper import RuleKeeper
from counterfoil_console.api.plans import Plan, PlanCount, WantedPlan
from infra.client.client import ConsoleClient
from infra.operator.command import about_connection, answered, console_of, refuse, say, with_console
from infra.operator.deployment import deployed_bundle
from infra.operator.plan_desk import ConsolePlans, PlanDesk, StackPlans
from infra.operator.records import add_records, told_row

type Deployed = tuple[ConnectionStore, Plans, RuleKeeper]

LONGEST_WAIT = 3600
"""Seconds. A plan goes on without whoever waits for it."""

MOST_ROWS = 200
"""So many rows are said; a file takes all."""


def deployed_plans(stack_name: str) -> Deployed:
    """The connections of the bundle deployed as `stack_name`, and its plans. Raises ClientError."""
    bundle = deployed_bundle(stack_name)
    return bundle.connections, bundle.plans, bundle.rules


def main(
    arguments: Sequence[str] | None = None,
    plans_of: Callable[[str], Deployed] = deployed_plans,
    sleep: Callable[[float], object] = time.sleep,
    client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of,
) -> int:
    """Plan and say what, in JSON lines; 1 when the plan could not be finished.

    `plans_of` finds a stack by name, `client_of` a console by the options.
    """
    given = _parser().parse_args(arguments)
    return answered(lambda: _plan(given, desk_of(given, plans_of, client_of), sleep))


def desk_of(
    given: argparse.Namespace,
    plans_of: Callable[[str], Deployed],
    client_of: Callable[[argparse.Namespace], ConsoleClient],
) -> PlanDesk:
    """Where the options say that plans are made."""
    if given.url:
        return ConsolePlans(client_of(given), given.connection)
    return StackPlans(*plans_of(given.stack), given.connection, getpass.getuser())


def _parser() -> argparse.ArgumentParser:
    parser = with_console(about_connection("plan", __doc__))
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--since", type=day, help="only what was created or changed since this day: 2026-01-01")
    chosen.add_argument(
        "--rule", type=_file, metavar="FILE", help="as if the rules of this file, as poe rules writes it, were saved"
    )
    chosen.add_argument("--plan", default="", help="no new plan, but this one")
    add_records(chosen, help="only these records, as reports name them: hubspot:invoice:301")
    parser.add_argument("--export", type=Path, metavar="FILE", help="write all rows to a CSV file instead of saying them")
    return parser


def _file(text: str) -> object:
    try:
        return json.loads(Path(text).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{text}: {error}") from error


def day(text: str) -> date:
    """A day, as an argument."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not like 2026-01-01: {text!r}") from error


def _plan(given: argparse.Namespace, desk: PlanDesk, sleep: Callable[[float], object]) -> int:
    plan = waited(desk, desk.resume(given.plan) if given.plan else desk.make(_wanted(given)), sleep)
    say(told_plan(given.connection, plan))
    if given.export:
        with given.export.open("w", encoding="utf-8", newline="") as file:
            file.writelines(desk.csv(plan.id))
    else:
        say_rows(desk, plan)
    return 0 if plan.state in {PlanState.PLANNED, PlanState.APPLIED} else refuse(plan.trouble or unfinished(plan))


def _wanted(given: argparse.Namespace) -> WantedPlan:
    rules = tuple(documents_of(given.rule)) if given.rule is not None else ()
    return WantedPlan(since=given.since, records=tuple(map(str, given.record)), rules=rules)


def waited(desk: PlanDesk, plan: Plan, sleep: Callable[[float], object]) -> Plan:
    """The plan once the planner is done with it, or as far as it has come when that takes too long."""
    for _ in range(LONGEST_WAIT):
        if not plan.is_at_work:
            break
        sleep(1)
        plan = desk.get(plan.id)
    return plan


def unfinished(plan: Plan) -> str:
    """What is said of a plan that took too long."""
    return f"plan {plan.id} is not finished"


def told_plan(connection_id: str, plan: Plan) -> Mapping[str, object]:
    """What a plan comes to, as JSON."""
    return {
        "connection": connection_id,
        "plan": plan.id,
        "state": plan.state,
        "looked_at": plan.looked_at,
        "counts": [_told_count(one) for one in plan.counts],
        "calls": dict(plan.calls),
        **({"enqueued": plan.enqueued} if plan.applied_at else {}),
        **({"trouble": plan.trouble} if plan.trouble else {}),
    }


def _told_count(one: PlanCount) -> Mapping[str, object]:
    money = {"money": dict(one.money)} if one.money else {}
    return {"kind": one.kind, "action": one.action, "count": one.records, **money}


def say_rows(desk: PlanDesk, plan: Plan) -> None:
    """The first rows that have something to say, one JSON line each."""
    said = 0
    for row in desk.rows(plan.id):
        if row.action is RowAction.NOTHING:
            continue
        said += 1
        if said > MOST_ROWS:
            sys.stderr.write(f"more than {MOST_ROWS} rows; --export takes all\n")
            return
        say(told_row(row))


if __name__ == "__main__":
    sys.exit(main())
