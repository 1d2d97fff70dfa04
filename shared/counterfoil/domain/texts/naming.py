"""What each text is called where it is kept or translated: by its module and name, so that its English may be reworded.

The parts of the catalogue and of the checks go by their category or check, and labels by their kind and field.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

from counterfoil.domain.kinds import KINDS
from counterfoil.domain.rules.vendor_field import FIELDS
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil.domain.texts.checks import CHECKS, Finding
from counterfoil.domain.texts.sentence import Phrase, Told

MODULES = (
    *("admissions", "checks", "details", "faults", "impossible", "invoice_property", "ledgers", "locks", "mails", "names"),
    *("notices", "permissions", "plans", "reasons", "refusals", "sentence", "words"),
)
"""Those of this package in which texts stand by themselves."""


@cache
def every() -> Mapping[str, Phrase]:
    """Every text by its name."""
    return dict([*_catalogue(), *_checks(), *_labels(), *(found for module in MODULES for found in texts_in(module))])


def name_of(phrase: Phrase) -> str:
    """What a text is called, "" for one that stands nowhere here."""
    return _names().get(phrase, "")


@cache
def _names() -> Mapping[Phrase, str]:
    return {phrase: name for name, phrase in every().items()}


def texts_in(module: str) -> Iterator[tuple[str, Phrase]]:
    """The texts of one module of this package, each with its name."""
    members = vars(import_module(f"{__package__}.{module}"))
    for name, value in members.items():
        yield from _among(value, f"{module}.{name}")


def _among(value: object, place: str) -> Iterator[tuple[str, Phrase]]:
    match value:
        case Phrase():
            yield place, value
        case Told():
            yield place, value.of
        case Finding():
            for part, one in (("", value.sentence), (" consequence", value.consequence)):
                yield from _among(one, f"{place}{part}")
            yield from _among(value.steps, f"{place} step")
        case tuple():
            for number, one in enumerate(value, start=1):
                yield from _among(one, f"{place} {number}")
        case Mapping():
            for key, one in value.items():
                yield from _among(one, f"{place} {key}")


def _catalogue() -> Iterator[tuple[str, Phrase]]:
    for category, told in ERROR_TEXTS.items():
        for part, one in (("title", told.title), ("cause", told.cause), ("step", told.steps)):
            yield from _among(one, f"{category} {part}")


def _checks() -> Iterator[tuple[str, Phrase]]:
    for check, told in CHECKS.items():
        for part, one in (("title", told.title), ("why", told.why)):
            yield from _among(one, f"{check} {part}")


def _labels() -> Iterator[tuple[str, Phrase]]:
    for kind, entry in KINDS.items():
        for row in entry.fields:
            yield from _among(row.label, f"{kind} {row.name}")
        for field in FIELDS[kind]:
            yield from _among(field.label, f"{kind} {field.name}")
