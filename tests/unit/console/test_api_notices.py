"""Who is told, as programs change it: the chat's address is taken, kept secret, and tried out."""

import pytest

from counterfoil.engine.ports.notices import RefusedMessageError
from counterfoil_console.domain.audit import Action
from counterfoil_console.domain.role import Role
from tests.builders import a_connection
from tests.unit.console.house import House
from tests.unit.console.programs import Program, problem, program_of, read

pytestmark = pytest.mark.feature("H7")

WEBHOOK = "https://hooks.slack.com/services/T0/B0/s3cret"
WANTED = {"emails": ["ann@example.com"], "chat": "slack", "webhook": WEBHOOK, "time": "daily", "revision": 0}


@pytest.fixture
def program(house: House) -> Program:
    """A program with an administrator's token."""
    return program_of(house, Role.ADMINISTRATOR)


@pytest.fixture
def path(house: House) -> str:
    """Where the notices of a connection are that tells nobody yet."""
    return f"connections/{house.connections.save(a_connection()).id}/notices"


def test_a_program_says_who_is_told(program: Program, house: House, path: str) -> None:
    assert read(program.get(f"/api/v1/{path}"))["emails"] == []
    kept = program.post(path, WANTED)
    told = read(kept)
    assert (told["emails"], told["chat_host"], told["time"]) == (["ann@example.com"], "hooks.slack.com", "daily")
    assert told["revision"] > 0
    assert house.audit.entries[-1].action is Action.NOTICES_SAVED
    seen = kept.text + program.get(f"/api/v1/{path}").text + repr(house.audit.entries) + repr(house.answers.kept)
    assert "s3cret" not in seen


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"emails": ["nonsense"]}, "emails"), ({"webhook": ""}, "webhook"), ({"chat": "pigeon"}, "chat")],
)
def test_what_does_not_fit_is_named(program: Program, path: str, changes: dict[str, object], field: str) -> None:
    assert list(problem(program.post(path, {**WANTED, **changes}))["faults"]) == [field]


def test_nobody_overwrites_what_somebody_else_has_changed(program: Program, path: str) -> None:
    read(program.post(path, WANTED))
    assert problem(program.post(path, {**WANTED, "time": "at_once"}))["status"] == 409


def test_a_trial_says_whether_it_was_taken(program: Program, house: House, path: str) -> None:
    read(program.post(path, WANTED))
    read(program.post(f"{path}/trial"))
    house.chat.refuses = RefusedMessageError("Slack did not take it.")
    told = problem(program.post(f"{path}/trial"))
    assert (told["status"], told["detail"]) == (502, "Slack did not take it.")
