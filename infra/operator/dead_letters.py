"""Shows dead letters and moves them back to work: `uv run poe dead-letters --help`.

A dead letter is a message that failed fifty times although every vendor's refusal is an outcome: a defect. `list` shows
how many there are and which connections they concern. Once the cause is mended, `redrive` has them done, in order.
Messages of failed polls, schedules and reports are only counted: the next round or run does their work, the table has what
failed.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from counterfoil.adapters.aws.dead_letter_queue import count, look
from counterfoil.adapters.aws.redrive import redrive
from counterfoil.domain.identity import EntityKind
from counterfoil.engine.ports.dead_letters import Letter
from counterfoil_console.api.dead_letters import Moved, WantedKind
from infra.client.client import ConsoleClient
from infra.operator.command import answered, command, console_of, refuse, say, with_console
from infra.operator.deployment import deployed_queues

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

NOT_ABOUT_RECORDS = ("Poll", "Plan", "Erase", "Export", "Invocation", "Report")

type Queues = tuple["SQSClient", Callable[[str], str]]


def main(
    arguments: Sequence[str] | None = None,
    queues_of: Callable[[str], Queues] = deployed_queues,
    client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of,
) -> int:
    """Say what there is, or what was moved, in JSON lines; 0 unless something failed or stayed behind.

    `queues_of` finds the queues of a stack by the stack's name, `client_of` a console by the options.
    """
    given = _parser().parse_args(arguments)

    def act() -> int:
        if given.url:
            return _by_console(given.action, WantedKind(kind=given.kind), client_of(given))
        return _by_stack(given, queues_of(given.stack))

    return answered(act)


def _parser() -> argparse.ArgumentParser:
    parser = with_console(command("dead-letters", __doc__))
    parser.add_argument("action", choices=["list", "redrive"])
    parser.add_argument("--kind", type=EntityKind, choices=list(EntityKind), help="only messages about these (default: all)")
    return parser


def _by_console(action: str, wanted: WantedKind, client: ConsoleClient) -> int:
    if action == "list":
        for queue in client.dead_letters(wanted).queues:
            _say_queue(queue.kind, queue.dead_letters, queue.letters)
        return 0
    return max(_say_moved(one) for one in client.redrive(wanted).queues)


def _by_stack(given: argparse.Namespace, queues: Queues) -> int:
    kinds = WantedKind(kind=given.kind).kinds
    if given.action == "redrive":
        return max([_redrive(queues, kind) for kind in kinds])
    sqs, url_of = queues
    for kind in kinds:
        url = url_of(_dead_letters(kind.title()))
        _say_queue(kind, count(sqs, url), look(sqs, url))
    for name in () if given.kind else NOT_ABOUT_RECORDS:
        _say_queue(name.lower(), count(sqs, url_of(_dead_letters(name))), ())
    return 0


def _redrive(queues: Queues, kind: EntityKind) -> int:
    """Move one kind's messages, whatever becomes of the others."""
    sqs, url_of = queues
    try:
        redriven = redrive(sqs, url_of(_dead_letters(kind.title())), url_of(f"{kind.title()}Queue"))
    except (BotoCoreError, ClientError) as error:
        return refuse(f"{kind}: {error}")
    return _say_moved(Moved.of(kind, redriven))


def _say_queue(name: str, dead_letters: int, letters: Sequence[Letter]) -> None:
    say({"queue": name, "dead_letters": dead_letters})
    for one in letters:
        moments = {"sent_at": one.sent_at.isoformat(), "first_received_at": one.first_received_at.isoformat()}
        say({"queue": name, **asdict(one), **moments})


def _say_moved(one: Moved) -> int:
    say({"queue": one.kind, "moved": one.moved, "left": one.left, "trouble": one.trouble})
    return 1 if one.left or one.trouble else 0


def _dead_letters(name: str) -> str:
    return f"{name}DeadLetterQueue"


if __name__ == "__main__":
    sys.exit(main())
