"""What the console's pages weigh and read, and how fast it starts: `uv run poe console-figures [--records N]`.

Each page is opened with 100 records and with 100,000: bytes with all that it loads, the same compressed, reads of the
tables, milliseconds of the handler, serious findings of axe. Ends with 1 when a page is too heavy, reads too often or not
equally often, or has a serious finding; times are told, and judged by whoever reads them.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

os.environ.setdefault("POWERTOOLS_METRICS_NAMESPACE", "Counterfoil")

from counterfoil.observability import logger
from tests.console.browsing import CHROMIUM, MISSING
from tests.figures.accessible import serious_findings
from tests.figures.office import Office
from tests.figures.pages import MOST_BYTES, MOST_COMPRESSED, MOST_READS, Weighed, complaints, paths, weigh
from tests.figures.starting import starts

FEW, MANY = 100, 100_000
LONGEST_START = 10


def main(arguments: Sequence[str]) -> int:
    """Measure, tell, and judge what is counted."""
    parser = argparse.ArgumentParser(prog="console-figures", description=__doc__)
    parser.add_argument("--records", type=int, default=MANY, help=f"how many are many (default: {MANY})")
    given = parser.parse_args(arguments)
    logger.setLevel("CRITICAL")
    few, many = measured(FEW), measured(given.records)
    found = list(complaints(few, many))
    _tell(few, many, given.records)
    found += _axe(many)
    _tell_starts()
    print(*found, sep=os.linesep)
    print(f"{len(few)} pages, {len(found)} complaints")
    return 1 if found else 0


def measured(records: int) -> Mapping[str, Weighed]:
    """Every page of a console with so many records, by its path."""
    office = Office(records)
    return {path: weigh(office, path) for path in paths(office)}


def _tell(few: Mapping[str, Weighed], many: Mapping[str, Weighed], records: int) -> None:
    print(
        f"At most {MOST_BYTES} bytes, {MOST_COMPRESSED} compressed, {MOST_READS} calls of DynamoDB (a BatchGetItem is one)."
    )
    print(f"Each at {FEW} records, then at {records}.")
    print(f"{'bytes':>14} {'compressed':>13} {'reads':>6} {'ms':>12}  page")
    for path, there in few.items():
        here = many[path]
        times = f"{there.milliseconds:.1f} {here.milliseconds:.1f}"
        sizes = f"{there.size:>7}{here.size:>7} {there.compressed:>7}{here.compressed:>6}"
        print(f"{sizes} {there.reads:>3}{here.reads:>3} {times:>12}  {path}")


def _axe(pages: Mapping[str, Weighed]) -> Sequence[str]:
    if not CHROMIUM.exists():
        print(f"Accessibility was not looked at: {MISSING}")
        return ()
    found = serious_findings({path: one.html for path, one in pages.items() if one.html})
    print(f"{sum(found.values())} serious findings of axe on {len(found)} pages")
    return [f"{path} has {count} serious findings of axe" for path, count in found.items() if count]


def _tell_starts() -> None:
    measured_starts = starts()
    print(
        f"A cold start takes {measured_starts.console:.0f} ms of the processor, a bare handler {measured_starts.bare:.0f}: "
        f"{measured_starts.ratio:.1f} times as much (at most {LONGEST_START})"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
