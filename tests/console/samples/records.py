"""Records of Northlight Supply, and one of them."""

from datetime import datetime
from decimal import Decimal

from counterfoil.domain.call import VendorCall
from counterfoil.domain.choices import Verb
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.plan_job import FieldChange
from counterfoil_console.pages.parts import Amount, InTheWay, Option, VendorLink
from counterfoil_console.pages.record import (
    CallLine,
    Cell,
    Event,
    FieldOutcome,
    FieldRow,
    Mark,
    PaymentLine,
    RecordPage,
    RecordTrouble,
    SendAgain,
)
from counterfoil_console.pages.records import Order, RecordFilter, RecordLine, RecordsPage, Turn
from tests.console.samples.around import INVOICE, PAYMENT, at, invoices, on, usd
from tests.console.samples.health import SALTMARSH

IN_STEP, WAITING, NEEDS, OUT = OutcomeStatus.IN_SYNC, OutcomeStatus.WAITING, OutcomeStatus.FAILING, OutcomeStatus.EXCLUDED
_TAKEN = "Customer name is taken"
_ROWS = (
    ("20481", "Redwood Analytics", IN_STEP, "2480.00", "2480.00", "", at(28, 10, 9).replace(second=20)),
    ("20480", "Fieldhouse Brewing", WAITING, "318.50", "", "QuickBooks is busy, next try 10:15", at(28, 10, 8)),
    ("20479", "Bayside Dental Group", IN_STEP, "1145.00", "1145.00", "", at(28, 10, 4)),
    ("20478", "Quarry Road Farm", IN_STEP, "96.40", "96.40", "", at(28, 10, 1)),
    ("20477", "Alder & Finch LLC", NEEDS, "1240.00", "", _TAKEN, at(28, 9, 56)),
    ("20476", "Pinecrest Realty", OUT, "400.00", "", "Company: country is Mexico", at(28, 9, 49)),
    ("20475", "Cobalt Robotics Inc.", IN_STEP, "12860.00", "12860.00", "", at(28, 9, 42)),
    ("20474", "Hollis & Rowe Architects", IN_STEP, "3312.75", "3312.75", "", at(28, 9, 39)),
    ("20473", "Lakeview Montessori", IN_STEP, "540.00", "540.00", "", at(28, 9, 26)),
    ("20472", "Maple Ridge Clinic", IN_STEP, "1890.00 CAD", "1890.00 CAD", "", at(28, 9, 18)),
    ("20471", "Drummond Freight", IN_STEP, "7204.00", "7204.00", "", at(28, 9, 2)),
    ("20470", "Granite Peak Outfitters", IN_STEP, "655.20", "655.20", "", at(28, 8, 57)),
    ("20469", "Alder & Finch LLC", NEEDS, "860.00", "", _TAKEN, at(28, 8, 55)),
    ("20468", "Eastgate Veterinary", IN_STEP, "212.00", "212.00", "", at(28, 8, 41)),
    ("20455", "Juniper Home Care", NEEDS, "240.00", "", "Two customers fit", at(27, 17, 20)),
    ("20454", "Ironwood Catering", IN_STEP, "1510.00", "1510.00", "", at(27, 17, 2)),
    ("20453", "Oakline Furniture", IN_STEP, "4075.90", "4075.90", "", at(27, 16, 48)),
    ("20418", "Saltmarsh Hotels", NEEDS, "720.00", "780.00", "Changed in QuickBooks", at(26, 14, 12)),
    ("20417", "Merritt Legal", IN_STEP, "1800.00", "1800.00", "", at(26, 13, 55)),
)


def _money(text: str) -> Amount | None:
    amount, _, currency = text.partition(" ")
    return Amount(Decimal(amount), currency or "USD") if amount else None


def line(row: tuple[str, str, OutcomeStatus, str, str, str, datetime]) -> RecordLine:
    """A line of the list."""
    number, customer, status, hubspot, quickbooks, why, when = row
    return RecordLine(
        ref=RecordRef(System.HUBSPOT, INVOICE, f"55819{number}"),
        number=f"INV-{number}",
        customer=customer,
        status=status,
        hubspot=_money(hubspot),
        quickbooks=_money(quickbooks),
        why=why,
        at=when,
    )


COUNTS = {IN_STEP: 98120, NEEDS: 14, WAITING: 3, OUT: 412}
CATEGORIES = (Option("E2", "Customer name is taken"), Option("E7", "The books are closed for the date"))
RECORDS = RecordsPage(
    filter=RecordFilter(),
    counts=COUNTS,
    categories=CATEGORIES,
    total=98549,
    older=Turn("51~2026-11-26T13:55:00Z", ""),
    lines=tuple(map(line, _ROWS)),
)
FIFTY_RECORDS = RecordsPage(
    filter=RecordFilter(),
    counts=COUNTS,
    categories=CATEGORIES,
    total=98549,
    older=Turn("51~2026-11-26T13:55:00Z", ""),
    lines=tuple(map(line, (*_ROWS, *_ROWS, *_ROWS)[:50])),
)
FAR_RECORDS = RecordsPage(
    filter=RecordFilter(),
    counts=COUNTS,
    total=98549,
    first=151,
    newer=Turn("", "", leaps=True),
    lines=tuple(map(line, _ROWS)),
)
NO_RECORDS = RecordsPage(filter=RecordFilter(status=NEEDS, category="E2", q="INV-3"), counts=COUNTS, lines=(), total=0)
NOT_LOOKED_THROUGH = RecordsPage(
    filter=RecordFilter(status=OUT, q="INV-"), counts=COUNTS, lines=(), order=Order.NAME, may_be_more=True
)
_SAME = FieldOutcome.SAME


