"""What the operators' commands have in common: their options, and how they answer."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping

from botocore.exceptions import BotoCoreError, ClientError

from counterfoil.domain.errors import CounterfoilError
from counterfoil.domain.identity import RecordRef


def command(name: str, description: str | None) -> argparse.ArgumentParser:
    """The parser of `poe <name>`, which acts on one deployed stack."""
    parser = argparse.ArgumentParser(
        prog=f"poe {name}", description=description, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--stack", default="counterfoil", help="name of the deployed stack (default: counterfoil)")
    return parser


def about_connection(name: str, description: str | None) -> argparse.ArgumentParser:
    """The parser of a command that acts on one connection."""
    parser = command(name, description)
    parser.add_argument("--connection", required=True, help="id of the connection, as reports name it")
    return parser


def record(text: str) -> RecordRef:
    """A record as reports name it, as an argument."""
    try:
        return RecordRef.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not like hubspot:invoice:301: {text!r}") from error


def answered(work: Callable[[], int]) -> int:
    """The exit code of `work`; what the product or AWS refuses becomes one line, and 1."""
    try:
        return work()
    except (CounterfoilError, BotoCoreError, ClientError) as error:
        return refuse(str(error))


def say(answer: Mapping[str, object]) -> None:
    """One JSON line on standard output."""
    sys.stdout.write(json.dumps(answer) + "\n")


def refuse(reason: str) -> int:
    """One line on standard error; the exit code of a failure."""
    sys.stderr.write(f"{reason}\n")
    return 1
