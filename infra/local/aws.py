"""A local AWS (MiniStack) as a child process: on the loopback address, in memory, gone when it is stopped."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from infra.local.clients import REGION, ROOT, Clients
from infra.local.environments import Environments

_START_TIMEOUT = 30
"""Seconds."""


class LocalAwsError(RuntimeError):
    """The local AWS did not come up."""


class LocalAws:
    """A running local AWS. Roles are enforced: a function may do what its role allows and nothing else."""

    def __init__(self, environments: Environments) -> None:
        self._environments = environments
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None
        self._folder = Path()
        self.port = 0

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="counterfoil-"))
        self._log = (self._folder / "aws.log").open("wb")
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def endpoint_url(self) -> str:
        """Where every service is reached."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs in its environment to take this for AWS, as the account's owner."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_ACCESS_KEY_ID": ROOT,
            "AWS_SECRET_ACCESS_KEY": ROOT,
            "AWS_DEFAULT_REGION": REGION,
        }

    @property
    def log(self) -> str:
        """What the local AWS printed since it started."""
        return (self._folder / "aws.log").read_text(errors="replace")

    def clients(self) -> Clients:
        """Clients of the account's owner."""
        return Clients(self.endpoint_url)

    def stop(self) -> None:
        """End the process and the functions' workers, and remove their temporary folder."""
        if self._process is not None:
            _end_group(self._process)
            self._process = None
        if self._log is not None:
            self._log.close()
            self._log = None
            shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> None:
        self.port = _free_port()
        launcher = Path(__file__).with_name("launch_ministack.py")
        self._process = subprocess.Popen(
            [self._environments.local_aws, launcher, self._environments.runtime],
            cwd=self._folder,
            env=self._settings(),
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        deadline = time.monotonic() + _START_TIMEOUT
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise LocalAwsError(f"The local AWS did not start:\n{self.log}")
            time.sleep(0.1)

    def _settings(self) -> dict[str, str]:
        """The process's whole environment: functions inherit it, so nothing of this machine may leak in."""
        return {
            "PATH": os.defpath,
            "HOME": str(self._folder),
            "TMPDIR": str(self._folder),
            "STATE_DIR": str(self._folder / "state"),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "127.0.0.1",
            "MINISTACK_REGION": REGION,
            "GATEWAY_PORT": str(self.port),
            "IOT_MTLS_ENABLED": "0",
            "AUTH": "true",
            "AWS_ACCESS_KEY_ID": ROOT,
            "AWS_SECRET_ACCESS_KEY": ROOT,
        }

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.endpoint_url}/_ministack/health", timeout=2):  # noqa: S310
                return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Functions' workers share the process group, so that none outlives the local AWS."""
    for sign, patience in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        try:
            os.killpg(process.pid, sign)
        except ProcessLookupError:
            break
        try:
            process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            continue
