"""The administrator of a portal: who puts records right in HubSpot's own pages, which let a person do more than the API."""

from decimal import Decimal

from infra.sandbox.people.access import Pages
from infra.sandbox.people.portal import Portal


class Administrator:
    """Edits, deletes and gives money back in one portal. What is refused raises RefusedError."""

    def __init__(self, portal: Portal, pages: Pages) -> None:
        self._portal, self._pages = portal, pages

    def edit(self, objects: str, record_id: str, **properties: str) -> None:
        """Change properties on a record's page."""
        self._pages.act("edit", object_type=objects, id=record_id, properties=properties)

    def delete(self, objects: str, record_id: str) -> None:
        """Delete a record."""
        self._pages.act("archive", object_type=objects, id=record_id)

    def void(self, invoice: str) -> None:
        """Void an open invoice on its page."""
        self._pages.act("void", id=invoice)

    def take_card_payment(self, invoice: str, amount: object, **fees: str) -> str:
        """A buyer pays an open invoice through HubSpot payments, less a `fee` and a `platform_fee`; the payment's id."""
        return str(self._pages.act("record_hubspot_payment", invoice_id=invoice, amount=str(amount), **fees)["id"])

    def refund(self, payment: str, amount: object) -> None:
        """Give money of a payment back where it was taken: by HubSpot payments, or elsewhere and then noted here."""
        found = self._portal.read("commerce_payments", payment, "hs_payment_source_app", "hs_initial_amount")
        if found["hs_payment_source_app"]:
            self._pages.act("refund_hubspot_payment", payment_id=payment, amount=str(amount))
            return
        is_whole = Decimal(str(amount)) == Decimal(found["hs_initial_amount"])
        status = "refunded" if is_whole else "partially_refunded"
        self.edit("commerce_payments", payment, hs_latest_status=status, hs_refunds_amount=str(amount))
