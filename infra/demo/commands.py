"""The operator's commands, run against the local stack."""

import os
import subprocess
import sys

from infra.demo.stage import Stage
from infra.local.environments import PROJECT
from infra.local.stack import STACK_NAME


class RefusedError(RuntimeError):
    """A command of the operator's was refused; the message is what it said."""


def run(stage: Stage, name: str, *arguments: str, given: str = "") -> str:
    """What a command about the connection says, which may read a file that is `given`. Raises RefusedError."""
    module, *verb = name.split()
    of_whom = ("--stack", STACK_NAME, "--connection", stage.connection_id)
    outcome = subprocess.run(
        [sys.executable, "-m", f"infra.operator.{module}", *verb, *of_whom, *arguments],
        cwd=PROJECT,
        env={**os.environ, **stage.stack.aws.environment},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode:
        raise RefusedError(outcome.stderr)
    return outcome.stdout
