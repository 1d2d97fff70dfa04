"""Who may sign in, and which programs may act: what administrators do, and what becomes of it at once."""

from datetime import timedelta

import pytest

from counterfoil_console.domain.person import PersonState
from counterfoil_console.domain.preferences import Preferences
from counterfoil_console.domain.role import Role
from tests.console_builders import a_person
from tests.unit.console.house import AISHA, DANA, Browser, House, signed_in

MIGUEL = "miguel@example.com"


def test_somebody_is_invited_with_a_role(dana: Browser, house: House) -> None:
    answer = dana.post("/people/invite", {"email": f"  {MIGUEL.upper()} ", "role": "viewer"})
    assert (answer.status, answer.location) == (303, "/people?done=invited")
    assert (house.directory.roles, house.directory.mails) == ({MIGUEL: Role.VIEWER}, [MIGUEL])
    assert house.people.people[f"sub-of-{MIGUEL}"].state is PersonState.INVITED
    page = dana.get(answer.location).text
    assert MIGUEL in page
    assert "Invited" in page


def test_whoever_was_invited_is_known_after_signing_in(dana: Browser, house: House) -> None:
    dana.post("/people/invite", {"email": MIGUEL, "role": "viewer"})
    claims = {"sub": f"sub-of-{MIGUEL}", "email": MIGUEL, "name": "Miguel Ortiz", "cognito:groups": ["viewers"]}
    signed_in(house, claims)
    assert [(person.name, person.state) for person in house.console.people.everyone()] == [
        ("Dana Whitfield", PersonState.ACTIVE),
        ("Miguel Ortiz", PersonState.ACTIVE),
    ]


@pytest.mark.parametrize(
    "email",
    [
        "",
        "miguel",
        "@example.com",
        "a@b",
        "a b@example.com",
        "a@example.com, b@example.com",
        "<a@example.com>",
        "a@b." + "c" * 200,
    ],
)
def test_an_address_that_is_none_is_said_so_beside_the_field(dana: Browser, house: House, email: str) -> None:
    answer = dana.post("/people/invite", {"email": email, "role": "administrator"})
    assert answer.status == 422
    assert "Write one e-mail address" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert (house.directory.roles, house.audit.entries[1:]) == ({}, [])


def test_what_was_typed_is_shown_again_and_is_only_text(dana: Browser) -> None:
    answer = dana.post("/people/invite", {"email": '"><script>alert(1)</script>', "role": "viewer"})
    assert "&#34;&gt;&lt;script&gt;alert(1)" in answer.text
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("role", ["", "root", "ADMINISTRATOR"])
def test_there_are_two_roles(dana: Browser, house: House, role: str) -> None:
    assert dana.post("/people/invite", {"email": MIGUEL, "role": role}).status == 422
    assert house.directory.roles == {}


def test_nobody_is_invited_twice(dana: Browser) -> None:
    dana.post("/people/invite", {"email": MIGUEL, "role": "viewer"})
    answer = dana.post("/people/invite", {"email": MIGUEL, "role": "administrator"})
    assert answer.status == 422
    assert "invited already" in answer.text


def test_the_mail_is_sent_again(dana: Browser, house: House) -> None:
    dana.post("/people/invite", {"email": MIGUEL, "role": "viewer"})
    assert dana.post(f"/people/sub-of-{MIGUEL}/invite-again").status == 303
    assert house.directory.mails == [MIGUEL, MIGUEL]


def test_another_role_holds_from_the_next_sign_in_which_is_due_at_once(dana: Browser, aisha: Browser, house: House) -> None:
    assert dana.post("/people/aisha/role", {"role": "administrator"}).location == "/people?done=role_changed"
    assert house.directory.roles["aisha@example.com"] is Role.ADMINISTRATOR
    assert aisha.get("/people").status == 303
    aisha.sign_in({**AISHA, "cognito:groups": ["administrators"]})
    assert aisha.post("/people/invite", {"email": MIGUEL, "role": "viewer"}).status == 303


def test_who_was_removed_where_the_people_are_kept_gets_no_role(dana: Browser, aisha: Browser, house: House) -> None:
    house.directory.gone.add("aisha@example.com")
    answer = dana.post("/people/aisha/role", {"role": "administrator"})
    assert answer.status == 409
    assert "Where the people are kept, this cannot be done." in answer.text
    assert aisha.get("/people").status == 200
    assert dana.post("/people/aisha/remove").status == 303


def test_who_is_removed_is_out_at_once_with_all_that_they_made(dana: Browser, house: House) -> None:
    miguel = signed_in(house, {**AISHA, "sub": "miguel", "cognito:groups": ["administrators"]})
    made = miguel.post("/people/tokens", {"name": "Report", "role": "viewer", "days": "30"})
    secret = made.text.partition('<code class="secret">')[2].partition("<")[0]
    house.preferences.save("miguel", Preferences(columns=("state",)))
    assert dana.post("/people/miguel/remove").location == "/people?done=removed"
    assert house.preferences.chosen == {}
    assert miguel.get("/people").status == 303
    assert house.console.tokens.of(secret) is None
    assert [person.id for person in house.console.people.everyone()] == ["dana"]
    assert dana.post("/people/miguel/remove").status == 409


