"""A language that nobody speaks: every text of the product in capital letters, so that what stays English is seen."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from html import unescape
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo

from counterfoil.languages import DOMAIN, FOLDERS

ROOT = Path(__file__).parents[1]
LANGUAGE = "it"
"""It has a locale of its own, and no catalogue."""
_KEPT = re.compile(r"(%\(\w+\)s|\{\w+\}|<[^>]*>|&\w+;|%%)")

type Text = str | Sequence[str]


@cache
def extracted() -> frozenset[tuple[str | None, str | tuple[str, ...]]]:
    """Every text that people may see, as Babel finds them: with its context, and of what is counted one and several."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]
    found = extract_from_dir(
        ROOT,
        methods,
        options,
        directory_filter=lambda path: not Path(path).name.startswith((".", "tests", "infra", "functions")),
    )
    return frozenset((context, text) for _, _, text, _, context in found)


def shouted(text: str) -> str:
    """A text in that language: capital letters, but for the values that it names."""
    return "".join(piece if _KEPT.fullmatch(piece) else piece.upper() for piece in _KEPT.split(text))


@contextmanager
def spoken(folder: Path) -> Iterator[str]:
    """While it lasts the console knows the language, by a catalogue in the folder."""
    home = folder / LANGUAGE / "LC_MESSAGES"
    home.mkdir(parents=True)
    with (home / f"{DOMAIN}.mo").open("wb") as file:
        write_mo(file, _catalogue())
    FOLDERS.append(folder)
    try:
        yield LANGUAGE
    finally:
        FOLDERS.remove(folder)


def _catalogue() -> Catalog:
    catalogue = Catalog(locale=LANGUAGE)
    for context, text in extracted():
        if isinstance(text, str):
            catalogue.add(text, shouted(text), context=context)
        else:
            one, *_, several = map(shouted, text)
            catalogue.add(text, (one, *[several] * (catalogue.num_plurals - 1)), context=context)
    return catalogue


def english_in(page: str) -> list[str]:
    """What is English in what people read of a page: pieces of our texts that have at least two words."""
    shown = " ".join(unescape(re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)).split())
    return sorted(piece for piece in _pieces() if piece in shown)


@cache
def _pieces() -> frozenset[str]:
    texts = {one for _, text in extracted() for one in (text if isinstance(text, tuple) else (text,))}
    pieces = {" ".join(piece.split()).strip(" .,:;") for text in texts for piece in _KEPT.split(text)}
    return frozenset(piece for piece in pieces if len(re.findall(r"\b[A-Za-z]?[a-z]{2,}\b", piece)) > 1 and "%" not in piece)
