"""Lets a plan that was not applied be none: `uv run poe discard --help`.

Nothing of it was written, and it cannot be applied any more; it is still listed. One that is being made is made no further.

    poe discard --connection 62515-9130                                       the newest plan
    poe discard --connection 62515-9130 --plan 20261128-101500-000000
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from counterfoil.engine.ports import ConcurrentChangeError
from infra.client.client import ConsoleClient
from infra.operator.command import about_connection, answered, console_of, refuse, say, with_console
from infra.operator.plan import Deployed, deployed_plans, desk_of, told_plan
from infra.operator.plan_desk import PlanDesk


def main(
    arguments: Sequence[str] | None = None,
    plans_of: Callable[[str], Deployed] = deployed_plans,
    client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of,
) -> int:
    """Discard, and say which in one JSON line; 1 where it was applied. `plans_of` finds a stack, `client_of` a console."""
    parser = with_console(about_connection("discard", __doc__))
    parser.add_argument("--plan", default="", help="the plan's id (default: the newest of the connection)")
    given = parser.parse_args(arguments)

    return answered(lambda: _discard(given.connection, given.plan, desk_of(given, plans_of, client_of)))


def _discard(connection_id: str, plan_id: str, desk: PlanDesk) -> int:
    try:
        say(told_plan(connection_id, desk.discard(plan_id)))
    except ConcurrentChangeError:
        return refuse("the plan has just come further: ask again")
    return 0


if __name__ == "__main__":
    sys.exit(main())
