"""What the operators' commands have in common: their options, and how they answer.

A command acts on a deployed stack with AWS credentials (`--stack`), or through its console with a token (`--url`).
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from counterfoil.domain.errors import CounterfoilError
from counterfoil.domain.identity import RecordRef
from infra.client.client import ConsoleClient, opened

URL, TOKEN = "COUNTERFOIL_URL", "COUNTERFOIL_TOKEN"


class UnusableOptionsError(CounterfoilError):
    """Something that the options name is not there, or cannot be used."""


def command(name: str, description: str | None) -> argparse.ArgumentParser:
    """The parser of `poe <name>`, which acts on one deployed stack."""
    return with_stack(_parser(name, description))


def by_console(name: str, description: str | None) -> argparse.ArgumentParser:
    """The parser of `poe <name>`, which acts through a console only."""
    return with_console(_parser(name, description))


def _parser(name: str, description: str | None) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=f"poe {name}", description=description, formatter_class=argparse.RawTextHelpFormatter
    )


def with_stack(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The option that names a stack."""
    parser.add_argument("--stack", default="counterfoil", help="name of the deployed stack (default: counterfoil)")
    return parser


def with_console(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The options that name a console, and where the token for it is."""
    parser.add_argument(
        "--url",
        default=os.environ.get(URL, ""),
        help=f"address of the stack's console, for whoever has a token and no AWS credentials (default: {URL})",
    )
    parser.add_argument(
        "--token-file",
        default="",
        metavar="FILE",
        help=f"file with the token for the console; - reads standard input (default: the variable {TOKEN})",
    )
    return parser


def console_of(given: argparse.Namespace) -> ConsoleClient:
    """The console that the options name. Raises UnusableOptionsError."""
    if not given.url:
        raise UnusableOptionsError(f"say where the console is: --url, or the variable {URL}")
    try:
        return opened(given.url, _token(given.token_file))
    except (OSError, ValueError) as error:
        raise UnusableOptionsError(str(error)) from error


def _token(file: str) -> str:
    """Never from the command line, where others could see it. Raises OSError, ValueError."""
    text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8") if file else os.environ.get(TOKEN, "")
    if not text.strip():
        raise ValueError(
            f"there is no token: put it into the variable {TOKEN}, or into a file, and name it with --token-file"
        )
    return text.strip()


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
