"""Accepts that linked records were deleted on purpose: `uv run poe accept-vanished --help`.

When most of the linked records of one system cannot be found, the nightly compare does nothing and tells people. If the
records were in fact deleted on purpose, this has the next compare believe it, for as many records as it has reported and
no more: their links are closed, and each is reported (E14).
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence

from botocore.exceptions import BotoCoreError, ClientError

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.errors import CounterfoilError
from counterfoil.engine.compare.acceptance import Acceptance
from counterfoil.engine.ports import ConnectionStore, CursorStore
from infra.operator.deployment import deployed_settings


def deployed_stores(stack_name: str) -> tuple[ConnectionStore, CursorStore]:
    """Where the bundle deployed as `stack_name` keeps connections and cursors. Raises ClientError."""
    bundle = Bundle(deployed_settings(stack_name))
    return bundle.connections, bundle.cursors


def main(
    arguments: Sequence[str] | None = None,
    stores_of: Callable[[str], tuple[ConnectionStore, CursorStore]] = deployed_stores,
) -> int:
    """Accept, and say what in one JSON line; 0 when there was something to accept. `stores_of` finds a stack by name."""
    given = _parser().parse_args(arguments)
    try:
        connections, cursors = stores_of(given.stack)
        connection = connections.get(given.connection)
        accepted = Acceptance(cursors).accept(connection.id)
    except (CounterfoilError, BotoCoreError, ClientError) as error:
        return _refuse(str(error))
    if not accepted:
        return _refuse(f"the last compare of {connection.id} missed nothing that had to be accepted")
    sys.stdout.write(json.dumps({"connection": connection.id, "accepted": [str(one) for one in accepted]}) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="poe accept-vanished", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--stack", default="counterfoil", help="name of the deployed stack (default: counterfoil)")
    parser.add_argument("--connection", required=True, help="id of the connection, as the report names it")
    return parser


def _refuse(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
