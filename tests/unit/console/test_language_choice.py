"""The language that people read: the one they chose, else the one that their browser asks for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.made_up import spoken
from tests.unit.console.house import AISHA, DANA, Browser, House, signed_in


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
