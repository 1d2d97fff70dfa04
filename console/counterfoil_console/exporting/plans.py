"""A plan as rows."""

from collections.abc import Iterable
from gettext import NullTranslations

from counterfoil.domain.outcome import SyncOutcome
from counterfoil.domain.plan_job import PlanRow
from counterfoil.domain.texts import plans as texts_of_plans
from counterfoil.domain.texts.words import STANDING
from counterfoil_console.exporting.sheet import Cell, Column, Sheet
from counterfoil_console.presenting.kinds import one_of_each
from counterfoil_console.telling import told_with

_WIDTHS = {"Record": 30, "Changes": 60, "Reasons": 60, "Remarks": 40, "Reference": 28, "Counterpart": 28}


def plan_sheet(rows: Iterable[tuple[PlanRow, SyncOutcome | None]], of: int, texts: NullTranslations) -> Sheet:
    """One row for each pair, with what became of it."""
    _, words = texts.gettext, one_of_each(texts)
    columns = tuple(Column(told_with(texts, title), _WIDTHS.get(title, 14)) for title in texts_of_plans.COLUMNS)
    return Sheet(_("Plan"), columns, (_row(row, outcome, words[row.ref.kind], texts) for row, outcome in rows), of)


def _row(row: PlanRow, outcome: SyncOutcome | None, kind: str, texts: NullTranslations) -> tuple[Cell, ...]:
    changes = (texts_of_plans.FIELD_CHANGE(field=one.field, before=one.before, after=one.after) for one in row.changes)
    return (
        kind,
        told_with(texts, row.name),
        told_with(texts, texts_of_plans.PLANNED[row.action]),
        ", ".join(system.brand for system in row.targets),
        row.amount,
        row.currency,
        "; ".join(told_with(texts, one) for one in changes),
        " ".join(told_with(texts, one) for one in row.reasons),
        " ".join(told_with(texts, one) for one in row.remarks),
        row.category or "",
        told_with(texts, texts_of_plans.BECAME[row.result.state]) if row.result else "",
        told_with(texts, STANDING[outcome.status]) if outcome else "",
        str(row.ref),
        str(row.counterpart or ""),
    )
