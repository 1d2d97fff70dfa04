"""Languages: the catalogue of each. English is written in the sources themselves."""

import gettext
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from counterfoil.domain.texts.locales import locale_of
from counterfoil.domain.texts.speaking import Say, Spoken, in_english

ENGLISH = "en"
DOMAIN = "counterfoil"
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


def say_in(language: str) -> Say:
    """Says texts in a language; in English where it has no catalogue."""
    if language not in languages() or language == ENGLISH:
        return in_english
    return Spoken(locale_of(language), translations_of(language)).say
