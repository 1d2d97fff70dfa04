"""Lets somebody into the console: `uv run poe invite --help`. They get a mail with a password for the first time.

poe invite ann@company.com --role viewer                                  with AWS credentials
poe invite ann@company.com --role viewer --url https://console.example    with an administrator's token
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from counterfoil_console.api.people import Person
from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.role import Role
from infra.client.client import ConsoleClient
from infra.operator.choices import caller
from infra.operator.command import answered, command, console_of, say, with_console
from infra.operator.console_of_stack import administrator, deployed_console, in_words


def main(
    arguments: Sequence[str] | None = None,
    console: Callable[[str], Console] = deployed_console,
    who: Callable[[], str] = caller,
    client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of,
) -> int:
    """Invite, and say whom in one JSON line. `console` finds a stack's console by name, `client_of` by the options."""
    parser = with_console(command("invite", __doc__))
    parser.add_argument("email", help="where the mail goes")
    parser.add_argument("--role", type=Role, choices=list(Role), required=True)
    given = parser.parse_args(arguments)
    return answered(lambda: _say(_invited(given, console, who, client_of)))


def _invited(
    given: argparse.Namespace,
    console: Callable[[str], Console],
    who: Callable[[], str],
    client_of: Callable[[argparse.Namespace], ConsoleClient],
) -> Person:
    if given.url:
        return client_of(given).invite(given.email, given.role)
    with in_words():
        return Person.of(console(given.stack).people.invite(administrator(who()), given.email, given.role))


def _say(person: Person) -> int:
    say({"invited": person.email, "role": person.role, "id": person.id})
    return 0


if __name__ == "__main__":
    sys.exit(main())
