"""Runs each contract test that asks for a `kind` once for every kind that the system under test can create."""

import pytest

from tests.contract.systems.contract import RecordSystemContract


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrise `kind` from the suite's own list."""
    if "kind" in metafunc.fixturenames and metafunc.cls and issubclass(metafunc.cls, RecordSystemContract):
        metafunc.parametrize("kind", metafunc.cls.creatable, ids=str)
