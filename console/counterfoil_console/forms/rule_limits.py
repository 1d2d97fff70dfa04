"""The form of the limits: "g0c1.field" is the field of the second condition of the first group, as "holder.property"."""

import re
from collections.abc import Mapping
from typing import Any

from counterfoil.domain.rules import FieldType, Holder, Operator
from counterfoil.domain.rules.filter import MOST_GROUPS
from counterfoil.domain.rules.operators import count_of_values
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.domain.values import dataclass
from counterfoil_console.forms.rule import Deed, Document, Pairs

type Offered = Mapping[Holder, Mapping[str, VendorField]]
"""The fields that a condition may be about."""

_NAMED = re.compile(r"g(\d)c(\d{1,2})\.(field|type|operator|value)")
_PICKED = re.compile(r"g(\d)\.pick")
_FIRST = {
    FieldType.TEXT: Operator.IS,
    FieldType.NUMBER: Operator.GREATER_OR_EQUAL,
    FieldType.DATE: Operator.AFTER,
    FieldType.DATETIME: Operator.AFTER,
    FieldType.ENUMERATION: Operator.IS_ANY_OF,
    FieldType.BOOLEAN: Operator.IS_TRUE,
}
"""How a field is compared until somebody chooses otherwise."""


@dataclass(frozen=True, slots=True)
class LimitsForm:
    """The groups as clauses of a document, and the group to which a condition is being added, None for none."""

    groups: tuple[tuple[Document, ...], ...]
    picking: int | None = None

    def in_document(self, document: Document, source: str) -> Document:
        """The document with these limits; a group without conditions says nothing, and is none."""
        groups = [{"clauses": [dict(clause) for clause in clauses]} for clauses in self.groups if clauses]
        others = {system: limits for system, limits in document["filters"].items() if system != source}
        return {**document, "filters": {**others, **({source: {"groups": groups}} if groups else {})}}


def of_document(document: Document, source: str) -> LimitsForm:
    """The limits as a document has them."""
    groups = document["filters"].get(source, {}).get("groups", ())
    return LimitsForm(tuple(tuple(group["clauses"]) for group in groups))


def of_form(pairs: Pairs, deed: Deed, offered: Offered) -> LimitsForm:
    """The limits as somebody typed them, after what the pressed button asks for."""
    groups = [list(clauses) for _, clauses in sorted(_typed(pairs).items())]
    for name, value in pairs:
        if (picked := _PICKED.fullmatch(name)) and value:
            at = min(int(picked[1]), len(groups))
            groups[at : at + 1] = [[*(groups[at] if at < len(groups) else []), _picked(value, offered)]]
    return _done(groups, deed)


def _typed(pairs: Pairs) -> Mapping[int, list[Document]]:
    found: dict[int, dict[int, dict[str, Any]]] = {}
    for name, value in pairs:
        if match := _NAMED.fullmatch(name):
            clause = found.setdefault(int(match[1]), {}).setdefault(int(match[2]), {"values": []})
            if match[3] == "value":
                clause["values"].append(value)
            else:
                clause[match[3]] = value
    return {group: [_clause(one) for _, one in sorted(clauses.items())] for group, clauses in found.items()}


def _clause(typed: Mapping[str, Any]) -> Document:
    """Blank values are places that nobody filled in; there are no more values than the operator takes."""
    on, _, field = str(typed.get("field", "")).partition(".")
    operator = str(typed.get("operator", ""))
    values = [value for value in typed["values"] if value.strip()]
    most = count_of_values(Operator(operator))[1] if operator in set(Operator) else len(values)
    of_type = typed.get("type", FieldType.TEXT)
    return {"on": on, "field": field, "type": of_type, "operator": operator, "values": values[: max(most, 0)]}


def _picked(value: str, offered: Offered) -> Document:
    on, _, field = value.partition(".")
    known = offered.get(Holder(on), {}).get(field) if on in set(Holder) else None
    of_type = known.type if known else FieldType.TEXT
    return {"on": on, "field": field, "type": of_type, "operator": _FIRST[of_type], "values": []}


def _done(groups: list[list[Document]], deed: Deed) -> LimitsForm:
    picking = None
    match deed.name:
        case "remove-condition" | "remove-value":
            _removed(groups, deed.subject)
        case "add-condition":
            picking = next((at for at in range(len(groups)) if str(at) == deed.subject), None)
        case "add-group" if len(groups) < MOST_GROUPS:
            groups.append([])
            picking = len(groups) - 1
    kept = tuple(tuple(clauses) for at, clauses in enumerate(groups) if clauses or at == picking)
    return LimitsForm(kept, picking)


def _removed(groups: list[list[Document]], subject: str) -> None:
    """Without a value it is the whole condition that is removed. What is not there stays as it is."""
    match = re.fullmatch(r"g(\d)c(\d{1,2})(?::(\d{1,3}))?", subject)
    if not match or int(match[1]) >= len(groups) or int(match[2]) >= len(groups[int(match[1])]):
        return
    clauses, at = groups[int(match[1])], int(match[2])
    if match[3] is None:
        del clauses[at]
    else:
        values = [value for place, value in enumerate(clauses[at]["values"]) if str(place) != match[3]]
        clauses[at] = {**clauses[at], "values": values}
