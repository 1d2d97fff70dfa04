"""Texts of the product in the language of whoever reads them."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from gettext import NullTranslations
from typing import Any, cast

from counterfoil.domain.texts.locales import locale_of
from counterfoil.domain.texts.sentence import Told, Tongue
from counterfoil.domain.texts.speaking import Spoken
from counterfoil.languages import ENGLISH, translations_of


def told_in[T](language: str, model: T) -> T:
    """`model` with every text in it that can be told in the language; it may be a page, or a text itself."""
    return model if language == ENGLISH else cast("T", _told(model, Spoken(locale_of(language), translations_of(language))))


def told_with(texts: NullTranslations, text: str) -> str:
    """A text in the language of a catalogue."""
    language = texts.info().get("language", ENGLISH).replace("_", "-")
    return text if language == ENGLISH else str(_told(text, Spoken(locale_of(language), texts)))


def _told(model: object, tongue: Tongue) -> object:
    match model:
        case Told():
            return tongue.told(model)
        case str() | bytes():
            return model
        case tuple():
            return tuple(_told(one, tongue) for one in model)
        case Mapping():
            return {key: _told(one, tongue) for key, one in model.items()}
    return _told_members(model, tongue) if is_dataclass(model) else model


def _told_members(model: Any, tongue: Tongue) -> object:
    members = {one.name: getattr(model, one.name) for one in fields(model) if one.init}
    told = {name: _told(member, tongue) for name, member in members.items()}
    changed = {name: one for name, one in told.items() if one != members[name]}
    return replace(model, **changed) if changed else model
