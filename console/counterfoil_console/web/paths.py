"""Which route an address leads to."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from counterfoil_console.web.routes import Route

_ANSWERED_BY = {"GET": ("GET", "HEAD")}
"""Whoever asks for the head of a page is answered by the page."""
_ARGUMENT = re.compile(r"[\w\-._~()'!*:@,;=+&$%<> \[\]{}|^]+")
"""What stands in a variable part: what may stand in an address, once it is decoded."""

type Found = tuple[Route, Mapping[str, str]]
"""A route, and what stands in the variable parts of its path."""


class Paths:
    """Routes by their paths. A path without variable parts comes before those with one; of these the first counts."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._fixed: dict[tuple[str, str], Route] = {}
        self._others: defaultdict[tuple[str, int], list[tuple[Sequence[str], Route]]] = defaultdict(list)
        for route in routes:
            for method in _ANSWERED_BY.get(route.method, (route.method,)):
                self._add(method, route)

    def _add(self, method: str, route: Route) -> None:
        parts = route.path.split("/")
        if any(map(_is_variable, parts)):
            self._others[method, len(parts)].append((parts, route))
        else:
            self._fixed.setdefault((method, route.path), route)

    def find(self, method: str, path: str) -> Found | None:
        """The route of an address, if there is one."""
        if route := self._fixed.get((method, path)):
            return route, {}
        given = path.split("/")
        for parts, route in self._others.get((method, len(given)), ()):
            if all(map(_fits, parts, given)):
                return route, {name[1:-1]: one for name, one in zip(parts, given, strict=True) if _is_variable(name)}
        return None


def _is_variable(part: str) -> bool:
    return part.startswith("<")


def _fits(part: str, given: str) -> bool:
    return _ARGUMENT.fullmatch(given) is not None if _is_variable(part) else part == given
