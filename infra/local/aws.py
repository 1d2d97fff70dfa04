"""A local AWS (MiniStack) as a child process: on the loopback address, in memory, gone when it is stopped."""

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Self

from infra.local.clients import REGION, ROOT, Clients
from infra.local.environments import Environments

HOST = "localhost"
"""What the addresses of its HTTP APIs end with: browsers resolve every name that ends so, and trust it as they trust TLS."""
_START_TIMEOUT = 30
"""Seconds."""


class LocalAwsError(RuntimeError):
    """The local AWS did not come up."""


class LocalAws:
    """A running local AWS. Roles are enforced: a function may do what its role allows and nothing else."""

    def __init__(self, environments: Environments) -> None:
        self._environments = environments
        self._running = ExitStack()
        self._port = 0

    def __enter__(self) -> Self:
        with ExitStack() as starting:
            temporary = tempfile.TemporaryDirectory(prefix="counterfoil-", ignore_cleanup_errors=True)
            folder = Path(starting.enter_context(temporary))
            log = folder / "aws.log"
            process = self._start(folder, starting.enter_context(log.open("wb")))
            starting.callback(_end_group, process)
            self._await(process, log)
            self._running = starting.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """End the process and the functions' workers, and remove their temporary folder."""
        self._running.close()

    @property
    def endpoint_url(self) -> str:
        """Where every service is reached."""
        return f"http://127.0.0.1:{self._port}"

    def address_of(self, api_id: str) -> str:
        """Where an HTTP API is reached under a name of its own, as on AWS."""
        return f"http://{api_id}.execute-api.{HOST}:{self._port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs in its environment to take this for AWS, as the account's owner."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_ACCESS_KEY_ID": ROOT,
            "AWS_SECRET_ACCESS_KEY": ROOT,
            "AWS_DEFAULT_REGION": REGION,
        }

    def clients(self) -> Clients:
        """Clients of the account's owner."""
        return Clients(self.endpoint_url)

    def _start(self, folder: Path, log: IO[bytes]) -> subprocess.Popen[bytes]:
        self._port = _free_port()
        launcher = Path(__file__).with_name("launch_ministack.py")
        return subprocess.Popen(
            [self._environments.local_aws, launcher, self._environments.runtime],
            cwd=folder,
            env=self._settings(folder),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def _await(self, process: subprocess.Popen[bytes], log: Path) -> None:
        deadline = time.monotonic() + _START_TIMEOUT
        while not self._answers():
            if process.poll() is not None or time.monotonic() > deadline:
                raise LocalAwsError(f"The local AWS did not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.1)

    def _settings(self, folder: Path) -> dict[str, str]:
        """The process's whole environment: functions inherit it, so nothing of this machine may leak in."""
        return {
            "PATH": os.defpath,
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "STATE_DIR": str(folder / "state"),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": HOST,
            "MINISTACK_REGION": REGION,
            "GATEWAY_PORT": str(self._port),
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
    """End the local AWS with the functions' workers, which share its group. A gentler end would save nothing."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
