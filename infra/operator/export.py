"""Exports records, a plan, or what people did, into a file: `uv run poe export --help`.

Through the console, with a token. Text is text there, whatever it begins with, and amounts are numbers:

    poe export --connection 62515-9130 --to invoices.xlsx --kind invoice --status failing
    poe export --connection 62515-9130 --to plan.csv --plan 20261128-101500-000000
    poe export --connection 62515-9130 --to history.xlsx --what history
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx2

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil_console.api.exports import Export, WantedExport
from counterfoil_console.domain.exports import ExportForm, ExportSort, ExportState
from infra.client.client import ConsoleClient
from infra.operator.command import answered, by_console, console_of, refuse, say

_PAUSE = 2.0
_FETCHED_WITHIN = 300.0

type Fetch = Callable[[str], bytes]


def fetch(link: str) -> bytes:
    """The file behind a link. Raises httpx2.HTTPError."""
    return httpx2.get(link, timeout=_FETCHED_WITHIN).raise_for_status().content


def main(
    arguments: Sequence[str] | None = None,
    client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of,
    sleep: Callable[[float], object] = time.sleep,
    fetch: Fetch = fetch,
) -> int:
    """Have the file made, wait, and keep it; 1 when it could not be made."""
    parser = by_console("export", __doc__)
    parser.add_argument("--connection", required=True, help="id of the connection, as reports name it")
    parser.add_argument("--to", required=True, type=Path, metavar="FILE", help="ends in .xlsx or .csv")
    parser.add_argument("--what", type=ExportSort, choices=list(ExportSort), default=ExportSort.RECORDS)
    parser.add_argument("--kind", type=EntityKind, choices=list(EntityKind), help="only these records")
    parser.add_argument("--status", type=OutcomeStatus, choices=list(OutcomeStatus), help="only records that stand so")
    parser.add_argument("--plan", default="", help="the rows of this plan")
    given = parser.parse_args(arguments)
    if given.to.suffix.removeprefix(".") not in set(ExportForm):
        parser.error(f"{given.to} ends neither in .xlsx nor in .csv")
    return answered(lambda: _export(given, client_of(given), sleep, fetch))


def _export(given: argparse.Namespace, client: ConsoleClient, sleep: Callable[[float], object], fetch: Fetch) -> int:
    made = _waited(client, given.connection, client.make_export(given.connection, _wanted(given)), sleep)
    if made.state is not ExportState.READY:
        return refuse(made.trouble or f"the export was {made.state}")
    try:
        given.to.write_bytes(fetch(client.export_link(given.connection, made.id).link))
    except (httpx2.HTTPError, OSError) as error:
        return refuse(f"the file is ready, and could not be kept: {error}")
    say({"connection": given.connection, "file": str(given.to), "rows": made.done})
    return 0


def _wanted(given: argparse.Namespace) -> WantedExport:
    what = ExportSort.PLAN if given.plan else given.what
    form = ExportForm(given.to.suffix.removeprefix("."))
    return WantedExport(what=what, form=form, kind=given.kind, status=given.status, plan=given.plan)


def _waited(client: ConsoleClient, connection: str, export: Export, sleep: Callable[[float], object]) -> Export:
    while export.state is ExportState.WORKING:
        sleep(_PAUSE)
        export = client.export(connection, export.id)
    return export


if __name__ == "__main__":
    sys.exit(main())
