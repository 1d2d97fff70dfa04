"""Members of a row by their path."""

from decimal import Decimal

import pytest

from counterfoil.adapters.quickbooks.members import is_told, member_text

ROW = {
    "TrackingNum": "1Z999",
    "ShipAddr": {"City": "Bayshore", "Line2": None},
    "EmailStatus": "NotSet",
    "ApplyTaxAfterDiscount": False,
    "ExchangeRate": Decimal("1.10"),
    "Line": [{"Id": "1"}],
    "CustomField": [
        {"DefinitionId": "1", "Name": "Crew #", "Type": "StringType", "StringValue": "102"},
        {"DefinitionId": "2", "Name": "P.O. No.", "Type": "StringType"},
        {"DefinitionId": "3", "Name": "v2.0", "Type": "NumberType", "NumberValue": Decimal(7)},
    ],
}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("TrackingNum", "1Z999"),
        ("ShipAddr.City", "Bayshore"),
        ("ApplyTaxAfterDiscount", "false"),
        ("ExchangeRate", "1.1"),
        ("CustomField.Crew #", "102"),
        ("CustomField.v2.0", "7"),
    ],
)
def test_a_value_is_found_by_its_path(path: str, text: str) -> None:
    assert member_text(ROW, path) == text


@pytest.mark.parametrize(
    "path",
    ["", "Nothing", "ShipAddr", "ShipAddr.Line2", "ShipAddr.City.More", "TrackingNum.More", "Line", "Line.Id"],
)
def test_what_is_no_single_value_is_nothing(path: str) -> None:
    assert member_text(ROW, path) == ""


@pytest.mark.parametrize("name", ["", "P.O. No.", "Unknown"])
def test_a_custom_field_without_a_value_is_nothing(name: str) -> None:
    assert member_text(ROW, f"CustomField.{name}") == member_text(ROW, "CustomField") == ""


@pytest.mark.parametrize("fields", [None, "text", {"Name": "Crew #"}, ["Crew #", None]])
def test_odd_custom_fields_are_none(fields: object) -> None:
    assert member_text({"CustomField": fields}, "CustomField.Crew #") == ""


def test_a_custom_field_in_use_is_told_though_it_is_blank() -> None:
    shown = {"CustomField": [{"DefinitionId": "1", "Name": "Crew #", "Type": "StringType"}]}
    assert [is_told(shown, f"CustomField.{name}") for name in ("1", "Crew #", "2")] == [True, True, False]
    assert not is_told({}, "CustomField.1")
    assert is_told({}, "ClassRef.name")
