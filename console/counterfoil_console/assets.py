"""The static files that the console serves, each under a name that changes with its content."""

import hashlib
import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_SERVED = (
    *("console.css", "ledgers.css", "plans.css", "setting-up.css"),
    *("filters.js", "live.js", "htmx-4.0.1.min.js", "mark.svg"),
)


def asset(name: str) -> tuple[bytes, str]:
    """A file by the name in its address, with its content type. Raises KeyError for any other name."""
    return _served()[name]


def address_of(file: str) -> str:
    """The address of a static file. It never shows anything else, so that browsers may keep it forever."""
    return f"/static/{_names()[file]}"


@cache
def symbols() -> dict[str, str]:
    """The icons as SVG symbols, by their names."""
    sprite = (_FOLDER / "icons.svg").read_text(encoding="utf-8")
    return {name: symbol for symbol, name in re.findall(r'(<symbol id="i-(\w+)".*?</symbol>)', sprite)}


@cache
def _content(file: str) -> bytes:
    content = (_FOLDER / file).read_bytes()
    return _lean(content.decode()).encode() if file.endswith(".css") else content


@cache
def _names() -> dict[str, str]:
    return {file: f"{hashlib.sha256(_content(file)).hexdigest()[:16]}-{file}" for file in _SERVED}


@cache
def _served() -> dict[str, tuple[bytes, str]]:
    return {name: (_content(file), _TYPES[Path(file).suffix]) for file, name in _names().items()}


def _lean(css: str) -> str:
    """The style sheet without comments and layout."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s*([{};,>])\s*|(?<=:)\s", r"\1", re.sub(r"\s+", " ", css))
    return css.replace(";}", "}").strip()
