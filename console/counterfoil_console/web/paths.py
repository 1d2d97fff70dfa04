"""Which route an address belongs to."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from counterfoil_console.web.routes import Route, Routes

_VALUE = re.compile(r"[-._~()'!*:@,;=+&$%<> \[\]{}|^\w]+")
"""What a variable part may be made of."""


class Paths:
    """The declared routes of some subjects. An address without variable parts comes before one with them."""

    def __init__(self, subjects: Iterable[Routes]) -> None:
        self._exact: dict[tuple[str, str], Route] = {}
        self._variable: defaultdict[tuple[str, int], list[tuple[Sequence[str], Route]]] = defaultdict(list)
        for route in (route for subject in subjects for route in subject.declared):
            parts = route.path.split("/")
            if any(map(_name_of, parts)):
                self._variable[route.method, len(parts)].append((parts, route))
            else:
                self._exact.setdefault((route.method, route.path), route)

    def find(self, method: str, path: str) -> tuple[Route, Mapping[str, str]] | None:
        """The route and the variable parts of the path, by name; None where there is none. HEAD is answered as GET is."""
        method = "GET" if method == "HEAD" else method
        if route := self._exact.get((method, path)):
            return route, {}
        parts = path.split("/")
        for declared, route in self._variable.get((method, len(parts)), ()):
            if _fits(declared, parts):
                return route, {name: part for one, part in zip(declared, parts, strict=True) if (name := _name_of(one))}
        return None


def _fits(declared: Sequence[str], parts: Sequence[str]) -> bool:
    pairs = zip(declared, parts, strict=True)
    return all(_VALUE.fullmatch(part) if _name_of(one) else one == part for one, part in pairs)


def _name_of(part: str) -> str:
    """What a variable part is called, "" for any other."""
    return part[1:-1] if part.startswith("<") else ""
