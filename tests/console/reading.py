"""Reads rendered pages as a browser does, as far as tests need it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(frozen=True, slots=True)
class Element:
    """One element with its attributes, and the ids of the forms around it."""

    name: str
    attributes: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")


@dataclass(slots=True)
class Read:
    """What stands on a page: all elements in their order, and all text that is shown."""

    elements: list[Element] = field(default_factory=list)
    text: str = ""

    def named(self, *names: str) -> list[Element]:
        """The elements of these names."""
        return [one for one in self.elements if one.name in names]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read = Read()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.read.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.read.text += data


def read(html: str) -> Read:
    """The page."""
    parser = _Parser()
    parser.feed(html)
    return parser.read
