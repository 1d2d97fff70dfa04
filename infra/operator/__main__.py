"""Connects a HubSpot portal and a QuickBooks company: `uv run poe connect --help`.

A new connection carries nothing before somebody has had a plan made (`poe plan`) and applied it (`poe apply`).

The refresh tokens are read from a file or standard input, never from the command line, where others could see them:

    {"hubspot": "refresh or private-app token", "quickbooks": "refresh token"}
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from counterfoil.bootstrap.bundle import Bundle
from counterfoil.domain.checks.check import CheckState
from counterfoil.domain.errors import VendorError
from counterfoil.domain.identity import System
from counterfoil.domain.rules import Direction
from counterfoil.engine.connections.request import ConnectionRequest
from counterfoil.settings import Settings
from infra.operator.command import answered, command, refuse, say
from infra.operator.deployment import deployed_settings
from infra.operator.refusal import told


def main(arguments: Sequence[str] | None = None, settings_of: Callable[[str], Settings] = deployed_settings) -> int:
    """Connect, and say how it went in one JSON line; 0 when that was done. `settings_of` finds a stack by name."""
    given = _parser().parse_args(arguments)
    try:
        request = _request(given)
    except (OSError, ValueError) as error:
        return refuse(f"{given.tokens}: {error}")
    return answered(lambda: _connect(request, settings_of(given.stack)))


def _connect(request: ConnectionRequest, settings: Settings) -> int:
    try:
        bundle = Bundle(settings)
        connection = bundle.authorizer.connect(request)
    except VendorError as error:
        return refuse(told(error.failure))
    checked = bundle.checks.latest(connection.id)
    mend = [one.check for one in checked.open(CheckState.MUST_BE_MENDED)] if checked else []
    say({"connection": connection.id, "state": connection.state, "must_be_mended": mend})
    return 0


def _parser() -> argparse.ArgumentParser:
    directions = [direction.value for direction in Direction]
    parser = command("connect", __doc__)
    parser.add_argument("--portal-id", required=True, help="HubSpot's id of the portal")
    parser.add_argument("--realm-id", required=True, help="QuickBooks' id of the company")
    parser.add_argument("--tokens", default="-", help="file with both tokens as JSON; - reads standard input (default)")
    parser.add_argument("--income-account", default="", help="QuickBooks income account for new items, by name or id")
    parser.add_argument("--invoices", choices=directions, default=Direction.HUBSPOT_TO_QUICKBOOKS)
    parser.add_argument("--customers", choices=directions, default=Direction.HUBSPOT_TO_QUICKBOOKS)
    parser.add_argument("--products", choices=directions, default=Direction.QUICKBOOKS_TO_HUBSPOT)
    parser.add_argument(
        "--and-start", action="store_true", help="switch a new connection on at once, without a plan that somebody has seen"
    )
    parser.add_argument("--winner", choices=[system.value for system in System], default=System.HUBSPOT)
    return parser


def _request(given: argparse.Namespace) -> ConnectionRequest:
    """The request with the tokens read. Raises OSError or ValueError, which name the file but never a token."""
    text = sys.stdin.read() if given.tokens == "-" else Path(given.tokens).read_text(encoding="utf-8")
    hubspot, quickbooks = _tokens(text)
    return ConnectionRequest(
        portal_id=given.portal_id,
        realm_id=given.realm_id,
        hubspot_refresh_token=hubspot,
        quickbooks_refresh_token=quickbooks,
        income_account=given.income_account,
        invoices=Direction(given.invoices),
        customers=Direction(given.customers),
        products=Direction(given.products),
        winner=System(given.winner),
        and_start=given.and_start,
    )


def _tokens(text: str) -> tuple[str, str]:
    try:
        given = json.loads(text)
        tokens = (given["hubspot"], given["quickbooks"])
    except (ValueError, KeyError, TypeError):
        tokens = ("", "")
    if not all(isinstance(token, str) and token for token in tokens):
        raise ValueError('expected {"hubspot": "...", "quickbooks": "..."}')
    return tokens


if __name__ == "__main__":
    sys.exit(main())
