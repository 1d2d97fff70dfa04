"""The language that people read: the one they chose, else the one that their browser asks for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counterfoil_console.domain.audit import Action
from counterfoil_console.domain.role import Role
from infra.operator import preferences, whole_connection
from tests.made_up import spoken
from tests.unit.console.clients import client_of
from tests.unit.console.house import AISHA, DANA, Browser, House, signed_in
from tests.unit.console.programs import problem, program_of, read


@pytest.fixture
def language(tmp_path: Path) -> Iterator[str]:
    with spoken(tmp_path) as made_up:
        yield made_up


def test_people_choose_their_language_and_keep_it(house: House, dana: Browser, connection_id: str, language: str) -> None:
    here = f"/c/{connection_id}/records?status=failing"
    assert 'lang="en"' in dana.get(here).text
    assert '<option value="it">Italiano</option>' in dana.get(here).text

    chosen = dana.post("/language", {"language": language, "back": here})
    assert (chosen.status, chosen.location) == (303, here)
    assert '<html lang="it">' in dana.get(here, **{"accept-language": "en"}).text
    assert '<html lang="it">' in signed_in(house, DANA).get(here).text
    assert '<html lang="en">' in signed_in(house, AISHA).get(here).text

    dana.post("/language", {"language": "", "back": here})
    assert '<html lang="en">' in dana.get(here).text


def test_only_a_language_that_there_is_can_be_chosen(dana: Browser, stranger: Browser, language: str) -> None:
    assert dana.post("/language", {"language": "tlh", "back": "/people"}).status == 400
    assert dana.post("/language", {"language": language, "back": "https://evil.example"}).location == "/"
    assert stranger.post("/language", {"language": language}).status == 303
    assert '<html lang="en">' in stranger.get("/sign-in").text


def test_a_choice_whose_catalogue_is_gone_is_the_browsers(dana: Browser, tmp_path: Path) -> None:
    with spoken(tmp_path) as language:
        dana.post("/language", {"language": language})
    page = dana.get("/people").text
    assert '<html lang="en">' in page
    assert "/language" not in page


@pytest.mark.feature("H7")
def test_mails_and_chats_of_a_connection_are_in_the_language_that_is_chosen_for_it(
    house: House, dana: Browser, connection_id: str, language: str
) -> None:
    page = f"/c/{connection_id}/connection"
    assert "Language of its mails and chats" in dana.get(page).text
    chosen = dana.post(f"{page}/language", {"language": language})
    assert chosen.location == f"{page}?done=language_chosen"
    assert house.connections.get(connection_id).language == language
    shown = dana.get(page).text
    assert '<option value="it" selected>Italiano</option>' in shown.partition("Language of its mails")[2]
    assert "Chose the language of mails and chats: Italiano." in shown
    assert dana.post(f"{page}/language", {"language": "tlh"}).status == 422
    assert signed_in(house, AISHA).post(f"{page}/language", {"language": "en"}).status == 403


def test_with_one_language_there_is_none_to_choose(dana: Browser, connection_id: str) -> None:
    assert "Language of its mails" not in dana.get(f"/c/{connection_id}/connection").text


@pytest.mark.feature("H7")
def test_programs_choose_it_as_well(house: House, connection_id: str, language: str) -> None:
    program = program_of(house, Role.ADMINISTRATOR)
    assert read(program.post(f"connections/{connection_id}/language", {"language": language}))["language"] == language
    assert problem(program.post(f"connections/{connection_id}/language", {"language": "tlh"}))["faults"].keys() == {
        "language"
    }
    client = client_of(program)
    options = ["language", "--connection", connection_id, "--url", "https://console.example"]
    assert whole_connection.main(options, lambda _: client) == 0
    assert house.connections.get(connection_id).language == "en"


def test_what_somebody_prefers_is_set_for_them(house: House, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    aisha = signed_in(house, AISHA)
    program = program_of(house, Role.ADMINISTRATOR)
    assert read(program.get("/api/v1/people/aisha/preferences")) == {"language": "", "columns": []}
    wanted = {"language": language, "columns": ["state", "why"]}
    assert read(program.post("people/aisha/preferences", wanted)) == wanted
    assert house.audit.entries[-1].action is Action.PREFERENCES_CHOSEN
    assert '<html lang="en">' in aisha.get("/people").text
    assert '<html lang="it">' in signed_in(house, AISHA).get("/people").text
    assert problem(program.post("people/aisha/preferences", {"language": "tlh"}))["faults"].keys() == {"language"}
    assert problem(program.post("people/nobody/preferences", {}))["status"] == 422
    client = client_of(program)
    options = ["Aisha@example.com", "--columns", "all", "--url", "https://console.example"]
    assert preferences.main(options, lambda _: client) == 0
    assert '"language": "it", "columns": "all"' in capsys.readouterr().out
    assert house.preferences.of("aisha").columns == ()
    assert preferences.main(["lee@example.com", *options[1:]], lambda _: client) == 1
