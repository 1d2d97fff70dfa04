"""What the console's pages weigh and read, how fast it starts, and what it withstands: `uv run poe console-figures`.

Each page is opened with 100 records and with 100,000: bytes with all that it loads, the same compressed, reads of the
tables, milliseconds of the handler, serious findings of axe. As many records are exported in each form, and every route is
sent 20,000 hostile requests. Ends with 1 when a page is too heavy, reads too often or not equally often, or has a serious
finding, or when a request was let in, changed something or broke it; times are told, and judged by whoever reads them.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

os.environ.setdefault("POWERTOOLS_METRICS_NAMESPACE", "Counterfoil")

from counterfoil.observability import logger
from counterfoil_console.domain.exports import ExportForm
from tests.benchmarks.exporting import by_itself
from tests.console.browsing import CHROMIUM, MISSING
from tests.figures.accessible import serious_findings
from tests.figures.office import Office
from tests.figures.pages import MOST_BYTES, MOST_COMPRESSED, MOST_READS, Weighed, complaints, paths, weigh
from tests.figures.starting import starts
from tests.fuzz.console import Fortress, attack_console

FEW, MANY = 100, 100_000
REQUESTS, _SEED = 20_000, 1
LONGEST_START = 10


def main(arguments: Sequence[str]) -> int:
    """Measure, tell, and judge what is counted."""
    parser = argparse.ArgumentParser(prog="console-figures", description=__doc__)
    parser.add_argument("--records", type=int, default=MANY, help=f"how many are many (default: {MANY})")
    parser.add_argument("--requests", type=int, default=REQUESTS, help=f"hostile requests (default: {REQUESTS})")
    given = parser.parse_args(arguments)
    logger.setLevel("CRITICAL")
    few, many = measured(FEW), measured(given.records)
    found = list(complaints(few, many))
    _tell(few, many, given.records)
    found += _axe(many)
    found += _attacked(given.requests)
    _tell_exports(given.records)
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


def _attacked(requests: int) -> Sequence[str]:
    findings = attack_console(requests, _SEED, Fortress())
    broken = sum(count for (_, status), count in findings.answers.items() if status >= 500)
    print(
        f"{findings.sent} hostile requests to all routes: {broken} answered with a 5xx,"
        f" {len(findings.violations)} let in, followed by a change or broken"
    )
    return findings.violations


def _tell_exports(records: int) -> None:
    for form in ExportForm:
        export = by_itself(form, records)
        print(
            f"{export['rows']:.0f} records as {form}: {export['seconds']:.1f} s, {export['bytes'] / 1e6:.1f} MB,"
            f" {export['peak']:.0f} MB of memory at its peak, {export['grown']:.0f} of them for the file"
        )


def _tell_starts() -> None:
    measured_starts = starts()
    print(
        f"A cold start takes {measured_starts.console:.0f} ms of the processor, a bare handler {measured_starts.bare:.0f}: "
        f"{measured_starts.ratio:.1f} times as much (at most {LONGEST_START})"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
