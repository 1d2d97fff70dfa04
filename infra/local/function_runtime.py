"""One execution environment of one function: AWS's own runtime client, with Lambda's limits around it.

The real awslambdaric runs the handler in a process with the built layer and boto3 and nothing else. Who exceeds the time-out
or the memory is killed, and the next event meets a cold start.
"""

import os
import queue
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from infra.local.environments import Environments
from infra.local.runtime_api import Answer, Exchange, RuntimeApi

_INIT_LIMIT = 10
"""Seconds that Lambda allows before the first event."""
_TICK = 0.01
"""Seconds between two looks at the process."""


@dataclass(frozen=True)
class Package:
    """One function as Lambda would get it; `timeout` in seconds, `memory` in MB."""

    code: Path
    layers: Sequence[Path]
    environment: Mapping[str, str]
    timeout: float
    memory: int


@dataclass(frozen=True)
class Invocation:
    """What became of one event. Durations in seconds, memory in MB.

    `init` is the processor time from the start of the process to its first event, None when it was warm: other work on the
    machine hardly changes it, and at Lambda's fraction of a processor it is what a cold start waits for.
    """

    payload: Any
    error: str | None
    init: float | None
    duration: float
    peak_memory: float


class FunctionRuntime:
    """Takes one event after the other, as Lambda gives them to one execution environment."""

    def __init__(self, environments: Environments, package: Package) -> None:
        self._environments = environments
        self._package = package
        self._api = RuntimeApi()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._api.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._kill(self._process)
        self._api.stop()

    def invoke(self, event: Mapping[str, object]) -> Invocation:
        """Hand over one event and wait for what becomes of it."""
        init = None
        if self._process is None:
            self._process = self._start()
            init = _processor_time(self._process)
        process, exchange = self._process, self._api.exchange
        began = time.monotonic()
        if exchange.ready.is_set():
            exchange.offer(event, self._package.timeout)
        error, payload = self._outcome(process, exchange, began)
        duration, peak = time.monotonic() - began, _peak_memory(process)
        if error is not None and payload is None:
            self._kill(process)
        return Invocation(payload, error, init, duration, peak)

    def _start(self) -> subprocess.Popen[bytes]:
        """Start a process; answer when it asks for work, or never will."""
        self._api.exchange = Exchange()
        process = subprocess.Popen(
            [self._environments.runtime, "-m", "awslambdaric", "handler.handler"],
            cwd=self._package.code,
            env=self._variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + _INIT_LIMIT
        while not self._api.exchange.ready.wait(_TICK):
            if process.poll() is not None or time.monotonic() > deadline:
                break
        return process

    def _variables(self) -> dict[str, str]:
        libraries = (*(layer / "python" for layer in self._package.layers), self._environments.runtime_client)
        return {
            "PATH": os.defpath,
            "PYTHONPATH": os.pathsep.join(map(str, libraries)),
            "AWS_LAMBDA_RUNTIME_API": self._api.address,
            "AWS_LAMBDA_FUNCTION_NAME": self._package.code.name,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(self._package.memory),
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "LAMBDA_TASK_ROOT": str(self._package.code),
            **self._package.environment,
        }

    def _outcome(self, process: subprocess.Popen[bytes], exchange: Exchange, began: float) -> tuple[str | None, Any]:
        while True:
            try:
                answer: Answer = exchange.answers.get(timeout=_TICK)
            except queue.Empty:
                if error := self._exceeded(process, time.monotonic() - began):
                    return error, None
            else:
                return (str(answer.payload["errorType"]) if answer.failed else None), answer.payload

    def _exceeded(self, process: subprocess.Popen[bytes], elapsed: float) -> str | None:
        if process.poll() is not None:
            return "Runtime.ExitError"
        if _peak_memory(process) > self._package.memory:
            return "Runtime.OutOfMemory"
        return "Sandbox.Timedout" if elapsed > self._package.timeout else None

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        process.kill()
        process.wait()
        self._process = None


def _processor_time(process: subprocess.Popen[bytes]) -> float:
    """Seconds the process has run so far, as the kernel counts them; 0 when it is gone."""
    if process.poll() is not None:
        return 0
    nanoseconds = Path(f"/proc/{process.pid}/schedstat").read_text().split()[0]
    return int(nanoseconds) / 1e9


def _peak_memory(process: subprocess.Popen[bytes]) -> float:
    """The most the process has held, in MB, as the kernel counts it (VmHWM); 0 when it is gone."""
    if process.poll() is not None:
        return 0
    status = Path(f"/proc/{process.pid}/status").read_text()
    high_water = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(high_water[0].split()[1]) / 1024 if high_water else 0
