"""What each text is called where it is kept or translated: by its module and name, so that its English may be reworded.

The parts of the catalogue and of the checks go by their category or check, and labels by their kind and field. A module
is loaded when its texts are first asked for: who neither keeps nor translates one starts without them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module

from counterfoil.domain.texts.sentence import Phrase, Told

MODULES = (
    *("admissions", "catalogue", "checks", "details", "faults", "impossible", "invoice_property", "ledgers", "locks"),
    *("mails", "names", "notices", "permissions", "plans", "reasons", "refusals", "sentence", "words"),
)
"""Those of this package in which texts stand."""
_TABLES = {"ERROR_TEXTS", "CHECKS"}
"""Their entries are known by themselves."""


@cache
def every() -> Mapping[str, Phrase]:
    """Every text by its name."""
    return dict([*_labels(), *(found for module in MODULES for found in texts_in(module))])


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
        yield from _among(value, "" if name in _TABLES else f"{module}.{name}")


def _among(value: object, place: str) -> Iterator[tuple[str, Phrase]]:
    match value:
        case Phrase():
            yield place, value
        case Told():
            yield place, value.of
        case tuple():
            for number, one in enumerate(value, start=1):
                yield from _among(one, f"{place} {number}")
        case Mapping():
            for key, one in value.items():
                yield from _among(one, f"{place} {key}".strip())
        case _ if is_dataclass(value) and not isinstance(value, type):
            for member in fields(value):
                yield from _among(getattr(value, member.name), f"{place} {member.name}")


def _labels() -> Iterator[tuple[str, Phrase]]:
    for kind, entry in import_module("counterfoil.domain.kinds").KINDS.items():
        for row in (*entry.fields, *import_module("counterfoil.domain.rules.vendor_field").FIELDS[kind]):
            yield from _among(row.label, f"{kind} {row.name}")
