"""The two Python environments beside the project's own.

The local AWS pins its own botocore, so it has an environment from its own dependency group. Functions run in another
one that holds what AWS's runtime brings (boto3) and nothing else: what the layer forgets must be missing here too.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from infra.local.exclusive import exclusively

PROJECT = Path(__file__).resolve().parents[2]
WORK = PROJECT / ".local"
"""Everything that may be kept from one start to the next."""


@dataclass(frozen=True)
class Environments:
    """Interpreters and libraries, ready to use."""

    local_aws: Path
    """Interpreter that runs the local AWS."""
    runtime: Path
    """Interpreter that runs functions: Python 3.13 and boto3."""
    runtime_client: Path
    """Folder with awslambdaric, which AWS's runtime keeps to itself."""

    @classmethod
    def ready(cls) -> Self:
        """Bring both into agreement with the lock file; half a second when they are already."""
        with exclusively(WORK / "environments.lock"):
            runtime = PROJECT / ".venv-lambda-runtime"
            client = WORK / "awslambdaric"
            local_aws = PROJECT / ".venv-local-aws"
            _sync_local_aws(local_aws)
            _sync_runtime(runtime, client)
        return cls(_python(local_aws), _python(runtime), client)


def _sync_local_aws(environment: Path) -> None:
    _uv(
        *("sync", "--frozen", "--only-group", "local-aws", "--no-install-project", "--python", sys.executable),
        UV_PROJECT_ENVIRONMENT=str(environment),
    )


def _sync_runtime(environment: Path, client: Path) -> None:
    pins = WORK / "pins.txt"
    _uv("export", "--frozen", "--only-group", "dev", "--no-hashes", "--output-file", str(pins))
    stamp = environment / "pins.txt"
    if stamp.exists() and stamp.read_text() == pins.read_text():
        return
    _uv("venv", "--clear", "--python", sys.executable, str(environment))
    install = ("pip", "install", "--python", str(_python(environment)), "--constraints", str(pins))
    _uv(*install, "boto3")
    _uv(*install, "--target", str(client), "awslambdaric")
    stamp.write_text(pins.read_text())


def _python(environment: Path) -> Path:
    return environment / "bin" / "python"


def _uv(*arguments: str, **environment: str) -> None:
    inherited = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    subprocess.run(
        [os.environ.get("UV", "uv"), "--quiet", *arguments],
        cwd=PROJECT,
        env=inherited | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )
