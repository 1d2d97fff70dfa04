"""Who plays on the stage, and what was seen so far."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from infra.demo.books import Books
from infra.demo.ledgers import Ledger, hubspot_ledger, money, quickbooks_ledger
from infra.demo.sales import Draft, Sales
from infra.demo.shapes import NOT_BOOKED, Shape
from infra.demo.stage import Counted, Stage
from infra.sandbox.people.sales import Salesperson

_INVOICE = (
    "hs_number",
    "hs_invoice_status",
    "hs_amount_billed",
    "hs_balance_due",
    "hs_invoice_date",
    "hs_due_date",
    "hs_invoice_latest_contact_email",
)
_PAYMENT = ("hs_initial_amount", "hs_initiated_date")


@dataclass(slots=True)
class Performance:
    """What was seen: seconds until each change arrived, the calls of each act, and what became of each trouble."""

    seconds: dict[str, float] = field(default_factory=dict)
    calls: list[tuple[str, Counted]] = field(default_factory=list)
    forged: str = ""
    rescue: str = ""
    left_out: str = ""
    failure: str = ""
    report: str = ""


class Cast:
    """The sales person and the bookkeeper at work on the same invoices."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.sales = Sales(Salesperson(stage.portal, lambda: datetime.now(UTC)))
        self.books = Books(stage.bookkeeper, stage.started_at)
        self.drafts: dict[Shape, Draft] = {}
        self.intruder_id = ""  # the bookkeeper's invoice under a number that was not free
        self.mirrored_ids: set[str] = set()  # HubSpot's invoices that show one of the bookkeeper's
        self.seen = Performance()

    def told(self, shape: Shape, name: str) -> str:
        """One property of the invoice of this shape."""
        return self.stage.portal.read("invoices", self.drafts[shape].id, name)[name]

    def balance(self, shape: Shape) -> Decimal:
        """What the invoice still owes, as HubSpot says."""
        return money(self.told(shape, "hs_balance_due"))

    def ledgers(self) -> tuple[Ledger, Ledger]:
        """Both sides as they are now, without the invoices that stay in HubSpot on purpose and the one in the way."""
        ours = {draft.id for shape, draft in self.drafts.items() if shape not in NOT_BOOKED} | self.mirrored_ids
        portal = self.stage.portal
        invoices = [one for one in portal.every("invoices", _INVOICE) if one["id"] in ours]
        payments = [
            (one, portal.associated("commerce_payments", one["id"], "invoices"))
            for one in portal.every("commerce_payments", _PAYMENT)
        ]
        booked = [one for one in self.books.recent("Invoice") if one["Id"] != self.intruder_id]
        customers = self.stage.bookkeeper.rows("Customer")
        quickbooks = quickbooks_ledger(booked, self.books.recent("Payment"), customers)
        return hubspot_ledger(invoices, payments, portal.zone), quickbooks
