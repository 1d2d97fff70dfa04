"""Settings come from the environment, and a deployment that lacks one fails with its name."""

import pytest

from counterfoil.domain.errors import InvalidValueError
from counterfoil.settings import load_settings, read
from counterfoil_console.settings import ExporterSettings


def test_what_is_not_given_is_as_usual_and_what_nobody_knows_is_nobody_s() -> None:
    settings = load_settings({"TABLE_NAME": "table", "PLAN_QUEUE_URL": "https://queue", "HOME": "/root"})
    assert (settings.table_name, settings.plan_queue_url, settings.token_key_id) == ("table", "https://queue", "")
    assert settings.hubspot_base_url == "https://api.hubapi.com"


@pytest.mark.parametrize("given", [{}, {"TABLE_NAME": ""}])
def test_a_missing_one_is_named(given: dict[str, str]) -> None:
    with pytest.raises(InvalidValueError, match="TABLE_NAME"):
        load_settings(given)


def test_every_missing_one_is_named() -> None:
    with pytest.raises(InvalidValueError, match="AUDIT_TABLE_NAME, CONSOLE_BASE_URL"):
        read(ExporterSettings, {"EXPORT_BUCKET": "files"})
