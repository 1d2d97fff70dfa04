"""Which tests claim to prove a feature, and which of these claims count.

A test counts when it names the feature by `@pytest.mark.feature`, runs, and drives the product from outside: through a
vendor's API, a public use case or a command. That is known by the room it is in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import pytest

from tests.features.catalogue import FEATURES

TESTS = Path(__file__).parents[1]
OUTSIDE = (
    "benchmarks",
    "contract/accounts",
    "contract/systems",
    "integration/console",
    "integration/flow",
    "remedies",
    "simulation",
    "unit/console",
    "unit/engine",
    "unit/entrypoints",
    "unit/operator",
)
"""The rooms, below `tests`, whose tests use the product as its users and vendors do."""
_NOT_RUN = ("skip", "xfail")


@dataclass(frozen=True, slots=True)
class Claim:
    """A test that says it proves features. `faults` are the reasons for which it does not count."""

    test: str
    ids: tuple[str, ...]
    faults: tuple[str, ...] = ()


@dataclass(slots=True)
class Collected:
    """A plugin of pytest that keeps what was collected, without running it."""

    claims: list[Claim] = field(default_factory=list)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Every test that names a feature; one with many parameters once."""
        every = (claim_of(item.nodeid, list(item.iter_markers())) for item in session.items)
        self.claims = list(dict.fromkeys(claim for claim in every if claim.ids))


def claim_of(test: str, marks: Sequence[pytest.Mark]) -> Claim:
    """What one test says that it proves."""
    test = test.partition("[")[0]
    ids = tuple(dict.fromkeys(str(name) for mark in marks if mark.name == "feature" for name in mark.args))
    return Claim(test, ids, tuple(_faults(test, ids, {mark.name for mark in marks})))


def _faults(test: str, ids: Iterable[str], marks: set[str]) -> Iterator[str]:
    yield from (f"there is no feature {name}" for name in ids if name not in FEATURES)
    if not any(test.startswith(f"tests/{room}/") for room in OUTSIDE):
        yield "it does not use the product from outside"
    yield from (f"it is marked {mark}" for mark in _NOT_RUN if mark in marks)


def claims_in(files: Sequence[Path]) -> list[Claim]:
    """The claims of the tests in these files, as pytest collects them. Raises RuntimeError where it cannot."""
    collected, said = Collected(), StringIO()
    with redirect_stdout(said):
        answer = pytest.main(["--collect-only", "-p", "no:cacheprovider", *map(str, files)], plugins=[collected])
    if answer != pytest.ExitCode.OK:
        raise RuntimeError(f"pytest could not collect the tests:{said.getvalue().partition(' ERRORS ')[2]}")
    return collected.claims


def marked_files(root: Path = TESTS) -> list[Path]:
    """The files whose tests may claim something; importing all the others would take a minute."""
    return [path for path in sorted(root.rglob("test_*.py")) if "mark.feature(" in path.read_text(encoding="utf-8")]


def proofs(claims: Iterable[Claim]) -> Mapping[str, list[str]]:
    """The tests that prove each feature, by its id."""
    found: dict[str, list[str]] = {name: [] for name in FEATURES}
    for claim in claims:
        for name in claim.ids if not claim.faults else ():
            found[name].append(claim.test)
    return found
