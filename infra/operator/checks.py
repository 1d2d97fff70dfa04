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
from dataclasses import asdict

from counterfoil.bootstrap.profiles import ProfilesBundle
from counterfoil.domain.checks.check import CheckState
from counterfoil.domain.errors import VendorError
from counterfoil_console.api.accounts import Checks
from infra.client.client import ConsoleClient
from infra.operator.command import about_connection, answered, console_of, refuse, say, with_console
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


def main(
    arguments: Sequence[str] | None = None,
    bundle_of: Callable[[str], ProfilesBundle] = deployed_profiles,
    client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of,
) -> int:
    """Check, and say how it stands; 1 when something must be mended.

    `bundle_of` finds a stack by name, `client_of` a console by the options.
    """
    given = _parser().parse_args(arguments)

    def check() -> int:
        return _by_console(given, client_of(given)) if given.url else _by_stack(given, bundle_of(given.stack))

    return answered(check)


def _parser() -> argparse.ArgumentParser:
    parser = with_console(about_connection("checks", __doc__))
    parser.add_argument("--kept", action="store_true", help="show what was found last, and ask neither account")
    parser.add_argument("--json", action="store_true", help="one JSON line instead of text")
    return parser


def _by_stack(given: argparse.Namespace, bundle: ProfilesBundle) -> int:
    connection = bundle.connections.get(given.connection)
    try:
        if not given.kept:
            bundle.profiles.refresh(connection)
    except VendorError as error:
        return refuse(told(error.failure))
    return _tell(given, connection.label, Checks.of(bundle.checks.latest(connection.id)))


def _by_console(given: argparse.Namespace, client: ConsoleClient) -> int:
    checks = client.checks(given.connection) if given.kept else client.check_again(given.connection)
    return _tell(given, client.status(given.connection).connection.company, checks)


def _tell(given: argparse.Namespace, label: str, checks: Checks) -> int:
    if checks.at is None:
        return refuse("nothing was checked yet")
    if given.json:
        findings = [asdict(one) for one in checks.checks]
        say({"connection": given.connection, "at": checks.at.isoformat(), "checks": findings})
    else:
        sys.stdout.write("\n".join(_lines(f"{label}, {checks.at:%Y-%m-%d %H:%M} UTC", checks)) + "\n")
    return 1 if any(one.state is CheckState.MUST_BE_MENDED for one in checks.checks) else 0


def _lines(heading: str, checks: Checks) -> Iterator[str]:
    """What must be mended first, what is good last."""
    yield heading
    for state, words in _STATES.items():
        for found in (one for one in checks.checks if one.state is state):
            yield f"\n{found.title}: {words}"
            yield f"  {found.finding}"
            if state is not CheckState.GOOD:
                yield f"  {found.why} {found.consequence}"
                yield from (f"  {number}. {step}" for number, step in enumerate(found.steps, start=1))


if __name__ == "__main__":
    sys.exit(main())
