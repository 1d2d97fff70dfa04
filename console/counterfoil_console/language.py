"""Languages: the catalogue of each, and which one a person reads. English is written in the sources themselves."""

import gettext
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ENGLISH = "en"
DOMAIN = "console"
_FOLDER = Path(__file__).parent / "locale"


@cache
def translations_of(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; what it lacks stays English."""
    return gettext.translation(DOMAIN, _FOLDER, [language.replace("-", "_")], fallback=True)


@cache
def languages() -> Sequence[str]:
    """The languages that have a catalogue, English first."""
    found = sorted(path.parts[-3].replace("_", "-") for path in _FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return ENGLISH, *found


def language_for(accepted: str) -> str:
    """The best of an Accept-Language header that we have, else English: a browser is set to what its reader reads."""
    wanted = [part.split(";")[0].strip() for part in accepted.split(",")]
    known = {one.lower(): one for one in languages()}
    matches = (known.get(one.lower()) or known.get(one.lower().split("-")[0]) for one in wanted if one)
    return next((match for match in matches if match), ENGLISH)
