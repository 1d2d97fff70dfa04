"""Pauses, resumes, disconnects and deletes connections, and says how people are told: `uv run poe pause --help`.

Through the console, with a token:

    poe pause --connection 62515-9130                nothing is carried; every rule keeps its own switch
    poe resume --connection 62515-9130               carries again, and what changed meanwhile
    poe disconnect --connection 62515-9130           tells both vendors and erases the permissions; links and rules stay
    poe language --connection 62515-9130 --language pt
                                                     writes mails and chats about it in a language that there is
    poe delete-connection --connection 62515-9130 --name "Craig's Design"
                                                     erases all that is kept of it, for good
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence

from counterfoil_console.api.connections import ConnectionDetails
from infra.client.client import ConsoleClient
from infra.operator.command import answered, by_console, console_of, say

type Act = Callable[[ConsoleClient, argparse.Namespace], ConnectionDetails]

_ACTS: Mapping[str, Act] = {
    "pause": lambda client, given: client.pause_connection(given.connection),
    "resume": lambda client, given: client.resume_connection(given.connection),
    "disconnect": lambda client, given: client.disconnect_connection(given.connection),
    "language": lambda client, given: client.speak_language(given.connection, given.language),
    "delete-connection": lambda client, given: client.delete_connection(given.connection, given.name),
}


def main(
    arguments: Sequence[str] | None = None, client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of
) -> int:
    """Do it, and say how the connection stands in one JSON line; 1 when a person has to end something at a vendor."""
    given = _parser(arguments)
    return answered(lambda: _act(_ACTS[given.act], client_of(given), given))


def _parser(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = by_console("pause", __doc__)
    parser.add_argument("act", choices=sorted(_ACTS))
    parser.add_argument("--connection", required=True, help="id of the connection, as reports name it")
    parser.add_argument("--name", default="", help="what it is called, to delete it")
    parser.add_argument("--language", default="en", help="the language of mails and chats (default: en)")
    return parser.parse_args(arguments)


def _act(act: Act, client: ConsoleClient, given: argparse.Namespace) -> int:
    found = act(client, given)
    say(
        {
            "connection": found.id,
            "name": found.name,
            "language": found.language,
            "state": found.state,
            "permissions": dict(found.permissions),
            "to_be_ended_by_a_person": list(found.untold),
        }
    )
    return 1 if found.untold else 0


if __name__ == "__main__":
    sys.exit(main())
