"""What these tests read is what CloudFormation reads."""

from pathlib import Path

import pytest

from tests.template.intrinsics import load


def test_intrinsic_functions_are_kept(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text("A: !Ref B\nC: !GetAtt D.Arn\nE: !Sub ${F}\n")
    assert load(template) == {"A": {"Ref": "B"}, "C": {"Fn::GetAtt": ["D", "Arn"]}, "E": {"Fn::Sub": "${F}"}}


def test_a_name_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text("Variables:\n  TABLE_NAME: a\n  TABLE_NAME: b\n")
    with pytest.raises(ValueError, match="TABLE_NAME twice"):
        load(template)
