"""Every route crossed with everybody who may come: what is not declared open is closed."""

import json
from typing import Any

import pytest

from counterfoil_console.domain.role import Role
from counterfoil_console.web import answers
from counterfoil_console.web.access import Access
from counterfoil_console.web.application import Application, every_subject
from counterfoil_console.web.routes import Route, Routes, UndeclaredAccessError
from tests.unit.console.house import AISHA, DANA, FORM, OURS, Answered, Browser, House, signed_in

ROUTES = [route for subject in every_subject() for route in subject.declared]
ACTIONS = [route for route in ROUTES if route.method != "GET"]
PUBLIC = {"/healthz", "/static/<name>", "/sign-in", "/signed-out", "/auth/start", "/auth/callback"}
PERSONAL = {"/sign-out", "/language"}
OF_VIEWERS = PERSONAL | {"/c/<connection>/columns", "/c/<connection>/jobs", "/c/<connection>/jobs/<job>/cancel"}
"""What a viewer may do, although it is an action: files and a choice of one's own change nothing for anybody else."""


PARTS = {"person_id": "miguel", "token_id": "one", "name": "nothing.css", "vendor": "hubspot"}
"""What stands for the variable parts of paths."""


def named(route: Route) -> str:
    return f"{route.method} {route.path}"


def path_of(route: Route) -> str:
    path = route.path
    for part, value in PARTS.items():
        path = path.replace(f"<{part}>", value)
    return path


def call(browser: Browser, route: Route) -> Answered:
    return browser.get(path_of(route)) if route.method == "GET" else browser.post(path_of(route))


def is_shut(answer: Answered) -> bool:
    """A browser is led to the door, and a program is told."""
    return answer.status == 401 or (answer.status == 303 and answer.location.startswith("/sign-in?next="))


def test_what_is_open_to_everybody_is_this_and_no_more() -> None:
    assert {route.path for route in ROUTES if route.access is Access.PUBLIC} == PUBLIC
    assert all(route.method == "GET" for route in ROUTES if route.access is Access.PUBLIC)


def test_every_action_is_for_administrators() -> None:
    assert {route.path for route in ACTIONS if route.access is not Access.ADMINISTRATOR} == OF_VIEWERS


def test_a_stranger_sees_nothing(stranger: Browser) -> None:
    for route in ROUTES:
        assert is_shut(call(stranger, route)) is (route.path not in PUBLIC), named(route)


def test_a_viewer_may_change_nothing(house: House) -> None:
    for route in ROUTES:
        aisha = signed_in(house, AISHA)
        before = house.remembered()
        answer = call(aisha, route)
        assert (answer.status == 403) is (route.access is Access.ADMINISTRATOR), named(route)
        if route.path not in PERSONAL:
            assert house.remembered() == before, named(route)


@pytest.mark.parametrize("route", ROUTES, ids=named)
def test_an_administrator_is_let_in_everywhere(dana: Browser, route: Route) -> None:
    answer = call(dana, route)
    assert answer.status != 403
    assert not is_shut(answer)


@pytest.mark.parametrize("secret", ["", "forged", "x" * 5000, "a;b=c", "\N{SNOWMAN}"])
def test_a_forged_session_is_none(stranger: Browser, secret: str) -> None:
    for route in ROUTES:
        stranger.cookies["__Host-session"] = secret
        assert is_shut(call(stranger, route)) is (route.path not in PUBLIC), named(route)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": ""},
        {"sec-fetch-site": "cross-site", "origin": "https://console.example"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "https://console.example.evil.example"},
        {"origin": "http://console.example"},
        {},
    ],
    ids=str,
)
def test_a_form_of_another_site_is_refused(house: House, dana: Browser, headers: dict[str, str]) -> None:
    before = house.remembered()
    for route in ACTIONS:
        assert dana.post(path_of(route), headers=headers).status == 403, named(route)
        assert house.remembered() == before, named(route)


@pytest.mark.parametrize("csrf", ["", "forged", "\N{SNOWMAN}", "0001-not-by-chance-but-long-enough-00"])
def test_a_form_of_another_session_is_refused(house: House, dana: Browser, csrf: str) -> None:
    before = house.remembered()
    for route in ACTIONS:
        assert dana.post(path_of(route), {"csrf": csrf}).status == 403, named(route)
        assert house.remembered() == before, named(route)


def test_a_form_of_somebody_elses_session_is_refused(dana: Browser, aisha: Browser) -> None:
    assert dana.post("/sign-out", {"csrf": aisha.csrf}).status == 403
    assert dana.post("/sign-out", {"csrf": dana.csrf}).status == 303


