"""Records on a command line, and in its answers."""

import argparse
from collections.abc import Mapping
from typing import Any

from counterfoil.domain.plan_job import PlanRow
from infra.operator.command import record


def add_records(parser: argparse.ArgumentParser | argparse._MutuallyExclusiveGroup, **chosen: Any) -> None:
    """The option that names records."""
    parser.add_argument("--record", type=record, nargs="+", action="extend", default=[], metavar="RECORD", **chosen)


def told_row(row: PlanRow) -> Mapping[str, object]:
    """A row of a plan as JSON; what says nothing is left out."""
    told: dict[str, object] = {
        "record": str(row.ref),
        "name": row.name,
        "action": row.action,
        "at": list(row.targets),
        "counterpart": str(row.counterpart) if row.counterpart else "",
        "amount": f"{row.amount} {row.currency}" if row.amount is not None else "",
        "changes": [{"at": one.target, "field": one.field, "before": one.before, "after": one.after} for one in row.changes],
        "reasons": list(row.reasons),
        "remarks": list(row.remarks),
        "error": row.category or "",
        "rule_version": row.rule_version,
        "needed": row.needed,
        "defect": row.defect,
        "became": row.result.state if row.result else "",
    }
    return {name: value for name, value in told.items() if value}
