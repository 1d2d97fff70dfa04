"""The runtime is as strict as Lambda, so that what passes under it means something."""

from dataclasses import replace
from pathlib import Path

import pytest

from infra.local.function_runtime import Package
from tests.integration.runtime.conftest import Run

LIMIT = 128


@pytest.fixture
def package(tmp_path: Path) -> Package:
    """A function that does what its event says."""
    code = tmp_path / "function"
    code.mkdir()
    (code / "handler.py").write_text(
        "import importlib, os, time\n"
        "def handler(event, context):\n"
        "    match event:\n"
        "        case {'sleep': seconds}: time.sleep(seconds)\n"
        "        case {'hold': megabytes}: held = b'x' * (megabytes << 20); time.sleep(5)\n"
        "        case {'exit': code}: os._exit(code)\n"
        "        case {'raise': text}: raise ValueError(text)\n"
        "        case {'import': name}: importlib.import_module(name)\n"
        "    return {'pid': os.getpid(), 'remaining': context.get_remaining_time_in_millis()}\n"
    )
    return Package(code=code, layers=[tmp_path], environment={}, timeout=60, memory=LIMIT)


def test_a_process_is_started_once_and_kept(run: Run, package: Package) -> None:
    runtime = run(package)
    cold, warm = runtime.invoke({}), runtime.invoke({})
    assert cold.error is None
    assert cold.init is not None
    assert warm.init is None
    assert cold.payload["pid"] == warm.payload["pid"]
    assert 0 < cold.payload["remaining"] <= 60_000
    assert 5 < cold.peak_memory < LIMIT


def test_who_takes_too_long_is_killed_and_the_next_event_starts_anew(run: Run, package: Package) -> None:
    runtime = run(replace(package, timeout=1))
    late = runtime.invoke({"sleep": 600})
    assert late.error == "Sandbox.Timedout"
    assert 1 <= late.duration < 600
    assert runtime.invoke({"sleep": 600}).init is not None


def test_who_takes_too_much_memory_is_killed(run: Run, package: Package) -> None:
    assert run(package).invoke({"hold": 2 * LIMIT}).error == "Runtime.OutOfMemory"


def test_who_leaves_is_noticed(run: Run, package: Package) -> None:
    assert run(package).invoke({"exit": 3}).error == "Runtime.ExitError"


def test_an_exception_is_an_error_and_the_process_stays(run: Run, package: Package) -> None:
    runtime = run(package)
    failed = runtime.invoke({"raise": "no"})
    assert (failed.error, failed.payload["errorMessage"]) == ("ValueError", "no")
    assert runtime.invoke({}).init is None


@pytest.mark.parametrize("name", ["pydantic", "httpx2", "aws_lambda_powertools", "werkzeug", "pytest", "counterfoil"])
def test_nothing_but_boto3_is_there_without_the_layer(run: Run, package: Package, name: str) -> None:
    assert run(package).invoke({"import": name}).error == "ModuleNotFoundError"


def test_boto3_is_the_runtimes_own(run: Run, package: Package) -> None:
    assert run(package).invoke({"import": "boto3"}).error is None
