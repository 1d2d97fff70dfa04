"""What an operator gets who reads and writes rules, on a table in process."""

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from counterfoil.bootstrap.operating import OperatingBundle
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules import Direction, SyncRule
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.engine.rules.known_fields import KnownFields
from counterfoil.settings import load_settings
from infra.operator.rules import main
from tests.builders import a_connection
from tests.contract.stores.grounds import Ground, simulated
from tests.fake_accounts import AsConnected
from tests.fakes import FrozenClock

INVOICE = EntityKind.INVOICE
WHY = ("--who", "Ann", "--why", "As agreed")


class Office:
    """An operator's shell before a deployed bundle, with a file of rules."""

    def __init__(self, ground: Ground, folder: Path, printed: pytest.CaptureFixture[str]) -> None:
        self.bundle = OperatingBundle(load_settings(ground.environment), client=ground.clients)
        self.bundle.fields = KnownFields(properties=_nobody_answers, clock=FrozenClock())
        self.bundle.rules = replace(self.bundle.rules, portals=AsConnected(self.bundle.connections))
        self.id = self.bundle.connections.save(a_connection()).id
        self.file, self._printed = folder / "rules.json", printed

    def run(self, command: str, *arguments: str) -> int:
        return main([command, "--connection", self.id, *arguments], lambda _: self.bundle.rules)

    def printed(self) -> list[Any]:
        return [json.loads(line) for line in self._printed.readouterr().out.splitlines()]

    def refused(self) -> list[str]:
        return self._printed.readouterr().err.splitlines()

    def shown(self, *arguments: str) -> dict[str, Any]:
        assert self.run("show", *arguments) == 0
        file: dict[str, Any] = json.loads(self._printed.readouterr().out)
        return file

    def write(self, file: object) -> None:
        self.file.write_text(json.dumps(file), encoding="utf-8")

    def rule(self, kind: EntityKind = INVOICE) -> SyncRule:
        return self.bundle.connections.get(self.id).rules[kind]


def _nobody_answers(*_: object) -> Mapping[str, VendorField]:
    """What a rule says wrong by itself is told all the same."""
    raise VendorError(Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=Cure.WAITING))


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Office]:
    with simulated() as ground:
        yield Office(ground, tmp_path, capsys)


@pytest.mark.feature("X15")
def test_what_is_shown_can_be_saved_and_changes_nothing(office: Office) -> None:
    before = office.bundle.connections.get(office.id)
    office.write(office.shown())
    assert office.run("check", "--file", str(office.file)) == 0
    assert office.run("save", "--file", str(office.file), *WHY) == 0
    office.printed()
    assert office.bundle.connections.get(office.id) == before


@pytest.mark.feature("X15")
def test_a_saved_file_is_current_with_who_and_why(office: Office) -> None:
    file = office.shown("--kind", "invoice")
    [document] = file["rules"]
    document["direction"] = "both"
    office.write(file)
    assert office.run("save", "--file", str(office.file), *WHY) == 0

    [told] = office.printed()
    assert (told["kind"], told["version"], told["direction"], told["who"]) == ("invoice", 2, "both", "Ann")
    assert office.rule().direction is Direction.BOTH
    assert office.run("history", "--kind", "invoice") == 0
    assert [(one["version"], one["change"], one["why"], one["current"]) for one in office.printed()] == [
        (2, "saved", "As agreed", True),
        (1, "connected", "", False),
    ]


@pytest.mark.feature("X15")
def test_a_wrong_file_is_refused_with_every_fault_and_changes_nothing(office: Office) -> None:
    before = office.bundle.connections.get(office.id)
    file = office.shown()
    customer, product, invoice = file["rules"]
    customer["direction"], product["fixed"] = "both", True
    invoice["filters"] = {"hubspot": {"groups": [{"clauses": [{"field": "x", "operator": "greater", "values": []}]}]}}
    office.write(file)
    for command in (("check",), ("save", *WHY), ("save", "--draft", *WHY)):
        assert office.run(*command, "--file", str(office.file)) == 1
        assert [line.split(": ")[0] for line in office.refused()] == [
            "rules[1].fixed",
            "rules[2].filters.hubspot.groups[0].clauses[0].operator",
            "rules[2].filters.hubspot.groups[0].clauses[0].values",
        ]
    assert office.bundle.connections.get(office.id) == before
    assert office.bundle.rules.history(office.id, INVOICE) == ()


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ([], "An object is wanted here."),
        ({}, "rules: This is missing."),
        ({"rules": {}}, "rules: A list is wanted here."),
        ({"rules": [], "rule": []}, "rule: A rule has nothing of this name."),
        ({"rules": [1]}, "rules[0]: An object is wanted here."),
    ],
)
def test_a_file_of_another_shape_is_refused(office: Office, file: object, told: str) -> None:
    office.write(file)
    assert office.run("check", "--file", str(office.file)) == 1
    assert office.refused() == [told]


def test_a_kind_stands_in_a_file_once(office: Office) -> None:
    file = office.shown("--kind", "invoice")
    office.write({"rules": file["rules"] * 2})
    assert office.run("check", "--file", str(office.file)) == 1
    assert office.refused() == ["rules: Invoice is named more than once."]


def test_what_is_no_json_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("not JSON"))
    assert office.run("check") == 1
    assert office.run("check", "--file", str(office.file)) == 1
    assert [line.split(":")[0] for line in office.refused()] == ["-", str(office.file)]


@pytest.mark.feature("X15", "H6")
def test_a_draft_waits_until_it_is_restored(office: Office) -> None:
    file = office.shown("--kind", "invoice")
    file["rules"][0]["direction"] = "both"
    office.write(file)
    assert office.run("save", "--draft", "--file", str(office.file), *WHY) == 0
    assert office.rule().direction is Direction.HUBSPOT_TO_QUICKBOOKS
    office.printed()
    assert office.shown("--kind", "invoice", "--version", "2") == file

    assert office.run("restore", "--kind", "invoice", "--version", "2", *WHY) == 0
    assert (office.rule().version, office.rule().direction) == (3, Direction.BOTH)
    assert office.run("restore", "--kind", "invoice", "--version", "9", *WHY) == 1
    assert office.refused() == ["version: There is no version 9 of the rule for invoices."]
    assert office.run("show", "--kind", "invoice", "--version", "9") == 1
    assert office.run("show", "--version", "9") == 1


@pytest.mark.feature("H6")
def test_a_rule_is_switched_off_and_on_and_deleted(office: Office) -> None:
    for command, direction in (("off", "off"), ("on", "hubspot_to_quickbooks"), ("delete", "off")):
        assert office.run(command, "--kind", "invoice", *WHY) == 0
        assert office.rule().direction == direction
    assert [one["change"] for one in office.printed()] == ["switched_off", "switched_on", "deleted"]


def test_an_unknown_connection_is_refused(office: Office) -> None:
    office.id = "nobody"
    assert office.run("show") == 1
    assert office.refused() == ["no connection 'nobody'"]
