"""The plan for version 8 of the rule for invoices, before and after it was applied."""

from dataclasses import replace

from counterfoil.domain.identity import RecordRef, System
from counterfoil.domain.plan_job import FieldChange, Moved, PlanState, RowState
from counterfoil.domain.texts import plans as texts
from counterfoil_console.pages.health import Ledgers
from counterfoil_console.pages.parts import By, Sum
from counterfoil_console.pages.plan import Applying, PlanFilter, PlanGroup, PlanHead, PlanLine, PlanPage, Tile
from counterfoil_console.pages.plan_applied import ChangedLine, DoneLine, PlanAppliedPage
from counterfoil_console.pages.plans import PlanEntry, PlansPage
from tests.console.samples.around import INVOICE, at, invoices, usd
from tests.console.samples.health import CAD_SLIP

HEAD = PlanHead(id="01JDPLAN", made_at=at(28, 9, 0), looked_at=invoices(1585), kind=INVOICE, version=8)
_CREATE, _UPDATE, _LINK = PlanGroup.CREATE, PlanGroup.UPDATE, PlanGroup.LINK
_OUT, _NEEDS, _STEP = PlanGroup.LEAVE_OUT, PlanGroup.NEEDS_YOU, PlanGroup.IN_STEP


def _ref(number: str) -> RecordRef:
    return RecordRef(System.HUBSPOT, INVOICE, f"55819{number}")


def _change(field: str, before: str, after: str) -> FieldChange:
    return FieldChange(target=System.QUICKBOOKS, field=field, before=before, after=after)


def _moved(field: str, before: str, after: str) -> Moved:
    return Moved(system=System.HUBSPOT, field=field, before=before, after=after)


def _line(  # noqa: PLR0917
    group: PlanGroup,
    number: str,
    customer: str,
    what: str,
    reason: str,
    amount: str,
    *changes: FieldChange,
) -> PlanLine:
    return PlanLine(
        group=group,
        ref=_ref(number),
        number=f"INV-{number}",
        customer=customer,
        what=what,
        changes=changes,
        reason=reason,
        amount=usd(amount),
    )


