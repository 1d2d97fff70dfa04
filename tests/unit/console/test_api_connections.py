"""A connection as a whole, and files of it, for programs and at the command line."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.identity import System
from counterfoil_console.domain.audit import Action
from counterfoil_console.domain.exports import KEPT, ExportForm, ExportScope, ExportSort, ExportState
from counterfoil_console.domain.role import Role
from infra.operator import export, whole_connection
from tests.builders import a_connection
from tests.unit.console.clients import client_of
from tests.unit.console.house import House
from tests.unit.console.programs import Program, problem, program_of, read

ID = "62515-9130"
HERE = f"connections/{ID}"


@pytest.fixture
def house(house: House) -> House:
    house.connections.save(a_connection(id=ID, portal_id="62515", realm_id="9130", revision=0, name="West coast"))
    for system in System:
        house.vendors.grants[ID, system] = f"token-of-{system}"
    return house


@pytest.fixture
def program(house: House) -> Program:
    """A program with an administrator's token."""
    return program_of(house, Role.ADMINISTRATOR)


def state(house: House) -> ConnectionState:
    return house.connections.get(ID).state


@pytest.mark.feature("C4")
def test_each_permission_is_told_by_itself(program: Program, house: House) -> None:
    house.vendors.dead = frozenset({System.QUICKBOOKS})
    told = read(program.get(f"/api/v1/{HERE}"))
    assert told["permissions"] == {"hubspot": "works", "quickbooks": "dead"}
    assert (told["name"], told["state"], told["untold"]) == ("West coast", "active", [])


@pytest.mark.feature("H6")
def test_it_is_paused_and_resumed(program: Program, house: House) -> None:
    assert read(program.post(f"{HERE}/pause", {}))["state"] == "paused"
    assert state(house) is ConnectionState.PAUSED
    assert read(program.post(f"{HERE}/resume", {}))["state"] == "active"
    assert [entry.action for entry in house.audit.entries[-2:]] == [Action.PAUSED, Action.RESUMED]


def test_it_is_named_and_probed(program: Program, house: House) -> None:
    assert read(program.post(f"{HERE}/name", {"name": "East coast"}))["name"] == "East coast"
    read(program.post(f"{HERE}/probe", {}))
    assert house.accounts.tried == [ID]
    assert problem(program.post(f"{HERE}/name", {"name": "x" * 100}))["status"] == 409


@pytest.mark.feature("C5")
def test_it_is_disconnected_and_what_a_person_must_end_is_told(program: Program, house: House) -> None:
    house.vendors.deaf = frozenset({System.HUBSPOT})
    told = read(program.post(f"{HERE}/disconnect", {}))
    assert (told["state"], told["untold"]) == ("disconnected", ["hubspot"])
    assert told["permissions"] == {"hubspot": "none", "quickbooks": "none"}
    assert house.vendors.grants == {}


@pytest.mark.feature("C5")
def test_it_is_deleted_by_its_name_only(program: Program, house: House) -> None:
    assert program.post(f"{HERE}/delete", {"name": "East coast"}).status == 422
    assert (house.vendors.erased, state(house)) == ([], ConnectionState.ACTIVE)
    assert read(program.post(f"{HERE}/delete", {"name": "West coast"}))["state"] == "being_deleted"
    assert house.vendors.erased == [(ID, "")]


@pytest.mark.feature("H5")
def test_an_export_is_made_followed_and_fetched(program: Program, house: House) -> None:
    wanted = {"kind": "invoice", "status": "failing", "q": "INV", "form": "csv"}
    made = read(program.post(f"{HERE}/exports", wanted))
    [job] = house.exports.jobs.values()
    assert (made["state"], job.form, job.scope.text) == ("working", ExportForm.CSV, "INV")
    at = f"{HERE}/exports/{made['id']}"
    assert program.post(f"{at}/link", {}).status == 404
    house.exports.save(replace(job, state=ExportState.READY, until=house.clock() + KEPT, done=3, size=9))
    assert read(program.get(f"/api/v1/{at}"))["done"] == 3
    assert read(program.post(f"{at}/link", {}))["link"].startswith("https://files.example/")
    assert [one["id"] for one in read(program.get(f"/api/v1/{HERE}/exports"))["exports"]] == [made["id"]]
    assert read(program.post(f"{at}/cancel", {}))["state"] == "ready"


