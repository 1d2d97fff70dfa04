"""The calls of vendors that were made for some records."""

from collections.abc import Sequence
from typing import Protocol

from counterfoil.domain.call import VendorCall
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class MadeCall:
    """A call, and the ids and markers that it named. The names are never stored."""

    call: VendorCall
    names: frozenset[str] = frozenset()


class CallLog(Protocol):
    """What was called for the records that are worked on together."""

    def begin(self) -> None:
        """Other records are worked on from now on."""
        ...

    def made(self) -> Sequence[MadeCall]:
        """The calls since then, oldest first; of very many only the last."""
        ...


class NoCalls(CallLog):
    """For those who keep no calls."""

    def begin(self) -> None:
        """Nothing is kept."""

    def made(self) -> Sequence[MadeCall]:
        """Nothing was kept."""
        return ()
