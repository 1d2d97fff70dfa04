"""Has just what a plan says carried: `uv run poe apply --help`.

Its rows are sent to work; one whose records have changed since is not done, and says so. The first plan of everything that
is applied switches a new connection on. Applying again sends what was not done.

    poe apply --connection 62515-9130                                       the newest plan
    poe apply --connection 62515-9130 --plan 20261128-101500-000000
    poe plan --connection 62515-9130 --plan 20261128-101500-000000          what became of its rows
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence

from counterfoil.domain.plan_job import PlanState
from infra.client.client import ConsoleClient
from infra.operator.command import about_connection, answered, console_of, refuse, say, with_console
from infra.operator.plan import Deployed, deployed_plans, desk_of, told_plan, waited
from infra.operator.plan_desk import PlanDesk


def main(
    arguments: Sequence[str] | None = None,
    plans_of: Callable[[str], Deployed] = deployed_plans,
    sleep: Callable[[float], object] = time.sleep,
    client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of,
) -> int:
    """Apply, and say what was sent to work in one JSON line. `plans_of` finds a stack by name, `client_of` a console."""
    parser = with_console(about_connection("apply", __doc__))
    parser.add_argument("--plan", default="", help="the plan's id (default: the newest of the connection)")
    given = parser.parse_args(arguments)
    return answered(lambda: apply(given.connection, given.plan, desk_of(given, plans_of, client_of), sleep))


def apply(connection_id: str, plan_id: str, desk: PlanDesk, sleep: Callable[[float], object]) -> int:
    """Have a plan carried, and wait until all of it is sent to work."""
    plan = waited(desk, desk.apply(plan_id), sleep)
    say(told_plan(connection_id, plan))
    return 0 if plan.state is PlanState.APPLIED else refuse(plan.trouble or f"plan {plan.id} is still being sent to work")


if __name__ == "__main__":
    sys.exit(main())
