"""What a cold start of each function costs, against a handler that does nothing: processor time of a process of its own."""

from collections.abc import Collection, Mapping
from pathlib import Path
from statistics import median

from tests.figures.starting import BARE, processor_time

FUNCTIONS = Path(__file__).parents[2] / "functions"
EVERY = sorted(folder.parent.name for folder in FUNCTIONS.glob("*/handler.py"))
_PROGRAM = Path(__file__).with_name("start_function.py")


def ratios(functions: Collection[str], times: int = 2) -> Mapping[str, float]:
    """How often a bare start fits into each function's, by turns; the first of each only compiles."""
    for name in functions:
        _start(name)
    bare, of_functions = list[float](), {name: list[float]() for name in functions}
    for _ in range(times):
        bare.append(processor_time(BARE))
        for name, measured in of_functions.items():
            measured.append(_start(name))
    return {name: median(measured) / median(bare) for name, measured in of_functions.items()}


def _start(name: str) -> float:
    return processor_time(_PROGRAM, str(FUNCTIONS / name / "handler.py"))
