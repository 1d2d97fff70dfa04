"""The health of Northlight Supply, and what needs a person there."""

from decimal import Decimal

from counterfoil.domain.blockers import OtherList
from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.rules import Direction
from counterfoil_console.pages.health import Day, Difference, HealthPage, Ledgers, LedgerSide, ObjectRow, Slip
from counterfoil_console.pages.needs_you import CandidateLine, Cause, Holder, NeedsYouPage, VanishedSide
from counterfoil_console.pages.parts import Amount, Counted, InTheWay, Sum, VendorLink
from tests.console.samples.around import INVOICE, NOW, PAYMENT, at, invoices, on, usd

NEEDS_YOU = Sum(counts=(Counted(INVOICE, 14), Counted(PAYMENT, 2)), money=(usd("9310.00"),))


def _cad(amount: str) -> Amount:
    return Amount(Decimal(amount), "CAD")


def _open(number: str) -> VendorLink:
    return VendorLink(System.QUICKBOOKS, f"https://app.qbo.intuit.com/app/customerdetail?nameId={number}")


USD_SLIP = Slip(
    hubspot=LedgerSide(2318, usd("1213205.10")),
    quickbooks=LedgerSide(2305, usd("1205445.10")),
    differences=(
        Difference(
            title="Customer name is taken, not in QuickBooks yet",
            records=Counted(INVOICE, 9),
            amount=usd("-6120.00"),
            category=ErrorCategory.DISPLAY_NAME_TAKEN,
        ),
        Difference(
            title="Dated in closed books, not in QuickBooks yet",
            records=Counted(INVOICE, 3),
            amount=usd("-1845.00"),
            category=ErrorCategory.BOOKS_CLOSED,
        ),
        Difference(
            title="Two customers fit, not in QuickBooks yet",
            records=Counted(INVOICE, 1),
            amount=usd("-240.00"),
            category=ErrorCategory.AMBIGUOUS_MATCH,
        ),
        Difference(
            title="Price changed in QuickBooks",
            records=Counted(INVOICE, 1),
            amount=usd("60.00"),
            category=ErrorCategory.EDITED_IN_QUICKBOOKS,
        ),
        Difference(
            title="Payments deleted in QuickBooks",
            records=Counted(PAYMENT, 2),
            amount=usd("385.00"),
            category=ErrorCategory.RECORD_DELETED,
        ),
    ),
    unexplained=usd("0"),
)
CAD_SLIP = Slip(hubspot=LedgerSide(61, _cad("48260.50")), quickbooks=LedgerSide(61, _cad("48260.50")), unexplained=_cad("0"))
_CARRIED = (
    *(1210, 180, 420, 1790, 1070, 1090, 1320, 1090, 240, 300, 1080, 1310, 1160, 1070, 1090),
    *(260, 260, 1080, 1180, 1090, 1330, 1270, 160, 300, 1110, 1160, 1370, 1370, 1345, 160),
)
_OPEN = (0, 0, 0, 3, 2, 2, 0, 0, 0, 0, 4, 5, 5, 1, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0, 3, 4, 8, 12, 14, 16)


def _day(place: int) -> Day:
    day = at(30, month=10).toordinal() + place
    when = at(1).fromordinal(day).date()
    if when == on(12):
        return Day(day=when, carried=_CARRIED[place], needs_you=1, agreed=False, apart=usd("35.00"), cured_on=on(13))
    return Day(day=when, carried=_CARRIED[place], needs_you=_OPEN[place])


