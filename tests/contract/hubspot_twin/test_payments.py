"""Payments and what they do to invoices."""

import pytest

from tests.contract.hubspot_twin.client import Portal

SETTLED = ("hs_invoice_status", "hs_amount_paid", "hs_balance_due", "hs_payment_date")


def _settled(portal: Portal, invoice: str) -> list[str | None]:
    return list(portal.properties("invoices", invoice, *SETTLED).values())


def test_partial_payments_and_the_last_one(portal: Portal) -> None:
    invoice = portal.open_invoice()
    portal.pay(invoice, "30.5")
    assert _settled(portal, invoice) == ["open", "30.50", "69.50", None]
    portal.pay(invoice, "69.50")
    assert _settled(portal, invoice) == ["paid", "100.00", "0.00", "2026-10-01T00:00:00Z"]


def test_only_a_succeeded_payment_counts(portal: Portal) -> None:
    invoice = portal.open_invoice()
    payment = portal.pay(invoice, "100", status="processing")
    assert _settled(portal, invoice)[:2] == ["open", "0.00"]
    portal.update("commerce_payments", payment, hs_latest_status="succeeded")
    assert _settled(portal, invoice)[:2] == ["paid", "100.00"]


def test_refunds_archiving_and_dissociation_reopen_an_invoice(portal: Portal) -> None:
    invoice = portal.open_invoice()
    payment = portal.pay(invoice, "100")
    portal.update("commerce_payments", payment, hs_latest_status="partially_refunded", hs_refunds_amount="40")
    assert _settled(portal, invoice) == ["open", "60.00", "40.00", None]
    portal.delete("commerce_payments", payment)
    assert _settled(portal, invoice)[1:3] == ["0.00", "100.00"]
    other = portal.pay(invoice, "100")
    portal.call("DELETE", f"/crm/v4/objects/invoices/{invoice}/associations/commerce_payments/{other}", status=204)
    assert _settled(portal, invoice)[0] == "open"


def test_a_payment_shared_by_invoices_fills_the_first_one_first(portal: Portal) -> None:
    first, second = portal.open_invoice(), portal.open_invoice()
    payment = portal.pay(first, "150")
    portal.associate("commerce_payments", payment, "invoices", second)
    portal.update("commerce_payments", payment, hs_internal_comment="recalculate both")
    assert _settled(portal, first)[:3] == ["paid", "100.00", "0.00"]
    assert _settled(portal, second)[:3] == ["open", "50.00", "50.00"]


def test_a_mirrored_invoice_shows_the_money_but_keeps_its_status(portal: Portal) -> None:
    invoice = portal.create(
        "invoices", hs_currency="USD", hs_invoice_billable="false", hs_invoice_status="open", hs_amount_billed="80"
    )
    portal.pay(invoice, "80")
    assert _settled(portal, invoice)[:3] == ["open", "80.00", "0.00"]
    portal.switch(payments_move_non_billable_status=True)
    portal.pay(invoice, "1")
    assert _settled(portal, invoice)[0] == "paid"


def test_payments_may_leave_invoices_alone_by_switch(portal: Portal) -> None:
    portal.switch(payments_move_invoice=False)
    invoice = portal.open_invoice()
    portal.pay(invoice, "100")
    assert _settled(portal, invoice)[:3] == ["open", "0.00", "100.00"]


def test_overpayment_shows_in_full_or_is_refused_by_switch(portal: Portal) -> None:
    invoice = portal.open_invoice()
    portal.pay(invoice, "130")
    assert _settled(portal, invoice)[:3] == ["paid", "130.00", "0.00"]
    portal.switch(overpayment_refused=True)
    payment = portal.create(
        "commerce_payments", hs_initial_amount="1", hs_initiated_date="2026-10-01", hs_latest_status="succeeded"
    )
    portal.associate("commerce_payments", payment, "invoices", invoice, status=400)


