"""Accepts that linked records were deleted on purpose: `uv run poe accept-vanished --help`.

When most of the linked records of one system cannot be found, the nightly compare does nothing and informs people. If the
records were in fact deleted on purpose, this has the next compare believe it, for as many records as it has reported and
no more: their links are closed, and each is reported (E14).
"""

import sys
from collections.abc import Callable, Sequence

from counterfoil.engine.compare.acceptance import Acceptance
from counterfoil.engine.ports import ConnectionStore
from infra.operator.command import about_connection, answered, refuse, say
from infra.operator.deployment import deployed_bundle

type Deployed = tuple[ConnectionStore, Acceptance]


def deployed_acceptance(stack_name: str) -> Deployed:
    """The connections of the bundle deployed as `stack_name`, and what was accepted there. Raises ClientError."""
    bundle = deployed_bundle(stack_name)
    return bundle.connections, bundle.acceptance


def main(arguments: Sequence[str] | None = None, acceptance_of: Callable[[str], Deployed] = deployed_acceptance) -> int:
    """Accept, and say what in one JSON line; 0 when there was something to accept. `acceptance_of` finds a stack by name."""
    given = about_connection("accept-vanished", __doc__).parse_args(arguments)
    return answered(lambda: _accept(given.connection, *acceptance_of(given.stack)))


def _accept(connection_id: str, connections: ConnectionStore, acceptance: Acceptance) -> int:
    accepted = acceptance.accept(connections.get(connection_id).id)
    if not accepted:
        return refuse(f"the last compare of {connection_id} missed nothing that had to be accepted")
    say({"connection": connection_id, "accepted": [str(one) for one in accepted]})
    return 0


if __name__ == "__main__":
    sys.exit(main())
