"""In which language somebody reads the console, and which columns their lists show: `uv run poe preferences --help`.

Through the console, with a token; from the person's next sign-in on:

    poe preferences ann@company.com
    poe preferences ann@company.com --language pt --columns name,party,status       # an administrator's token
    poe preferences ann@company.com --language browser --columns all
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from counterfoil_console.api.people import Prefers
from counterfoil_console.pages.records import Column
from infra.client.client import ConsoleClient
from infra.operator.command import UnusableOptionsError, answered, by_console, console_of, say

BROWSER, ALL = "browser", "all"


def main(
    arguments: Sequence[str] | None = None, client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of
) -> int:
    """Say what somebody prefers in one JSON line, changed as the options say."""
    given = _parser().parse_args(arguments)
    return answered(lambda: _preferred(client_of(given), given))


def _parser() -> argparse.ArgumentParser:
    parser = by_console("preferences", __doc__)
    parser.add_argument("email", help="whose they are")
    parser.add_argument("--language", help=f"a language that there is, such as en; {BROWSER} lets their browser say")
    parser.add_argument("--columns", type=_columns, help=f"{ALL}, or some of {','.join(Column)}")
    return parser


def _columns(text: str) -> tuple[Column, ...]:
    names = () if text == ALL else tuple(text.split(","))
    if odd := [one for one in names if one not in set(Column)]:
        raise argparse.ArgumentTypeError(f"no columns: {', '.join(odd)}")
    return tuple(map(Column, names))


def _preferred(client: ConsoleClient, given: argparse.Namespace) -> int:
    person = next((one.id for one in client.people().people if one.email == given.email.lower()), None)
    if person is None:
        raise UnusableOptionsError(f"nobody is called {given.email}")
    before = client.preferences(person)
    wanted = _wanted(before, given)
    after = before if wanted == before else client.set_preferences(person, wanted)
    say({"email": given.email.lower(), "language": after.language or BROWSER, "columns": list(after.columns) or ALL})
    return 0


def _wanted(before: Prefers, given: argparse.Namespace) -> Prefers:
    wanted = before
    if given.language is not None:
        wanted = replace(wanted, language="" if given.language == BROWSER else given.language)
    return wanted if given.columns is None else replace(wanted, columns=given.columns)


if __name__ == "__main__":
    sys.exit(main())