def test_an_older_browser_says_its_origin(dana: Browser) -> None:
    assert dana.post("/sign-out", headers={"origin": "https://console.example"}).status == 303


def test_a_script_of_ours_shows_the_token_in_a_header(dana: Browser) -> None:
    assert dana.post("/sign-out", {"csrf": ""}, headers={**OURS, "x-csrf": dana.csrf}).status == 303


def test_a_token_in_the_address_is_none(dana: Browser) -> None:
    assert dana.post(f"/sign-out?csrf={dana.csrf}", {"csrf": ""}).status == 403


def test_a_form_in_another_encoding_is_no_form(dana: Browser) -> None:
    for content_type in ("text/plain", "multipart/form-data; boundary=x", "application/json", ""):
        assert dana.post("/sign-out", headers={**OURS, "content-type": content_type}).status == 403


def test_cookies_are_read_from_wherever_they_arrive(dana: Browser, house: House) -> None:
    cookie = f"other=1; __Host-session={dana.cookies['__Host-session']}; last=2"
    assert house.call("GET", "/people", {"cookie": cookie}).status == 200
    assert house.call("GET", "/people", {"Cookie": cookie}).status == 200
    assert house.call("GET", "/people", {}, cookies=cookie.split("; ")).status == 200


def test_after_signing_in_people_go_on_where_they_wanted_to(stranger: Browser) -> None:
    shut = stranger.get("/people?page=2&x=%C3%A9")
    door = stranger.get(shut.location)
    assert "/auth/start?next=%2Fpeople%3Fpage%3D2%26x%3D%25C3%25A9" in door.text.replace("&amp;", "&")


def test_a_form_that_came_too_late_is_not_sent_again(stranger: Browser) -> None:
    assert stranger.post("/people/invite", {"email": "x@y.example"}).location == "/sign-in?next=%2F"


@pytest.mark.parametrize("path", ["/nothing", "/people/x/y/z", "/wp-login.php", "/.env", "/people/", "/static/", "//people"])
def test_there_is_nothing_at_other_addresses(dana: Browser, stranger: Browser, path: str) -> None:
    answer = dana.get(path)
    assert answer.status == 404
    assert "There is nothing here" in answer.text
    assert is_shut(stranger.get(path))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_do_nothing(dana: Browser, house: House, method: str) -> None:
    cookies = [f"__Host-session={dana.cookies['__Host-session']}"]
    assert house.call(method, "/people", {}, cookies=cookies).status in {403, 404}


def test_a_route_that_does_not_say_who_may_call_it_does_not_start() -> None:
    wrong: list[Any] = [None, "viewer", Role.VIEWER, True]
    for declare in (Routes().get, Routes().post):
        for access in wrong:
            with pytest.raises(UndeclaredAccessError):
                declare("/open", access)


def test_routes_are_known_by_their_declarations_only(house: House) -> None:
    application = Application(house.console)
    assert not [name for name in vars(application) if not name.startswith("_")]


def failing() -> Routes:
    """A subject with a fault."""
    routes = Routes()

    @routes.get("/fails", Access.VIEWER)
    def fails(_visit: object, _console: object) -> answers.Answer:
        raise KeyError("a customer's name")

    @routes.get("/api/v1/fails", Access.VIEWER)
    def api_fails(_visit: object, _console: object) -> answers.Answer:
        raise KeyError("a customer's name")

    return routes


def test_a_fault_of_ours_is_a_page_that_says_nothing_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    browser = signed_in(House(failing()), DANA)
    answer = browser.get("/fails")
    assert answer.status == 500
    assert "request-1" in answer.text
    program = browser.get("/api/v1/fails")
    assert (program.status, json.loads(program.text)["reference"]) == (500, "request-1")
    assert "a customer's name" not in answer.text + program.text + capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"rawQueryString": "&".join(f"a{n}=1" for n in range(2000))}, 400),
        ({"rawQueryString": "q=%FF"}, 400),
        ({"body": "%%%", "isBase64Encoded": True}, 400),
        ({"body": "a" * 300_000}, 413),
    ],
)
def test_what_cannot_be_read_is_said_so(dana: Browser, house: House, more: dict[str, Any], status: int) -> None:
    cookies = [f"__Host-session={dana.cookies['__Host-session']}"]
    answer = house.call("POST", "/people/invite", {**FORM, **OURS}, cookies=cookies, **more)
    assert answer.status == status
    assert "Nothing was changed" in answer.text


def test_two_people_are_kept_apart(house: House) -> None:
    dana, aisha = signed_in(house, DANA), signed_in(house, AISHA)
    assert "Dana Whitfield, administrator" in " ".join(dana.get("/people").text.split())
    assert "Aisha Reyes, viewer" in " ".join(aisha.get("/people").text.split())
