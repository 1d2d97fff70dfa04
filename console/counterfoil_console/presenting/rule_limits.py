"""The limits of a rule, from their form."""

import re
from collections.abc import Mapping

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.rules import Direction, FieldType, Holder, Operator
from counterfoil.domain.rules.filter import MOST_CLAUSES_OF_A_GROUP, MOST_GROUPS
from counterfoil.domain.rules.operators import OPERATORS
from counterfoil.domain.rules.vendor_field import VendorField
from counterfoil.domain.texts.words import HOLDING, ONE
from counterfoil.engine.ports import Counted
from counterfoil.engine.rules.counting import LimitsCounted
from counterfoil.engine.rules.standing import RuleStanding
from counterfoil_console.forms.rule import Document
from counterfoil_console.forms.rule_limits import LimitsForm, Offered
from counterfoil_console.pages.parts import Option
from counterfoil_console.pages.rule_limits import (
    ClauseForm,
    FieldGroup,
    FixedClause,
    GroupForm,
    LimitCount,
    LimitsStep,
    Passing,
)

_TRUTH = (Option("true", "true"), Option("false", "false"))
_CLAUSE = re.compile(r"filters\.(\w+)\.groups\[(\d+)\]\.clauses\[(\d+)\]")


def limits_step(
    standing: RuleStanding,
    document: Document,
    form: LimitsForm,
    offered: Offered,
    *,
    source: System,
    faults: Mapping[str, str],
    counted: LimitsCounted | None = None,
) -> LimitsStep:
    """Which records go from `source` to the other side."""
    before = standing.current.rule.filter_of(source).groups
    return LimitsStep(
        source=source,
        both_ways=document["direction"] == Direction.BOTH,
        groups=tuple(
            GroupForm(
                clauses=tuple(
                    _clause(one, offered, standing.kind, faults.get(f"g{at}c{place}", ""))
                    for place, one in enumerate(clauses)
                ),
                passing=_passing(counted.groups[at]) if counted and at < len(counted.groups) else None,
                is_new=at >= len(before) and standing.draft is not None,
                picking=form.picking == at,
                may_add=len(clauses) < MOST_CLAUSES_OF_A_GROUP,
            )
            for at, clauses in enumerate(form.groups)
        ),
        fields=_fields(offered, standing.kind) if form.picking is not None else (),
        fixed=tuple(FixedClause) if (standing.kind, source) == (EntityKind.INVOICE, System.HUBSPOT) else (),
        since=standing.current.rule.switched_on_at,
        count=_count(counted) if counted else None,
        after_unmatch="keep" if document["after_unmatch"] == "keep" else "hold",
        may_add_group=len(form.groups) < MOST_GROUPS,
    )


def sources_of(document: Document) -> tuple[System, ...]:
    """The systems from which the rule carries; both while it is off, so that what it will do can be looked at."""
    direction = document["direction"]
    if direction not in set(Direction) or direction == Direction.OFF:
        return (System.HUBSPOT, System.QUICKBOOKS)
    return tuple(system for system in System if Direction(direction).carries_from(system))


def place_of(path: str, source: System) -> str:
    """The name that the condition has in the form in which the fault at a path is; "" where it is in none of this form."""
    match = _CLAUSE.match(path)
    return f"g{match[2]}c{match[3]}" if match and match[1] == source else ""


def _count(counted: LimitsCounted) -> LimitCount:
    return LimitCount(at=counted.at, of=_passing(counted.of), passing=_passing(counted.passing))


def _passing(counted: Counted) -> Passing:
    return Passing(count=counted.count, exactly=counted.exactly)


def _clause(clause: Document, offered: Offered, kind: EntityKind, fault: str) -> ClauseForm:
    """What the vendor has no more is called as the clause calls it."""
    on, name = str(clause["on"]), str(clause["field"])
    known = offered.get(Holder(on), {}).get(name) if on in set(Holder) else None
    of_type = FieldType(clause["type"]) if clause["type"] in set(FieldType) else FieldType.TEXT
    operators = tuple(operator for operator in Operator if operator in OPERATORS[of_type])
    chosen = clause["operator"]
    return ClauseForm(
        field=f"{on}.{name}",
        label=f"{_holder(on, kind)}: {known.label if known else name}",
        type=of_type,
        operator=Operator(chosen) if chosen in operators else operators[0],
        values=tuple(clause["values"]),
        operators=operators,
        options=_options(known, of_type),
        fault=fault,
    )


def _options(known: VendorField | None, of_type: FieldType) -> tuple[Option, ...]:
    if of_type is FieldType.BOOLEAN:
        return _TRUTH
    if of_type is not FieldType.ENUMERATION or known is None:
        return ()
    return tuple(Option(value, label) for value, label in known.options.items())


def _fields(offered: Offered, kind: EntityKind) -> tuple[FieldGroup, ...]:
    return tuple(
        FieldGroup(_holder(holder, kind), tuple(sorted(_named(holder, known), key=lambda one: one.label.casefold())))
        for holder, known in offered.items()
    )


def _named(holder: Holder, known: Mapping[str, VendorField]) -> list[Option]:
    return [Option(f"{holder}.{name}", field.label) for name, field in known.items()]


def _holder(holder: str, kind: EntityKind) -> str:
    names = {**HOLDING, Holder.SELF: ONE[kind]}
    return (names[Holder(holder)] if holder in set(Holder) else holder).capitalize()
