"""Shows dead letters and moves them back to work: `uv run poe dead-letters --help`.

A dead letter is a message that failed fifty times although every vendor's refusal is an outcome: a defect. `list` shows
how many there are and which connections they concern. Once the cause is mended, `redrive` has them done, in order.
Messages of failed schedules and reports are only counted: the next run does a schedule's work, the table has what failed.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from counterfoil.domain.identity import EntityKind
from infra.operator.command import answered, command, refuse, say
from infra.operator.dead_letter_queue import count, look
from infra.operator.deployment import deployed_queues
from infra.operator.redrive import redrive

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_NOT_ABOUT_RECORDS = ("Plan", "Erase", "Invocation", "Report")

type Queues = tuple["SQSClient", Callable[[str], str]]


def main(arguments: Sequence[str] | None = None, queues_of: Callable[[str], Queues] = deployed_queues) -> int:
    """Say what there is, or what was moved, in JSON lines; 0 unless something failed or stayed behind.

    `queues_of` finds the queues of a stack by the stack's name.
    """
    given = _parser().parse_args(arguments)
    kinds = [EntityKind(given.kind)] if given.kind else list(EntityKind)
    return answered(lambda: _act(given.action, queues_of(given.stack), kinds, others=not given.kind))


def _act(action: str, queues: Queues, kinds: Sequence[EntityKind], *, others: bool) -> int:
    if action == "list":
        return _list(queues, kinds, others=others)
    return max([_redrive(queues, kind) for kind in kinds])


def _parser() -> argparse.ArgumentParser:
    parser = command("dead-letters", __doc__)
    parser.add_argument("action", choices=["list", "redrive"])
    parser.add_argument(
        "--kind", choices=[kind.value for kind in EntityKind], help="only messages about these (default: all)"
    )
    return parser


def _list(queues: Queues, kinds: Sequence[EntityKind], *, others: bool) -> int:
    sqs, url_of = queues
    for kind in kinds:
        url = url_of(_dead_letters(kind.title()))
        say({"queue": kind, "dead_letters": count(sqs, url)})
        for line in look(sqs, url):
            say({"queue": kind} | line)
    for name in _NOT_ABOUT_RECORDS if others else ():
        say({"queue": name.lower(), "dead_letters": count(sqs, url_of(_dead_letters(name)))})
    return 0


def _redrive(queues: Queues, kind: EntityKind) -> int:
    """Move one kind's messages, whatever becomes of the others."""
    sqs, url_of = queues
    try:
        redriven = redrive(sqs, url_of(_dead_letters(kind.title())), url_of(f"{kind.title()}Queue"))
    except (BotoCoreError, ClientError) as error:
        return refuse(f"{kind}: {error}")
    say({"queue": kind} | asdict(redriven))
    return 1 if redriven.left or redriven.trouble else 0


def _dead_letters(name: str) -> str:
    return f"{name}DeadLetterQueue"


if __name__ == "__main__":
    sys.exit(main())
