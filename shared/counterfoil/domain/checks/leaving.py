"""What people leave as it was found, and for how long that holds. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from counterfoil.domain.checks.check import Check, Checked, CheckResult, CheckState, Left
from counterfoil.domain.errors import CounterfoilError
from counterfoil.domain.texts import refusals


class LeavingRefusedError(CounterfoilError):
    """A check cannot be left as it is; the text says why."""


def checked_anew(before: Checked | None, at: datetime, results: Sequence[CheckResult]) -> Checked:
    """New results; what was left stays left until something else is found. That nobody could be asked finds nothing."""
    if before is None:
        return Checked(at=at, results=tuple(results))
    found = {one.check: one for one in results}
    holding = tuple(one for one in before.left if one.check in found and _holds(one, found[one.check]))
    return replace(before, at=at, results=tuple(results), left=holding)


def _holds(left: Left, result: CheckResult) -> bool:
    return result.state is CheckState.UNKNOWN or (result.asks_for_change and result.finding == left.finding)


def with_left(checked: Checked | None, left: Left) -> Checked:
    """A person leaves a check, having read `left.finding`. Raises LeavingRefusedError."""
    known = _known(checked)
    found = next((one for one in known.results if one.check is left.check), None)
    if found is None or found.finding != left.finding:
        raise LeavingRefusedError(refusals.FOUND_OTHERWISE())
    if not found.may_be_left:
        raise LeavingRefusedError(refusals.CANNOT_BE_LEFT())
    return replace(known, left=(*_but(known, left.check), left))


def taken_back(checked: Checked | None, check: Check) -> Checked:
    """Nobody leaves it any more, if anybody did. Raises LeavingRefusedError."""
    known = _known(checked)
    return replace(known, left=_but(known, check))


def _known(checked: Checked | None) -> Checked:
    if checked is None:
        raise LeavingRefusedError(refusals.NOTHING_CHECKED())
    return checked


def _but(checked: Checked, check: Check) -> tuple[Left, ...]:
    return tuple(one for one in checked.left if one.check is not check)
