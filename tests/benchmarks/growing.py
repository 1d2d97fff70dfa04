"""Which steps of the product's code a burst takes, and how often: beginnings of functions, and turns of loops."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import CodeType
from typing import Any

from tests.benchmarks.arriving import selling

STEEP, NOTICEABLE = 8, 10_000
"""What is done for each pair of four times as many is done sixteen times as often; what is rare costs nobody anything."""
_OURS = "/shared/counterfoil/"
_TOOL = 3
"""A number that no other tool has: https://docs.python.org/3/library/sys.monitoring.html."""

Steps = Counter[tuple[CodeType, int]]
"""How often each place in a code was passed."""


def of_a_burst(many: int) -> Steps:
    """What it takes to carry so many invoices that arrive at once, with the polls that look at them afterwards."""
    with selling() as shop, counted(_OURS) as steps:
        shop.at_once(many)
    return steps


def steep(few: Steps, many: Steps) -> Mapping[str, tuple[int, int]]:
    """The functions with a step that was taken far more often for four times as many, with how often for each."""
    return {
        f"{code.co_qualname} in {code.co_filename}": (few[code, place], count)
        for (code, place), count in many.items()
        if count > NOTICEABLE and count > STEEP * few[code, place]
    }


@contextmanager
def counted(where: str) -> Iterator[Steps]:
    """Counts the steps in files with this in their paths meanwhile."""
    steps: Steps = Counter()
    monitoring = sys.monitoring
    events = monitoring.events.PY_START, monitoring.events.JUMP, monitoring.events.BRANCH

    def count(code: CodeType, place: int, *_: int) -> Any:
        if where not in code.co_filename:
            return monitoring.DISABLE
        steps[code, place] += 1
        return None

    monitoring.use_tool_id(_TOOL, "steps")
    for event in events:
        monitoring.register_callback(_TOOL, event, count)
    monitoring.set_events(_TOOL, sum(events))
    monitoring.restart_events()
    try:
        yield steps
    finally:
        monitoring.set_events(_TOOL, 0)
        monitoring.free_tool_id(_TOOL)
