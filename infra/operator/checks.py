"""Checks how the accounts of a connection are set up: `uv run poe checks --help`.

Both accounts are read anew, as they are once a day anyway, and what is found is kept; each check says how it stands, why it
matters, and, unless all is good, what comes of leaving it and what to do:

    poe checks --connection 62515-9130
    poe checks --connection 62515-9130 --kept      # as they stood last, without asking anybody
    poe checks --connection 62515-9130 --json
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence

from counterfoil.bootstrap.profiles import ProfilesBundle
from counterfoil.domain.checks.check import Checked, CheckResult, CheckState
from counterfoil.domain.errors import VendorError
from counterfoil.domain.texts.checks import CHECKS
from infra.operator.command import about_connection, answered, refuse, say
from infra.operator.deployment import deployed_settings
from infra.operator.refusal import told

_STATES = {
    CheckState.MUST_BE_MENDED: "MUST BE MENDED",
    CheckState.ADVISED: "advised",
    CheckState.UNKNOWN: "not known",
    CheckState.GOOD: "good",
}


def deployed_profiles(stack_name: str) -> ProfilesBundle:
    """What reads the accounts of the bundle deployed as `stack_name`. Raises ClientError."""
    return ProfilesBundle(deployed_settings(stack_name))


def main(arguments: Sequence[str] | None = None, bundle_of: Callable[[str], ProfilesBundle] = deployed_profiles) -> int:
    """Check, and say how it stands; 1 when something must be mended. `bundle_of` finds a stack by name."""
    given = _parser().parse_args(arguments)
    return answered(lambda: _check(given, bundle_of(given.stack)))


def _parser() -> argparse.ArgumentParser:
    parser = about_connection("checks", __doc__)
    parser.add_argument("--kept", action="store_true", help="show what was found last, and ask neither account")
    parser.add_argument("--json", action="store_true", help="one JSON line instead of text")
    return parser


def _check(given: argparse.Namespace, bundle: ProfilesBundle) -> int:
    connection = bundle.connections.get(given.connection)
    try:
        if not given.kept:
            bundle.profiles.refresh(connection)
    except VendorError as error:
        return refuse(told(error.failure))
    checked = bundle.checks.latest(connection.id)
    if checked is None:
        return refuse("nothing was checked yet")
    if given.json:
        say({"connection": connection.id, "at": checked.at.isoformat(), "checks": [_json(one) for one in checked.results]})
    else:
        sys.stdout.write("\n".join(_lines(connection.label, checked)) + "\n")
    return 1 if checked.of(CheckState.MUST_BE_MENDED) else 0


def _json(result: CheckResult) -> dict[str, object]:
    return {
        "check": result.check,
        "state": result.state,
        "title": CHECKS[result.check].title,
        "finding": result.finding,
        "why": CHECKS[result.check].why,
        "consequence": result.consequence,
        "steps": result.steps,
        "details": result.vendor_text,
    }


def _lines(label: str, checked: Checked) -> Iterator[str]:
    """What must be mended first, what is good last."""
    yield f"{label}, {checked.at:%Y-%m-%d %H:%M} UTC"
    for state, words in _STATES.items():
        for result in checked.of(state):
            yield f"\n{CHECKS[result.check].title}: {words}"
            yield f"  {result.finding}"
            if state is not CheckState.GOOD:
                yield f"  {CHECKS[result.check].why} {result.consequence}"
                yield from (f"  {number}. {step}" for number, step in enumerate(result.steps, start=1))


if __name__ == "__main__":
    sys.exit(main())
