"""The act in which the bookkeeper writes an invoice: HubSpot shows it, and that it is paid."""

import time
from decimal import Decimal

from infra.demo.cast import Cast

NUMBER = "Q-2001"


def mirror(cast: Cast) -> None:
    """An invoice of QuickBooks' own goes to HubSpot, and then the money for it."""
    booked = cast.books.write_invoice(NUMBER)
    cast.stage.say(f"  {NUMBER} is written in QuickBooks")
    _wait(cast, f"{NUMBER} of QuickBooks shown in HubSpot", booked, "open")
    cast.books.receive_payment(cast.books.invoices()[NUMBER], Decimal("120.00"))
    _wait(cast, f"{NUMBER} paid in QuickBooks", booked, "paid")


def _wait(cast: Cast, name: str, booked: str, status: str) -> None:
    """Until HubSpot shows the invoice with this id in QuickBooks so."""

    def look() -> list[str]:
        every = cast.stage.portal.every("invoices", ("counterfoil_source", "hs_invoice_status"))
        shown = [one for one in every if one["counterfoil_source"] == f"quickbooks:invoice:{booked}"]
        cast.mirrored_ids |= {one["id"] for one in shown}
        return [name for one in shown if one["hs_invoice_status"] == status]

    cast.seen.seconds |= cast.stage.wait({name: time.monotonic()}, look)
