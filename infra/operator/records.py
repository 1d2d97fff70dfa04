"""Records on a command line, and in its answers."""

import argparse
from collections.abc import Mapping
from typing import Any

from counterfoil_console.api.plans import Row
from infra.operator.command import record


def add_records(parser: argparse.ArgumentParser | argparse._MutuallyExclusiveGroup, **chosen: Any) -> None:
    """The option that names records."""
    parser.add_argument("--record", type=record, nargs="+", action="extend", default=[], metavar="RECORD", **chosen)


def told_row(row: Row) -> Mapping[str, object]:
    """A row of a plan as JSON; what says nothing is left out."""
    told: dict[str, object] = {
        "record": row.record,
        "name": row.name,
        "action": row.action,
        "at": list(row.targets),
        "counterpart": row.counterpart or "",
        "amount": f"{row.amount} {row.currency}" if row.amount is not None else "",
        "changes": [{"at": one.target, "field": one.field, "before": one.before, "after": one.after} for one in row.changes],
        "reasons": list(row.reasons),
        "remarks": list(row.remarks),
        "error": row.category or "",
        "rule_version": row.rule_version,
        "needed": row.needed,
        "defect": row.defect,
        "became": row.became or "",
        "stands": row.stands or "",
    }
    return {name: value for name, value in told.items() if value}