def test_a_viewer_keeps_only_tokens_that_a_viewer_may_have(dana: Browser, house: House) -> None:
    miguel = signed_in(house, {**AISHA, "sub": "miguel", "cognito:groups": ["administrators"]})
    for role in ("viewer", "administrator"):
        miguel.post("/people/tokens", {"name": role, "role": role, "days": "30"})
    dana.post("/people/miguel/role", {"role": "viewer"})
    now = house.clock()
    assert {token.name: token.ends_at > now for token in house.tokens.every()} == {"viewer": True, "administrator": False}


@pytest.mark.parametrize("action", ["role", "remove", "invite-again"])
def test_nobody_does_it_to_themselves(dana: Browser, house: House, action: str) -> None:
    """Else a deployment could be left without an administrator."""
    answer = dana.post(f"/people/dana/{action}", {"role": "viewer"})
    assert answer.status == 409
    assert "Ask another administrator" in answer.text
    assert house.people.people["dana"].role is Role.ADMINISTRATOR


@pytest.mark.parametrize("action", ["role", "remove", "invite-again"])
def test_somebody_who_is_gone_is_said_to_be_gone(dana: Browser, action: str) -> None:
    answer = dana.post(f"/people/nobody/{action}", {"role": "viewer"})
    assert answer.status == 409
    assert "It is gone" in answer.text


def test_where_another_issuer_keeps_the_people_they_are_not_kept_here(house: House) -> None:
    house.without_directory()
    house.people.save(a_person(id="miguel"))
    dana = signed_in(house, DANA)
    assert "Invite" not in dana.get("/people").text
    assert dana.post("/people/invite", {"email": MIGUEL, "role": "viewer"}).status == 422
    assert dana.post("/people/miguel/remove").status == 409


def test_a_token_is_shown_once_and_stored_nowhere(dana: Browser, house: House) -> None:
    answer = dana.post("/people/tokens", {"name": "Month-end report", "role": "viewer", "days": "90"})
    secret = answer.text.partition('<code class="secret">')[2].partition("<")[0]
    assert secret.startswith("cf_")
    assert secret not in dana.get("/people").text
    assert secret not in str(house.tokens.tokens) + str(house.audit.entries)
    (token,) = house.tokens.every()
    assert (token.name, token.role, token.made_by) == ("Month-end report", Role.VIEWER, "Dana Whitfield")
    assert token.ends_at - token.made_at == timedelta(days=90)
    found = house.console.tokens.of(secret)
    assert found is not None
    assert found.id == token.id


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", " "),
        ("name", "x" * 81),
        ("days", "0"),
        ("days", "367"),
        ("days", "-1"),
        ("days", "1e9"),
        ("days", ""),
    ],
)
def test_a_token_has_a_name_and_an_end(dana: Browser, house: House, field: str, value: str) -> None:
    assert dana.post("/people/tokens", {"name": "Report", "role": "viewer", "days": "30", field: value}).status == 422
    assert house.tokens.tokens == {}


def test_a_token_ends_by_itself_when_it_is_revoked_and_when_it_is_deleted(dana: Browser, house: House) -> None:
    secrets = [
        dana.post("/people/tokens", {"name": name, "role": "viewer", "days": "30"})
        .text.partition('<code class="secret">')[2]
        .partition("<")[0]
        for name in ("old", "revoked", "deleted")
    ]
    ids = {token.name: token.id for token in house.tokens.every()}
    assert dana.post(f"/people/tokens/{ids['revoked']}/revoke").status == 303
    assert dana.post(f"/people/tokens/{ids['deleted']}/delete").status == 303
    assert [house.console.tokens.of(secret) is not None for secret in secrets] == [True, False, False]
    house.clock.advance(timedelta(days=30))
    assert house.console.tokens.of(secrets[0]) is None
    assert sorted(token.name for token in house.tokens.every()) == ["old", "revoked"]


def test_a_renewed_token_lives_as_long_again(dana: Browser, house: House) -> None:
    dana.post("/people/tokens", {"name": "Report", "role": "viewer", "days": "30"})
    (token,) = house.tokens.every()
    house.clock.advance(timedelta(days=25))
    dana.sign_in(DANA)
    assert dana.post(f"/people/tokens/{token.id}/renew").status == 303
    (renewed,) = house.tokens.every()
    assert renewed.ends_at == house.clock() + timedelta(days=30)
    house.clock.advance(timedelta(days=30))
    dana.sign_in(DANA)
    assert dana.post(f"/people/tokens/{token.id}/renew").status == 409


def test_everything_is_kept_with_who_and_when(dana: Browser, house: House) -> None:
    dana.post("/people/invite", {"email": MIGUEL, "role": "viewer"})
    dana.post(f"/people/sub-of-{MIGUEL}/role", {"role": "administrator"})
    dana.post(f"/people/sub-of-{MIGUEL}/remove")
    dana.post("/people/tokens", {"name": "Report", "role": "viewer", "days": "30"})
    kept = house.audit.of("console")
    assert [entry.action for entry in reversed(kept)] == ["signed_in", "invited", "role_changed", "removed", "token_made"]
    assert {entry.who for entry in kept} == {"Dana Whitfield"}
    assert kept[2].details == {"email": MIGUEL, "before": "viewer", "after": "administrator"}
    assert all(entry.at <= house.clock() for entry in kept)


def test_what_cannot_be_kept_is_not_done(dana: Browser, house: House) -> None:
    house.audit.fails = True
    assert dana.post("/people/invite", {"email": MIGUEL, "role": "viewer"}).status == 500
    assert (house.directory.roles, house.tokens.tokens) == ({}, {})
