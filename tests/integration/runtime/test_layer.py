"""The built layer: what is locked and no more, compiled so that a cold start compiles nothing."""

import importlib.util
import marshal
import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest

from infra.local.environments import PROJECT

UNCHECKED_HASH = (1).to_bytes(4, "little")
"""PEP 552's flags of a compiled file that is believed whatever its source's time says."""
MEGABYTE = 1 << 20


@pytest.fixture
def library(built: Path) -> Path:
    """What appears as /opt/python."""
    return built / "CounterfoilLayer" / "python"


def test_ships_the_product_and_its_dependencies(library: Path) -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    shipped = {distribution.name.replace("_", "-") for distribution in distributions(path=[str(library)])}
    assert {re.split(r"\W*[<=>]", wanted)[0] for wanted in project["dependencies"]} <= shipped
    assert (library / "counterfoil" / "entrypoints" / "webhooks.py").exists()


def test_leaves_to_the_runtime_what_is_the_runtimes(library: Path) -> None:
    assert not [name for name in ("boto3", "botocore", "s3transfer", "awslambdaric") if (library / name).exists()]


def test_is_compiled_and_carries_no_path_of_the_machine_that_built_it(library: Path) -> None:
    sources = [source for source in library.rglob("*.py") if "-" not in source.parent.name]
    assert len(sources) > 200
    for source in sources:
        compiled = Path(importlib.util.cache_from_source(str(source))).read_bytes()
        assert compiled[4:8] == UNCHECKED_HASH, source
        assert marshal.loads(compiled[16:]).co_filename.startswith("/opt/python/"), source


def test_carries_no_ballast(library: Path) -> None:
    assert not [folder for folder in library.rglob("*") if folder.is_dir() and folder.name in {"tests", "bin"}]
    assert sum(file.stat().st_size for file in library.rglob("*") if file.is_file()) < 50 * MEGABYTE
