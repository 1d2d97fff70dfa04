"""The life of an invoice."""

from typing import Any

import pytest

from tests.contract.hubspot_twin.client import Portal


def _status(portal: Portal, invoice: str) -> str | None:
    found: str | None = portal.properties("invoices", invoice, "hs_invoice_status")["hs_invoice_status"]
    return found


def test_a_new_invoice_is_a_billable_draft_dated_now(portal: Portal) -> None:
    invoice = portal.create("invoices", hs_currency="USD")
    names = ("hs_invoice_status", "hs_invoice_billable", "hs_invoice_date", "hs_due_date", "hs_number", "hs_invoice_link")
    assert list(portal.properties("invoices", invoice, *names).values()) == [
        "draft",
        "true",
        "2026-10-05T08:30:00Z",
        "2026-10-05T08:30:00Z",
        None,
        None,
    ]


def test_finalising_needs_a_contact_and_a_line_item(portal: Portal) -> None:
    invoice = portal.create("invoices", hs_currency="USD")
    assert "contact" in portal.update("invoices", invoice, hs_invoice_status="open", status=400)["message"]
    portal.associate("invoices", invoice, "contacts", portal.create("contacts", firstname="A"))
    assert "line item" in portal.update("invoices", invoice, hs_invoice_status="open", status=400)["message"]
    portal.create("line_items", ("invoices", invoice), name="A", price="10")
    portal.update("invoices", invoice, hs_invoice_status="open")
    assert _status(portal, invoice) == "open"


def test_finalising_gives_number_link_and_document(portal: Portal) -> None:
    first, second = portal.open_invoice(), portal.open_invoice()
    names = ("hs_number", "hs_invoice_link", "hs_pdf_download_link", "hs_invoice_source")
    found = portal.properties("invoices", first, *names)
    assert found["hs_number"] == "INV-1001"
    assert found["hs_invoice_link"].startswith("https://app.hubspot.com/invoices/")
    assert found["hs_pdf_download_link"].endswith("/pdf")
    assert found["hs_invoice_source"] == "HUBSPOT"
    assert portal.properties("invoices", second, "hs_number") == {"hs_number": "INV-1002"}


def test_a_number_can_be_given_at_creation_by_switch(portal: Portal) -> None:
    portal.switch(number_at_creation=True)
    invoice = portal.draft()
    assert portal.properties("invoices", invoice, "hs_number") == {"hs_number": "INV-1001"}
    portal.update("invoices", invoice, hs_invoice_status="open")
    assert portal.properties("invoices", invoice, "hs_number") == {"hs_number": "INV-1001"}


@pytest.mark.parametrize("status", ["open", "paid", "voided"])
def test_a_billable_invoice_begins_as_a_draft(portal: Portal, status: str) -> None:
    portal.create("invoices", hs_currency="USD", hs_invoice_status=status, status=400)


def test_a_billable_invoice_can_be_created_open_by_switch(portal: Portal) -> None:
    portal.switch(billable_created_open=True)
    contact = portal.create("contacts", firstname="A")
    line = portal.create("line_items", name="A", price="1")
    linked = (("contacts", contact), ("line_items", line))
    invoice = portal.create("invoices", *linked, hs_currency="USD", hs_invoice_status="open")
    assert portal.properties("invoices", invoice, "hs_number") == {"hs_number": "INV-1001"}
    portal.create("invoices", hs_currency="USD", hs_invoice_status="open", status=400)


def test_transitions_of_a_billable_invoice(portal: Portal) -> None:
    invoice = portal.open_invoice()
    portal.update("invoices", invoice, hs_invoice_status="draft", status=400)
    portal.update("invoices", invoice, hs_invoice_status="paid", status=400)
    portal.update("invoices", invoice, hs_invoice_status="voided")
    names = ("hs_invoice_status", "hs_balance_due", "hs_amount_billed")
    assert list(portal.properties("invoices", invoice, *names).values()) == ["voided", "0.00", "100.00"]
    portal.update("invoices", invoice, hs_invoice_status="open", status=400)


def test_transitions_by_switch(portal: Portal) -> None:
    invoice = portal.open_invoice()
    portal.switch(billable_voided_by_api=False, billable_paid_by_api=True)
    portal.update("invoices", invoice, hs_invoice_status="voided", status=400)
    portal.update("invoices", invoice, hs_invoice_status="paid")
    assert _status(portal, invoice) == "paid"


