"""One odd record is its own trouble only, and a defect of ours that it brings to light can be found."""

from decimal import Decimal

import pytest

from counterfoil.adapters.alone import alone
from counterfoil.domain.errors import ErrorCategory, Failure

SECRET = "grace@x.example"
COMPLAINT = "This invoice cannot be understood."


def missing() -> str:
    """Raise as a mapping with a defect does."""
    return {"known": ""}[SECRET]


def test_a_defect_is_logged_with_its_place_but_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    failed = alone(missing, COMPLAINT)
    assert isinstance(failed, Failure)
    assert (failed.category, failed.text, failed.vendor_text) == (ErrorCategory.UNEXPECTED, COMPLAINT, "KeyError")
    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert "KeyError at" in record.getMessage()
    assert "test_alone.py:" in record.getMessage()
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("value", "told"),
    [("ten", "invalid literal"), ("1e999999999", "too large to work with")],
)
def test_what_is_wrong_with_a_value_is_named_and_is_nobodys_defect(
    value: str, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    failed = alone(lambda: int(value) if value.isalpha() else Decimal(value) * Decimal(value), COMPLAINT)
    assert isinstance(failed, Failure)
    assert told in failed.vendor_text
    assert caplog.records == []
