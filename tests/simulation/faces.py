"""What must be true of QuickBooks' invoices that HubSpot shows: each once, equal to the cent, and never booked back."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from infra.sandbox.people import days
from tests.simulation.view import View

Row = Mapping[str, Any]
_AMOUNTS = {
    "line_items": ("amount", 1),
    "fees": ("hs_value", 1),
    "taxes": ("hs_value", 1),
    "discounts": ("hs_value", -1),
}
"""What each sort of part adds to an invoice."""


def every_mirror_is_there(view: View) -> Iterator[str]:
    """Every invoice that somebody wrote in QuickBooks is shown in HubSpot, unless it was void before, or is left out."""
    account = view.party.account
    if not account.mirrors:
        return
    for row in _billed(view):
        ref = f"quickbooks:invoice:{row['Id']}"
        void = row["TotalAmt"] == 0 and "VOIDED" in str(row.get("PrivateNote", "")).upper()
        if row["Id"] in view.ledgers.mirrors or void or view.failing(ref) or _is_decided(view, ref):
            continue
        outcome = view.outcomes.get(ref)
        if not (outcome and outcome.counterpart and view.may_be_unheard_of(outcome.counterpart.id)):
            yield f"invoice {row['Id']} of QuickBooks is not shown in HubSpot: {outcome}"


def mirrors_agree(view: View) -> Iterator[str]:
    """What is shown is what QuickBooks says, to the cent, with lines that come to the total."""
    for row in _billed(view):
        shown = view.ledgers.mirrors.get(row["Id"])
        if shown is None or _is_told(view, row["Id"], shown["id"]):
            continue
        if differences := list(_differences(view, row, shown)):
            yield f"invoice {row['Id']} of QuickBooks is shown as {shown['id']}: {', '.join(differences)}"


def no_mirror_is_booked(view: View) -> Iterator[str]:
    """What HubSpot shows of QuickBooks never comes back."""
    for shown in view.ledgers.mirrors.values():
        if made := view.ledgers.made.get(f"hubspot:invoice:{shown['id']}"):
            yield f"invoice {shown['id']}, which shows {shown['counterfoil_source']}, was booked as {made}"


def _billed(view: View) -> list[Row]:
    return [row for row in view.ledgers.booked_invoices if row["Id"] in view.party.account.billed]


def _is_told(view: View, booked: str, shown: str) -> bool:
    unseen = view.may_be_unseen(shown)
    ref = f"quickbooks:invoice:{booked}"
    return unseen or view.told(shown) or view.failing(ref) or _is_decided(view, ref)


def _is_decided(view: View, ref: str) -> bool:
    """Whether somebody decided about an invoice of QuickBooks, or about the one that showed it."""
    outcome = view.outcomes.get(ref)
    refs = (outcome.ref, outcome.counterpart) if outcome else ()
    return any(one in view.decided for one in refs)


def _differences(view: View, row: Row, shown: Mapping[str, str]) -> Iterator[str]:
    status = _status(row)
    if shown["hs_invoice_status"] != status:
        yield f"{shown['hs_invoice_status']} here, {status} there"
    if status == "voided":
        return
    here = {
        "total": (Decimal(shown["hs_amount_billed"] or "0"), row["TotalAmt"]),
        "balance": (Decimal(shown["counterfoil_quickbooks_balance"] or "0"), row["Balance"]),
        "number": (shown["hs_number"], row.get("DocNumber", "")),
        "due date": (days.read(shown["hs_due_date"], view.party.account.portal.zone), row.get("DueDate", "")),
        "memo": (shown["hs_comments"], (row.get("CustomerMemo") or {}).get("value", "")),
        "lines": (_lines(view, shown["id"]), row["TotalAmt"]),
    }
    yield from (f"{name} is {mine} here, {theirs} there" for name, (mine, theirs) in here.items() if mine != theirs)


def _status(row: Row) -> str:
    if row["TotalAmt"] == 0 and "VOIDED" in str(row.get("PrivateNote", "")).upper():
        return "voided"
    return "paid" if row["Balance"] == 0 else "open"


def _lines(view: View, invoice: str) -> Decimal:
    """What line items, fees and taxes come to, less the discounts."""
    portal, total = view.party.account.portal, Decimal(0)
    for objects, name, sign in (
        ("line_items", "amount", 1),
        ("fees", "hs_value", 1),
        ("taxes", "hs_value", 1),
        ("discounts", "hs_value", -1),
    ):
        for one in portal.associated("invoices", invoice, objects):
            total += sign * Decimal(portal.read(objects, one, name)[name] or "0")
    return total
