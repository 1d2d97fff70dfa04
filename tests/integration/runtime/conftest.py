"""The built bundle, and AWS's runtime around any handler."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from infra.local.bundle import build
from infra.local.environments import Environments
from infra.local.function_runtime import FunctionRuntime, Package

type Run = Callable[[Package], FunctionRuntime]


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder that `sam build` leaves: one folder per function, and the layer."""
    return build().parent


@pytest.fixture(scope="session")
def environments() -> Environments:
    """The interpreters that functions run under."""
    return Environments.ready()


@pytest.fixture
def run(environments: Environments) -> Iterator[Run]:
    """Start a runtime for a package; it ends with the test."""
    with ExitStack() as running:
        yield lambda package: running.enter_context(FunctionRuntime(environments, package))
