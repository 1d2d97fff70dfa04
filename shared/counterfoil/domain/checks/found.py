"""Makes results of checks from the texts for people."""

from dataclasses import replace

from counterfoil.domain.checks.check import Check, CheckResult, CheckState
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import System
from counterfoil.domain.texts import checks
from counterfoil.domain.texts.sentence import Value


def good(check: Check, finding: checks.Finding, **values: Value) -> CheckResult:
    """Nothing needs doing."""
    return CheckResult(check=check, state=CheckState.GOOD, finding=finding.sentence(**values))


def advised(check: Check, finding: checks.Finding, **values: Value) -> CheckResult:
    """It works, and a change would spare people trouble."""
    return _with_advice(check, CheckState.ADVISED, finding, **values)


def must_be_mended(check: Check, finding: checks.Finding, **values: Value) -> CheckResult:
    """Something will not be carried as it is."""
    return _with_advice(check, CheckState.MUST_BE_MENDED, finding, **values)


def not_told(check: Check) -> CheckResult:
    """QuickBooks' answer does not say."""
    return _with_advice(check, CheckState.UNKNOWN, checks.NOT_TOLD, system=System.QUICKBOOKS.brand)


def not_asked(check: Check, failure: Failure) -> CheckResult:
    """HubSpot could not be asked."""
    return replace(silent(check, System.HUBSPOT), vendor_text=failure.vendor_text or failure.text)


def silent(check: Check, system: System) -> CheckResult:
    """A vendor could not be asked, and what it said is not kept."""
    return _with_advice(check, CheckState.UNKNOWN, checks.NOT_ASKED, system=system.brand)


def _with_advice(check: Check, state: CheckState, finding: checks.Finding, **values: Value) -> CheckResult:
    return CheckResult(
        check=check,
        state=state,
        finding=finding.sentence(**values),
        consequence=finding.consequence,
        steps=finding.steps,
    )