PLAN = PlanPage(
    head=HEAD,
    state=PlanState.PLANNED,
    tiles=(
        Tile(_CREATE, invoices(312, "48120.00")),
        Tile(_UPDATE, invoices(9, "1310.00")),
        Tile(_LINK, invoices(18, "2764.50")),
        Tile(_OUT, invoices(240, "31905.00")),
        Tile(_NEEDS, invoices(4, "610.00")),
        Tile(_STEP, invoices(1002, "154218.75")),
    ),
    kinds=(INVOICE,),
    saying=583,
    total=583,
    older="50",
    lines=(
        _line(_CREATE, "20303", "Hallam Interiors Ltd", "New invoice, 3 lines, due 27 Dec", "Group 2: Wholesale", "150.00"),
        _line(_CREATE, "20304", "Estudio Lumen SL", "New invoice, 6 lines, due 27 Dec", "Group 2: Trade", "1284.50"),
        _line(_CREATE, "20306", "Nordlys Handel AS", "New invoice and new customer", "Group 2: Trade", "412.00"),
        _line(_UPDATE, "20217", "Merritt Legal", "", "HubSpot wins", "180.00", _change("Due date", "30 Nov", "15 Dec")),
        _line(
            _UPDATE,
            "20233",
            "Ironwood Catering",
            "",
            "only HubSpot changed",
            "96.00",
            _change("P.O. Number", "", "PO 77140"),
        ),
        _line(
            _UPDATE,
            "20240",
            "Cobalt Robotics Inc.",
            "",
            "HubSpot wins",
            "295.00",
            _change("Total", "310.00", "295.00"),
            _change("line 2 quantity", "4", "3"),
        ),
        _line(
            _LINK,
            "20155",
            "Quarry Road Farm",
            "Same as QuickBooks 1931, nothing is written",
            "number, customer, total",
            "96.40",
        ),
        _line(_OUT, "20476", "Pinecrest Realty", "Stays in HubSpot only", "Company: country is Mexico", "400.00"),
        _line(_NEEDS, "20272", "Juniper Home Care", "Two customers fit", "billing@juniperhome.care", "240.00"),
        _line(_NEEDS, "20107", "Eastgate Veterinary", "Books are closed up to 31 Oct", "dated 29 Oct", "130.00"),
    ),
    applying=Applying(
        create=invoices(312, "48120.00"), update=9, link=18, targets=(System.QUICKBOOKS,), left_out=240, needs_you=4
    ),
)
DISCARDED = PlanPage(
    head=HEAD,
    state=PlanState.DISCARDED,
    tiles=PLAN.tiles,
    kinds=(INVOICE,),
    saying=1,
    total=1,
    lines=PLAN.lines[:1],
    open=False,
)
APPLIED_ROWS = PlanPage(
    head=HEAD,
    state=PlanState.APPLIED,
    tiles=PLAN.tiles,
    kinds=(INVOICE,),
    saying=583,
    total=583,
    lines=tuple(
        replace(line, became=became)
        for line, became in zip(
            PLAN.lines, (RowState.DONE, RowState.REFUSED, RowState.WAITING, RowState.CHANGED), strict=False
        )
    ),
    open=False,
    applied=True,
    outcomes=texts.BECAME,
)
CHANGED_ROWS = replace(APPLIED_ROWS, filter=PlanFilter(became=RowState.CHANGED), lines=APPLIED_ROWS.lines[3:4], total=None)
PLANNING = PlanPage(head=HEAD, state=PlanState.PLANNING)
STOPPED = PlanPage(head=HEAD, state=PlanState.STOPPED, trouble=texts.NOT_LET_IN())
APPLIED = PlanAppliedPage(
    head=HEAD,
    state=PlanState.APPLIED,
    applied=By("Dana Whitfield", at(28, 9, 5)),
    finished_at=at(28, 9, 9),
    target=System.QUICKBOOKS,
    lines=(
        DoneLine(
            group=_CREATE,
            planned=invoices(312, "48120.00"),
            done=invoices(305, "47055.00"),
            waiting=2,
            refused=invoices(2, "310.00"),
            changed=3,
        ),
        DoneLine(group=_UPDATE, planned=invoices(9, "1310.00"), done=invoices(9, "1310.00")),
        DoneLine(group=_LINK, planned=invoices(18, "2764.50"), done=invoices(18, "2764.50")),
    ),
    total=DoneLine(
        group=_CREATE,
        planned=invoices(339, "52194.50"),
        done=invoices(332, "51129.50"),
        waiting=2,
        refused=invoices(2, "310.00"),
        changed=3,
    ),
    changed=(
        ChangedLine(
            ref=_ref("20303"),
            number="INV-20303",
            customer="Hallam Interiors Ltd",
            group=_CREATE,
            moved=(_moved("Total", "150.00", "175.00"),),
            at=at(28, 9, 3),
            amount=usd("150.00"),
        ),
        ChangedLine(
            ref=_ref("20311"),
            number="INV-20311",
            customer="Atelier Moreau SARL",
            group=_CREATE,
            moved=(_moved("Status", "Open", "Voided"),),
            at=at(28, 9, 2),
            amount=usd("120.00"),
        ),
        ChangedLine(
            ref=_ref("20326"),
            number="INV-20326",
            customer="Brightwell Ltd",
            group=_CREATE,
            moved=(_moved("Customer", "Brightwell Ltd", "Brightwell Retail Ltd"),),
            at=at(28, 9, 4),
            amount=usd("195.00"),
        ),
    ),
    changed_sum=invoices(3, "465.00"),
    refused=invoices(2, "310.00"),
    waiting=2,
    left_out=invoices(240, "31905.00"),
    needs_you=invoices(4, "610.00"),
    ledgers=Ledgers(at=at(28, 9, 20), slips=(CAD_SLIP,)),
)
APPLICATION_STOPPED = replace(
    APPLIED, state=PlanState.STOPPED, finished_at=None, ledgers=None, changed=(), trouble=texts.NOT_CONNECTED()
)
PLANS = PlansPage(
    plans=(
        PlanEntry(head=HEAD, state=PlanState.PLANNED, writes=invoices(339, "52194.50")),
        PlanEntry(
            head=PlanHead(id="01JBPLAN", made_at=at(1, 9), looked_at=invoices(1204)),
            state=PlanState.APPLIED,
            writes=Sum(),
        ),
    )
)
NO_PLANS = PlansPage(plans=())
