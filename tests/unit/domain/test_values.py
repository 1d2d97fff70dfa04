"""A value behaves as the standard library's dataclass, though its methods are compiled when it is first used."""

import re
from copy import copy, deepcopy
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from pathlib import Path

import pytest

from counterfoil.domain.values import dataclass

PACKAGES = [Path(__file__).parents[3] / folder for folder in ("shared/counterfoil", "console/counterfoil_console")]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is."""

    town: str
    street: str = ""
    notes: list[str] = field(default_factory=list, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop(Place):
    """A place with a number, which is a positive one."""

    number: int

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError("no number")


@dataclass(frozen=True, slots=True)
class Secret:
    """Shows nothing of itself."""

    word: str

    def __repr__(self) -> str:
        return "Secret()"


@dataclass(slots=True)
class Count:
    """May change."""

    number: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Rank:
    """Comes before or after another."""

    number: int


def test_what_is_equal_has_one_hash() -> None:
    one, same, other = Place("Ghent", "Korenlei", ["a"]), Place("Ghent", "Korenlei"), Place("Ghent")
    assert (one == same, hash(one) == hash(same), one == other) == (True, True, False)
    assert Place("Ghent") != Shop(town="Ghent", number=1)


def test_the_first_use_may_be_any() -> None:
    @dataclass(frozen=True, slots=True)
    class Fresh:
        """Not used before."""

        number: int

    made = object.__new__(Fresh)
    object.__setattr__(made, "number", 3)
    assert hash(made) == hash(Fresh(3))


def test_it_shows_its_fields() -> None:
    assert repr(Place("Ghent")) == "Place(town='Ghent', street='', notes=[])"
    assert repr(Shop(town="Ghent", number=2)) == "Shop(town='Ghent', street='', notes=[], number=2)"
    assert repr(Secret("word")) == "Secret()"


def test_it_takes_what_its_fields_say_and_checks_it() -> None:
    assert Place("Ghent").notes is not Place("Ghent").notes
    with pytest.raises(TypeError, match="town"):
        Place()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        Shop("Ghent", "", [], 3)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="no number"):
        Shop(town="Ghent", number=0)


def test_it_never_changes() -> None:
    shop = Shop(town="Ghent", number=1)
    with pytest.raises(FrozenInstanceError, match="'town'"):
        shop.town = "Bruges"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="'number'"):
        del shop.number
    with pytest.raises(AttributeError):
        shop.colour = "red"  # type: ignore[attr-defined]
    assert not hasattr(shop, "__dict__")


def test_it_is_copied_replaced_and_read_as_any_dataclass() -> None:
    shop = Shop(town="Ghent", number=1, notes=["a"])
    assert copy(shop) == deepcopy(shop) == shop
    assert replace(shop, number=2) == Shop(town="Ghent", number=2)
    assert asdict(shop) == {"town": "Ghent", "street": "", "notes": ["a"], "number": 1}
    assert [each.name for each in fields(Shop)] == ["town", "street", "notes", "number"]
    match shop:
        case Place(town, _):
            assert town == "Ghent"


def test_what_changes_or_has_an_order_is_the_standard_library_s() -> None:
    count = Count()
    count.number = 2
    assert (count, Rank(1) < Rank(2)) == (Count(2), True)


def test_every_value_of_the_product_is_made_this_way() -> None:
    texts = {path: path.read_text() for folder in PACKAGES for path in folder.rglob("*.py") if path.name != "values.py"}
    makers = {path for path, text in texts.items() if "@dataclass(frozen=True" in text}
    others = {path for path in makers if re.search(r"^from dataclasses import .*\bdataclass\b", texts[path], re.MULTILINE)}
    assert len(makers) > 100
    assert not others
