"""The form of a step of a rule, as changes of the rule's document."""

from collections.abc import Mapping, Sequence
from typing import Any

from counterfoil.domain.values import dataclass
from counterfoil_console.pages.rule_options import Setting
from counterfoil_console.pages.rule_step import RuleStep

type Pairs = Sequence[tuple[str, str]]
"""The fields of a form, in their order."""
type Document = Mapping[str, Any]

SAVE, NEXT, COUNT = "save", "next", "count"
LONGEST_REASON = 500
_TRUTHS = {"yes": True, "no": False}
_OF_THE_RULE = (Setting.CREATE, Setting.AFTER_UNMATCH)


@dataclass(frozen=True, slots=True)
class Deed:
    """What the button that was pressed asks for, and of what: "remove-condition" of "g0c1"."""

    name: str
    subject: str = ""

    @property
    def keeps(self) -> bool:
        """Whether it keeps the step in the draft."""
        return self.name in {SAVE, NEXT}


def deed_of(form: Mapping[str, str]) -> Deed:
    """Without a button the step is kept."""
    name, _, subject = form.get("do", SAVE).partition(":")
    return Deed(name, subject)


def over_of(form: Mapping[str, str]) -> int:
    """The newest version that whoever sent the form knew of, 0 for none."""
    text = form.get("over", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def why_of(form: Mapping[str, str]) -> str:
    """The reason as it was typed."""
    return form.get("why", "").strip()[:LONGEST_REASON]


def chosen(step: RuleStep, document: Document, pairs: Pairs) -> Document:
    """The document with what is chosen in a step of plain choices."""
    form = dict(pairs)
    match step:
        case RuleStep.DIRECTION | RuleStep.WINNER:
            return {**document, str(step): form.get(step, document[step])}
        case RuleStep.MATCHING:
            return {**document, "matching": {"keys": [value for name, value in pairs if name == "key"]}}
        case RuleStep.OPTIONS:
            return _options(document, form)
        case _:
            return document


def _options(document: Document, form: Mapping[str, str]) -> Document:
    named = {name: form[name] for name in Setting if name in form}
    of_kind: dict[str, object] = {
        name: _TRUTHS.get(value, value) for name, value in named.items() if name not in _OF_THE_RULE
    }
    of_rule: dict[str, object] = {name: value for name, value in named.items() if name in _OF_THE_RULE}
    return {**document, **of_rule, "options": {**document["options"], **of_kind}}
