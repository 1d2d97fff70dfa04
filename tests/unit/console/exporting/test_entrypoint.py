"""The exporter's queue calls."""

from datetime import timedelta
from typing import Any

import pytest

from counterfoil.observability import metrics
from counterfoil.settings import load_settings, read
from counterfoil_console.aws.exports import ExportMessage
from counterfoil_console.exporter_bootstrap import ExporterBundle
from counterfoil_console.exporter_entrypoint import export_with
from counterfoil_console.settings import ExporterSettings
from tests.fakes import RecordingMessages
from tests.invocations import received

MESSAGE = ExportMessage(connection_id="c", job_id="j").model_dump_json()
SETTINGS = {"AUDIT_TABLE_NAME": "audit", "EXPORT_BUCKET": "bucket", "CONSOLE_BASE_URL": "https://console.example"}


class Scripted:
    """In the exporter's place."""

    def __init__(self, trouble: Exception | None) -> None:
        self.trouble = trouble
        self.asked: list[tuple[str, str, int]] = []

    def make(self, connection_id: str, job_id: str, tries: int) -> None:
        self.asked.append((connection_id, job_id, tries))
        if self.trouble:
            raise self.trouble


def export(trouble: Exception | None = None, body: str = MESSAGE) -> tuple[Scripted, RecordingMessages, dict[str, Any]]:
    bundle: Any = ExporterBundle(read(ExporterSettings, SETTINGS), load_settings({"TABLE_NAME": "t"}))
    bundle.exporter, bundle.messages = Scripted(trouble), RecordingMessages()
    answer = export_with({"Records": [received(body, receives=3)]}, bundle)
    metrics.clear_metrics()
    return bundle.exporter, bundle.messages, answer


def test_what_a_message_names_is_made_and_knows_how_often_it_was_tried() -> None:
    exporter, messages, answer = export()
    assert exporter.asked == [("c", "j", 3)]
    assert (answer, messages.hidden) == ({"batchItemFailures": []}, [])


@pytest.mark.parametrize(("trouble", "body"), [(OSError("scripted"), MESSAGE), (None, "no message")])
def test_what_fails_comes_again_after_a_pause(trouble: Exception | None, body: str) -> None:
    _, messages, answer = export(trouble, body)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m-1"}]}
    [(_, pause)] = messages.hidden
    assert pause > timedelta()
