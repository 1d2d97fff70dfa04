"""Why a rule cannot be saved: all of its faults, in words for people."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from counterfoil.domain.errors import CounterfoilError
from counterfoil.domain.rules import RuleVersion
from counterfoil.domain.rules.faults import Fault
from counterfoil.domain.texts import faults

_WANTED = {
    "string_type": faults.WANTS_TEXT,
    "bool_type": faults.WANTS_TRUTH,
    "tuple_type": faults.WANTS_LIST,
    "dict_type": faults.WANTS_OBJECT,
    "mapping_type": faults.WANTS_OBJECT,
    "dataclass_type": faults.WANTS_OBJECT,
    "missing": faults.MISSING,
    "unexpected_keyword_argument": faults.UNKNOWN_MEMBER,
}
_ONE_OF = {"enum", "literal_error", "union_tag_invalid"}


class InvalidRuleError(CounterfoilError):
    """A rule that cannot be saved, with every fault in it."""

    def __init__(self, found: Sequence[Fault]) -> None:
        super().__init__("\n".join(f"{fault.path}: {fault.text}" if fault.path else fault.text for fault in found))
        self.faults = tuple(found)


class OutdatedRuleError(CounterfoilError):
    """Somebody else made a version of the rule since it was looked at; `meanwhile` is the newest."""

    def __init__(self, meanwhile: RuleVersion) -> None:
        super().__init__(f"version {meanwhile.rule.version} was made meanwhile by {meanwhile.who}")
        self.meanwhile = meanwhile


def misread(error: ValidationError) -> list[Fault]:
    """Where a document has another shape than that of a rule."""
    return [Fault(path_of(one["loc"]), _text(one["type"], one.get("ctx", {}))) for one in error.errors()]


def _text(fault: str, context: Mapping[str, Any]) -> str:
    if fault in _ONE_OF:
        expected = str(context.get("expected") or context.get("expected_tags"))
        return faults.NOT_ONE_OF(all=", ".join(re.findall(r"'([^']*)'", expected)))
    return _WANTED.get(fault, faults.UNREADABLE)()


def path_of(places: Sequence[int | str]) -> str:
    """A path as it is read: ("filters", "hubspot", "groups", 0) is "filters.hubspot.groups[0]"."""
    if places[:1] == ("options",):
        places = ("options", *places[2:])  # between them stands whose options they are
    path = "".join(f"[{place}]" if isinstance(place, int) else f".{place}" for place in places if place != "[key]")
    return path.removeprefix(".")
