"""Through the issuer and back: what is asked, what is believed, and what is not."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from counterfoil_console.domain.role import Role
from counterfoil_console.sign_in.proof import challenge_of
from tests.unit.console.house import AISHA, DANA, Browser, House, asked, signed_in


@pytest.mark.feature("C1")
def test_whoever_the_issuer_knows_with_a_role_comes_in(stranger: Browser) -> None:
    answer = stranger.sign_in(DANA, "/people?page=2")
    assert (answer.status, answer.location) == (303, "/people?page=2")
    assert stranger.get("/people").status == 200


def test_the_issuer_is_asked_with_proof_state_and_nonce(stranger: Browser, house: House) -> None:
    started = stranger.get("/auth/start?next=/people")
    question = asked(started)
    assert started.location.startswith("https://issuer.example/authorize?")
    assert question["response_type"] == "code"
    assert question["client_id"] == "console-client"
    assert question["redirect_uri"] == "https://console.example/auth/callback"
    assert question["code_challenge_method"] == "S256"
    assert "openid" in question["scope"].split()
    stranger.come_back(started, DANA)
    (came,) = house.issuer.asked
    assert challenge_of(came["verifier"]) == question["code_challenge"]
    assert (came["nonce"], came["redirect_uri"]) == (question["nonce"], question["redirect_uri"])


def test_another_issuer_than_this_deployments_own_is_named(stranger: Browser, house: House) -> None:
    assert "Sign in with issuer.example" in stranger.get("/sign-in").text
    own: Any = house.console
    own.settings = replace(own.settings, user_pool_id="eu-central-1_abc")
    assert "Sign in with" not in stranger.get("/sign-in").text


def test_no_two_sign_ins_share_a_secret(stranger: Browser) -> None:
    one, two = (asked(stranger.get("/auth/start")) for _ in range(2))
    assert all(one[name] != two[name] for name in ("state", "nonce", "code_challenge"))


def test_the_session_cookie_is_for_this_host_alone_and_for_no_script(stranger: Browser) -> None:
    cookie = stranger.sign_in(DANA).cookies["__Host-session"]
    value, *attributes = [part.strip() for part in cookie.split(";")]
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(attributes)
    assert not [attribute for attribute in attributes if attribute.startswith("Domain")]
    assert len(value) >= 32


def test_the_table_never_sees_the_secret(stranger: Browser, house: House) -> None:
    stranger.sign_in(DANA)
    secret = stranger.cookies["__Host-session"]
    assert secret not in str(house.sessions.sessions)
    assert len(house.sessions.sessions) == 1


def test_a_state_is_good_once(stranger: Browser) -> None:
    started = stranger.get("/auth/start")
    assert stranger.come_back(started, DANA).status == 303
    stranger.get("/auth/start")
    again = stranger.come_back(started, DANA)
    assert again.status == 400
    assert "took too long" in again.text


def test_a_state_is_good_in_the_browser_that_began_it_only(stranger: Browser, house: House) -> None:
    """Else somebody could sign another in as themselves, and see what they enter."""
    started = stranger.get("/auth/start")
    victim = Browser(house)
    for _ in range(2):
        assert victim.come_back(started, DANA).status == 400
        victim.get("/auth/start")
    assert "__Host-session" not in victim.cookies
    assert house.issuer.asked == []


def test_a_state_is_good_for_ten_minutes(stranger: Browser, house: House) -> None:
    started = stranger.get("/auth/start")
    house.clock.advance(timedelta(minutes=10))
    assert stranger.come_back(started, DANA).status == 400


@pytest.mark.parametrize("query", ["", "?state=", "?state=invented&code=x", "?code=x", "?error=access_denied"])
def test_an_answer_that_nobody_asked_for_is_refused(stranger: Browser, house: House, query: str) -> None:
    stranger.get("/auth/start")
    assert stranger.get(f"/auth/callback{query}").status == 400
    assert house.issuer.asked == []


def test_who_goes_back_at_the_issuer_is_not_signed_in(stranger: Browser, house: House) -> None:
    state = asked(stranger.get("/auth/start"))["state"]
    answer = stranger.get(f"/auth/callback?error=access_denied&state={state}")
    assert answer.status == 401
    assert house.sessions.sessions == {}


def test_what_the_issuer_does_not_stand_by_is_refused(stranger: Browser, house: House) -> None:
    state = asked(stranger.get("/auth/start"))["state"]
    answer = stranger.get(f"/auth/callback?code=stolen&state={state}")
    assert answer.status == 401
    assert house.sessions.sessions == {}


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (["administrators"], Role.ADMINISTRATOR),
        (["viewers"], Role.VIEWER),
        (["viewers", "administrators"], Role.ADMINISTRATOR),
        ("viewers, staff", Role.VIEWER),
        ("administrator", Role.ADMINISTRATOR),
    ],
)
def test_a_role_comes_from_the_claim(stranger: Browser, house: House, groups: object, role: Role) -> None:
    stranger.sign_in({**DANA, "cognito:groups": groups})
    (session,) = house.sessions.sessions.values()
    assert session.role is role


@pytest.mark.parametrize("groups", [None, [], ["staff"], ["Administrators"], "root", 7, {"viewers": True}, [["viewers"]]])
def test_without_a_role_there_is_no_access(stranger: Browser, house: House, groups: Any) -> None:
    answer = stranger.sign_in({**DANA, "cognito:groups": groups})
    assert answer.status == 403
    assert "as_another=1" in answer.text
    assert (house.sessions.sessions, house.people.people) == ({}, {})
    assert asked(stranger.get("/auth/start?as_another=1"))["prompt"] == "login"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/%0d%0aSet-Cookie:x=1\r\n",
        "javascript:alert(1)",
        "evil.example",
        "",
        "///evil.example",
        "/ /evil.example",
        "https:evil.example",
        "/" + "a" * 3000,
    ],
)
def test_nobody_is_sent_to_another_site(stranger: Browser, elsewhere: str) -> None:
    assert stranger.sign_in(DANA, elsewhere).location == "/"


def test_a_new_sign_in_has_a_new_session_and_ends_the_old_one(house: House, dana: Browser) -> None:
    before = dana.cookies["__Host-session"]
    dana.sign_in(AISHA)
    assert dana.cookies["__Host-session"] != before
    assert len(house.sessions.sessions) == 1
    assert house.console.sessions.of(before) is None


def test_a_session_that_somebody_planted_is_never_taken_over(stranger: Browser, house: House) -> None:
    stranger.cookies["__Host-session"] = "planted"
    stranger.sign_in(DANA)
    assert stranger.cookies["__Host-session"] != "planted"
    assert house.console.sessions.of("planted") is None


def test_signing_out_ends_the_session_here_and_at_the_issuer(dana: Browser, house: House) -> None:
    secret = dana.cookies["__Host-session"]
    answer = dana.post("/sign-out")
    assert answer.status == 303
    assert answer.location.startswith("https://issuer.example/logout?")
    assert asked(answer)["logout_uri"] == "https://console.example/signed-out"
    assert "__Host-session" not in dana.cookies
    assert house.sessions.sessions == {}
    dana.cookies["__Host-session"] = secret
    assert dana.get("/people").location.startswith("/sign-in")


def test_where_the_issuer_ends_no_sessions_signing_out_stays_here(stranger: Browser, house: House) -> None:
    house.issuer.end_session = ""
    stranger.sign_in(DANA)
    assert stranger.post("/sign-out").location == "/signed-out"
    assert "You are signed out" in stranger.get("/signed-out").text


def test_the_page_with_the_form_lets_it_end_at_the_issuer(dana: Browser) -> None:
    """Chromium holds the address that a form is redirected to against the policy as well."""
    policy = dana.get("/people").headers["Content-Security-Policy"]
    (forms,) = [part for part in policy.split("; ") if part.startswith("form-action")]
    assert "https://issuer.example" in forms.split()


def test_a_session_is_over_when_nobody_uses_it(dana: Browser, house: House) -> None:
    for _ in range(3):
        house.clock.advance(timedelta(hours=11))
        assert dana.get("/people").status == 200
    house.clock.advance(timedelta(hours=12))
    answer = dana.get("/people")
    assert answer.location == "/sign-in?next=%2Fpeople&trouble=ended"
    assert "__Host-session" not in dana.cookies
    assert "Your session is over" in dana.get(answer.location).text


def test_a_page_that_looks_again_by_itself_makes_no_session_longer(dana: Browser, house: House) -> None:
    for _ in range(13):
        house.clock.advance(timedelta(hours=1))
        answer = dana.get("/people", **{"x-by-itself": "true"})
    assert answer.status == 303


def test_a_session_is_over_after_a_week_however_much_it_is_used(dana: Browser, house: House) -> None:
    for _ in range(16):
        assert dana.get("/people").status == 200
        house.clock.advance(timedelta(hours=10))
    house.clock.advance(timedelta(hours=8))
    assert dana.get("/people").status == 303


def test_a_change_of_role_reaches_a_sign_in_that_is_on_its_way(house: House, dana: Browser) -> None:
    """The issuer's answer is from before the change, whatever happens first."""
    signed_in(house, AISHA)
    late = Browser(house)
    started = late.get("/auth/start")

    house.issuer.meanwhile = lambda: dana.post("/people/aisha/remove")
    assert late.come_back(started, AISHA).status == 403
    assert "__Host-session" not in late.cookies
    assert {session.person_id for session in house.sessions.sessions.values()} == {"dana"}
    assert "aisha@" not in dana.get("/people").text


def test_when_the_issuer_does_not_answer_people_are_told_to_wait(stranger: Browser, house: House) -> None:
    house.issuer.fails = True
    answer = stranger.get("/auth/start")
    assert answer.status == 503
    assert "Nothing is lost" in answer.text


def test_who_signs_in_and_out_is_kept(dana: Browser, house: House) -> None:
    dana.post("/sign-out")
    assert [(entry.who, entry.action) for entry in house.audit.entries] == [
        ("Dana Whitfield", "signed_in"),
        ("Dana Whitfield", "signed_out"),
    ]