def test_a_person_may_void_what_no_program_may(portal: Portal) -> None:
    invoice = portal.open_invoice()
    portal.switch(billable_voided_by_api=False)
    portal.act("void", id=invoice)
    assert _status(portal, invoice) == "voided"


def test_what_is_calculated_or_assigned_cannot_be_written(portal: Portal) -> None:
    invoice = portal.draft()
    for name in ("hs_balance_due", "hs_amount_paid", "hs_invoice_link", "hs_invoice_source"):
        refused = portal.update("invoices", invoice, **{name: "1"}, status=400)
        assert refused["errors"][0]["code"] == "READ_ONLY_VALUE"
    refused = portal.update("invoices", invoice, hs_number="MY-1", status=400)
    assert refused["errors"][0]["code"] == "READ_ONLY_VALUE"
    portal.update("invoices", invoice, hs_amount_billed="5")
    assert portal.properties("invoices", invoice, "hs_amount_billed") == {"hs_amount_billed": "100.00"}


def test_a_finalised_invoice_keeps_its_document_but_not_its_custom_properties(portal: Portal) -> None:
    invoice = portal.open_invoice()
    line = portal.call("GET", f"/crm/v4/objects/invoices/{invoice}/associations/line_items")["results"][0]["toObjectId"]
    portal.update("invoices", invoice, hs_due_date="2027-01-01", status=400)
    portal.update("line_items", str(line), price="5", status=400)
    portal.delete("line_items", str(line), status=400)
    portal.create("line_items", ("invoices", invoice), name="More", price="1", status=400)
    portal.create("taxes", ("invoices", invoice), hs_type="FIXED", hs_value="1", status=400)
    assert portal.search("line_items")["total"] == 1
    portal.update("invoices", invoice, hubspot_owner_id="7", hs_external_invoice_id="42")


def test_editing_can_be_allowed_until_money_arrives(portal: Portal) -> None:
    portal.switch(edit_finalised_invoices=True)
    invoice = portal.open_invoice()
    portal.create("line_items", ("invoices", invoice), name="More", price="1")
    assert portal.properties("invoices", invoice, "hs_amount_billed") == {"hs_amount_billed": "101.00"}
    portal.pay(invoice, "1")
    portal.update("invoices", invoice, hs_due_date="2027-01-01", status=400)


def test_drafts_can_be_deleted_with_their_line_items_others_cannot(portal: Portal) -> None:
    draft = portal.draft()
    portal.delete("invoices", draft)
    assert portal.search("line_items")["total"] == 0
    invoice = portal.open_invoice()
    portal.delete("invoices", invoice, status=400)
    portal.switch(delete_unpaid_invoices=True)
    portal.pay(invoice, "100")
    portal.delete("invoices", invoice, status=400)
    portal.delete("invoices", portal.open_invoice())


def test_a_mirrored_invoice_is_written_as_it_is_elsewhere(portal: Portal) -> None:
    invoice = portal.create(
        "invoices",
        hs_currency="USD",
        hs_invoice_billable=False,
        hs_number="1037",
        hs_invoice_status="paid",
        hs_amount_billed="362.07",
        hs_due_date="2026-01-01",
        hs_external_createdate="2026-01-01",
    )
    names = ("hs_number", "hs_invoice_status", "hs_amount_billed", "hs_invoice_link")
    assert list(portal.properties("invoices", invoice, *names).values()) == ["1037", "paid", "362.07", None]
    for status in ("open", "voided", "paid"):
        portal.update("invoices", invoice, hs_invoice_status=status)
        assert _status(portal, invoice) == status
    portal.update("invoices", invoice, hs_balance_due="1", status=400)
    portal.switch(non_billable_balance_writable=True)
    portal.update("invoices", invoice, hs_balance_due="1")
    assert portal.properties("invoices", invoice, "hs_balance_due") == {"hs_balance_due": "1"}


def test_a_mirrored_amount_is_calculated_until_it_is_written(portal: Portal) -> None:
    invoice = portal.draft(hs_invoice_billable="false")
    assert portal.properties("invoices", invoice, "hs_amount_billed") == {"hs_amount_billed": "100.00"}
    portal.update("invoices", invoice, hs_amount_billed="99")
    portal.create("line_items", ("invoices", invoice), name="More", price="1")
    assert portal.properties("invoices", invoice, "hs_amount_billed") == {"hs_amount_billed": "99"}


