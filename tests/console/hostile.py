"""Pages in which every value that comes from outside is hostile."""

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, Final

from counterfoil.domain.identity import RecordRef
from counterfoil_console.pages.frame import Frame
from counterfoil_console.pages.page import Page

HTML: Final = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}</td></table>"
FORMULA: Final = '=HYPERLINK("https://evil.example","+1")'
LONG: Final = "W" * 10_000
RIGHT_TO_LEFT: Final = "\N{RIGHT-TO-LEFT OVERRIDE}שלום עולם gnirts esrever"
LINES: Final = "one\r\ntwo\n\n<!--\x00\x07 three"
EVERY = {"html": HTML, "formula": FORMULA, "long": LONG, "right-to-left": RIGHT_TO_LEFT, "lines": LINES}

_OURS = re.compile(r"address|start|back|currency|language|time_zone|path|csrf|id|account|part")
"""Fields that hold what we made ourselves."""


def hostile(page: Page, value: str) -> Page:
    """The same page with `value` wherever people or vendors decide what is shown."""
    return _changed(page, value)  # type: ignore[no-any-return]


def hostile_frame(frame: Frame, value: str) -> Frame:
    """The same for what is around the page."""
    return _changed(frame, value)  # type: ignore[no-any-return]


def _changed(thing: Any, value: str) -> Any:
    if isinstance(thing, Enum | RecordRef):
        return thing
    if isinstance(thing, str):
        return value
    if is_dataclass(thing) and not isinstance(thing, type):
        kept = {one.name: getattr(thing, one.name) for one in fields(thing)}
        changed = {name: _changed(was, value) for name, was in kept.items() if not _OURS.fullmatch(name)}
        return replace(thing, **changed)
    if isinstance(thing, tuple):
        return tuple(_changed(one, value) for one in thing)
    if isinstance(thing, dict):
        return {key: _changed(one, value) for key, one in thing.items()}
    return thing
