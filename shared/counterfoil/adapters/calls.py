"""Keeps the calls that are made for some records, with the names that tell which of them each was about."""

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from counterfoil.adapters.http import OnCall, Sent
from counterfoil.domain.call import VendorCall
from counterfoil.domain.identity import System
from counterfoil.engine.ports import CallLog, MadeCall

_MOST_KEPT = 300
_NAME = re.compile(r"[A-Za-z0-9._:-]{1,140}")
"""What an id or a marker looks like; nothing else of a request is looked at."""
_QUOTED = re.compile(r"'([^']*)'")
_MARKER = re.compile(rf"(?:{'|'.join(System)}):[a-z]+:[A-Za-z0-9._:-]+")
"""As a note holds it, between other words."""


class RecentCalls(CallLog):
    """The calls of both vendors, in order."""

    def __init__(self) -> None:
        self._made: deque[MadeCall] = deque(maxlen=_MOST_KEPT)

    def begin(self) -> None:
        self._made.clear()

    def made(self) -> Sequence[MadeCall]:
        return tuple(self._made)

    def of(self, system: System) -> OnCall:
        """Keeps the calls of one vendor. Of what was sent no more than names is kept, and those only for the moment."""

        def keep(sent: Sent) -> None:
            call = VendorCall(
                system=system,
                method=sent.method,
                path=sent.path,
                status=sent.status,
                milliseconds=sent.milliseconds,
                request_id=sent.request_id,
            )
            self._made.append(MadeCall(call, frozenset((*_names(sent.content), *_ids_in(sent.path)))))

        return keep


def _ids_in(path: str) -> Iterator[str]:
    """The record that an address names, where one is asked for by itself."""
    return (part for part in path.split("/") if part.isdigit())


def _names(content: object) -> Iterator[str]:
    """Everything in a request that may be an id or a marker."""
    match content:
        case str() if _NAME.fullmatch(content):
            yield content
        case str():
            yield from (one for one in _QUOTED.findall(content) if _NAME.fullmatch(one))
            yield from _MARKER.findall(content)
        case Mapping():
            for value in content.values():
                yield from _names(value)
        case Sequence() if not isinstance(content, bytes):
            for value in content:
                yield from _names(value)
