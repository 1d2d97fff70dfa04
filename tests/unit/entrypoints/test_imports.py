"""What a cold start of each function waits for: nothing is imported that the function has no use for."""

import subprocess
import sys

import pytest

PROBE = "import sys, counterfoil.entrypoints.{}; print(*sys.modules)"
VENDORS = {"httpx2", "counterfoil.adapters.http", "counterfoil.bootstrap.vendors"}
WORK, POLLING, RECONCILING = (
    "counterfoil.engine.work",
    "counterfoil.engine.hints.polling",
    "counterfoil.engine.compare.reconcile",
)
ANSWERS = {"counterfoil.adapters.hubspot.answers", "counterfoil.adapters.quickbooks.schemas"}
USELESS = {
    "webhooks": VENDORS | ANSWERS | {WORK, POLLING, RECONCILING},
    "reporting": VENDORS | {WORK, POLLING, RECONCILING},
    "queues": {POLLING, RECONCILING},
    "polling": {WORK, RECONCILING},
    "scheduling": {WORK, POLLING, RECONCILING},
    "reconciling": {WORK},
}


@pytest.mark.parametrize("entrypoint", USELESS)
def test_imports_no_more_than_it_uses(entrypoint: str) -> None:
    command = [sys.executable, "-c", PROBE.format(entrypoint)]
    imported = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    assert f"counterfoil.entrypoints.{entrypoint}" in imported
    assert not (USELESS[entrypoint] | {"boto3"}) & set(imported)
