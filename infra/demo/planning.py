"""The first acts: what would be done is shown before anything is written, and only then carried."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from counterfoil.domain.names import amount
from counterfoil.domain.plan_job import RowAction
from counterfoil.domain.texts.plans import PLANNED
from counterfoil.domain.texts.words import ONE, SEVERAL
from infra.demo.cast import Cast
from infra.local.environments import PROJECT
from infra.local.stack import STACK_NAME, LocalStack

_SOON = 60
"""Seconds within which all that was applied is worked through; every function starts for the first time."""


class RefusedError(RuntimeError):
    """A command of the operator's was refused; the message is what it said."""


def plan(cast: Cast) -> None:
    """Everything is planned with the operator's command; neither vendor is written to. Raises RuntimeError if it is."""
    before = cast.stage.writes()
    told, *_ = _command(cast.stage.stack, "plan", cast.stage.connection_id)
    for one in told["counts"]:
        cast.stage.say(f"  {_called(one)}")
    if written := cast.stage.writes() - before:
        raise RuntimeError(f"{written} writes before a plan was applied")


def apply(cast: Cast) -> None:
    """The plan is applied, which switches the connection on."""
    (told,) = _command(cast.stage.stack, "apply", cast.stage.connection_id)
    cast.stage.say(f"  {told['enqueued']} rows are carried")
    cast.stage.calm(_SOON)


def _called(tally: Mapping[str, Any]) -> str:
    kinds = (ONE if tally["count"] == 1 else SEVERAL)[tally["kind"]]
    money = "".join(f", {amount(value, currency)}" for currency, value in tally.get("money", {}).items())
    return f"{PLANNED[RowAction(tally['action'])]}: {tally['count']} {kinds}{money}"


def _command(stack: LocalStack, name: str, connection_id: str) -> Sequence[Mapping[str, Any]]:
    """What an operator's command says, line by line. Raises RefusedError."""
    outcome = subprocess.run(
        [sys.executable, "-m", f"infra.operator.{name}", "--stack", STACK_NAME, "--connection", connection_id],
        cwd=PROJECT,
        env={**os.environ, **stack.aws.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode:
        raise RefusedError(outcome.stderr)
    return [json.loads(line) for line in outcome.stdout.splitlines()]
