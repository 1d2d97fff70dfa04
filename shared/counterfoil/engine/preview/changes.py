"""The fields that a decision would write, before and after, as people read them."""

from collections.abc import Iterator, Mapping

from counterfoil.domain.identity import System
from counterfoil.domain.kinds import carried
from counterfoil.domain.names import amount, day, label_of
from counterfoil.domain.plan_job import FieldChange
from counterfoil.domain.planning.decision import Create, Recover, Update
from counterfoil.domain.planning.overpaid import whole_for
from counterfoil.domain.planning.pair import Pair
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.record import Fields
from counterfoil.domain.rules.line_values import spoken
from counterfoil.domain.texts import plans
from counterfoil.domain.texts.sentence import one_line
from counterfoil.engine.case import Case

MOST_FIELDS = 20
LONGEST_VALUE = 200
"""Characters of a value before and after; the plan shows what is meant, the vendors have it whole."""

_MONEY = frozenset({"amount", "total", "refunded", "unapplied", "unit_price"})
_DAYS = frozenset({"issue_date", "due_date", "paid_on"})
_DIGESTS = frozenset({"lines", "descriptions"})


def field_changes(case: Case) -> tuple[FieldChange, ...]:
    """At most `MOST_FIELDS` of them."""
    return tuple(_every(case))[:MOST_FIELDS]


def _every(case: Case) -> Iterator[FieldChange]:
    for action in case.decision.actions if case.decision else ():
        match action:
            case Create(target) | Recover(target, again=True):
                yield from _changes(case, target, carried(case.kind, target, frozenset()) | _own(case, target), new=True)
            case Update(target, fields):
                yield from _changes(case, target, fields, new=False)


def _own(case: Case, target: System) -> frozenset[str]:
    source = case.snapshots.get(target.other)
    return source.outgoing if source else frozenset()


def _changes(case: Case, target: System, fields: frozenset[str], *, new: bool) -> Iterator[FieldChange]:
    pair = whole_for(target, case.pair)
    for name in sorted(fields):
        before, after = "" if new else _shown(case, pair, target, name), _shown(case, pair, target.other, name)
        if after or before:
            yield FieldChange(target=target, field=_label(case, name), before=before, after=after)


def shown_at(case: Case, system: System, target: System) -> Mapping[str, str]:
    """Every field at `system` by its label, as it is shown where something would be written at `target`."""
    pair = whole_for(target, case.pair)
    side = pair.sides.get(system)
    return {_label(case, name): _shown(case, pair, system, name) for name in side.fields} if side else {}


def _label(case: Case, name: str) -> str:
    return one_line(label_of(case.kind, name), LONGEST_VALUE)


def _shown(case: Case, pair: Pair, system: System, name: str) -> str:
    """The value of a field at `system`, of the `pair` of the case, as people read it, "" for nothing."""
    side = pair.sides.get(system)
    value = side.fields.get(name, "") if side else ""
    if side is None or not value:
        return ""
    if name in _DIGESTS:
        return plans.WORDING() if name == "descriptions" else _lines(case, system, side.fields)
    if name in _MONEY:
        return amount(value, side.fields.get("currency", ""))
    if name in _DAYS:
        return day(value)
    snapshot = case.snapshots.get(system)
    return one_line(spoken(value) if snapshot and name in snapshot.own else value, LONGEST_VALUE)


def _lines(case: Case, system: System, fields: Fields) -> str:
    """Lines are compared by a digest, which says nothing to people: here they are counted, with what they come to."""
    snapshot = case.snapshots.get(system)
    total = amount(fields.get("total", ""), fields.get("currency", ""))
    count = len(snapshot.record.lines) if snapshot and isinstance(snapshot.record, Invoice) else 0
    if not count:
        return total
    return plans.ONE_LINE(total=total) if count == 1 else plans.LINES(count=count, total=total)
