"""Shows what would be done before anything is: `uv run poe plan --help`.

Reads both systems, decides about every record that the rules admit, and writes to neither. Says how many records would be
created, changed, linked and left out, in money and in calls; then each row that does something or needs somebody:

    poe plan --connection 62515-9130                       everything
    poe plan --connection 62515-9130 --since 2026-01-01    what was created or changed since then, however old the sync is
    poe plan --connection 62515-9130 --rule rules.json     what a file of poe rules would change
    poe plan --connection 62515-9130 --record hubspot:invoice:301
    poe plan --connection 62515-9130 --export plan.csv     all rows, for a spreadsheet
    poe plan --connection 62515-9130 --plan 20261128-101500-000000    an earlier one, with what became of its rows

`poe apply` then has just these rows carried.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from counterfoil.domain.plan_job import PlanJob, PlanScope, PlanState, RowAction, Tally
from counterfoil.engine.ports import ConnectionStore
from counterfoil.engine.preview.export import csv_lines
from counterfoil.engine.preview.plans import Plans
from counterfoil.engine.preview.scope import first_moment
from counterfoil.engine.rules.files import check_file
from counterfoil.engine.rules.keeper import RuleKeeper
from infra.operator.command import about_connection, answered, refuse, say
from infra.operator.deployment import deployed_bundle
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
) -> int:
    """Plan and say what, in JSON lines; 1 when the plan could not be finished. `plans_of` finds a stack by name."""
    given = _parser().parse_args(arguments)
    return answered(lambda: _plan(given, *plans_of(given.stack), sleep))


def _parser() -> argparse.ArgumentParser:
    parser = about_connection("plan", __doc__)
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--since", type=_day, help="only what was created or changed since this day: 2026-01-01")
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


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not like 2026-01-01: {text!r}") from error


def _plan(
    given: argparse.Namespace,
    connections: ConnectionStore,
    plans: Plans,
    rules: RuleKeeper,
    sleep: Callable[[float], object],
) -> int:
    connection = connections.get(given.connection)
    if given.plan:
        job = plans.resume(connection.id, given.plan)
    else:
        drafts = tuple(check_file(rules, connection.id, given.rule)) if given.rule else ()
        since = first_moment(given.since, connection) if given.since else None
        job = plans.make(connection.id, PlanScope(drafts=drafts, since=since, records=tuple(given.record)))
    job = waited(plans, job, sleep)
    say(told_job(job))
    if given.export:
        with given.export.open("w", encoding="utf-8", newline="") as file:
            file.writelines(csv_lines(plans.standing(job)))
    else:
        _say_rows(plans, job)
    return (
        0 if job.state in {PlanState.PLANNED, PlanState.APPLIED} else refuse(job.trouble or f"plan {job.id} is not finished")
    )


def waited(plans: Plans, job: PlanJob, sleep: Callable[[float], object]) -> PlanJob:
    """The plan once the planner is done with it, or as far as it has come when that takes too long."""
    for _ in range(LONGEST_WAIT):
        if not job.is_at_work:
            break
        sleep(1)
        job = plans.get(job.connection_id, job.id)
    return job


def told_job(job: PlanJob) -> Mapping[str, object]:
    """What a plan comes to, as JSON."""
    return {
        "connection": job.connection_id,
        "plan": job.id,
        "state": job.state,
        "looked_at": job.planned,
        "counts": [_told_tally(one) for one in job.tallies],
        "calls": dict(job.calls),
        **({"enqueued": job.enqueued} if job.applied_at else {}),
        **({"trouble": job.trouble} if job.trouble else {}),
    }


def _told_tally(tally: Tally) -> Mapping[str, object]:
    money = {currency: str(amount) for currency, amount in tally.money.items()}
    return {"kind": tally.kind, "action": tally.action, "count": tally.count, **({"money": money} if money else {})}


def _say_rows(plans: Plans, job: PlanJob) -> None:
    said = 0
    for row, outcome in plans.standing(job):
        if row.action is RowAction.NOTHING:
            continue
        said += 1
        if said > MOST_ROWS:
            sys.stderr.write(f"more than {MOST_ROWS} rows; --export takes all\n")
            return
        say({**told_row(row), **({"stands": outcome.status} if outcome else {})})


if __name__ == "__main__":
    sys.exit(main())
