"""Checks a deployed stack and the accounts connected to it: `uv run poe doctor --help`.

Whether the stack is whole, its secrets are filled (they are never shown), its addresses answer, both permissions of every
connection hold, the accounts are set up well, and nothing lies in a dead-letter queue or rings an alarm. Whatever is not
good comes with what to do:

    poe doctor
    poe doctor --json
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import boto3
import httpx2
from botocore.exceptions import BotoCoreError, ClientError

from counterfoil.bootstrap.profiles import ProfilesBundle
from infra.operator.command import command, say
from infra.operator.deployment import deployed_settings
from infra.operator.examine_connections import examine_connections
from infra.operator.examine_stack import Stack, examine_stack
from infra.operator.findings import Finding, State, stop, worst

ANSWER_WITHIN = 10.0
_SIGNS = {State.GOOD: "good", State.LOOK: "LOOK", State.STOP: "STOP"}


@dataclass(frozen=True, slots=True)
class Patient:
    """What is examined."""

    stack: Stack
    bundle: Callable[[], ProfilesBundle]


def deployed(stack_name: str) -> Patient:
    """The bundle deployed as `stack_name`."""
    return Patient(
        Stack(name=stack_name, client=boto3.client, asked=asked),  # type: ignore[arg-type]  # a name for each service
        lambda: ProfilesBundle(deployed_settings(stack_name)),
    )


def asked(method: str, url: str) -> int:
    """What an address answers, 0 for nothing."""
    try:
        return httpx2.request(method, url, timeout=ANSWER_WITHIN).status_code
    except httpx2.HTTPError:
        return 0


def main(arguments: Sequence[str] | None = None, patient_of: Callable[[str], Patient] = deployed) -> int:
    """Examine, and say how each thing stands; 1 when something does not work. `patient_of` finds a stack by name."""
    parser = command("doctor", __doc__)
    parser.add_argument("--json", action="store_true", help="JSON lines instead of text")
    given = parser.parse_args(arguments)
    findings = []
    for finding in _examined(patient_of(given.stack)):
        findings.append(finding)
        _tell(given, finding)
    return 1 if worst(findings) is State.STOP else 0


def _examined(patient: Patient) -> Iterator[Finding]:
    yield from examine_stack(patient.stack)
    try:
        bundle = patient.bundle()
    except (BotoCoreError, ClientError) as error:
        yield stop("connections", str(error), "Ask whoever may see the stack, or have the permission that is named added.")
        return
    yield from examine_connections(bundle)


def _tell(given: argparse.Namespace, finding: Finding) -> None:
    if given.json:
        say(finding.told)
        return
    sys.stdout.write(f"{_SIGNS[finding.state]}  {finding.what}: {finding.found}\n")
    if finding.remedy:
        sys.stdout.write(f"      {finding.remedy}\n")


if __name__ == "__main__":
    sys.exit(main())
