"""Something done for several connections, of which each is its own trouble only."""

from collections.abc import Callable, Sequence
from dataclasses import field

from counterfoil.domain.connection import Connection
from counterfoil.domain.values import dataclass


@dataclass(slots=True)
class Served:
    """What was unexpected, by connection, and the connections for which there was no time."""

    defects: list[tuple[str, Exception]] = field(default_factory=list)
    left: Sequence[Connection] = ()


def serve(
    connections: Sequence[Connection], work: Callable[[Connection], object], stop: Callable[[], bool] = lambda: False
) -> Served:
    """Do it for one after the other, until `stop` says that time is up."""
    served = Served()
    for number, connection in enumerate(connections):
        if stop():
            served.left = connections[number:]
            break
        try:
            work(connection)
        except Exception as defect:  # noqa: BLE001 - returned, when the others are served
            served.defects.append((connection.id, defect))
    return served


def raise_together(defects: Sequence[Exception]) -> None:
    """Raise what was unexpected, if anything was: several as an ExceptionGroup."""
    if defects:
        raise defects[0] if len(defects) == 1 else ExceptionGroup("connections that could not be served", defects)
