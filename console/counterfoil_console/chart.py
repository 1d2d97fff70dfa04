"""The picture of the last days: changes carried, what needed a person, and whether the ledgers agreed."""

from collections.abc import Iterator, Sequence
from itertools import chain

from markupsafe import Markup

from counterfoil_console.pages.health import Day
from counterfoil_console.wording import Wording

_LEFT, _SLOT, _BAR, _TOP, _ZERO, _DEEPEST, _DOTS, _LABELS = 92, 29, 20, 18, 124, 26, 178, 202
_WIDTH, _HEIGHT = _LEFT + 30 * _SLOT + 8, 206


def picture(days: Sequence[Day], say: Wording) -> Markup:
    """The last days as an SVG. It says nothing that the table below it does not say."""
    top = _round_above(max([1, *(day.carried for day in days)]))
    drawn = chain(_scale(top, say), *(_day(place, day, top, say) for place, day in enumerate(days)), _last(days, say))
    label = say.texts.gettext("Changes carried and problems open, day by day")
    frame = Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>')
    return frame.format(_WIDTH, _HEIGHT, label, Markup("").join(drawn))


def _scale(top: int, say: Wording) -> Iterator[Markup]:
    for value in (top // 2, top):
        y = _ZERO - round((_ZERO - _TOP) * value / top)
        yield Markup('<path class="grid" d="M{} {}H{}"/>').format(_LEFT, y, _WIDTH)
        yield _words(_LEFT - 8, y + 4, say.count(value), "end")
    yield _words(_LEFT - 8, _ZERO + 2, say.texts.gettext("0 changes"), "end")
    yield _words(_LEFT - 8, _ZERO + 15, say.texts.gettext("need you"), "end")
    yield _words(_LEFT - 8, _DOTS + 4, say.texts.gettext("ledgers agree"), "end")


def _day(place: int, day: Day, top: int, say: Wording) -> Iterator[Markup]:
    x, tall = _LEFT + 4 + place * _SLOT, round((_ZERO - _TOP) * day.carried / top)
    title = say.texts.gettext("%(day)s: %(carried)s carried, %(open)s need you") % {
        "day": say.short_day(day.day),
        "carried": say.count(day.carried),
        "open": say.count(day.needs_you),
    }
    yield Markup("<g><title>{}</title>").format(title)
    yield _bar("bar", x, _ZERO - tall, tall)
    if day.needs_you:
        yield _bar("hang", x, _ZERO + 5, _depth(day))
    if day.agreed is not None:
        yield Markup('<path class="{}" d="{}"/>').format(*_verdict(x + _BAR // 2, agreed=day.agreed))
    yield Markup("</g>")
    if day.day.weekday() == 0:
        yield _words(x + _BAR // 2, _LABELS, say.short_day(day.day), "middle")


def _last(days: Sequence[Day], say: Wording) -> Iterator[Markup]:
    """The last day by its date, unless a Monday stands too near, and what needs a person now."""
    if not days:
        return
    x, last = _LEFT + 4 + (len(days) - 1) * _SLOT + _BAR // 2, days[-1]
    if last.day.weekday() > 1:
        yield _words(x, _LABELS, say.short_day(last.day), "middle")
    if last.needs_you:
        yield _words(x, _ZERO + 16 + _depth(last), say.count(last.needs_you), "middle", "now")


def _depth(day: Day) -> int:
    return min(_DEEPEST, 3 + day.needs_you * 23 // 16)


def _bar(kind: str, x: int, y: int, tall: int) -> Markup:
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>').format(kind, x, y, _BAR, tall)


def _verdict(x: int, *, agreed: bool) -> tuple[str, str]:
    """A dot, or a triangle."""
    if agreed:
        return "yes", f"M{x - 4} {_DOTS}a4 4 0 1 0 8 0a4 4 0 1 0-8 0"
    return "no", f"M{x} {_DOTS - 6}l7 11h-14z"


def _words(x: int, y: int, words: str, anchor: str, kind: str = "label") -> Markup:
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(kind, x, y, anchor, words)


def _round_above(value: int) -> int:
    """The next of 2, 4, 10, 20, 40, 100 and so on that is not below `value`: half of it is a round number, too."""
    step = 1
    while 4 * step < value:
        step *= 10
    return next(factor * step for factor in (1, 2, 4) if factor * step >= max(value, 2))
