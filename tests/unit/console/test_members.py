"""What a page can show is shown by somebody: every member of a page's model is set where the product makes the page."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

WHOLE = "**"
"""All members at once, from a mapping."""
ROOT = Path(__file__).parents[3] / "console" / "counterfoil_console"


@dataclass(frozen=True)
class Member:
    """A member of a model that need not be given; `position` is where it stands among those that may be given in order."""

    model: str
    name: str
    position: int | None


def members(source: str) -> Iterator[Member]:
    """Those of every model in a module of pages."""
    for model in (one for one in ast.parse(source).body if isinstance(one, ast.ClassDef)):
        in_order = "kw_only=True" not in "".join(map(ast.unparse, model.decorator_list))
        typed = (one for one in model.body if isinstance(one, ast.AnnAssign))
        fields = [one for one in typed if "ClassVar" not in ast.unparse(one.annotation)]
        for position, field in enumerate(fields):
            if field.value is not None:
                yield Member(model.name, ast.unparse(field.target), position if in_order else None)


def given(source: str) -> Iterator[tuple[str, str | int]]:
    """What calls in a module give to whom: a model's name, and a member's name or how many are given in order."""
    for call in (one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Call)):
        model = ast.unparse(call.func).rpartition(".")[2]
        yield from ((model, one.arg or WHOLE) for one in call.keywords)
        yield model, len(call.args)


def never_set(pages: list[str], makers: list[str]) -> list[str]:
    """The members that nobody gives when a model is made, or made anew with a change."""
    gifts = {gift for source in makers for gift in given(source)}
    return [f"{one.model}.{one.name}" for source in pages for one in members(source) if not _is_set(one, gifts)]


def _is_set(member: Member, gifts: set[tuple[str, str | int]]) -> bool:
    in_order = [count for model, count in gifts if model == member.model and isinstance(count, int)]
    by_place = member.position is not None and max(in_order, default=0) > member.position
    return by_place or bool(gifts & {(member.model, member.name), (member.model, WHOLE), ("replace", member.name)})


def test_every_member_of_a_page_is_set_by_the_console() -> None:
    pages = [path.read_text("utf-8") for path in sorted((ROOT / "pages").glob("*.py"))]
    makers = [path.read_text("utf-8") for path in sorted(ROOT.rglob("*.py"))]
    assert never_set(pages, makers) == []


PAGE = """
@dataclass(frozen=True, kw_only=True)
class Shown:
    template: ClassVar[str] = "shown.html"
    name: str
    day: date | None = None
    note: str = ""

@dataclass(frozen=True)
class Line:
    name: str
    note: str = ""
"""


@pytest.mark.parametrize(
    ("maker", "left"),
    [
        ("Shown(name='a'); Line('a')", ["Shown.day", "Shown.note", "Line.note"]),
        ("page.Shown(name='a', day=None); Line('a', 'b')", ["Shown.note"]),
        ("replace(Shown(**told), note='b'); Line(name='a')", []),
        ("Shown(name='a', day=None); Other(note='b'); Line('a', note='b')", ["Shown.note"]),
    ],
)
def test_what_nobody_sets_is_found(maker: str, left: list[str]) -> None:
    assert never_set([PAGE], [maker]) == left
