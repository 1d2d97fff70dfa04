"""The fees on a month's payments, over the twin: by the portal's days, exact, and none left out."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import datetime

import pytest

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.fees import PaymentFees
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.engine.fees import Fees
from counterfoil.engine.ports import PaymentFeesSource
from infra.operator.fees import COLUMNS, main
from tests.builders import hubspot
from tests.remedies.office import Office

pytestmark = pytest.mark.feature("Y5")
MIDNIGHT_IN_THE_PORTAL = "2026-11-01T07:00:00Z"
"""The portal keeps Pacific time: this is where its October ends."""


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with Office.opened() as opened:
        opened.house.vendors.hubspot.switches().rate_limits = False
        collect(opened, "2026-10-01T06:59:59Z", "1.00", hs_fees_amount="9.99")  # still September there
        collect(opened, "2026-11-01T06:59:59Z", "100.00", hs_fees_amount="2.90", hs_reference_number="=2+5")
        collect(opened, "2026-10-15T12:00:00Z", "50.10", hs_fees_amount="1.755", hs_currency_code="EUR")
        collect(opened, "2026-10-16T12:00:00Z", "20.00")
        collect(opened, MIDNIGHT_IN_THE_PORTAL, "1.00", hs_fees_amount="9.99")
        yield opened


def collect(office: Office, at: str, amount: str, **more: str) -> str:
    """Money collected outside of HubSpot, and entered there."""
    values = {"hs_initial_amount": amount, "hs_initiated_date": at, "hs_latest_status": "succeeded", **more}
    return office.portal.create("commerce_payments", values)


def fees(office: Office, *options: str, month: str = "2026-10") -> int:
    return main(["--connection", office.connection.id, "--month", month, *options], lambda _: office.house.operator)


def test_a_month_is_as_long_as_in_the_portal(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert fees(office, "--as", "json") == 0
    said = json.loads(capsys.readouterr().out)
    assert [(one["paid_on"], one["currency"], one["amount"], one["processing"]) for one in said["charged"]] == [
        ("2026-10-15", "EUR", "50.10", "1.755"),
        ("2026-10-31", "USD", "100.00", "2.90"),
    ]
    assert said["totals"] == [
        {"currency": "EUR", "payments": 1, "amount": "50.10", "processing": "1.755", "platform": "0"},
        {"currency": "USD", "payments": 1, "amount": "100.00", "processing": "2.90", "platform": "0"},
    ]
    assert (said["free"], said["unreadable"]) == (1, [])


def test_a_table_shows_each_payment_and_the_totals(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert fees(office) == 0
    header, *payments, euros, dollars, count = capsys.readouterr().out.splitlines()
    assert [name for name in COLUMNS if name not in header] == []
    assert len(payments) == 2
    assert (euros.split(), dollars.split()) == (
        ["Total", "1", "payments", "EUR", "50.10", "1.755", "0"],
        ["Total", "1", "payments", "USD", "100.00", "2.90", "0"],
    )
    assert count == "2 payments with fees, 1 without"


def test_no_spreadsheet_works_out_what_somebody_typed(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert fees(office, "--as", "csv") == 0
    header, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
    assert tuple(header) == COLUMNS
    assert [row[2] for row in rows] == ["", "'=2+5"]


def test_what_hubspot_itself_kept_back_is_in_it(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    invoice = office.invoice()
    given = {"invoice_id": invoice.id, "amount": "100.00", "fee": "2.90", "platform_fee": "0.50"}
    office.house.vendors.hubspot.control("record_hubspot_payment", {"portal_id": office.account.portal_id, **given})
    metered = office.house.vendors.quickbooks.kernel.meter.summary()["metered"]
    assert fees(office, "--as", "json", month="2026-11") == 0
    charged = json.loads(capsys.readouterr().out)["charged"]
    assert [one["platform"] for one in charged if one["paid_on"] != "2026-11-01"] == ["0.50"]
    assert office.house.vendors.quickbooks.kernel.meter.summary()["metered"] == metered


def test_more_than_a_page_is_read_to_its_end(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(205):
        collect(office, "2026-08-20T12:00:00Z", "10.00", hs_fees_amount="0.01")
    assert fees(office, "--as", "json", month="2026-08") == 0
    said = json.loads(capsys.readouterr().out)
    assert (len(said["charged"]), said["totals"][0]["processing"]) == (205, "2.05")


class OneIsOdd(PaymentFeesSource):
    """A portal with one payment, which cannot be understood."""

    def between(self, start: datetime, end: datetime) -> Mapping[RecordRef, PaymentFees | Failure]:  # noqa: ARG002
        return {hubspot(EntityKind.PAYMENT, "7"): Failure(category=ErrorCategory.UNEXPECTED, cure=Cure.PERSON)}


def test_a_payment_that_cannot_be_understood_is_named(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = office.house.bundle()
    bundle.fees = Fees(open_fees=lambda _: OneIsOdd())
    assert main(["--connection", office.connection.id, "--month", "2026-07"], lambda _: bundle) == 1
    said = capsys.readouterr()
    assert said.err == "not understood, and not counted: hubspot:payment:7\n"
    assert "0 payments with fees" in said.out


@pytest.mark.parametrize("month", ["October", "2026-13", "2026"])
def test_what_is_no_month_is_named(office: Office, month: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        fees(office, month=month)
    assert f"not like 2026-10: '{month}'" in capsys.readouterr().err


def test_a_vendor_that_does_not_answer_is_told_in_a_line(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    with office.out_of_service(System.HUBSPOT):
        assert fees(office) == 1
    assert "unavailable" in capsys.readouterr().err