def test_there_is_no_export_of_a_plan_that_there_is_not(program: Program, house: House) -> None:
    assert program.post(f"{HERE}/exports", {"what": "plan", "plan": "none"}).status == 404
    assert house.exports.jobs == {}


def run(house: House, capsys: pytest.CaptureFixture[str], main: Any, *arguments: str, **more: Any) -> tuple[int, str]:
    """How a command ends, and what it says."""
    client = client_of(program_of(house, Role.ADMINISTRATOR))
    ended = main([*arguments, "--connection", ID, "--url", "https://console.example"], client_of=lambda _: client, **more)
    said = capsys.readouterr()
    return ended, said.out + said.err


@pytest.mark.feature("C5", "H6")
@pytest.mark.parametrize(
    ("arguments", "stands"),
    [
        (("pause",), "paused"),
        (("resume",), "active"),
        (("disconnect",), "disconnected"),
        (("delete-connection", "--name", "West coast"), "being_deleted"),
    ],
)
def test_commands_do_the_same(
    house: House, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], stands: str
) -> None:
    ended, said = run(house, capsys, whole_connection.main, *arguments)
    assert (ended, json.loads(said)["state"], str(state(house))) == (0, stands, stands)


@pytest.mark.feature("C5")
def test_a_command_fails_where_a_person_has_something_to_do(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    house.vendors.deaf = frozenset({System.QUICKBOOKS})
    ended, said = run(house, capsys, whole_connection.main, "disconnect")
    assert (ended, json.loads(said)["to_be_ended_by_a_person"]) == (1, ["quickbooks"])
    assert run(house, capsys, whole_connection.main, "delete-connection")[0] == 1


class Exporter:
    """Makes the file, or fails to, while the command waits."""

    def __init__(self, house: House, state: ExportState) -> None:
        self.house, self.state = house, state

    def __call__(self, _seconds: float) -> None:
        [job] = self.house.exports.jobs.values()
        trouble = "It could not be made." if self.state is ExportState.FAILED else ""
        until = self.house.clock() + KEPT
        self.house.exports.save(replace(job, state=self.state, until=until, done=2, trouble=trouble))


@pytest.mark.feature("H5")
def test_a_file_is_exported_from_the_command_line(house: House, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    ended, said = run(
        house,
        capsys,
        export.main,
        *("--to", str(path), "--what", "history"),
        sleep=Exporter(house, ExportState.READY),
        fetch=lambda link: f"behind {link[:21]}".encode(),
    )
    assert (ended, json.loads(said)["rows"], path.read_text()) == (0, 2, "behind https://files.example")
    [job] = house.exports.jobs.values()
    assert (job.scope, job.form) == (ExportScope(sort=ExportSort.HISTORY), ExportForm.CSV)


def test_what_could_not_be_exported_is_told(house: House, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def no_answer(_link: str) -> bytes:
        raise httpx2.ConnectError("no answer")

    to = ("--to", str(tmp_path / "file.xlsx"))
    ended, said = run(house, capsys, export.main, *to, sleep=Exporter(house, ExportState.FAILED))
    assert (ended, said) == (1, "It could not be made.\n")
    house.exports.jobs.clear()
    ended, said = run(house, capsys, export.main, *to, sleep=Exporter(house, ExportState.READY), fetch=no_answer)
    assert (ended, "could not be kept" in said) == (1, True)
    with pytest.raises(SystemExit):
        run(house, capsys, export.main, "--to", "file.pdf")
