"""What `poe bench` makes of figures: a count above its target fails, what depends on the machine is only told."""

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from tests.benchmarks.__main__ import chosen_of, run
from tests.benchmarks.figures import Figure, Verdict
from tests.benchmarks.measures import Measure

AT_THE_TARGET = Figure("calls", 45, floor=40, target=45)
ABOVE_IT = Figure("reads", 2, "reads", floor=0, target=1)
SLOW = Figure("p99", 61.25, "ms", floor=20, target=60, counted=False)
UNJUDGED = Figure("calls to plan", 18)


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [(AT_THE_TARGET, Verdict.KEPT), (ABOVE_IT, Verdict.MISSED), (SLOW, Verdict.TOLD), (UNJUDGED, Verdict.TOLD)],
)
def test_a_count_is_judged_and_a_time_is_told(figure: Figure, verdict: Verdict) -> None:
    assert figure.verdict is verdict


def test_a_ratio_needs_a_floor_above_nothing() -> None:
    assert (AT_THE_TARGET.ratio, ABOVE_IT.ratio, UNJUDGED.ratio) == (1.125, None, None)


@pytest.mark.parametrize(("figures", "code"), [((AT_THE_TARGET, SLOW), 0), ((AT_THE_TARGET, ABOVE_IT), 1)])
def test_a_run_shows_stores_and_judges(tmp_path: Path, figures: tuple[Figure, ...], code: int) -> None:
    screen, stored = StringIO(), tmp_path / "new" / "bench.json"
    assert run([Measure("Some", lambda: figures)], stored, short=False, console=Console(file=screen, width=120)) == code
    shown = screen.getvalue()
    assert "45 calls     40   1.12      45" in shown
    assert shown.rstrip().endswith(f"2 figures of 1 measures, {code} missed")
    (told,) = json.loads(stored.read_text()).values()
    assert [one["verdict"] for one in told] == [str(figure.verdict) for figure in figures]


def test_a_slow_machine_is_named_but_fails_nobody(tmp_path: Path) -> None:
    screen = StringIO()
    assert (
        run([Measure("Slow", lambda: [SLOW])], tmp_path / "bench.json", short=False, console=Console(file=screen, width=120))
        == 0
    )
    assert "told, above its target" in screen.getvalue()


def test_what_was_played_is_told_though_a_later_measure_cannot_be(tmp_path: Path) -> None:
    def broken() -> list[Figure]:
        raise RuntimeError("no stack")

    screen, stored = StringIO(), tmp_path / "bench.json"
    measures = [Measure("First", lambda: [AT_THE_TARGET]), Measure("Second", broken)]
    with pytest.raises(RuntimeError, match="no stack"):
        run(measures, stored, short=False, console=Console(file=screen, width=120))
    assert screen.getvalue().rstrip().endswith("1 figures of 1 measures, 0 missed")
    assert list(json.loads(stored.read_text())) == ["First"]


def test_short_runs_leave_out_what_is_long_and_play_the_rest_at_small_numbers(tmp_path: Path) -> None:
    measures = [Measure("Both", lambda: [ABOVE_IT], lambda: [AT_THE_TARGET]), Measure("Long", lambda: [ABOVE_IT])]
    (chosen,) = chosen_of(measures, "", short=True)
    assert run([chosen], tmp_path / "bench.json", short=True, console=Console(file=StringIO())) == 0


def test_a_word_that_is_in_no_title_is_said_so() -> None:
    with pytest.raises(SystemExit, match="No measure has 'nowhere' in its title"):
        chosen_of([Measure("Somewhere", list)], "nowhere", short=False)
