"""What became of an applied plan's rows, beside the rows: counted in one item, and listed where it needs to be looked at.

The counts change with the results, in one transaction: whoever concludes a row anew counts it no second time. A row that is
not done has another item, by what became of it, so that few such rows are found among very many.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from counterfoil.adapters.aws.changes import Change, Condition, Delete, Put, Update
from counterfoil.adapters.aws.items import Body, Item, Key, key_of, stamp
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.plan_job import PlanRow, ResultCounts, RowAction, RowResult, RowState, Tally
from counterfoil.domain.values import dataclass

RESULT = Body(RowResult, texts=("moved", "why"))
_RECORDS, _MONEY, _WRITES, _CONCLUDED = "records", "money", "writes", "concluded"
_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Concluded:
    """A row with its new result; `item` is how it is stored, with the result that it had before, if any.

    It `was_counted` unless that result was noted before anybody counted.
    """

    row: PlanRow
    item: Item
    result: RowResult
    was_counted: bool

    @property
    def now(self) -> PlanRow:
        """The row as it is from now on."""
        return replace(self.row, result=self.result)

    def changes(self, kept: Item) -> Iterator[Change]:
        """Of its own item, if that is as it was read, and of those by which it is found; all are `kept` as long."""
        stored = RESULT.dump(self.result)
        values: Item = {":result": stored, ":expires_at": kept["expires_at"]}
        expression = "SET row_result = :result, expires_at = :expires_at"
        yield Update(key_of(self.item), expression, values, self._unchanged())
        before = listed_at(self.row, self.item)
        if before and before != place_of(self.item, self.result.state):
            yield Delete(before)
        if self.result.state is not RowState.DONE:
            pk, sk = place_of(self.item, self.result.state)
            yield Put(
                {"pk": pk, "sk": sk, "item_type": "plan_row_became", "body": self.item["body"], "row_result": stored} | kept
            )

    def _unchanged(self) -> Condition:
        if "row_result" in self.item:
            return Condition("row_result = :before", {":before": self.item["row_result"]})
        return Condition("attribute_exists(pk) AND attribute_not_exists(row_result)")


def became_prefix(state: RowState) -> str:
    """What the sort keys of rows begin with of which this became."""
    return f"became#{state}#"


def place_of(item: Item, state: RowState) -> Key:
    """Where a row is found by what became of it."""
    pk, sk = key_of(item)
    return pk, f"{became_prefix(state)}{sk}"


def listed_at(row: PlanRow, item: Item) -> Key | None:
    """Where a row is listed that was counted as not done; None where it is not, or nothing became of it."""
    return place_of(item, row.result.state) if row.result and row.result.state is not RowState.DONE else None


def counts_key(partition: str) -> Key:
    """Where the counts of a plan are kept."""
    return partition, "results"


def counted(partition: str, some: Sequence[Concluded], applied_at: datetime | None, kept: Item) -> Update:
    """By how much the counts change."""
    by = Counter[str]()
    for one in some:
        by.update(_counts(one.now))
        by.subtract(_counts(one.row) if one.was_counted else {})
    if applied_at:
        by[_concluded(applied_at)] = sum(one.row.is_to_do(applied_at) and not one.now.is_to_do(applied_at) for one in some)
    added = {name: value for name, value in by.items() if value}
    names = {f"#n{number}": name for number, name in enumerate(added)}
    values: Item = {f":v{number}": value for number, value in enumerate(added.values())}
    last_at = max(one.result.at for one in some)
    expression = "SET last_at = :last_at, expires_at = :expires_at"
    adding = f" ADD {', '.join(f'#n{number} :v{number}' for number in range(len(added)))}" if added else ""
    values |= {":last_at": stamp(last_at), ":expires_at": kept["expires_at"]}
    return Update(counts_key(partition), expression + adding, values, names=names)


def counts_in(item: Mapping[str, Any], applied_at: datetime | None) -> ResultCounts:
    """The counts as they are stored; of a plan of which nothing was concluded the item is empty."""
    tallies = {state: _tallies(item, state) for state in RowState}
    concluded = int(item.get(_concluded(applied_at), 0)) if applied_at else 0
    last_at = datetime.fromisoformat(item["last_at"]) if "last_at" in item else None
    return ResultCounts(tallies=tallies, concluded=concluded, last_at=last_at)


def _counts(row: PlanRow) -> Mapping[str, Any]:
    """What one row adds to the counts."""
    if row.result is None:
        return {}
    place = (row.result.state, row.ref.kind, row.action)
    added: dict[str, Any] = {_name(_RECORDS, *place): 1}
    added |= {_name(_WRITES, *place, system): 1 for system in row.targets}
    return added | ({_name(_MONEY, *place, row.currency): row.amount} if row.amount is not None else {})


def _tallies(item: Mapping[str, Any], state: RowState) -> tuple[Tally, ...]:
    found = (_tally(item, state, kind, action) for kind in EntityKind for action in RowAction)
    return tuple(tally for tally in found if tally.count)


def _tally(item: Mapping[str, Any], state: RowState, kind: EntityKind, action: RowAction) -> Tally:
    place = (state, kind, action)
    count, money = int(item.get(_name(_RECORDS, *place), 0)), _name(_MONEY, *place, "")
    writes = {system: int(item.get(_name(_WRITES, *place, system), 0)) for system in System}
    sums = {name.removeprefix(money): Decimal(value) for name, value in item.items() if name.startswith(money) and value}
    return Tally(kind=kind, action=action, count=count, money=sums, writes=writes)


def _concluded(applied_at: datetime) -> str:
    return _name(_CONCLUDED, stamp(applied_at))


def _name(*parts: str) -> str:
    return _BETWEEN.join(parts)
