"""The built layers: what is locked and no more, compiled so that a cold start compiles nothing."""

import importlib.util
import marshal
import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest

from counterfoil.adapters.aws.clients import SERVICES
from infra.local.environments import PROJECT

UNCHECKED_HASH = (1).to_bytes(4, "little")
"""PEP 552's flags of a compiled file that is believed whatever its source's time says."""
MEGABYTE = 1 << 20
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text())


@pytest.fixture
def library(built: Path) -> Path:
    """What appears as /opt/python."""
    return built / "CounterfoilLayer" / "python"


@pytest.fixture
def console(built: Path) -> Path:
    """What the console has there beside it."""
    return built / "ConsoleLayer" / "python"


def shipped(library: Path) -> set[str]:
    """The names of the distributions in a layer."""
    return {distribution.name.replace("_", "-").lower() for distribution in distributions(path=[str(library)])}


def wanted(requirements: list[str]) -> set[str]:
    """The names in a list of requirements."""
    return {re.split(r"\W*[<=>]", requirement)[0].lower() for requirement in requirements}


def test_ships_the_product_and_its_dependencies(library: Path) -> None:
    assert wanted(PYPROJECT["project"]["dependencies"]) <= shipped(library)
    assert (library / "counterfoil" / "entrypoints" / "webhooks.py").exists()


def test_the_console_ships_what_it_needs_and_nothing_twice(console: Path, library: Path) -> None:
    assert wanted(PYPROJECT["dependency-groups"]["console"]) <= shipped(console)
    assert not shipped(console) & shipped(library)
    assert (console / "counterfoil_console" / "entrypoint.py").exists()
    assert not (library / "counterfoil_console").exists()


def test_leaves_to_the_runtime_what_is_the_runtimes(library: Path) -> None:
    assert not [name for name in ("boto3", "s3transfer", "awslambdaric") if (library / name).exists()]


def test_botocore_knows_what_is_used_and_no_more(library: Path) -> None:
    data = library / "botocore" / "data"
    assert {folder.name for folder in data.iterdir() if folder.is_dir()} == set(SERVICES)
    assert sum(file.stat().st_size for file in data.rglob("*") if file.is_file()) < MEGABYTE


def test_is_compiled_and_carries_no_path_of_the_machine_that_built_it(library: Path, console: Path) -> None:
    sources = [source for one in (library, console) for source in one.rglob("*.py") if "-" not in source.parent.name]
    assert len(sources) > 200
    for source in sources:
        compiled = Path(importlib.util.cache_from_source(str(source))).read_bytes()
        assert compiled[4:8] == UNCHECKED_HASH, source
        assert marshal.loads(compiled[16:]).co_filename.startswith("/opt/python/"), source


def test_carries_no_ballast(library: Path, console: Path) -> None:
    for one in (library, console):
        assert not [folder for folder in one.rglob("*") if folder.is_dir() and folder.name in {"tests", "bin"}]
        assert sum(file.stat().st_size for file in one.rglob("*") if file.is_file()) < 50 * MEGABYTE
