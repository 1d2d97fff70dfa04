"""Makes a token for programs, with AWS credentials: `uv run poe token --help`.

Its secret goes to standard output, or into a file that only you can read, and is stored nowhere else:

    poe token --name "Month's end" --role viewer --days 90 --to token.txt
    poe status --url https://console.example --token-file token.txt

On the console's page of people, tokens are listed, renewed and ended.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TextIO

from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.role import Role
from infra.operator.choices import caller
from infra.operator.command import UnusableOptionsError, answered, command
from infra.operator.console_of_stack import administrator, deployed_console, in_words


def main(
    arguments: Sequence[str] | None = None,
    console: Callable[[str], Console] = deployed_console,
    who: Callable[[], str] = caller,
) -> int:
    """Make a token, and hand over its secret. `console` finds a stack's console by name."""
    parser = command("token", __doc__)
    parser.add_argument("--name", required=True, help="what it is for")
    parser.add_argument("--role", type=Role, choices=list(Role), required=True)
    parser.add_argument("--days", type=int, default=90, help="how long it lives, at most a year (default: 90)")
    parser.add_argument("--to", type=Path, metavar="FILE", help="a new file for the secret, instead of standard output")
    given = parser.parse_args(arguments)

    return answered(lambda: _make(given, console(given.stack), who()))


def _make(given: argparse.Namespace, console: Console, who: str) -> int:
    with _target(given.to) as target, in_words():
        life = timedelta(days=max(given.days, 0))
        token, secret = console.tokens.make(administrator(who), given.name, given.role, life)
        target.write(f"{secret}\n")
    sys.stderr.write(f"{token.role} token {token.name!r}, until {token.ends_at:%Y-%m-%d}\n")
    return 0


@contextmanager
def _target(file: Path | None) -> Iterator[TextIO]:
    """Where the secret goes, there before it is made. Raises UnusableOptionsError."""
    if file is None:
        yield sys.stdout
        return
    try:
        number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise UnusableOptionsError(f"{file}: {error.strerror}") from error
    with os.fdopen(number, "w", encoding="utf-8") as target:
        yield target


if __name__ == "__main__":
    sys.exit(main())
