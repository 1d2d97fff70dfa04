"""Accepts that linked records were deleted on purpose: `uv run poe accept-vanished --help`.

When most of the linked records of one system cannot be found, the nightly compare does nothing and informs people. If the
records were in fact deleted on purpose, this has the next compare believe it, for as many records as it has reported and
no more: their links are closed, and each is reported (E14).
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from counterfoil.engine.compare.acceptance import Acceptance
from counterfoil.engine.ports import ConnectionStore
from counterfoil_console.api.deciding import Accepted
from infra.client.client import ConsoleClient
from infra.operator.command import about_connection, answered, console_of, refuse, say, with_console
from infra.operator.deployment import deployed_bundle

type Deployed = tuple[ConnectionStore, Acceptance]


def deployed_acceptance(stack_name: str) -> Deployed:
    """The connections of the bundle deployed as `stack_name`, and what was accepted there. Raises ClientError."""
    bundle = deployed_bundle(stack_name)
    return bundle.connections, bundle.acceptance


def main(
    arguments: Sequence[str] | None = None,
    acceptance_of: Callable[[str], Deployed] = deployed_acceptance,
    client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of,
) -> int:
    """Accept, and say what in one JSON line; 0 when there was something to accept.

    `acceptance_of` finds a stack by name, `client_of` a console by the options.
    """
    given = with_console(about_connection("accept-vanished", __doc__)).parse_args(arguments)

    def accept() -> int:
        if given.url:
            return _tell(given.connection, client_of(given).accept_vanished(given.connection))
        return _tell(given.connection, _by_stack(given.connection, *acceptance_of(given.stack)))

    return answered(accept)


def _by_stack(connection_id: str, connections: ConnectionStore, acceptance: Acceptance) -> Accepted:
    return Accepted.of(acceptance.accept(connections.get(connection_id).id))


def _tell(connection_id: str, accepted: Accepted) -> int:
    if not accepted.accepted:
        return refuse(f"the last compare of {connection_id} missed nothing that had to be accepted")
    say({"connection": connection_id, "accepted": list(accepted.accepted)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
