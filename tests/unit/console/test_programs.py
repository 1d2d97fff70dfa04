"""Programs at the API: they show a token, and may do what its role may do, until it ends."""

import json
from datetime import timedelta

import pytest

from counterfoil_console.bootstrap import Console
from counterfoil_console.domain.role import Role
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.routes import Routes, Visit
from tests.unit.console.house import DANA, FORM, Answered, Browser, House, signed_in

programs = Routes()


@programs.get("/api/v1/look", Access.VIEWER)
def look(visit: Visit, _console: Console) -> answers.Answer:
    return answers.data({"who": visit.who.id, "name": visit.who.name})


@programs.post("/api/v1/act", Access.ADMINISTRATOR)
def act(visit: Visit, _console: Console) -> answers.Answer:
    return answers.data({"who": visit.who.id})


@pytest.fixture
def house() -> House:
    """A console with two routes for programs."""
    return House(programs)


@pytest.fixture
def dana(house: House) -> Browser:
    """An administrator's browser."""
    return signed_in(house, DANA)


def token(house: House, role: Role) -> str:
    """A token that Dana made, for thirty days."""
    session = next(iter(house.sessions.sessions.values()))
    return house.console.tokens.make(session.actor, "Report", role, timedelta(days=30))[1]


def ask(house: House, method: str, path: str, secret: str, **headers: str) -> Answered:
    return house.call(method, path, {"authorization": f"Bearer {secret}", **headers})


@pytest.mark.usefixtures("dana")
@pytest.mark.parametrize(("role", "may_act"), [(Role.VIEWER, 403), (Role.ADMINISTRATOR, 200)])
def test_a_program_may_do_what_its_tokens_role_may(house: House, role: Role, may_act: int) -> None:
    secret = token(house, role)
    looked = ask(house, "GET", "/api/v1/look", secret)
    assert looked.status == 200
    assert '"name": "Dana Whitfield (Report)"' in looked.text
    assert '"who": "token:' in looked.text
    assert ask(house, "POST", "/api/v1/act", secret).status == may_act


@pytest.mark.usefixtures("dana")
@pytest.mark.parametrize("authorization", ["Bearer no", "Bearer ", "Bearer", "Basic YTpi", "cf_x", "Bearer \N{SNOWMAN}"])
def test_what_is_no_token_opens_nothing(house: House, authorization: str) -> None:
    answer = house.call("GET", "/api/v1/look", {"authorization": authorization})
    assert (answer.status, json.loads(answer.text)["detail"]) == (401, "the token is unknown or has ended")
    assert "Location" not in answer.headers


def test_a_wrong_token_is_not_made_good_by_a_session(house: House, dana: Browser) -> None:
    cookies = [f"__Host-session={dana.cookies['__Host-session']}"]
    assert house.call("GET", "/api/v1/look", {"authorization": "Bearer no"}, cookies=cookies).status == 401


def test_a_program_without_anything_is_told_so_in_its_own_way(house: House) -> None:
    answer = house.call("GET", "/api/v1/look", {})
    assert (answer.status, answer.headers["Content-Type"]) == (401, "application/problem+json")


@pytest.mark.usefixtures("dana")
def test_a_token_ends_by_time(house: House) -> None:
    secret = token(house, Role.VIEWER)
    house.clock.advance(timedelta(days=30))
    assert ask(house, "GET", "/api/v1/look", secret).status == 401


@pytest.mark.usefixtures("dana")
def test_a_token_is_none_for_pages(house: House) -> None:
    assert ask(house, "GET", "/people", token(house, Role.ADMINISTRATOR)).location.startswith("/sign-in")


@pytest.mark.usefixtures("dana")
def test_it_is_written_down_when_a_token_was_used_last(house: House) -> None:
    secret = token(house, Role.VIEWER)
    ask(house, "GET", "/api/v1/look", secret)
    first = house.tokens.every()[0].used_at
    assert first == house.clock()
    ask(house, "GET", "/api/v1/look", secret)
    assert house.tokens.every()[0].used_at == first
    house.clock.advance(timedelta(minutes=10))
    ask(house, "GET", "/api/v1/look", secret)
    assert house.tokens.every()[0].used_at == house.clock()


def test_a_page_of_ours_may_ask_with_its_session_and_must_mean_it(dana: Browser) -> None:
    assert '"who": "dana"' in dana.get("/api/v1/look").text
    assert dana.post("/api/v1/act").status == 200
    foreign = dana.post("/api/v1/act", headers={**FORM, "sec-fetch-site": "cross-site"})
    assert (foreign.status, foreign.headers["Content-Type"]) == (403, "application/problem+json")


def test_there_is_nothing_at_other_addresses_for_programs(dana: Browser) -> None:
    answer = dana.get("/api/v1/nothing")
    problem = json.loads(answer.text)
    assert (answer.status, problem["status"], problem["type"]) == (404, 404, "urn:counterfoil:not-found")
