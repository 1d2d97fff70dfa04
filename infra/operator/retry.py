"""Has failing and waiting records tried again at once: `uv run poe retry --help`.

Without more, all of the connection's records are tried, those first that have failed or waited longest. Once a cause is
mended, this saves waiting for the next try or for the night:

    poe retry --connection 62515-9130
    poe retry --connection 62515-9130 --category E7
    poe retry --connection 62515-9130 --record hubspot:invoice:301 quickbooks:payment:88
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from counterfoil.domain.errors import ErrorCategory
from counterfoil.engine.hints.retry import Retry
from counterfoil.engine.ports import ConnectionStore
from counterfoil_console.api.deciding import Retried, WantedRetry
from infra.client.client import ConsoleClient
from infra.operator.command import about_connection, answered, console_of, refuse, say, with_console
from infra.operator.deployment import deployed_bundle
from infra.operator.records import add_records

type Deployed = tuple[ConnectionStore, Retry]


def deployed_retry(stack_name: str) -> Deployed:
    """The connections of the bundle deployed as `stack_name`, and its retrying. Raises ClientError."""
    bundle = deployed_bundle(stack_name)
    return bundle.connections, bundle.retry


def main(
    arguments: Sequence[str] | None = None,
    retry_of: Callable[[str], Deployed] = deployed_retry,
    client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of,
) -> int:
    """Retry, and say of how many records in one JSON line; 1 when a named record neither fails nor waits.

    `retry_of` finds a stack by name, `client_of` a console by the options.
    """
    given = _parser().parse_args(arguments)

    def retry() -> int:
        return _tell(given, _by_console(given, client_of(given)) if given.url else _by_stack(given, *retry_of(given.stack)))

    return answered(retry)


def _parser() -> argparse.ArgumentParser:
    parser = with_console(about_connection("retry", __doc__))
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--category", type=_category, help="only records with this error, as reports name it: E2")
    add_records(chosen, help="only these records, as reports name them: hubspot:invoice:301")
    return parser


def _category(text: str) -> ErrorCategory:
    try:
        return ErrorCategory(text.upper())
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"no error of this product: {text!r}") from error


def _by_console(given: argparse.Namespace, client: ConsoleClient) -> Retried:
    wanted = WantedRetry(records=tuple(map(str, given.record)), category=given.category)
    return client.retry(given.connection, wanted)


def _by_stack(given: argparse.Namespace, connections: ConnectionStore, retry: Retry) -> Retried:
    return Retried.of(retry.now(connections.get(given.connection).id, given.category, given.record))


def _tell(given: argparse.Namespace, retried: Retried) -> int:
    say({"connection": given.connection, "retried": retried.retried})
    if retried.untroubled:
        return refuse(f"neither failing nor waiting: {', '.join(retried.untroubled)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
