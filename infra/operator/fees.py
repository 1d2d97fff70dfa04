"""Adds up the fees that were kept back of a month's payments: `uv run poe fees --help`.

Read from HubSpot's payments, by the days that people in the portal see; per payment, and in total per currency:

    poe fees --connection 62515-9130 --month 2026-10
    poe fees --connection 62515-9130 --month 2026-10 --as csv > fees.csv
"""

import argparse
import csv
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict

from counterfoil.bootstrap.fees import FeesBundle
from counterfoil.domain.errors import VendorError
from counterfoil.engine.fees import Month
from counterfoil_console.api.accounts import Fee, Fees, FeesOfCurrency
from infra.client.client import ConsoleClient
from infra.operator.command import about_connection, answered, console_of, refuse, say, with_console
from infra.operator.deployment import deployed_settings
from infra.operator.refusal import told

COLUMNS = ("Payment", "Day", "Reference", "Currency", "Amount", "Processing fee", "Platform fee")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is worked out by spreadsheets."""


def deployed_fees(stack_name: str) -> FeesBundle:
    """What reads fees of the bundle deployed as `stack_name`. Raises ClientError."""
    return FeesBundle(deployed_settings(stack_name))


def main(
    arguments: Sequence[str] | None = None,
    bundle_of: Callable[[str], FeesBundle] = deployed_fees,
    client_of: Callable[[argparse.Namespace], ConsoleClient] = console_of,
) -> int:
    """Print the report; 1 when a payment could not be understood, and so is missing.

    `bundle_of` finds a stack by name, `client_of` a console by the options.
    """
    given = _parser().parse_args(arguments)

    def report() -> int:
        if given.url:
            return _tell(given.form, client_of(given).fees(given.connection, str(given.month)))
        return _report(given, bundle_of(given.stack))

    return answered(report)


def _parser() -> argparse.ArgumentParser:
    parser = with_console(about_connection("fees", __doc__))
    parser.add_argument("--month", type=_month, required=True, help="the month in which payments were made: 2026-10")
    parser.add_argument("--as", dest="form", choices=("table", "csv", "json"), default="table", help="default: table")
    return parser


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not like 2026-10: {text!r}") from error


def _report(given: argparse.Namespace, bundle: FeesBundle) -> int:
    connection = bundle.connections.get(given.connection)
    try:
        return _tell(given.form, Fees.of(bundle.fees.of_month(connection, given.month)))
    except VendorError as error:
        return refuse(told(error.failure))


def _tell(form: str, fees: Fees) -> int:
    match form:
        case "json":
            say(asdict(fees) | {"charged": [_json(one) for one in fees.charged]})
        case "csv":
            sys.stdout.write(_csv(fees))
        case _:
            sys.stdout.write("\n".join(_table(fees)) + "\n")
    if fees.unreadable:
        return refuse(f"not understood, and not counted: {', '.join(fees.unreadable)}")
    return 0


def _json(fee: Fee) -> dict[str, object]:
    return asdict(fee) | {"paid_on": fee.paid_on.isoformat()}


def _csv(fees: Fees) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for one in fees.charged:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in _cells(one)])
    return text.getvalue()


def _cells(fee: Fee) -> tuple[str, ...]:
    return (
        fee.payment,
        fee.paid_on.isoformat(),
        fee.reference,
        fee.currency,
        fee.amount,
        fee.processing,
        fee.platform,
    )


def _table(fees: Fees) -> Iterator[str]:
    rows = [COLUMNS, *map(_cells, fees.charged), *map(_total, fees.totals)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    for row in rows:
        words = zip(row[:4], widths[:4], strict=True)
        amounts = zip(row[4:], widths[4:], strict=True)
        yield "  ".join([*(cell.ljust(width) for cell, width in words), *(cell.rjust(width) for cell, width in amounts)])
    yield f"{len(fees.charged)} payments with fees, {fees.free} without"


def _total(total: FeesOfCurrency) -> tuple[str, ...]:
    count = f"{total.payments} payments"
    return ("Total", "", count, total.currency, total.amount, total.processing, total.platform)


if __name__ == "__main__":
    sys.exit(main())
