"""The PDF of an invoice, from the record's page."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.listing import Listing
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.documents import Documents
from counterfoil.engine.ports import DocumentsOpener, InvoiceDocuments
from counterfoil_console.domain.role import Role
from counterfoil_console.web.documents import LARGEST
from infra.client.calls import ProblemError
from infra.operator import pdf
from tests.builders import a_connection
from tests.contract.stores.values import complete, made, native, outcome, reservation
from tests.unit.console.clients import client_of
from tests.unit.console.house import Browser, House
from tests.unit.console.programs import program_of

pytestmark = pytest.mark.feature("I6")


@dataclass
class Printer(InvoiceDocuments, DocumentsOpener):
    """QuickBooks, as far as it prints: `pieces` of whatever is asked for."""

    pieces: list[bytes] = field(default_factory=lambda: [b"%PDF-1.7 ", b"invoice"])
    refuses: Failure | None = None
    asked: list[str] = field(default_factory=list)

    def __call__(self, connection: Connection) -> InvoiceDocuments:  # noqa: ARG002
        return self

    @contextmanager
    def pdf(self, invoice_id: str) -> Iterator[Iterator[bytes]]:
        self.asked.append(invoice_id)
        if self.refuses:
            raise VendorError(self.refuses)
        yield iter(self.pieces)


@pytest.fixture
def printer(house: House) -> Printer:
    """What the console asks for documents."""
    here: Any = house.console
    printer = Printer()
    here.documents = Documents(links=house.links, open_documents=printer)
    return printer


@pytest.fixture
def connection_id(house: House) -> str:
    """A connection with a linked invoice, and one that is not."""
    connection_id = house.connections.save(a_connection()).id
    reserved = house.links.reserve([reservation(native(1), connection_id=connection_id)])[0]
    assert reserved
    house.links.complete([complete(reserved, made(1))])
    for number, name in enumerate(('Nr. 1/"ä"\r\nX: y', "INV-2"), start=1):
        told = outcome(native(number), OutcomeStatus.IN_SYNC, number, connection_id=connection_id)
        house.outcomes.record([replace(told, listing=Listing(name=name))])
    return connection_id


def address(connection_id: str, ref: RecordRef) -> str:
    return f"/c/{connection_id}/records/{ref}/pdf"


def test_a_viewer_is_given_the_pdf_of_either_sides_record(aisha: Browser, connection_id: str, printer: Printer) -> None:
    assert f'href="{address(connection_id, native(1))}"' in aisha.get(f"/c/{connection_id}/records/{native(1)}").text

    for ref in (native(1), made(1)):
        answer = aisha.get(address(connection_id, ref))
        assert (answer.status, answer.headers["Content-Type"], answer.text) == (200, "application/pdf", "%PDF-1.7 invoice")
        assert answer.headers["Cache-Control"] == "no-store"
    assert printer.asked == [made(1).id, made(1).id]


def test_its_name_is_the_invoices_number_as_far_as_a_name_can_be(
    aisha: Browser, connection_id: str, printer: Printer
) -> None:
    answer = aisha.get(address(connection_id, native(1)))
    assert printer.asked
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Nr.-1-X-y.pdf"'


def test_what_is_not_in_quickbooks_has_none_and_nobody_is_asked(
    aisha: Browser, connection_id: str, printer: Printer
) -> None:
    page = aisha.get(f"/c/{connection_id}/records/{native(2)}").text
    answer = aisha.get(address(connection_id, native(2)))

    assert "/pdf" not in page
    assert answer.status == 404
    assert "There is no PDF of this record" in answer.text
    assert printer.asked == []


def test_what_quickbooks_refuses_is_told_with_what_to_do(aisha: Browser, connection_id: str, printer: Printer) -> None:
    printer.refuses = Failure(category=ErrorCategory.SUBSCRIPTION_LAPSED, cure=Cure.PERSON, text="<i>It lapsed.</i>")

    answer = aisha.get(address(connection_id, native(1)))

    assert answer.status == 502
    assert "QuickBooks did not give the PDF" in answer.text
    assert "&lt;i&gt;It lapsed.&lt;/i&gt;" in answer.text


@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 502)])
def test_what_is_too_large_for_the_gateway_is_said(
    aisha: Browser, connection_id: str, printer: Printer, extra: int, status: int
) -> None:
    printer.pieces = [b"a" * LARGEST, b"b" * extra]

    answer = aisha.get(address(connection_id, native(1)))

    assert answer.status == status
    assert ("The PDF is too large" in answer.text) == bool(extra)


def test_a_stranger_is_sent_to_the_door(house: House, connection_id: str, printer: Printer) -> None:
    assert Browser(house).get(address(connection_id, native(1))).status == 303
    assert printer.asked == []


def test_a_program_is_given_the_pdf_of_either_sides_record(house: House, connection_id: str, printer: Printer) -> None:
    client = client_of(program_of(house, Role.VIEWER))
    for ref in (native(1), made(1)):
        assert client.pdf(connection_id, str(ref)) == b"%PDF-1.7 invoice"
    assert printer.asked == [made(1).id, made(1).id]


@pytest.mark.parametrize("record", ["hubspot:invoice:2", "hubspot:customer:1", "x"])
def test_a_program_is_told_that_there_is_none(house: House, connection_id: str, printer: Printer, record: str) -> None:
    with pytest.raises(ProblemError) as caught:
        client_of(program_of(house, Role.VIEWER)).pdf(connection_id, record)
    assert (caught.value.status, caught.value.type, printer.asked) == (404, "urn:counterfoil:no-such-record", [])


def test_a_program_is_told_what_quickbooks_refuses_and_what_is_too_large(
    house: House, connection_id: str, printer: Printer
) -> None:
    client = client_of(program_of(house, Role.VIEWER))
    printer.pieces = [b"a" * (LARGEST + 1)]
    with pytest.raises(ProblemError, match="more than 4 MB"):
        client.pdf(connection_id, str(native(1)))
    printer.refuses = Failure(category=ErrorCategory.SUBSCRIPTION_LAPSED, cure=Cure.PERSON, text="It lapsed.")
    with pytest.raises(ProblemError, match="It lapsed") as caught:
        client.pdf(connection_id, str(native(1)))
    assert (caught.value.status, caught.value.passes) == (502, False)


def test_the_pdf_is_documented_as_one(house: House) -> None:
    told = json.loads(program_of(house, Role.VIEWER).get("/api/openapi.json").text)
    described = told["paths"]["/api/v1/connections/{connection}/records/{record}/pdf"]["get"]
    assert list(described["responses"]["200"]["content"]) == ["application/pdf"]


def test_the_command_writes_it_by_the_console(
    house: House, connection_id: str, printer: Printer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client, to = client_of(program_of(house, Role.VIEWER)), tmp_path / "INV-1.pdf"

    def run(ref: RecordRef) -> int:
        named = ["--connection", connection_id, "--record", str(ref), "--to", str(to)]
        return pdf.main([*named, "--url", "https://console.example"], client_of=lambda _: client)

    assert run(native(2)) == 1
    assert not to.exists()
    assert run(native(1)) == 0
    assert to.read_bytes() == b"%PDF-1.7 invoice"
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["bytes"] == 16
    assert len(printer.asked) == 1
