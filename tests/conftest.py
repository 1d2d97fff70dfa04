"""How the tests are shared out between processes, and that none is judged by how long it takes.

Folders that start something big are shared out as a whole, the longest first.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

EXAMPLES = {"everyday": 40, "night": 2_000}
"""How many of each property, by profile: `HYPOTHESIS_PROFILE=night pytest tests/property` tries many."""
for name, examples in EXAMPLES.items():
    settings.register_profile(
        name, max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))

TOGETHER = ("tests/integration/flow/", "tests/integration/local_aws/")
"""Each of these has a local AWS for all its files; every process that runs one of them has to start it for itself."""

LONGEST_FIRST = (
    *TOGETHER,
    "tests/simulation/",
    "tests/property/",
    "tests/fuzz/",
    "tests/integration/",
    "tests/contract/stores/",
    "tests/contract/quickbooks_twin/test_node_client.py",
)
"""Whatever takes many seconds: if it came last, the other process would have nothing left to do meanwhile."""


class FoldersAndFiles(LoadFileScheduling):  # type: ignore[misc]
    """Gives a process a file at a time, or all of such a folder."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FoldersAndFiles:
    """Share out by folders and files."""
    return FoldersAndFiles(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first, and leave everything else in its order."""
    items.sort(key=lambda item: _place(item.nodeid))


def _place(nodeid: str) -> int:
    places = (place for place, beginning in enumerate(LONGEST_FIRST) if nodeid.startswith(beginning))
    return next(places, len(LONGEST_FIRST))