def test_mirrored_invoices_can_be_deleted_unless_the_switch_says_no(portal: Portal) -> None:
    portal.delete("invoices", portal.create("invoices", hs_currency="USD", hs_invoice_billable="false"))
    portal.switch(non_billable_deletable=False)
    portal.delete("invoices", portal.create("invoices", hs_currency="USD", hs_invoice_billable="false"), status=400)


def test_a_past_due_date_is_refused_by_switch(portal: Portal) -> None:
    portal.create("invoices", hs_currency="USD", hs_due_date="2026-10-01")
    portal.switch(past_due_date_refused=True)
    portal.create("invoices", hs_currency="USD", hs_due_date="2026-10-01", status=400)
    portal.create("invoices", hs_currency="USD", hs_due_date="2026-10-01", hs_invoice_billable="false")


def test_a_line_item_belongs_to_one_parent_and_a_tax_to_one_invoice(portal: Portal) -> None:
    deal = portal.create("deals", dealname="D")
    line = portal.create("line_items", ("deals", deal), name="A", price="1")
    first, second = portal.draft(), portal.draft()
    assert "already associated" in portal.associate("line_items", line, "invoices", first, status=400)["message"]
    tax = portal.create("taxes", ("invoices", first), hs_type="FIXED", hs_value="1")
    portal.associate("invoices", second, "taxes", tax, status=400)
    portal.switch(line_item_single_parent=False, tax_single_invoice=False)
    portal.associate("line_items", line, "invoices", first)
    portal.associate("invoices", second, "taxes", tax)


def test_changes_nearby_move_the_last_modified_date(portal: Portal) -> None:
    invoice = portal.draft()
    line = portal.create("line_items", ("invoices", invoice), name="A", price="1")
    changes: list[dict[str, Any]] = [{"price": "2"}, {"name": "B"}]
    for seconds, change in enumerate(changes, start=1):
        portal.advance(60)
        portal.update("line_items", line, **change)
        found = portal.properties("invoices", invoice, "hs_lastmodifieddate")
        assert found == {"hs_lastmodifieddate": f"2026-10-05T08:3{seconds}:00Z"}


def test_the_buyer_shows_on_the_invoice(portal: Portal) -> None:
    company = portal.create("companies", name="C", address="1 Road", zip="123")
    contact = portal.create("contacts", email="a@example.com", firstname="A")
    invoice = portal.create("invoices", ("contacts", contact), ("companies", company), hs_currency="USD")
    names = ("hs_invoice_latest_contact_email", "hs_invoice_latest_company_name", "hs_recipient_company_address")
    assert list(portal.properties("invoices", invoice, *names).values()) == ["a@example.com", "C", "1 Road"]
    portal.update("contacts", contact, email="b@example.com")
    assert portal.properties("invoices", invoice, names[0]) == {names[0]: "b@example.com"}


def test_numbers_can_be_made_unique_by_switch(portal: Portal) -> None:
    portal.switch(invoice_number_unique=True)
    mirrored: dict[str, Any] = {"hs_currency": "USD", "hs_invoice_billable": "false", "hs_number": "1037"}
    portal.create("invoices", **mirrored)
    assert "already has that value" in portal.create("invoices", **mirrored, status=400)["message"]


@pytest.mark.parametrize(
    ("switch", "name", "value"),
    [
        ("non_billable_number_writable", "hs_number", "1042"),
        ("non_billable_status_writable", "hs_invoice_status", "paid"),
        ("non_billable_dates_writable", "hs_due_date", "2020-01-01T00:00:00Z"),
        ("non_billable_amount_writable", "hs_amount_billed", "100.00"),
    ],
)
def test_what_may_be_written_on_a_non_billable_invoice_is_a_switch(
    portal: Portal, switch: str, name: str, value: str
) -> None:
    values: dict[str, Any] = {"hs_currency": "USD", "hs_invoice_billable": "false", name: value}
    invoice = portal.create("invoices", **values)
    changes: dict[str, Any] = {name: value}
    assert portal.properties("invoices", invoice, name) == changes
    portal.switch(**{switch: False})
    portal.create("invoices", **values, status=400)
    assert "read only" in portal.update("invoices", invoice, status=400, **changes)["message"]
    portal.switch(non_billable_refusals_silent=True)
    silent = portal.create("invoices", **values)
    assert portal.properties("invoices", silent, name) != {name: value}
