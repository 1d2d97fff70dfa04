"""Carries what was created or changed since a day, however old the sync is: `uv run poe backfill --help`.

First it plans, and says what would be done, as `poe plan --since` does; then it asks, and has just that carried:

    poe backfill --connection 62515-9130 --since 2026-01-01
    poe backfill --connection 62515-9130 --since 2026-01-01 --yes     without being asked, for scripts
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence

from counterfoil.domain.plan_job import PlanState
from counterfoil_console.api.plans import WantedPlan
from infra.client.client import ConsoleClient
from infra.operator.apply import apply
from infra.operator.command import about_connection, answered, console_of, refuse, say, with_console
from infra.operator.plan import Deployed, day, deployed_plans, desk_of, say_rows, told_plan, unfinished, waited
from infra.operator.plan_desk import PlanDesk


def main(
    arguments: Sequence[str] | None = None,
    plans_of: Callable[[str], Deployed] = deployed_plans,
    sleep: Callable[[float], object] = time.sleep,
    client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of,
    ask: Callable[[str], str] = input,
) -> int:
    """Plan, say what, ask and apply; 1 when it was not wanted or could not be finished."""
    parser = with_console(about_connection("backfill", __doc__))
    parser.add_argument("--since", type=day, required=True, help="the first day: 2026-01-01")
    parser.add_argument("--yes", action="store_true", help="do not ask before anything is written")
    given = parser.parse_args(arguments)
    return answered(lambda: _backfill(given, desk_of(given, plans_of, client_of), sleep, ask))


def _backfill(given: argparse.Namespace, desk: PlanDesk, sleep: Callable[[float], object], ask: Callable[[str], str]) -> int:
    plan = waited(desk, desk.make(WantedPlan(since=given.since)), sleep)
    say(told_plan(given.connection, plan))
    say_rows(desk, plan)
    if plan.state is not PlanState.PLANNED:
        return refuse(plan.trouble or unfinished(plan))
    if not given.yes and not _is_wanted(ask):
        return refuse(f"nothing was written; poe apply --plan {plan.id} still carries it")
    return apply(given.connection, plan.id, desk, sleep)


def _is_wanted(ask: Callable[[str], str]) -> bool:
    """Where nobody is there to be asked, nobody wants it."""
    try:
        return ask("Carry just this? Type yes: ").strip().lower() == "yes"
    except EOFError:
        return False


if __name__ == "__main__":
    sys.exit(main())
