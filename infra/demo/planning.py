"""The first acts: what would be done is shown before anything is written, and only then carried."""

import json
from collections.abc import Mapping
from typing import Any

from counterfoil.domain.names import amount
from counterfoil.domain.plan_job import RowAction
from counterfoil.domain.texts.plans import PLANNED
from counterfoil.domain.texts.words import ONE, SEVERAL
from infra.demo import commands
from infra.demo.cast import Cast

_SOON = 60
"""Seconds within which all that was applied is worked through; every function starts for the first time."""


def plan(cast: Cast) -> None:
    """Everything is planned with the operator's command; neither vendor is written to. Raises RuntimeError if it is."""
    before = cast.stage.writes()
    told = json.loads(commands.run(cast.stage, "plan").splitlines()[0])
    for one in told["counts"]:
        cast.stage.say(f"  {_called(one)}")
    if written := cast.stage.writes() - before:
        raise RuntimeError(f"{written} writes before a plan was applied")


def apply(cast: Cast) -> None:
    """The plan is applied, which switches the connection on."""
    told = json.loads(commands.run(cast.stage, "apply"))
    cast.stage.say(f"  {told['enqueued']} rows are carried")
    cast.stage.calm(_SOON)


def _called(tally: Mapping[str, Any]) -> str:
    kinds = (ONE if tally["count"] == 1 else SEVERAL)[tally["kind"]]
    money = "".join(f", {amount(value, currency)}" for currency, value in tally.get("money", {}).items())
    return f"{PLANNED[RowAction(tally['action'])]}: {tally['count']} {kinds}{money}"