def test_what_a_payment_has_of_itself(portal: Portal) -> None:
    payment = portal.create(
        "commerce_payments", hs_initial_amount="200.5", hs_initiated_date="2026-10-01", hs_fees_amount="0.5"
    )
    names = ("hs_latest_status", "hs_currency_code", "hs_net_amount", "hs_has_associated_invoice", "hs_payment_id")
    assert list(portal.properties("commerce_payments", payment, *names).values()) == [
        "processing",
        "USD",
        "200.00",
        "false",
        payment,
    ]
    portal.update("commerce_payments", payment, hs_net_amount="1", status=400)
    portal.create("commerce_payments", hs_initial_amount="1", status=400)
    portal.create("commerce_payments", hs_initial_amount="-1", hs_initiated_date="2026-10-01", status=400)


def test_an_account_may_need_a_processor_by_switch(portal: Portal) -> None:
    portal.switch(payments_need_processor=True)
    portal.create("commerce_payments", hs_initial_amount="1", hs_initiated_date="2026-10-01", status=403)
    portal.act("set_up_payment_processing")
    portal.create("commerce_payments", hs_initial_amount="1", hs_initiated_date="2026-10-01")


def test_a_buyer_pays_through_hubspot(portal: Portal) -> None:
    invoice = portal.open_invoice()
    portal.act("record_hubspot_payment", invoice_id=invoice, amount="25", method="ach")
    assert _settled(portal, invoice)[:3] == ["open", "25.00", "75.00"]
    payment = portal.act("record_hubspot_payment", invoice_id=invoice)
    assert _settled(portal, invoice)[:3] == ["paid", "100.00", "0.00"]
    assert payment["properties"]["hs_processor_type"] == "hs_payments"
    assert payment["properties"]["hs_payment_source_app"] == "INVOICE"
    portal.update("commerce_payments", payment["id"], hs_internal_comment="x", status=400)
    portal.delete("commerce_payments", payment["id"], status=400)


@pytest.mark.parametrize(("amount", "status"), [("40", "partially_refunded"), ("100.00", "refunded")])
def test_hubspot_gives_money_back(portal: Portal, amount: str, status: str) -> None:
    payment = portal.act("record_hubspot_payment", invoice_id=portal.open_invoice())["id"]
    shown = portal.act("refund_hubspot_payment", payment_id=payment, amount=amount)
    assert (shown["properties"]["hs_latest_status"], shown["properties"]["hs_refunds_amount"]) == (status, amount)
    portal.act("refund_hubspot_payment", payment_id=payment, status=400)


def test_hubspot_gives_all_back_unless_told_otherwise(portal: Portal) -> None:
    payment = portal.act("record_hubspot_payment", invoice_id=portal.open_invoice())["id"]
    shown = portal.act("refund_hubspot_payment", payment_id=payment)
    assert (shown["properties"]["hs_latest_status"], shown["properties"]["hs_refunds_amount"]) == ("refunded", "100.00")


def test_hubspot_gives_back_no_more_than_was_paid_through_it(portal: Portal) -> None:
    invoice = portal.open_invoice()
    payment = portal.act("record_hubspot_payment", invoice_id=invoice, amount="25")["id"]
    portal.act("refund_hubspot_payment", payment_id=payment, amount="25.01", status=400)
    outside = portal.create("commerce_payments", hs_initial_amount="1", hs_initiated_date="2026-10-01")
    portal.act("refund_hubspot_payment", payment_id=outside, status=400)


@pytest.mark.parametrize("amount", ["0", "-5", "100.01"])
def test_a_buyer_cannot_pay_more_than_is_due(portal: Portal, amount: str) -> None:
    invoice = portal.open_invoice()
    portal.act("record_hubspot_payment", invoice_id=invoice, amount=amount, status=400)
    assert portal.search("commerce_payments")["total"] == 0


def test_only_open_billable_invoices_are_paid_through_hubspot(portal: Portal) -> None:
    portal.act("record_hubspot_payment", invoice_id=portal.draft(), status=400)
    portal.act("record_hubspot_payment", invoice_id="5", status=400)
