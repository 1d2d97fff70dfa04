"""QuickBooks' PDF of an invoice, over the twin: asked for by the invoice of either side, and never half a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counterfoil.domain.errors import ErrorCategory, VendorError
from counterfoil.domain.identity import EntityKind, RecordRef, System
from infra.operator.pdf import main
from infra.sandbox.kernel.faults import Fault, FaultKind
from tests.builders import hubspot, quickbooks
from tests.remedies.office import Office

pytestmark = pytest.mark.feature("I6")


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with Office.opened() as opened:
        yield opened


@pytest.fixture(scope="module")
def invoice(office: Office) -> RecordRef:
    """One that is in step."""
    made = office.invoice()
    assert office.is_in_sync(made)
    return made


def pdf(office: Office, ref: RecordRef, to: Path, connection: str = "") -> int:
    arguments = ["--connection", connection or office.connection.id, "--record", str(ref), "--to", str(to)]
    return main(arguments, lambda _: office.house.operator)


def test_it_is_had_by_the_invoice_of_either_side(office: Office, invoice: RecordRef, tmp_path: Path) -> None:
    booked = office.booked(invoice)
    for ref in (invoice, quickbooks(EntityKind.INVOICE, booked["Id"])):
        file = tmp_path / f"{ref.system}.pdf"
        before = office.house.vendors.quickbooks.kernel.meter.summary()["metered"]
        assert pdf(office, ref, file) == 0
        assert office.house.vendors.quickbooks.kernel.meter.summary()["metered"] == before + 1
        printed = file.read_bytes()
        assert printed.startswith(b"%PDF-")
        assert f"Invoice {booked['DocNumber']}".encode() in printed


@pytest.mark.parametrize(
    "ref",
    [hubspot(EntityKind.INVOICE, "98765"), quickbooks(EntityKind.INVOICE, "98765"), hubspot(EntityKind.CUSTOMER, "1")],
)
def test_what_is_not_linked_is_refused_before_anybody_is_asked(
    office: Office, ref: RecordRef, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = office.house.vendors.quickbooks.kernel.meter.summary()["total"]
    assert pdf(office, ref, tmp_path / "it.pdf") == 1
    assert str(ref) in capsys.readouterr().err
    assert office.house.vendors.quickbooks.kernel.meter.summary()["total"] == before
    assert list(tmp_path.iterdir()) == []


def test_an_invoice_of_another_connection_is_refused(invoice: RecordRef, tmp_path: Path) -> None:
    with Office.opened() as other:
        assert pdf(other, invoice, tmp_path / "it.pdf") == 1


def test_trouble_of_quickbooks_is_told_and_leaves_no_file(
    office: Office, invoice: RecordRef, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with office.out_of_service(System.QUICKBOOKS):
        assert pdf(office, invoice, tmp_path / "it.pdf") == 1
    assert "unavailable" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_passing_trouble_is_waited_out(office: Office, invoice: RecordRef, tmp_path: Path) -> None:
    office.house.vendors.quickbooks.kernel.faults.add(Fault(FaultKind.THROTTLED, r"/pdf$"))
    assert pdf(office, invoice, tmp_path / "it.pdf") == 0


def test_a_folder_that_is_not_there_is_named(
    office: Office, invoice: RecordRef, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pdf(office, invoice, tmp_path / "nowhere" / "it.pdf") == 1
    assert "nowhere/it.pdf: No such file or directory" in capsys.readouterr().err


def test_an_invoice_that_was_deleted_meanwhile_is_told_as_such(office: Office) -> None:
    gone = office.invoice(office.contact("Ada", "Byron"))
    assert office.is_in_sync(gone)
    office.bookkeeper.delete("Invoice", office.booked(gone)["Id"])
    document = office.house.operator.documents.pdf(office.connection, gone)
    with pytest.raises(VendorError) as raised, document as pieces:
        next(pieces)
    assert raised.value.failure.category is ErrorCategory.RECORD_DELETED
