"""The values of own mappings as members of QuickBooks' objects."""

from decimal import Decimal

import pytest

from counterfoil.adapters.quickbooks.mapping.own import names_further_fields, needs_other_fields, with_own
from counterfoil.domain.blockers import PREFERENCES
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.errors import ErrorCategory, VendorError
from counterfoil.domain.rules import FieldType
from counterfoil.domain.rules.vendor_field import VendorField
from tests.unit.quickbooks.support import row

TYPES = {"11": FieldType.TEXT, "12": FieldType.ENUMERATION, "13": FieldType.NUMBER, "14": FieldType.DATE}
COMPANY = CompanyProfile(
    custom_fields={"1": "Crew #"},
    lists={"ClassRef": {"Web": "3"}, "CustomField.12": {"North": "1"}},
    further_fields={
        key: VendorField(name=f"CustomField.{key}", label=f"Field {key}", type=one) for key, one in TYPES.items()
    },
)
CLASS_OF_LINES = {"Line.ClassRef.name": "Web"}


def test_lines_that_are_missing_are_not_written_over() -> None:
    with pytest.raises(ValueError, match="Line: missing"):
        with_own({"Id": "7"}, CLASS_OF_LINES, COMPANY, row(TotalAmt=5))
    assert with_own({"Id": "7"}, CLASS_OF_LINES, COMPANY, {})["Line"] == []


def element(key: str, value: str) -> dict[str, object]:
    """How a value is written into a custom field."""
    [written] = with_own({}, {f"CustomField.{key}": value}, COMPANY, {})["CustomField"]
    assert written.pop("DefinitionId") == key
    return dict(written)


@pytest.mark.parametrize(
    ("key", "value", "written"),
    [
        ("1", "", {"Type": "StringType", "StringValue": ""}),
        ("11", "4711", {"Type": "StringType", "StringValue": "4711"}),
        ("11", "", {"Type": "StringType", "StringValue": ""}),
        ("12", "North", {"Type": "StringType", "StringValue": "1"}),
        ("12", "", {"Type": "StringType"}),
        ("13", "7.5", {"Type": "NumberType", "NumberValue": Decimal("7.5")}),
        ("13", "", {"Type": "NumberType"}),
        ("14", "2026-11-20", {"Type": "DateType", "DateValue": "2026-11-20"}),
        ("14", "", {"Type": "DateType"}),
    ],
)
def test_a_custom_field_is_written_by_its_type(key: str, value: str, written: dict[str, object]) -> None:
    assert element(key, value) == written


@pytest.mark.parametrize(
    ("key", "value", "blockers"), [("12", "West", (PREFERENCES,)), ("13", "some", ()), ("15", "x", (PREFERENCES,))]
)
def test_what_a_custom_field_does_not_take(key: str, value: str, blockers: tuple[str, ...]) -> None:
    with pytest.raises(VendorError) as raised:
        element(key, value)
    failure = raised.value.failure
    assert (failure.category, failure.blockers) == (ErrorCategory.VALUE_DOES_NOT_FIT, blockers)


def test_those_beside_the_classic_ones_count_among_the_others() -> None:
    every = {"CustomField.1": "", **{f"CustomField.{key}": "" for key in TYPES}}
    assert not needs_other_fields(every, COMPANY)
    assert needs_other_fields({"CustomField.1": ""}, COMPANY)
    assert not needs_other_fields({}, COMPANY)


def test_only_those_beside_the_classic_ones_need_what_is_included() -> None:
    fields = [{"DefinitionId": key} for key in ("1", "3", "11")]
    assert [names_further_fields({"CustomField": fields[:end]}) for end in range(4)] == [False, False, False, True]
    assert not names_further_fields({})
