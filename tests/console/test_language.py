"""Which language a person reads."""

import pytest

from counterfoil.languages import languages, translations_of
from counterfoil_console.language import language_for


@pytest.mark.parametrize("accepted", ["", "en", "fr", "en-GB,en;q=0.9", "xx", "yy;q=nonsense,,;", "../../etc"])
def test_english_is_always_there(accepted: str) -> None:
    assert language_for(accepted) == "en"
    assert languages()[0] == "en"


def test_a_text_without_translation_stays_as_it_is() -> None:
    assert translations_of("nb").gettext("Needs you") == "Needs you"
