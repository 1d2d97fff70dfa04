"""What an operator is told when connecting cannot even begin."""

from collections.abc import Callable
from pathlib import Path

import pytest
from botocore.exceptions import ClientError, NoRegionError

from counterfoil.settings import Settings
from infra.operator.__main__ import main

PAIR = ("--portal-id", "1", "--realm-id", "2", "--tokens")
TOKENS = '{"hubspot": "secret-one", "quickbooks": "secret-two"}'


def no_region(_stack: str) -> Settings:
    raise NoRegionError


def no_stack(stack: str) -> Settings:
    told = f"Stack [{stack}] does not exist"
    raise ClientError({"Error": {"Code": "ValidationError", "Message": told}}, "DescribeStackResource")


@pytest.fixture
def tokens(tmp_path: Path) -> Path:
    """A file to read tokens from."""
    return tmp_path / "tokens.json"


@pytest.mark.parametrize(
    ("settings_of", "told"), [(no_region, "specify a region"), (no_stack, "Stack [other] does not exist")]
)
def test_what_aws_refuses_is_told_in_a_line(
    settings_of: Callable[[str], Settings], told: str, tokens: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tokens.write_text(TOKENS)
    assert main([*PAIR, str(tokens), "--stack", "other"], settings_of) == 1
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"hubspot": "secret-one"}', '{"hubspot": 5, "quickbooks": "b"}', '{"hubspot": "", "quickbooks": "b"}'],
)
def test_tokens_that_cannot_be_read_are_told_without_showing_any(
    text: str, tokens: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tokens.write_text(text)
    assert main([*PAIR, str(tokens)], no_region) == 1
    said = capsys.readouterr().err
    assert "expected" in said
    assert "secret-one" not in said


def test_a_file_that_is_not_there_is_named(tokens: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*PAIR, str(tokens)], no_region) == 1
    assert str(tokens) in capsys.readouterr().err