def _same(name: str, value: str | Amount) -> FieldRow:
    return FieldRow(field=name, hubspot=Cell(value=value), agreed=value, quickbooks=Cell(value=value))


REFUSED = RecordPage(
    ref=SALTMARSH,
    kind=INVOICE,
    number="INV-20418",
    status=NEEDS,
    trouble=RecordTrouble(
        category=ErrorCategory.BOOKS_CLOSED,
        title="The books are closed for the date",
        explanation="",
        steps=("Open the period in QuickBooks, then try it again.",),
    ),
    agreed=True,
    agreed_at=at(21, 11, 2),
    same=(
        FieldRow(
            field="Total",
            hubspot=Cell(value=None),
            agreed=usd("720.00"),
            quickbooks=Cell(value=None),
            outcome=FieldOutcome.AS_AGREED,
        ),
    ),
)
RECORD = RecordPage(
    ref=SALTMARSH,
    kind=INVOICE,
    number="INV-20418",
    status=NEEDS,
    customer="Saltmarsh Hotels",
    day=on(18),
    links=(
        VendorLink(System.HUBSPOT, "https://app.hubspot.com/contacts/24817306/record/0-53/5581904227"),
        VendorLink(System.QUICKBOOKS, "https://app.qbo.intuit.com/app/invoice?txnId=31877"),
    ),
    has_pdf=True,
    trouble=RecordTrouble(
        category=ErrorCategory.EDITED_IN_QUICKBOOKS,
        title="Changed in QuickBooks after it was sent",
        explanation="60.00 USD apart.",
        steps=(
            "Send HubSpot's version again, or put QuickBooks' price into HubSpot. Nothing is overwritten until you decide.",
        ),
        others=(InTheWay(EntityKind.CUSTOMER, "https://app.qbo.intuit.com/app/customerdetail?nameId=1187"),),
    ),
    agreed=True,
    agreed_at=at(21, 11, 2),
    differing=(
        FieldRow(
            field="Total",
            hubspot=Cell(value=usd("720.00"), mark=Mark.CAUSE),
            agreed=usd("720.00"),
            quickbooks=Cell(value=usd("780.00"), mark=Mark.CAUSE),
            outcome=FieldOutcome.YOU_DECIDE,
        ),
        FieldRow(
            field="Line 1",
            hubspot=Cell(value="Banquet lamp, brass, 12, 720.00 USD", mark=Mark.CAUSE),
            quickbooks=Cell(value="Banquet lamp, brass, 12, 780.00 USD", mark=Mark.CAUSE),
            outcome=FieldOutcome.YOU_DECIDE,
        ),
        FieldRow(
            field="Memo", hubspot=Cell(value="For the ballroom"), quickbooks=Cell(value=""), outcome=FieldOutcome.ONE_SIDE
        ),
    ),
    same=tuple(_same(f"Field {number}", "the same") for number in range(1, 15)),
    payments=(
        PaymentLine(
            ref=RecordRef(System.HUBSPOT, PAYMENT, "771"),
            day=on(21),
            amount=usd("200.00"),
            method="Card",
            reference="ch_3QK7",
            status=IN_STEP,
            links=(
                VendorLink(System.HUBSPOT, "https://app.hubspot.com/contacts/24817306/record/0-101/771"),
                VendorLink(System.QUICKBOOKS, "https://app.qbo.intuit.com/app/recvpayment?txnId=31901"),
            ),
        ),
    ),
    paid=invoices(1, "200.00"),
    activity=(
        Event(at=at(28, 9, 14), text="Checked again by Dana Whitfield. Still 60.00 USD apart."),
        Event(at=at(27, 16, 40), text="Due date changed in HubSpot, 15 Dec to 20 Dec. Held.", status=WAITING),
        Event(
            at=at(26, 14, 12),
            text="Price changed in QuickBooks, 60.00 to 65.00. Nothing written, you were told by e-mail.",
            status=NEEDS,
        ),
        Event(at=at(21, 11, 2), text="Payment of 200.00 USD in HubSpot, recorded in QuickBooks in 1.1 s.", status=IN_STEP),
        Event(at=at(18, 9, 47), text="Finalised in HubSpot, created in QuickBooks in 1.4 s.", status=IN_STEP),
    ),
    rule_version=7,
    why=(
        "The customer was found by e-mail, accounts@saltmarshhotels.com: QuickBooks customer 1187.",
        "No limit left it out.",
    ),
    calls=(
        CallLine(
            at(28, 9, 14).replace(second=2),
            VendorCall(
                system=System.HUBSPOT,
                method="GET",
                path="invoice 5581904227",
                status=200,
                milliseconds=142,
                request_id="0193a6c2-7d1e",
            ),
        ),
        CallLine(
            at(28, 9, 14).replace(second=2),
            VendorCall(
                system=System.QUICKBOOKS,
                method="GET",
                path="invoice 31877",
                status=200,
                milliseconds=311,
                request_id="1-67481c2a-5e0b",
            ),
        ),
    ),
    send_again=SendAgain(
        amount=usd("720.00"),
        changes=(
            FieldChange(target=System.QUICKBOOKS, field="Line 1, unit price", before="65.00", after="60.00"),
            FieldChange(target=System.QUICKBOOKS, field="Total", before="780.00", after="720.00"),
        ),
    ),
    may=frozenset({Verb.ACCEPTED, Verb.UNLINKED, Verb.LEFT_OUT}),
)
