"""Builds and deploys the bundle with the same SAM CLI, template and layer that production gets."""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from infra.local.aws import LocalAws
from infra.local.environments import PROJECT, WORK
from infra.local.exclusive import exclusively

ARCHITECTURE = "arm64" if platform.machine() in {"aarch64", "arm64"} else "x86_64"
"""Of this machine, as Lambda calls it."""

_SOURCES = (
    "template.yaml",
    "infra/layer.py",
    "infra/observability.yaml",
    "pyproject.toml",
    "uv.lock",
    "shared",
    "console",
    "functions",
)
_BUNDLES_KEPT = 3


class BundleError(RuntimeError):
    """`sam build` or `sam deploy` refused; the message is what it said."""


def build() -> Path:
    """Build for this machine, unless exactly these sources were built before; answer the built template."""
    bundle = WORK / "bundles" / _fingerprint()
    with exclusively(WORK / "build.lock"):
        if not bundle.exists():
            unfinished = bundle.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            options = ("--build-dir", str(unfinished / "build"), "--parameter-overrides", f"Architecture={ARCHITECTURE}")
            _sam("build", *options, environment={"ARCH": ARCHITECTURE})
            unfinished.rename(bundle)
            _forget_old(bundle.parent)
    return bundle / "build" / "template.yaml"


def deploy(template: Path, aws: LocalAws, stack: str, parameters: Mapping[str, str]) -> None:
    """Create the stack on the local AWS and wait until it is complete."""
    given = {"Architecture": ARCHITECTURE, **parameters}
    overrides = [f"{name}={json.dumps(value)}" for name, value in given.items()]
    _sam(
        *("deploy", "--template-file", str(template), "--stack-name", stack),
        *("--resolve-s3", "--no-confirm-changeset", "--capabilities", "CAPABILITY_IAM"),
        *("--parameter-overrides", *overrides),
        environment=aws.environment | {"SAM_CLI_POLL_DELAY": "0.2"},
    )


def _sam(*arguments: str, environment: Mapping[str, str]) -> None:
    """Run the project's own SAM CLI, out of reach of a terminal and of anybody's AWS profile."""
    tools = Path(sys.executable).parent
    outcome = subprocess.run(
        [tools / "sam", *arguments],
        cwd=PROJECT,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "SAM_CLI_TELEMETRY": "0",
            "AWS_DEFAULT_REGION": "us-east-1",
            **environment,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if outcome.returncode:
        raise BundleError(f"sam {arguments[0]} failed:\n{outcome.stdout}")


def _fingerprint() -> str:
    digest = hashlib.sha256(ARCHITECTURE.encode())
    for source in _source_files():
        digest.update(f"\0{source.relative_to(PROJECT)}\0".encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:20]


def _source_files() -> Iterator[Path]:
    for name in _SOURCES:
        path = PROJECT / name
        found = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (file for file in found if file.is_file() and "__pycache__" not in file.parts)


def _forget_old(bundles: Path) -> None:
    newest_first = sorted(bundles.iterdir(), key=lambda bundle: bundle.stat().st_mtime, reverse=True)
    for bundle in newest_first[_BUNDLES_KEPT:]:
        shutil.rmtree(bundle)
