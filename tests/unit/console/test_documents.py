"""The PDF of an invoice, from the record's page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from counterfoil.domain.connection import Connection
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import RecordRef
from counterfoil.domain.listing import Listing
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.documents import Documents
from counterfoil.engine.ports import DocumentsOpener, InvoiceDocuments
from counterfoil_console.web.documents import LARGEST
from tests.builders import a_connection
from tests.contract.stores.values import complete, made, native, outcome, reservation
from tests.unit.console.house import Browser, House

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
