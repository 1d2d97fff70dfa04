"""Lists records and how each stands: `uv run poe records --help`.

Through the console, which asks no vendor; newest first, those of one category the longest first:

    poe records --url https://console.example --connection 62515-9130 --kind invoice --status failing
    poe records --url https://console.example --connection 62515-9130 --category E7
    poe records --url https://console.example --connection 62515-9130 --search INV-1042
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil_console.api.records import RecordSummary, WantedRecords
from infra.client.client import ConsoleClient
from infra.operator.command import answered, by_console, console_of, say

SHOWN = 200
MAY_BE_MORE = "There may be more that begin so: search for more of the number, name or e-mail."


def main(
    arguments: Sequence[str] | None = None, client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of
) -> int:
    """Say each record in a JSON line, and whether there may be more. `client_of` finds a console by the options."""
    given = _parser().parse_args(arguments)
    return answered(lambda: _list(given, client_of(given)))


def _parser() -> argparse.ArgumentParser:
    parser = by_console("records", __doc__)
    parser.add_argument("--connection", required=True, help="id of the connection, as reports name it")
    parser.add_argument("--kind", type=EntityKind, choices=list(EntityKind), default=EntityKind.INVOICE)
    parser.add_argument("--status", type=OutcomeStatus, choices=list(OutcomeStatus), help="only those that stand so")
    parser.add_argument("--category", type=ErrorCategory, metavar="E7", help="only those with this error")
    parser.add_argument("--search", default="", help="only those whose number, name or e-mail begins so")
    parser.add_argument("--most", type=int, default=SHOWN, help=f"how many at most (default: {SHOWN})")
    return parser


def _list(given: argparse.Namespace, client: ConsoleClient) -> int:
    wanted = WantedRecords(kind=given.kind, status=given.status, category=given.category, q=given.search)
    for record in islice(_every(client, given.connection, wanted), given.most):
        say(_told(record))
    return 0


def _every(client: ConsoleClient, connection_id: str, wanted: WantedRecords) -> Iterator[RecordSummary]:
    """Page by page, as far as anybody reads."""
    more = True
    while more:
        page = client.records(connection_id, wanted)
        if page.may_be_more:
            print(MAY_BE_MORE, file=sys.stderr)
        yield from page.records
        wanted, more = replace(wanted, after=page.next), bool(page.next)


def _told(record: RecordSummary) -> Mapping[str, object]:
    """What says nothing is left out."""
    told: dict[str, object] = {
        "record": record.ref,
        "name": record.name,
        "detail": record.detail,
        "amount": f"{record.amount} {record.currency}" if record.amount is not None else "",
        "status": record.status,
        "at": record.at.isoformat(),
        "counterpart": record.counterpart or "",
        "error": record.category or "",
        "explanation": record.explanation,
        "remedy": record.remedy,
        "retry_at": record.retry_at.isoformat() if record.retry_at else "",
    }
    return {name: value for name, value in told.items() if value}


if __name__ == "__main__":
    sys.exit(main())
