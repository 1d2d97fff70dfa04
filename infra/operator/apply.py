"""Has just what a plan says carried: `uv run poe apply --help`.

Its rows are sent to work; one whose records have changed since is not done, and says so. The first plan of everything that
is applied switches a new connection on. Applying again sends what was not done.

    poe apply --connection 62515-9130                                       the newest plan
    poe apply --connection 62515-9130 --plan 20261128-101500-000000
    poe plan --connection 62515-9130 --plan 20261128-101500-000000          what became of its rows
"""

import sys
import time
from collections.abc import Callable, Sequence

from counterfoil.domain.plan_job import PlanState
from infra.operator.command import about_connection, answered, refuse, say
from infra.operator.plan import Deployed, deployed_plans, told_job, waited


def main(
    arguments: Sequence[str] | None = None,
    plans_of: Callable[[str], Deployed] = deployed_plans,
    sleep: Callable[[float], object] = time.sleep,
) -> int:
    """Apply, and say what was sent to work in one JSON line. `plans_of` finds a stack by name."""
    parser = about_connection("apply", __doc__)
    parser.add_argument("--plan", default="", help="the plan's id (default: the newest of the connection)")
    given = parser.parse_args(arguments)
    return answered(lambda: _apply(given.connection, given.plan, plans_of(given.stack), sleep))


def _apply(connection_id: str, plan_id: str, deployed: Deployed, sleep: Callable[[float], object]) -> int:
    connections, plans, _ = deployed
    job = waited(plans, plans.apply(connections.get(connection_id).id, plan_id), sleep)
    say(told_job(job))
    return 0 if job.state is PlanState.APPLIED else refuse(job.trouble or f"plan {job.id} is still being sent to work")


if __name__ == "__main__":
    sys.exit(main())
