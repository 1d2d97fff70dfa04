"""How near the product is to what the vendors' limits allow: `uv run poe bench [--short] [--only WORD] [--json FILE]`.

Plays each measure of `measures.py`, shows its figures in one table - figure, floor, ratio, target - and stores them as JSON.
Ends with 1 when a count misses its target, or a measure cannot be played; what depends on the machine is only told.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

os.environ.setdefault("POWERTOOLS_METRICS_NAMESPACE", "Counterfoil")

from rich.console import Console

from counterfoil.observability import logger
from tests.benchmarks.figures import Figure, as_json, missed, show
from tests.benchmarks.measures import MEASURES, Measure

STORED_AT = Path(".local") / "bench.json"
_WIDTH = 150


def main(arguments: Sequence[str]) -> int:
    """Play, show, store and judge."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="only counts, at small numbers: under three minutes")
    parser.add_argument("--only", default="", metavar="WORD", help="only measures with this in their titles")
    parser.add_argument("--json", type=Path, default=STORED_AT, help=f"where the figures are stored (default: {STORED_AT})")
    given = parser.parse_args(arguments)
    logger.setLevel("CRITICAL")
    return run(
        chosen_of(MEASURES, given.only, short=given.short), given.json, short=given.short, console=Console(width=_WIDTH)
    )


def run(measures: Sequence[Measure], stored_at: Path, *, short: bool, console: Console) -> int:
    """Play these, and the exit code. What was played is told though a later one cannot be."""
    played: dict[str, Sequence[Figure]] = {}
    try:
        for one in measures:
            played[one.title] = _play(one, short=short)
    finally:
        show(list(played.items()), console)
        _store(played, stored_at)
        figures = [figure for some in played.values() for figure in some]
        console.print(f"{len(figures)} figures of {len(played)} measures, {len(missed(figures))} missed")
    return 1 if missed(figures) else 0


def _store(played: Mapping[str, Sequence[Figure]], stored_at: Path) -> None:
    stored_at.parent.mkdir(parents=True, exist_ok=True)
    stored_at.write_text(json.dumps({title: as_json(figures) for title, figures in played.items()}, indent=2) + "\n")


def chosen_of(measures: Iterable[Measure], word: str, *, short: bool) -> list[Measure]:
    """Those with a word in their titles, and with a short form where one is asked for."""
    chosen = [one for one in measures if word.casefold() in one.title.casefold() and (one.short or not short)]
    if not chosen:
        raise SystemExit(f"No measure has {word!r} in its title.")
    return chosen


def _play(measure: Measure, *, short: bool) -> Sequence[Figure]:
    began = time.monotonic()
    play = measure.short if short and measure.short else measure.full
    figures = list(play())
    print(f"{measure.title}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    return figures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
