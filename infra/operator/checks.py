"""Checks how the accounts of a connection are set up: `uv run poe checks --help`.

Both accounts are read anew, as they are once a day anyway, and what is found is kept; each check says how it stands, why it
matters, and, unless all is good, what comes of leaving it and what to do:

    poe checks --connection 62515-9130
    poe checks --connection 62515-9130 --kept      # as they stood last, without asking anybody
    poe checks --connection 62515-9130 --json
    poe checks --connection 62515-9130 --leave custom_numbers        # as it was found last; it counts no more
    poe checks --connection 62515-9130 --take-back custom_numbers

What somebody leaves comes back by itself once something else is found.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence

from pydantic import TypeAdapter

from counterfoil.bootstrap.profiles import ProfilesBundle
from counterfoil.domain.checks.check import Check, CheckState
from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import VendorError
from counterfoil_console.api.accounts import Checks
from infra.client.client import ConsoleClient
from infra.operator.choices import caller
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
    who: Callable[[], str] = caller,
) -> int:
    """Check, and say how it stands; 1 when something must be mended.

    `bundle_of` finds a stack by name, `client_of` a console by the options; `who` is who leaves a check of a stack.
    """
    given = _parser().parse_args(arguments)

    def check() -> int:
        return _by_console(given, client_of(given)) if given.url else _by_stack(given, bundle_of(given.stack), who)

    return answered(check)


def _parser() -> argparse.ArgumentParser:
    parser = with_console(about_connection("checks", __doc__))
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--kept", action="store_true", help="show what was found last, and ask neither account")
    what.add_argument("--leave", type=Check, metavar="CHECK", help="leave it as it was found last, by its name in --json")
    what.add_argument("--take-back", type=Check, metavar="CHECK", help="let it ask for a change again")
    parser.add_argument("--json", action="store_true", help="one JSON line instead of text")
    return parser


def _by_stack(given: argparse.Namespace, bundle: ProfilesBundle, who: Callable[[], str]) -> int:
    connection = bundle.connections.get(given.connection)
    try:
        _act_on_stack(given, bundle, connection, who)
    except VendorError as error:
        return refuse(told(error.failure))
    return _tell(given, connection.label, Checks.of(bundle.checks.latest(connection.id)))


def _act_on_stack(given: argparse.Namespace, bundle: ProfilesBundle, connection: Connection, who: Callable[[], str]) -> None:
    if given.leave:
        finding = _found(Checks.of(bundle.checks.latest(connection.id)), given.leave)
        bundle.leaving.leave(connection.id, given.leave, finding, who())
    elif given.take_back:
        bundle.leaving.take_back(connection.id, given.take_back)
    elif not given.kept:
        bundle.profiles.refresh(connection)


def _by_console(given: argparse.Namespace, client: ConsoleClient) -> int:
    return _tell(given, client.status(given.connection).connection.company, _asked_of(client, given))


def _asked_of(client: ConsoleClient, given: argparse.Namespace) -> Checks:
    connection = given.connection
    if given.leave:
        return client.leave_check(connection, given.leave, _found(client.checks(connection), given.leave))
    if given.take_back:
        return client.take_back_check(connection, given.take_back)
    return client.checks(connection) if given.kept else client.check_again(connection)


def _found(checks: Checks, check: Check) -> str:
    """What was found of it, which the command shows again once it is left; "" where it was never checked."""
    return next((one.finding for one in checks.checks if one.check is check), "")


def _tell(given: argparse.Namespace, label: str, checks: Checks) -> int:
    if checks.at is None:
        return refuse("nothing was checked yet")
    if given.json:
        say({"connection": given.connection, **TypeAdapter(Checks).dump_python(checks, mode="json")})
    else:
        sys.stdout.write("\n".join(_lines(f"{label}, {checks.at:%Y-%m-%d %H:%M} UTC", checks)) + "\n")
    return 1 if any(one.state is CheckState.MUST_BE_MENDED and not one.left for one in checks.checks) else 0


def _lines(heading: str, checks: Checks) -> Iterator[str]:
    """What must be mended first, what is good last."""
    yield heading
    for state, words in _STATES.items():
        for found in (one for one in checks.checks if one.state is state):
            left = f", left as it is by {found.left.who}, {found.left.at:%Y-%m-%d}" if found.left else ""
            yield f"\n{found.title}: {words}{left}"
            yield f"  {found.finding}"
            if state is not CheckState.GOOD:
                yield f"  {found.why} {found.consequence}"
                yield from (f"  {number}. {step}" for number, step in enumerate(found.steps, start=1))


if __name__ == "__main__":
    sys.exit(main())
