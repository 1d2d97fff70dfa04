"""Which records a filter admits, and why it does not admit the others."""

from collections.abc import Sequence

from counterfoil.domain.rules.clauses import Moment, Values, holds, is_understood, texts
from counterfoil.domain.rules.filter import Clause, Filter, Operator
from counterfoil.domain.rules.members import spoken
from counterfoil.domain.texts import admissions, words
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether a record is admitted; if not, the clause that it fails, in a sentence."""

    clause: Clause | None = None
    text: str = ""

    @property
    def admitted(self) -> bool:
        """Whether it may be carried."""
        return self.clause is None


ADMITTED = Admission()


def admits(chosen: Filter, values: Values, moment: Moment) -> Admission:
    """Whether one group of the filter holds; if not, the first failed clause of the group that came nearest."""
    failed = [[clause for clause in group.clauses if not holds(clause, values, moment)] for group in chosen.groups]
    if not failed or not all(failed):
        return ADMITTED
    clause = min(failed, key=len)[0]
    return Admission(clause, _told(clause, values, moment))


def _told(clause: Clause, values: Values, moment: Moment) -> str:
    found = list(dict.fromkeys(texts(clause, values)))
    what = admissions.FIELD(whose=words.HOLDER[clause.on], name=clause.label or spoken(clause.field))
    wanted = _wanted(clause)
    if not found:
        return admissions.NONE_THERE(what=what, wanted=wanted, holder=words.HOLDING[clause.on])
    if odd := [text for text in found if not is_understood(clause, text, moment)]:
        return admissions.NOT_UNDERSTOOD(what=what, wanted=wanted, found=_quoted(odd), type=words.FIELD_TYPE[clause.type])
    return admissions.NOT_SO(what=what, wanted=wanted, found=_quoted(found))


def _wanted(clause: Clause) -> str:
    relation = words.RELATION[clause.operator]
    if clause.operator is Operator.IN_LAST_DAYS:
        return admissions.DAYS(relation=relation, days=clause.values[0])
    return admissions.RELATION(relation=relation, values=clause.values) if clause.values else relation


def _quoted(found: Sequence[str]) -> list[str]:
    return [text or words.UNKNOWN_VALUE for text in found]
