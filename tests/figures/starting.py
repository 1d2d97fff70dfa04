"""What a cold start of the console costs, against a handler that does nothing: processor time of processes of their own."""

import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.figures.layer import library

_TIMES = 5
BARE, _CONSOLE = (Path(__file__).parent / name for name in ("start_bare.py", "start_console.py"))
_ENVIRONMENT = {
    "TABLE_NAME": "table",
    "CONSOLE_TABLE_NAME": "console",
    "AUDIT_TABLE_NAME": "audit",
    "CONSOLE_BASE_URL": "https://console.example",
    "OIDC_ISSUER": "https://issuer.example",
    "OIDC_CLIENT_ID": "client",
    "OIDC_SECRET_ID": "secret",
    "POWERTOOLS_METRICS_NAMESPACE": "Counterfoil",
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
    "POWERTOOLS_METRICS_DISABLED": "true",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "PYTHONDONTWRITEBYTECODE": "",  # the first start compiles, and the others find it, whatever the machine prefers
}


@dataclass(frozen=True, slots=True)
class Starts:
    """Medians, in milliseconds of processor time."""

    bare: float
    console: float

    @property
    def ratio(self) -> float:
        """How often the bare one fits into the console's."""
        return self.console / self.bare


def starts(times: int = _TIMES) -> Starts:
    """Both, one after the other, several times; the first of each only compiles."""
    bare, console = [], []
    for _ in range(times + 1):
        bare.append(processor_time(BARE))
        console.append(processor_time(_CONSOLE))
    return Starts(statistics.median(bare[1:]), statistics.median(console[1:]))


def processor_time(program: Path, *arguments: str) -> float:
    """Of a process of its own, in milliseconds. Raises RuntimeError when it fails."""
    environment = {**os.environ, **_ENVIRONMENT, "PYTHONPATH": os.pathsep.join([str(library()), *sys.path])}
    process = subprocess.Popen([sys.executable, program, *arguments], env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise RuntimeError(f"it ended with {process.returncode}")
    return (used.ru_utime + used.ru_stime) * 1000
