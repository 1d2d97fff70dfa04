"""What a cold start of each function waits for: nothing is imported that the function has no use for."""

import os
import subprocess
import sys

import pytest

PROBE = "import sys, {}; print(*sys.modules)"
VENDORS = {"httpx2", "counterfoil.adapters.http", "counterfoil.bootstrap.vendors"}
WORK, POLLING, RECONCILING = (
    "counterfoil.engine.work.worker",
    "counterfoil.engine.hints.polling",
    "counterfoil.engine.compare.reconcile",
)
ANSWERS = {"counterfoil.adapters.hubspot.answers", "counterfoil.adapters.quickbooks.schemas"}
EVERY_SORT_OF_EVENT = {"aws_lambda_powertools.event_handler", "aws_lambda_powertools.utilities.data_classes", "asyncio"}
NO_PAGES = {
    "counterfoil.engine.connections.connect",
    "counterfoil.engine.plan",
    "counterfoil.engine.compare.tie_out",
    "counterfoil_console.web.api.document",
    "counterfoil_console.web.rule",
    "counterfoil_console.web.connect",
    "counterfoil_console.web.plans",
}
"""What no page of the console needs at which people only look."""
USELESS = {
    "counterfoil.entrypoints.webhooks": VENDORS | ANSWERS | {WORK, POLLING, RECONCILING},
    "counterfoil.entrypoints.reporting": VENDORS | {WORK, POLLING, RECONCILING},
    "counterfoil.entrypoints.queues": {POLLING, RECONCILING},
    "counterfoil.entrypoints.polling": {WORK, RECONCILING},
    "counterfoil.entrypoints.scheduling": {WORK, POLLING, RECONCILING},
    "counterfoil.entrypoints.reconciling": {WORK},
    "counterfoil_console.entrypoint": VENDORS | ANSWERS | {WORK, POLLING, RECONCILING} | NO_PAGES | EVERY_SORT_OF_EVENT,
}
DEVELOPERS_ONLY = {"boto3", "moto"}
LOADED_WITH_THE_FIRST_MODEL = {"pydantic.plugin._loader"}
"""pydantic asks for plugins when it builds a model, which is a matter of the event that needs it."""


@pytest.mark.parametrize("entrypoint", USELESS)
def test_imports_no_more_than_it_uses(entrypoint: str) -> None:
    environment = {**os.environ, "POWERTOOLS_METRICS_NAMESPACE": "Counterfoil"}
    command = [sys.executable, "-c", PROBE.format(entrypoint)]
    imported = subprocess.run(command, capture_output=True, check=True, text=True, env=environment).stdout.split()
    assert entrypoint in imported
    assert not (USELESS[entrypoint] | DEVELOPERS_ONLY | LOADED_WITH_THE_FIRST_MODEL) & set(imported)


def test_settings_are_read_without_a_library() -> None:
    command = [sys.executable, "-c", PROBE.format("counterfoil_console.settings")]
    imported = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    assert not {name.partition(".")[0] for name in imported} & {"pydantic", "botocore", "httpx2"}
