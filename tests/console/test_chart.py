"""The picture of the last days."""

from dataclasses import replace

from counterfoil_console.chart import picture
from counterfoil_console.pages.health import Day
from counterfoil_console.wording import Wording
from tests.console.reading import Element, read
from tests.console.samples.around import frame, on
from tests.console.samples.health import HEALTH

SAY = Wording.of(frame("/"))


def _bars(days: tuple[Day, ...], kind: str) -> list[Element]:
    return [one for one in read(picture(days, SAY)).named("rect") if one["class"] == kind]


def test_each_day_has_a_bar_as_tall_as_what_was_carried() -> None:
    bars = _bars(HEALTH.days, "bar")

    assert len(bars) == 30
    tallest = max(HEALTH.days, key=lambda day: day.carried)
    assert max(bars, key=lambda bar: int(bar["height"])) == bars[HEALTH.days.index(tallest)]


def test_a_day_that_needed_nobody_hangs_no_bar_and_one_that_was_not_compared_has_no_mark() -> None:
    quiet = (replace(HEALTH.days[0], needs_you=0, agreed=None),)

    assert _bars(quiet, "hang") == []
    assert not [one for one in read(picture(quiet, SAY)).named("path") if one["class"] in {"yes", "no"}]


def test_no_day_and_an_enormous_one_can_be_drawn() -> None:
    assert picture((), SAY)
    enormous = picture((Day(day=on(1), carried=9_999_999, needs_you=9_999_999),), SAY)
    heights = [int(one["height"]) for one in read(enormous).named("rect")]
    assert all(0 <= height <= 200 for height in heights)
