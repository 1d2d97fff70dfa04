"""Languages: the catalogue of each, and which one a person reads. English is written in the sources themselves."""

import gettext
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ENGLISH = "en"
DOMAIN = "console"
FOLDERS = [Path(__file__).parent / "locale"]
"""Where the catalogues are; one that is added here counts as well."""


def translations_of(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; what it lacks stays English."""
    return _in_folders(language, tuple(FOLDERS))


@cache
def _in_folders(language: str, folders: Sequence[Path]) -> gettext.NullTranslations:
    names = [language.replace("-", "_")]
    found = (folder for folder in folders if gettext.find(DOMAIN, folder, names))
    return gettext.translation(DOMAIN, next(found, folders[0]), names, fallback=True)


def languages() -> Sequence[str]:
    """The languages that have a catalogue, English first."""
    return _languages_in(tuple(FOLDERS))


@cache
def _languages_in(folders: Sequence[Path]) -> Sequence[str]:
    paths = [path for folder in folders for path in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")]
    return ENGLISH, *sorted({path.parts[-3].replace("_", "-") for path in paths})


def language_for(accepted: str) -> str:
    """The best of an Accept-Language header that we have, else English: a browser is set to what its reader reads."""
    wanted = [part.split(";")[0].strip() for part in accepted.split(",")]
    known = {one.lower(): one for one in languages()}
    matches = (known.get(one.lower()) or known.get(one.lower().split("-")[0]) for one in wanted if one)
    return next((match for match in matches if match), ENGLISH)
