"""The form of the fields: which mappings are on, and one of a person's own in the making."""

from collections.abc import Mapping

from counterfoil.domain.identity import System
from counterfoil.domain.rules.faults_of_fields import VendorFields
from counterfoil.domain.values import dataclass
from counterfoil_console.forms.rule import Deed, Document, Pairs

ADD, REMOVE = "add", "remove"
_MOST_TYPED = 10_000
_NAMELESS = "?"
"""Of a mapping of which nothing is chosen yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingTyped:
    """A mapping as it was typed. `editing` is the id of the one that it replaces, "" for none."""

    hubspot: str = ""
    quickbooks: str = ""
    direction: str = "hubspot_to_quickbooks"
    constant: str = ""
    choices: str = ""
    clears: bool = False
    informs: bool = False
    editing: str = ""


@dataclass(frozen=True, slots=True)
class FieldsForm:
    """The mappings, and what is being typed of one, if anything; `making` is its id among them, "" while it has none."""

    document: Document
    adding: MappingTyped | None = None
    making: str = ""


def of_form(document: Document, pairs: Pairs, deed: Deed, known: VendorFields) -> FieldsForm:
    """The mappings after what the pressed button asks for. A mapping that was typed is added, whichever keeps the step."""
    switched = _switched(document, {value for name, value in pairs if name == "on"})
    typed = _typed(dict(pairs)) if any(name == "quickbooks" for name, _ in pairs) else None
    match deed.name:
        case "begin":
            return FieldsForm(switched, MappingTyped())
        case "edit":
            typed = _as_typed(switched, deed.subject, known)
            return FieldsForm(switched, typed, typed.editing if typed else "")
        case "remove":
            kept = [one for one in switched["mappings"] if not (one.get("own") and one["id"] == deed.subject)]
            return FieldsForm({**switched, "mappings": kept})
    if typed and (typed.hubspot or typed.quickbooks or typed.constant or deed.name == ADD):
        return _added(switched, typed, known)
    return FieldsForm(switched)


def _switched(document: Document, on: set[str]) -> Document:
    return {**document, "mappings": [{**one, "enabled": one["id"] in on} for one in document["mappings"]]}


def _typed(form: Mapping[str, str]) -> MappingTyped:
    return MappingTyped(
        hubspot=form.get("hubspot", ""),
        quickbooks=form.get("quickbooks", ""),
        direction=form.get("way", ""),
        constant=form.get("constant", "").strip(),
        choices=form.get("choices", "")[:_MOST_TYPED],
        clears=form.get("clears") == "yes",
        informs=form.get("informs") == "yes",
        editing=form.get("editing", ""),
    )


def _as_typed(document: Document, name: str, known: VendorFields) -> MappingTyped | None:
    found = next((one for one in document["mappings"] if one.get("own") and one["id"] == name), None)
    if found is None:
        return None
    options = known[System.HUBSPOT][found["hubspot"]].options if found["hubspot"] in known[System.HUBSPOT] else {}
    lines = [f"{options.get(option, option)} = {value}" for option, value in found["choices"].items()]
    return MappingTyped(
        hubspot=found["hubspot"],
        quickbooks=found["quickbooks"],
        direction=found["direction"],
        constant=found["constant"],
        choices="\n".join(lines),
        clears=found["blanks"] == "clear",
        informs=found["informs"],
        editing=name,
    )


def _added(document: Document, typed: MappingTyped, known: VendorFields) -> FieldsForm:
    """The mapping comes last, or where the one was that it replaces."""
    before = list(document["mappings"])
    replaced = next((one["id"] for one in before if one.get("own") and one["id"] == typed.editing), "")
    name = replaced or _name(typed, {one["id"] for one in before}, known)
    made = {
        "id": name,
        "own": True,
        "enabled": True,
        "hubspot": typed.hubspot,
        "quickbooks": typed.quickbooks,
        "direction": typed.direction,
        "constant": typed.constant,
        "choices": _choices(typed, known),
        "blanks": "clear" if typed.clears else "keep",
        "informs": typed.informs,
    }
    mappings = [made if one["id"] == replaced else one for one in before] + ([] if replaced else [made])
    return FieldsForm({**document, "mappings": mappings}, typed, name)


def _name(typed: MappingTyped, taken: set[str], known: VendorFields) -> str:
    """As people will read it: the label of the property, with a number where it is taken."""
    system, name = (System.HUBSPOT, typed.hubspot) if typed.hubspot else (System.QUICKBOOKS, typed.quickbooks)
    field = known[system].get(name)
    label = field.label if field else name or _NAMELESS
    numbered = (f"{label} {number}" for number in range(2, 1000))
    return next((one for one in (label, *numbered) if one not in taken), label)


def _choices(typed: MappingTyped, known: VendorFields) -> Mapping[str, str]:
    """One a line; an option may be called by its label."""
    field = known[System.HUBSPOT].get(typed.hubspot)
    values = {label: value for value, label in field.options.items()} if field else {}
    lines = [line.partition("=") for line in typed.choices.splitlines() if line.strip()]
    return {values.get(option.strip(), option.strip()): value.strip() for option, _, value in lines}