HEALTH = HealthPage(
    state=ConnectionState.ACTIVE,
    needs_you=NEEDS_YOU,
    causes=5,
    last_change=at(28, 10, 9).replace(second=20),
    objects=(
        ObjectRow(
            kind=INVOICE,
            in_step=98120,
            needs_you=14,
            waiting=3,
            left_out=412,
            last_change=at(28, 10, 9).replace(second=20),
            direction=Direction.BOTH,
        ),
        ObjectRow(kind=PAYMENT, in_step=91306, needs_you=2, waiting=1, left_out=0, last_change=at(28, 10, 8)),
        ObjectRow(
            kind=EntityKind.CUSTOMER,
            in_step=6284,
            needs_you=0,
            waiting=0,
            left_out=1137,
            last_change=at(28, 9, 59),
            direction=Direction.BOTH,
        ),
        ObjectRow(
            kind=EntityKind.PRODUCT,
            in_step=342,
            needs_you=0,
            waiting=0,
            left_out=18,
            last_change=at(26, 16, 20),
            direction=Direction.QUICKBOOKS_TO_HUBSPOT,
        ),
    ),
    ledgers=Ledgers(at=at(28, 10), slips=(USD_SLIP, CAD_SLIP)),
    days=tuple(map(_day, range(30))),
)
JUNIPER = RecordRef(System.HUBSPOT, INVOICE, "5581904455")
SALTMARSH = RecordRef(System.HUBSPOT, INVOICE, "5581904227")
CANDIDATES = (
    CandidateLine(
        RecordRef(System.QUICKBOOKS, EntityKind.CUSTOMER, "412"),
        "Juniper Home Care (412)",
        _open("412"),
    ),
    CandidateLine(
        RecordRef(System.QUICKBOOKS, EntityKind.CUSTOMER, "1590"),
        "Juniper Home Care, Denver (1590)",
        _open("1590"),
    ),
)
NEEDS = NeedsYouPage(
    all=NEEDS_YOU,
    looked_at=NOW,
    causes=(
        Cause(
            category=ErrorCategory.DISPLAY_NAME_TAKEN,
            title="Customer name is taken",
            cause="QuickBooks allows a name once across customers, vendors and employees. Three of your customers "
            "have a name that someone else holds.",
            steps=("Rename the holder in QuickBooks, or give the customer another name here. Then try again.",),
            records=invoices(9, "6120.00"),
            since=at(26, 9),
            holders=(
                Holder(
                    name="Alder & Finch LLC",
                    note="4 invoices, held by a vendor of the same name",
                    amount=usd("2960.00"),
                    link=_open("71"),
                ),
                Holder(
                    name="Kestrel Aviation",
                    note="3 invoices, held by an inactive customer",
                    amount=usd("2310.00"),
                    link=_open("72"),
                    others=(InTheWay(EntityKind.CUSTOMER, _open("74").address), InTheWay(INVOICE, _open("75").address)),
                ),
                Holder(
                    name="Marco Bellini",
                    note="2 invoices, held by an employee",
                    amount=usd("850.00"),
                    link=_open("73"),
                ),
            ),
        ),
        Cause(
            category=ErrorCategory.BOOKS_CLOSED,
            title="The books are closed for the date",
            cause="Dated 28 to 31 Oct. QuickBooks is closed up to 31 Oct 2026.",
            steps=("Ask your accountant to reopen October, or date the three invoices 1 Nov 2026 in HubSpot.",),
            records=invoices(3, "1845.00"),
            since=at(27, 9),
        ),
        Cause(
            category=ErrorCategory.EDITED_IN_QUICKBOOKS,
            title="Changed in QuickBooks after it was sent",
            cause="INV-20418, Saltmarsh Hotels: a price went from 60.00 to 65.00 in QuickBooks, "
            "the total from 720.00 to 780.00.",
            steps=("Decide which price is right. Both versions are beside each other on the record.",),
            records=invoices(1, "720.00"),
            since=at(26, 14, 12),
            ref=SALTMARSH,
            others=(
                InTheWay(EntityKind.CUSTOMER, _open("1187").address),
                InTheWay(OtherList.VENDOR, "https://app.qbo.intuit.com/app/vendordetail?nameId=31"),
                InTheWay(OtherList.EMPLOYEE, "https://app.qbo.intuit.com/app/employees"),
            ),
            has_versions=True,
            may_retry=False,
        ),
        Cause(
            category=ErrorCategory.RECORD_DELETED,
            title="Payment deleted in QuickBooks",
            cause="Two payments are in HubSpot and were deleted in QuickBooks on 27 Nov at 17:51 by M. Ortiz.",
            steps=("Record them again in QuickBooks, or refund them in HubSpot. Neither is done by itself.",),
            records=Sum(counts=(Counted(PAYMENT, 2),), money=(usd("385.00"),)),
            since=at(27, 17, 51),
            may_retry=False,
        ),
        Cause(
            category=ErrorCategory.AMBIGUOUS_MATCH,
            title="Two customers fit",
            cause="INV-20455, Juniper Home Care: two QuickBooks customers have the address billing@juniperhome.care.",
            steps=("Pick the right one. Your choice is remembered for this customer.",),
            records=invoices(1, "240.00"),
            since=at(27, 17, 20),
            ref=JUNIPER,
            candidates=CANDIDATES,
        ),
    ),
)
NOTHING_NEEDS = NeedsYouPage(all=Sum(), looked_at=at(28, 10, 9).replace(second=20), causes=())
VANISHED = NeedsYouPage(
    all=Sum(),
    looked_at=NOW,
    causes=(),
    vanished=(
        VanishedSide(system=System.HUBSPOT, known=1204, vanished=1190),
        VanishedSide(system=System.QUICKBOOKS, known=1204, vanished=700, is_accepted=True),
    ),
)
