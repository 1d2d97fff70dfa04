"""What a soak showed, for a person to read."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.soak.memory import AWS, FEWEST_SAMPLES, TWINS, Memory, medians
from tests.soak.troubles import Troubles
from tests.soak.workload import Workload

_MOST_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`worked` and `settled` are seconds: of people's work, and until everything was quiet after it."""

    workload: Workload
    troubles: Troubles
    memory: Memory
    webhooks: Counter[str]
    calls: Mapping[str, int]
    worked: float
    settled: float
    violations: list[str]

    def lines(self) -> Iterator[str]:
        """All of it."""
        yield from self._work()
        yield from self._vendors()
        yield from self._memory()
        yield from self.violations[:_MOST_SHOWN]
        yield f"{len(self.violations)} violations"

    def _work(self) -> Iterator[str]:
        desks = self.workload.desks
        invoices, payments = (sum(len(getattr(desk, name)) for desk in desks) for name in ("sales", "receipts"))
        own = sum(bool(one.booked) for desk in desks for one in desk.receipts)
        yield f"{len(desks)} connections, {invoices} invoices, {payments} payments ({own} of them noted in QuickBooks),"
        yield f"{self.workload.edits} edits, {self.workload.voids} voids"
        rate = self.workload.documents() / (self.worked + self.settled)
        yield f"{self.worked:.0f} s of work, quiet {self.settled:.0f} s later: {rate:.2f} documents a second"

    def _vendors(self) -> Iterator[str]:
        asked = ", ".join(f"{count} {name}" for name, count in self.calls.items())
        yield f"calls of the product: {asked}"
        for name, faults in self.troubles.faults.items():
            yield f"{name} went wrong {faults.injected.total()} times: {_told(faults.injected)}"
        yield f"webhooks: {_told(self.webhooks)}"

    def _memory(self) -> Iterator[str]:
        yield f"memory in MB, median of the first, middle and last third ({AWS}, {TWINS}: not judged, they hold the data)"
        for name, sizes in sorted(self.memory.samples.items()):
            if len(sizes) >= FEWEST_SAMPLES:
                first, middle, last = medians(sizes)
                yield f"  {name:<20} {first:6.1f} {middle:6.1f} {last:6.1f}   at most {max(sizes):.1f}"


def _told[T: str](counts: Mapping[T, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "never"
