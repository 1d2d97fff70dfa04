"""Shows how connections stand: `uv run poe status --help`.

Through the console, which asks no vendor: counts and money of every kind of record, and each cause that needs a person:

    poe status --url https://console.example                            every connection
    poe status --url https://console.example --connection 62515-9130
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from counterfoil.domain.connection import ConnectionState
from counterfoil_console.api.standing import CauseSummary, KindStanding, Status
from infra.client.client import ConsoleClient
from infra.operator.command import answered, by_console, console_of, say

_GOOD = {ConnectionState.ACTIVE, ConnectionState.PLANNED}


def main(
    arguments: Sequence[str] | None = None, client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of
) -> int:
    """Say how it stands, in JSON lines; 1 when something needs a person. `client_of` finds a console by the options."""
    parser = by_console("status", __doc__)
    parser.add_argument("--connection", default="", help="only this connection")
    given = parser.parse_args(arguments)
    return answered(lambda: _show(given.connection, client_of(given)))


def _show(connection_id: str, client: ConsoleClient) -> int:
    ids = [connection_id] if connection_id else [one.id for one in client.connections().connections]
    needy = False
    for one in ids:
        status = client.status(one)
        for line in _lines(status, client.causes(one).causes):
            say({"connection": one, **line})
        needy = needy or bool(status.needs_you) or status.connection.state not in _GOOD
    return 1 if needy else 0


def _lines(status: Status, causes: Sequence[CauseSummary]) -> Iterator[Mapping[str, object]]:
    yield {"company": status.connection.company, "state": status.connection.state, "needs_you": status.needs_you}
    yield from map(_kind, status.kinds)
    for cause in causes:
        since = cause.since.isoformat() if cause.since else ""
        yield {"cause": cause.category, "records": dict(cause.records), "money": dict(cause.money), "since": since}


def _kind(kind: KindStanding) -> Mapping[str, object]:
    return {
        "kind": kind.kind,
        "direction": kind.direction,
        "rule_version": kind.rule_version,
        **{one.status: one.records for one in kind.standings},
    }


if __name__ == "__main__":
    sys.exit(main())
