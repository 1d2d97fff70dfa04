"""The token of a command: made with AWS credentials, shown once, read from a file, and never an option."""

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest

from counterfoil_console.bootstrap import Console
from infra.client.client import ConsoleClient
from infra.operator import make_token, retry, status
from infra.operator.command import console_of
from tests.unit.console.house import House
from tests.unit.console.programs import Program


def consoles(house: House) -> Callable[[str], Console]:
    return lambda _: house.console


def test_a_token_is_made_with_aws_credentials_and_shown_once(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "token.txt"
    wanted = ["--name", "Month's end", "--role", "viewer", "--to", str(file)]
    assert make_token.main(wanted, consoles(house), lambda: "deployer") == 0
    said = capsys.readouterr()
    secret = file.read_text(encoding="utf-8").strip()
    assert secret not in said.out + said.err
    assert file.stat().st_mode & 0o077 == 0
    assert Program(house, secret).get("/api/v1/connections").status == 200
    assert house.audit.entries[-1].who == "deployer"
    assert make_token.main(wanted, consoles(house), lambda: "deployer") == 1
    assert len(house.tokens.tokens) == 1
    capsys.readouterr()
    assert make_token.main([*wanted[:4], "--days", "900"], consoles(house), lambda: "deployer") == 1
    assert capsys.readouterr().err == "A token lives for at least a day and at most a year.\n"


@pytest.mark.parametrize("options", [(), ("--token-file", "{folder}/none"), ("--token-file", "{folder}/empty")])
def test_a_token_is_read_from_a_file_and_never_an_option(tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "empty").write_text("", encoding="utf-8")
    (tmp_path / "token").write_text("cf_x\n", encoding="utf-8")
    given = argparse.Namespace(url="https://console.example", token_file=str(tmp_path / "token"))
    assert isinstance(console_of(given), ConsoleClient)
    named = [one.format(folder=tmp_path) for one in options]
    assert retry.main(["--connection", "62515-9130", "--url", "https://console.example", *named]) == 1


def test_whoever_names_no_console_is_asked_for_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert status.main([]) == 1
    assert "--url" in capsys.readouterr().err
