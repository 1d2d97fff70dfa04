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
from counterfoil.domain.fees import FeeReport, FeeTotal, PaymentFees
from counterfoil.engine.fees import Month
from infra.operator.command import about_connection, answered, refuse, say
from infra.operator.deployment import deployed_settings
from infra.operator.refusal import told

COLUMNS = ("Payment", "Day", "Reference", "Currency", "Amount", "Processing fee", "Platform fee")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is worked out by spreadsheets."""


def deployed_fees(stack_name: str) -> FeesBundle:
    """What reads fees of the bundle deployed as `stack_name`. Raises ClientError."""
    return FeesBundle(deployed_settings(stack_name))


def main(arguments: Sequence[str] | None = None, bundle_of: Callable[[str], FeesBundle] = deployed_fees) -> int:
    """Print the report; 1 when a payment could not be understood, and so is missing. `bundle_of` finds a stack by name."""
    given = _parser().parse_args(arguments)
    return answered(lambda: _report(given, bundle_of(given.stack)))


def _parser() -> argparse.ArgumentParser:
    parser = about_connection("fees", __doc__)
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
        report = bundle.fees.of_month(connection, given.month)
    except VendorError as error:
        return refuse(told(error.failure))
    match given.form:
        case "json":
            say(_json(report))
        case "csv":
            sys.stdout.write(_csv(report))
        case _:
            sys.stdout.write("\n".join(_table(report)) + "\n")
    if report.unreadable:
        return refuse(f"not understood, and not counted: {', '.join(map(str, report.unreadable))}")
    return 0


def _json(report: FeeReport) -> dict[str, object]:
    return {
        "charged": [
            {name: str(value) for name, value in asdict(one).items()} | {"payment": str(one.payment)}
            for one in report.charged
        ],
        "totals": [
            {**{name: str(value) for name, value in asdict(one).items()}, "payments": one.payments} for one in report.totals
        ],
        "free": report.free,
        "unreadable": [str(ref) for ref in report.unreadable],
    }


def _csv(report: FeeReport) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for one in report.charged:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in _cells(one)])
    return text.getvalue()


def _cells(one: PaymentFees) -> tuple[str, ...]:
    amounts = (f"{amount:f}" for amount in (one.amount, one.processing, one.platform))
    return (str(one.payment), one.paid_on.isoformat(), one.reference, one.currency, *amounts)


def _table(report: FeeReport) -> Iterator[str]:
    rows = [COLUMNS, *map(_cells, report.charged), *map(_total, report.totals)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    for row in rows:
        words = zip(row[:4], widths[:4], strict=True)
        amounts = zip(row[4:], widths[4:], strict=True)
        yield "  ".join([*(cell.ljust(width) for cell, width in words), *(cell.rjust(width) for cell, width in amounts)])
    yield f"{len(report.charged)} payments with fees, {report.free} without"


def _total(total: FeeTotal) -> tuple[str, ...]:
    amounts = (f"{amount:f}" for amount in (total.amount, total.processing, total.platform))
    return ("Total", "", f"{total.payments} payments", total.currency, *amounts)


if __name__ == "__main__":
    sys.exit(main())
