"""What programs do is done once for each idempotency key, whatever is sent twice, at once, or after a crash."""

from datetime import timedelta
from typing import Any

import pytest

from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.role import Role
from counterfoil_console.web.api.operations import Nothing, Operations
from counterfoil_console.web.routes import Visit
from tests.builders import a_connection
from tests.unit.console.house import DANA, OURS, House, signed_in
from tests.unit.console.programs import Program, problem, program_of, read

slow = Operations()
meanwhile: list[Program] = []
deaths: list[str] = []


@slow.act("/slow", takes=Nothing, answers=str)
def slowly(_visit: Visit, _console: Console, _taken: Nothing) -> str:
    """While it is carried out, others call."""
    return meanwhile[0].post("slow", key="one").text if meanwhile else "done"


@slow.act("/dies", takes=Nothing, answers=str)
def dying(_visit: Visit, _console: Console, _taken: Nothing) -> str:
    """The function is ended, the first time."""
    if not deaths:
        deaths.append("died")
        raise SystemExit
    return "done"


@slow.act("/breaks", takes=Nothing, answers=str)
def breaking(_visit: Visit, _console: Console, _taken: Nothing) -> str:
    """A fault of ours."""
    raise KeyError("a customer's name")


@pytest.fixture
def house() -> House:
    """A console in which something takes long, and something dies."""
    meanwhile.clear()
    deaths.clear()
    return House(slow)


@pytest.fixture
def program(house: House) -> Program:
    """A program with an administrator's token."""
    return program_of(house, Role.ADMINISTRATOR)


@pytest.fixture
def plans(house: House) -> str:
    """Where plans of a connection are made."""
    return f"connections/{house.connections.save(a_connection()).id}/plans"


def test_what_is_sent_twice_is_done_once(program: Program, house: House, plans: str) -> None:
    first, again = program.post(plans, {}, key="one"), program.post(plans, {}, key="one")
    assert read(first) == read(again)
    assert len(house.plan_queue.take()) == 1
    assert read(program.post(plans, {}, key="two")) != read(first)


def test_a_key_is_forgotten_after_a_day(program: Program, house: House, plans: str) -> None:
    program.post(plans, {}, key="one")
    house.clock.advance(timedelta(hours=23))
    program.post(plans, {}, key="one")
    assert len(house.plan_queue.take()) == 1
    house.clock.advance(timedelta(minutes=59))
    later = program_of(house, Role.ADMINISTRATOR)
    assert later.post(plans, {}, key="one").status == 200
    assert len(house.plan_queue.take()) == 1


@pytest.mark.parametrize("body", [{"since": "2026-01-01"}, {"records": ["hubspot:invoice:1"]}])
def test_a_key_is_good_for_one_request(program: Program, house: House, plans: str, body: dict[str, Any]) -> None:
    program.post(plans, {}, key="one")
    told = problem(program.post(plans, body, key="one"))
    assert (told["status"], told["type"]) == (422, "urn:counterfoil:key-used-otherwise")
    assert len(house.plan_queue.take()) == 1


def test_everybody_has_keys_of_their_own(program: Program, house: House, plans: str) -> None:
    another = program_of(house, Role.ADMINISTRATOR)
    program.post(plans, {}, key="one")
    another.post(plans, {"since": "2026-01-01"}, key="one")
    assert len(house.plan_queue.take()) == 2


@pytest.mark.parametrize("key", ["", " ", "x" * 201])
def test_without_a_key_nothing_is_done(program: Program, house: House, plans: str, key: str) -> None:
    told = problem(program.post(plans, {}, key=key))
    assert told["status"] == 400
    assert "Idempotency-Key" in told["detail"]
    assert not house.plan_queue.take()


def test_a_second_while_the_first_is_under_way_is_told_so(program: Program) -> None:
    meanwhile.append(program)
    answer = read(program.post("slow", key="one"))
    assert '"status": 409' in answer
    assert "urn:counterfoil:under-way" in answer


def test_whoever_died_of_it_is_followed_by_the_next(program: Program, house: House) -> None:
    with pytest.raises(SystemExit):
        program.post("dies", key="one")
    assert problem(program.post("dies", key="one"))["type"] == "urn:counterfoil:under-way"
    house.clock.advance(timedelta(minutes=1))
    assert read(program.post("dies", key="one")) == "done"


def test_what_failed_may_be_sent_again_at_once(program: Program) -> None:
    assert [program.post("breaks", key="one").status for _ in range(2)] == [500, 500]
    assert read(program.post("slow", key="one")) == "done"


def test_what_was_refused_may_be_sent_again(program: Program, house: House) -> None:
    plans = "connections/62515-9130/plans"
    assert problem(program.post(plans, {}, key="one"))["status"] == 404
    house.connections.save(a_connection(id="62515-9130", revision=0))
    assert read(program.post(plans, {}, key="one"))["state"] == "planning"


def test_a_secret_is_answered_once(house: House) -> None:
    dana = signed_in(house, DANA)
    headers = {**OURS, "x-csrf": dana.csrf, "idempotency-key": "one", "content-type": "application/json"}
    cookies = [f"__Host-session={dana.cookies['__Host-session']}"]
    body = '{"name": "Report", "role": "viewer", "days": 30}'
    made = read(house.call("POST", "/api/v1/tokens", headers, body, cookies=cookies))
    assert Program(house, made["secret"]).get("/api/v1/connections").status == 200
    again = problem(house.call("POST", "/api/v1/tokens", headers, body, cookies=cookies))
    assert again["status"] == 409
    assert made["secret"] not in repr(house.answers.kept)
    assert len(house.tokens.tokens) == 1
